"""`helmCharts`, with a program that says what it was asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import mlkube

if TYPE_CHECKING:
    from pathlib import Path

FAKE = """#!{python}
import os, sys
arguments = sys.argv[1:]
if arguments[0] == "version":
    print("v3.16.2+g13654a5")
elif arguments[0] == "template":
    values = open(arguments[arguments.index("-f") + 1]).read()
    flags = [word for word in arguments if word.startswith("--")]
    print("NOTE: this is no manifest")
    print("---")
    print("apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: " + arguments[1])
    print("data:\\n  flags: '" + " ".join(flags) + "'\\n  values: |")
    print("".join("    " + line + "\\n" for line in values.splitlines()))
else:
    sys.stderr.write("no such chart\\n")
    sys.exit(7)
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path.resolve()
    (root / "charts" / "store").mkdir(parents=True)
    (root / "charts" / "store" / "values.yaml").write_text("size: 1\nlabels:\n  a: b\n")
    helm = root / "helm"
    helm.write_text(FAKE.format(python=sys.executable))
    helm.chmod(0o755)
    monkeypatch.chdir(root)
    return root


def write(root: Path, text: str) -> None:
    (root / "kustomization.yaml").write_text("namePrefix: my-\nhelmCharts:\n" + text)


def render(root: Path) -> dict[str, str]:
    (resource,) = mlkube.build(root, enable_helm=True, helm_command=str(root / "helm"))
    assert resource.name == "my-shop"
    data = resource.body["data"]
    assert isinstance(data, dict)
    return {key: str(value) for key, value in data.items()}


def failure(root: Path, *, enable_helm: bool = True, helm: str = "") -> str:
    with pytest.raises(mlkube.MlkubeError) as raised:
        mlkube.build(root, enable_helm=enable_helm, helm_command=helm or str(root / "helm"))
    return str(raised.value)


def test_a_chart_is_rendered_with_its_own_values(tree: Path) -> None:
    flags = "  namespace: ns\n  includeCRDs: true\n  skipTests: true\n"
    write(tree, f"- name: store\n  releaseName: shop\n{flags}")
    assert render(tree) == {
        "flags": "--namespace --include-crds --skip-tests",
        "values": "size: 1\nlabels:\n  a: b\n",
    }


@pytest.mark.parametrize(
    ("merge", "values"),
    [
        ("override", "labels:\n  a: c\nsize: 1\n"),
        ("merge", "labels:\n  a: b\nsize: 1\n"),
        ("replace", "labels:\n  a: c\n"),
    ],
)
def test_inline_values_are_merged_as_asked(tree: Path, merge: str, values: str) -> None:
    inline = f"  valuesMerge: {merge}\n  valuesInline:\n    labels: {{a: c}}\n"
    write(tree, f"- name: store\n  releaseName: shop\n{inline}")
    assert render(tree)["values"] == values


def test_charts_need_the_flag(tree: Path) -> None:
    write(tree, "- name: store\n  releaseName: shop\n")
    assert failure(tree, enable_helm=False) == (
        "kustomization.yaml:3:3: error helmCharts[0]: charts are rendered by the helm program; "
        "pass --enable-helm to let it run"
    )


def test_a_program_that_is_not_there_is_named(tree: Path) -> None:
    write(tree, "- name: store\n  releaseName: shop\n")
    assert failure(tree, helm="no-such-helm") == (
        "kustomization.yaml:3:3: error helmCharts[0]: cannot run 'no-such-helm': No such file or directory; "
        "install helm, or name it with --helm-command"
    )


def test_what_helm_says_is_passed_on(tree: Path) -> None:
    write(tree, "- name: other\n  releaseName: shop\n  repo: https://charts.example.com\n")
    text = failure(tree)
    assert text == (
        "kustomization.yaml:3:3: error helmCharts[0]: "
        f"{tree / 'helm'} pull failed with status 7: no such chart"
    )


def test_a_chart_without_a_repository_has_to_be_there(tree: Path) -> None:
    write(tree, "- name: other\n  releaseName: shop\n")
    assert failure(tree) == (
        "kustomization.yaml:3:3: error helmCharts[0]: "
        "no chart 'other' in 'charts', and no repo to pull it from"
    )
