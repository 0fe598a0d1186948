"""The pages of the workloads: each description prints what the page shows, and its Python builds the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mlkube
from mlkube.workloads.workload import Workload

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ["tf-serving.md", "model-server.md", "kserve.md", "training.md", "spark.md", "workspace.md"]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text(), flags=re.MULTILINE | re.DOTALL
    )


def kustomization(page: str, resource: str) -> str:
    """Return one that lists a file, in the namespace that the page says it is built with."""
    found = re.search(r"With `namespace: (\w+)`", (DOCS / page).read_text())
    return f"resources: [{resource}]\n" + (f"namespace: {found[1]}\n" if found else "")


@pytest.mark.parametrize("page", PAGES)
def test_the_description_of_a_page_prints_its_output(page: str, tmp_path: Path) -> None:
    description, output = blocks(page, "yaml")[:2]
    (tmp_path / "kustomization.yaml").write_text(kustomization(page, "w.yaml"))
    (tmp_path / "w.yaml").write_text(description)
    assert mlkube.build(tmp_path).to_yaml() == output


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_builds_the_same(page: str, tmp_path: Path) -> None:
    (source,) = blocks(page, "python")
    (tmp_path / "mlkube.toml").write_text("python = true\n")
    (tmp_path / "kustomization.yaml").write_text(kustomization(page, "w.py"))
    (tmp_path / "w.py").write_text(source)
    assert mlkube.build(tmp_path).to_yaml() == blocks(page, "yaml")[1]
    names: dict[str, object] = {}
    exec(compile(source, str(tmp_path / "w.py"), "exec"), names)  # noqa: S102  our own page
    assert sum(isinstance(value, Workload) for value in names.values()) == 1


def test_the_patches_of_the_descriptions_page_work(tmp_path: Path) -> None:
    patches = blocks("descriptions.md", "yaml")[0]
    (tmp_path / "kustomization.yaml").write_text(f"namespace: ml\nresources: [w.yaml]\n{patches}")
    (tmp_path / "w.yaml").write_text(blocks("tf-serving.md", "yaml")[0])
    deployment = mlkube.build(tmp_path).get("Deployment", "resnet")
    assert deployment is not None
    spec = deployment.body["spec"]
    assert isinstance(spec, dict)
    assert spec["revisionHistoryLimit"] == 3
    assert "nvidia.com/gpu" in str(spec["template"])
