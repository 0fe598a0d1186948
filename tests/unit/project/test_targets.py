from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mlkube.errors import MlkubeError
from mlkube.project import ResolvedTarget, resolve_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeProject = Callable[..., Path]


def composed(target: ResolvedTarget) -> tuple[tuple[str, ...], tuple[str, ...]]:
    assert target.folder is None
    return target.bases, target.components


def error_of(name: str, **options: object) -> str:
    with pytest.raises(MlkubeError) as caught:
        resolve_target(name, **options)  # type: ignore[arg-type]  # one helper for all options
    return str(caught.value)


@pytest.mark.parametrize(
    "written", ["./overlays/staging", "overlays/staging", "overlays/staging/", "nowhere/at/all"]
)
def test_a_target_with_a_slash_is_a_folder(make_project: MakeProject, written: str) -> None:
    root = make_project(overlays=("staging",))

    target = resolve_target(written)

    assert (target.folder, target.root) == (written, str(root.resolve()))


def test_a_dot_is_the_working_directory_even_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    target = resolve_target(".")

    assert (target.folder, target.root, target.settings.file) == (".", str(tmp_path.resolve()), "")


def test_a_folder_takes_its_settings_from_its_own_project(make_project: MakeProject, tmp_path: Path) -> None:
    make_project({"mlkube.toml": 'merge = "kustomize"\n', "other/mlkube.toml": 'merge = "lossless"\n'})

    assert resolve_target(f"{tmp_path}/other").settings.merge == "lossless"
    assert resolve_target(f"{tmp_path}/other", project=".").settings.merge == "kustomize"


@pytest.mark.parametrize(
    ("name", "components"),
    [
        ("cpu", ["cpu"]),
        ("gpu-prod", ["gpu", "prod"]),
        ("prod-gpu", ["prod", "gpu"]),
        ("cpu-gpu-prod", ["cpu", "gpu", "prod"]),
    ],
)
def test_a_name_is_cut_into_components_in_its_order(
    make_project: MakeProject, name: str, components: list[str]
) -> None:
    make_project(bases=("serving", "batch"))

    assert composed(resolve_target(name)) == (
        ("bases/batch", "bases/serving"),
        tuple(f"overlays/{component}" for component in components),
    )


def test_component_names_may_hold_dashes(make_project: MakeProject) -> None:
    make_project(components=("high-mem", "prod", "eu-west-1"))

    assert composed(resolve_target("high-mem-prod-eu-west-1"))[1] == (
        "overlays/high-mem",
        "overlays/prod",
        "overlays/eu-west-1",
    )


def test_a_declared_target_comes_before_an_overlay_and_components(make_project: MakeProject) -> None:
    make_project(
        {"mlkube.toml": '[targets]\nprod = { bases = ["batch"], components = ["prod", "gpu"] }\n'},
        bases=("serving", "batch"),
    )

    assert composed(resolve_target("prod")) == (("bases/batch",), ("overlays/prod", "overlays/gpu"))


def test_an_overlay_comes_before_a_cut(make_project: MakeProject) -> None:
    root = make_project(overlays=("gpu-prod",))

    assert resolve_target("gpu-prod").folder == str(root.resolve() / "overlays" / "gpu-prod")


def test_a_component_is_never_built_alone(make_project: MakeProject) -> None:
    make_project()

    assert composed(resolve_target("prod")) == (("bases/serving",), ("overlays/prod",))


