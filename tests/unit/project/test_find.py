from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.errors import TargetError
from mlkube.project import find_project, find_root, load_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("file", "content"),
    [("mlkube.toml", ""), ("pyproject.toml", "[tool.mlkube]\n"), ("pyproject.toml", "tool.mlkube = {}\n")],
)
def test_settings_make_a_folder_the_root_of_everything_below(tmp_path: Path, file: str, content: str) -> None:
    (tmp_path / file).write_text(content)
    (tmp_path / "a" / "b").mkdir(parents=True)

    assert find_root(str(tmp_path / "a" / "b")) == str(tmp_path.resolve())


def test_bases_and_overlays_together_make_a_root(tmp_path: Path) -> None:
    (tmp_path / "bases").mkdir()
    (tmp_path / "overlays" / "prod").mkdir(parents=True)

    assert find_root(str(tmp_path / "overlays" / "prod")) == str(tmp_path.resolve())


def test_bases_alone_make_no_root(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").touch()
    (tmp_path / "inner" / "bases").mkdir(parents=True)

    assert find_root(str(tmp_path / "inner" / "bases")) == str(tmp_path.resolve())


def test_a_pyproject_of_somebody_else_makes_no_root(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pyproject.toml").write_text('[project]\nname = "mlkube-plugin"\n[tool.ruff]\n')

    assert find_root(str(tmp_path / "inner")) == str(tmp_path.resolve())


def test_the_nearest_root_wins(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").write_text('merge = "lossless"\n')
    inner = tmp_path / "team" / "app"
    inner.mkdir(parents=True)
    (tmp_path / "team" / "mlkube.toml").write_text('merge = "kustomize"\n')

    project = find_project(str(inner))

    assert project is not None
    assert project.root == str(tmp_path.resolve() / "team")
    assert project.settings.merge == "kustomize"


def test_a_symbolic_link_belongs_where_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "home" / "overlays").mkdir(parents=True)
    (tmp_path / "home" / "mlkube.toml").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link").symlink_to(tmp_path / "home" / "overlays")

    assert find_root(str(tmp_path / "elsewhere" / "link")) == str(tmp_path.resolve() / "home")


def test_no_project_upwards_is_an_error_that_says_what_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(TargetError) as caught:
        load_project()

    assert str(caught.value) == (
        f"error: no project here: from {tmp_path} upwards no folder holds mlkube.toml, a pyproject.toml with "
        "[tool.mlkube], or both bases/ and overlays/; name one with --project DIR, or give a folder such as "
        "./overlays/prod"
    )


def test_a_named_project_must_look_like_one(tmp_path: Path) -> None:
    with pytest.raises(TargetError) as caught:
        load_project(str(tmp_path))

    assert str(caught.value) == (
        f"{tmp_path}: error: this folder is no project; a project holds mlkube.toml, a pyproject.toml with "
        "[tool.mlkube], or both bases/ and overlays/"
    )
    (tmp_path / "bases").mkdir()
    assert load_project(str(tmp_path)).targets() == []


def test_a_named_project_must_exist(tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    with pytest.raises(TargetError) as caught:
        load_project(str(missing))

    assert str(caught.value) == f"{missing}: error: there is no such folder"
