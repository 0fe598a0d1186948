"""New projects render at once, keep golden files, and say where a mistake is."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.cli.run import run
from mlkube.errors import MlkubeError
from mlkube.project import load_project
from mlkube.project.new_project import WORKLOADS, write_project

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = {
    "tf-serving": ["gpu", "gpu-prod", "prod"],
    "model-server": ["gpu", "gpu-prod", "prod"],
    "training": ["gpu", "gpu-prod", "prod"],
    "spark": ["prod"],
}


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_new_project_renders_and_keeps_golden_files(
    workload: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = write_project(str(tmp_path / "p"), workload)
    assert {"README.md", "mlkube.toml", ".pre-commit-config.yaml"} < set(files)
    project = load_project(str(tmp_path / "p"))
    assert sorted(project.targets()) == TARGETS[workload]
    for target in project.targets():
        resources = mlkube.render(target, project=tmp_path / "p")
        assert len(resources) > 2
        assert resources.warnings == ()
    arguments = ["--project", str(tmp_path / "p")]
    assert run(["golden", "update", "--no-python", *arguments]) == 0
    assert run(["golden", "check", "--no-python", *arguments]) == 0
    assert capsys.readouterr().err == ""


def test_a_mistake_in_a_new_project_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "p"]) == 0
    assert capsys.readouterr().out.endswith("now: cd p && mlkube render gpu-prod\n")
    file = tmp_path / "p" / "bases" / "model" / "workload.yaml"
    file.write_text(file.read_text().replace("memory: 2Gi", "memory: 2GB"))
    assert run(["render", "prod", "--project", "p"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        "p/bases/model/workload.yaml:15:5: error TFServing/model spec.resources.memory: '2GB' is no quantity; "
        "write it as 500m, 2 or 4Gi\n"
    )


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(MlkubeError) as caught:
        write_project(str(tmp_path), "training")
    assert caught.value.reason == "the folder is not empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
