from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.errors import YamlError
from mlkube.project import load_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeProject = Callable[..., Path]


def test_a_project_lists_what_lies_in_its_folders(make_project: MakeProject) -> None:
    make_project(bases=("web", "batch"), components=("prod", "cpu"), overlays=("staging",))

    project = load_project()

    assert project.bases() == ["batch", "web"]
    assert project.components() == ["cpu", "prod"]
    assert project.overlays() == ["staging"]


def test_targets_are_declared_ones_overlays_and_components_that_no_target_uses(
    make_project: MakeProject,
) -> None:
    make_project(
        {"mlkube.toml": '[targets]\ngpu-prod = { components = ["gpu", "prod"] }\n'}, overlays=("staging",)
    )

    assert load_project().targets() == ["cpu", "gpu-prod", "staging"]


def test_a_project_without_overlays_has_no_components(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": ""}, components=())

    assert (load_project().components(), load_project().targets()) == ([], [])


def test_a_kustomization_that_is_no_yaml_is_told_by_name(make_project: MakeProject) -> None:
    make_project({"overlays/broken/kustomization.yaml": "kind: [\n"})

    with pytest.raises(YamlError) as caught:
        load_project().components()

    assert str(caught.value).startswith("overlays/broken/kustomization.yaml:")