@pytest.mark.parametrize("spelling", ["kind: Component\n", "Kind: Component\n", '{"kind": "Component"}\n'])
@pytest.mark.parametrize("file", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_a_component_is_known_by_its_kind(make_project: MakeProject, file: str, spelling: str) -> None:
    make_project({f"overlays/tiny/{file}": spelling}, components=())

    assert composed(resolve_target("tiny"))[1] == ("overlays/tiny",)


def test_bases_on_demand_are_left_out_unless_asked_for(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": 'on_demand = ["batch"]\n'}, bases=("serving", "batch", "web"))

    assert composed(resolve_target("cpu"))[0] == ("bases/serving", "bases/web")
    assert composed(resolve_target("cpu", bases=["batch"]))[0] == ("bases/batch",)
    assert composed(resolve_target("cpu", bases=["web", "batch", "web"]))[0] == ("bases/web", "bases/batch")
    assert composed(resolve_target("cpu", every_base=True))[0] == (
        "bases/batch",
        "bases/serving",
        "bases/web",
    )


def test_an_unknown_base_on_demand_is_an_error(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": 'merge = "lossless"\non_demand = ["servin"]\n'})

    assert error_of("cpu") == (
        'mlkube.toml:2: error: unknown base "servin" in on_demand; did you mean "serving"? bases: serving'
    )


def test_chosen_bases_replace_the_declared_ones(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": '[targets]\nx = { bases = ["serving"] }\n'}, bases=("serving", "batch"))

    assert composed(resolve_target("x", bases=["batch"]))[0] == ("bases/batch",)


def test_folders_of_bases_without_a_kustomization_are_no_bases(make_project: MakeProject) -> None:
    make_project({"bases/shared/note.txt": "", "bases/.hidden/kustomization.yaml": ""})

    assert composed(resolve_target("cpu"))[0] == ("bases/serving",)


def test_two_possible_cuts_are_an_error_that_shows_both(make_project: MakeProject) -> None:
    make_project(components=("gpu", "gpu-large", "large-prod", "prod"))

    assert error_of("gpu-large-prod") == (
        'error: "gpu-large-prod" can be cut in two ways: gpu + large-prod, or gpu-large + prod; '
        "declare it in [targets] of the settings, with its components in order"
    )


def test_a_component_can_be_cut_from_itself(make_project: MakeProject) -> None:
    make_project(components=("gpu-prod", "gpu", "prod"))

    assert error_of("gpu-prod").startswith(
        'error: "gpu-prod" can be cut in two ways: gpu + prod, or gpu-prod;'
    )


def test_very_many_ways_to_cut_are_found_out_at_once(make_project: MakeProject) -> None:
    make_project(components=("a", "a-a", "a-a-a"))

    assert error_of("-".join("a" * 60)).startswith(f'error: "{"-".join("a" * 60)}" can be cut in two ways: ')


def test_a_component_twice_is_an_error(make_project: MakeProject) -> None:
    make_project()

    assert error_of("gpu-prod-gpu") == 'error: "gpu-prod-gpu" names the component gpu twice'


def test_an_unknown_part_lists_the_known_ones(make_project: MakeProject) -> None:
    make_project()

    assert error_of("gpu-prd") == (
        'error: unknown component "prd" in the target "gpu-prd"\n'
        '    did you mean "prod"?\n'
        "    targets: cpu, gpu, prod\n"
        "    components: cpu, gpu, prod"
    )


@pytest.mark.parametrize(
    ("name", "part"), [("bog-prod", "bog"), ("gpu-a-b-prod", "a-b"), ("cpu-x", "x"), ("gpu-cpu-", "")]
)
def test_the_unknown_part_stands_between_known_ones(make_project: MakeProject, name: str, part: str) -> None:
    make_project()

    assert error_of(name).startswith(f'error: unknown component "{part}" in the target "{name}"\n')


def test_an_unknown_target_lists_the_known_ones(make_project: MakeProject) -> None:
    make_project({"staging/kustomization.yaml": ""}, overlays=("canary",))

    assert error_of("staging") == (
        'error: unknown target "staging"\n'
        "    targets: canary, cpu, gpu, prod\n"
        "    components: cpu, gpu, prod\n"
        "    for the folder write ./staging"
    )


@pytest.mark.parametrize("name", ["", "-", "gpu-", "gpu--prod", "-gpu", "..-gpu"])
def test_empty_parts_are_unknown(make_project: MakeProject, name: str) -> None:
    make_project()

    assert error_of(name).startswith("error: unknown ")


def test_an_unknown_base_lists_the_known_ones(make_project: MakeProject) -> None:
    make_project(bases=("serving", "batch"))

    assert error_of("cpu", bases=["servin", "zzz"]) == (
        'error: unknown base "servin"; did you mean "serving"? bases: batch, serving\n'
        'error: unknown base "zzz"; bases: batch, serving'
    )


def test_a_declared_target_with_an_unknown_component_names_its_line(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": '\n[targets]\nbig = { components = ["gpus"] }\n'})

    assert error_of("big") == (
        'mlkube.toml:3: error: unknown component "gpus"; did you mean "gpu"? components: cpu, gpu, prod'
    )


def test_a_project_without_bases_says_where_it_looked(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": ""}, bases=())

    assert error_of("cpu") == "error: no base to render: bases holds no folder with a kustomization"


def test_a_project_with_every_base_on_demand_says_how_to_name_one(make_project: MakeProject) -> None:
    make_project({"mlkube.toml": 'on_demand = ["serving"]\n'})

    assert error_of("cpu") == (
        "error: every base of bases is on demand: name one with --base, or take all with --all"
    )


def test_bases_cannot_be_chosen_for_a_folder_or_an_overlay(make_project: MakeProject) -> None:
    make_project(overlays=("staging",))

    assert error_of("./overlays/staging", bases=["serving"]) == (
        "error: --base does not apply: ./overlays/staging is a folder"
    )
    assert error_of("staging", every_base=True) == (
        "error: --all does not apply: overlays/staging is a Kustomization, which names its own bases"
    )


def test_targets_are_found_from_any_folder_of_the_project(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project()
    monkeypatch.chdir(root / "overlays" / "gpu")

    assert resolve_target("gpu-prod").root == os.path.realpath(root)
