"""What a build refuses before it takes the machine with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.errors import MlkubeError
from mlkube.overlay import layer
from mlkube.overlay.build import folder_tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def error() -> str:
    with pytest.raises(MlkubeError) as raised:
        folder_tree(".").build()
    return str(raised.value)


def test_bases_that_double_at_every_level_come_to_an_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "_MOST_KUSTOMIZATIONS", 20)
    write(root, {f"k{n}/kustomization.yaml": f"resources: [../k{n + 1}, ../k{n + 1}]\n" for n in range(9)})
    write(root, {"kustomization.yaml": "resources: [k0]\n", "k9/kustomization.yaml": "resources: []\n"})
    assert error().splitlines()[0] == (
        "k8/kustomization.yaml:1:20: error resources[1]: the build enters more than 20 kustomizations; "
        "is a base listed at every level twice?"
    )


def test_a_field_path_of_thousands_of_steps_is_refused(root: Path) -> None:
    path = ".".join(["a"] * 5000)
    write(
        root,
        {
            "kustomization.yaml": (
                "resources: [a.yaml]\n"
                "replacements:\n"
                "- source: {kind: ConfigMap, fieldPath: data.k}\n"
                "  targets:\n"
                f"  - {{select: {{kind: ConfigMap}}, options: {{create: true}}, fieldPaths: [{path}]}}\n"
            ),
            "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n",
        },
    )
    assert error() == (
        "kustomization.yaml: error: an object or a field path is nested too deeply; "
        "no manifest needs hundreds of levels"
    )


def test_a_json_patch_of_thousands_of_levels_is_refused(root: Path) -> None:
    value = "[" * 50000 + "]" * 50000
    write(
        root,
        {
            "kustomization.yaml": "resources: [a.yaml]\npatches: [{path: p.json, target: {name: a}}]\n",
            "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
            "p.json": f'[{{"op": "add", "path": "/data", "value": {value}}}]',
        },
    )
    assert error() == "p.json:1: error: the patch is nested too deeply"


def test_what_is_wrong_in_a_base_is_said_once(root: Path) -> None:
    write(
        root,
        {
            "kustomization.yaml": "resources: [one, two]\n",
            "one/kustomization.yaml": "resources: [../base]\n",
            "two/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": "resources: [missing.yaml]\n",
        },
    )
    assert error() == (
        "base/kustomization.yaml:1:13: error resources[0]: no such file or folder: 'missing.yaml'; "
        "looked for base/missing.yaml"
    )
