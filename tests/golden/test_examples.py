"""Every example builds to the bytes of its golden file, is valid, and the pages show it as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import mlkube
from mlkube.validating.options import ValidateOptions
from mlkube.validating.run import validate_inputs

ROOT = Path(__file__).resolve().parents[2]
CUSTOM = ROOT.parent / "shared" / "crds"
sys.path.insert(0, str(ROOT / "tools"))
from examples import (  # noqa: E402  the tool that writes them
    golden_file,
    kubeadm_files,
    kubeadm_text,
    pages,
    quota_files,
    quota_text,
    shown,
    variants,
)

VARIANTS = list(variants())
NAMES = [f"{each.parent.name}/{each.name}" for each in VARIANTS]


def errors(report: mlkube.Report) -> list[str]:
    return [
        f"{resource} {finding.path}: {finding.message}"
        for resource, finding in report.findings()
        if finding.severity == "error"
    ]


@pytest.mark.parametrize("variant", VARIANTS, ids=NAMES)
def test_an_example_builds_to_its_golden_file(variant: Path) -> None:
    assert mlkube.build(variant).to_yaml() == golden_file(variant).read_text(encoding="utf-8")


@pytest.mark.parametrize("variant", VARIANTS, ids=NAMES)
def test_an_example_is_valid_and_holds_together(variant: Path) -> None:
    report = mlkube.validate(mlkube.build(variant), ignore_missing_schemas=True)
    assert errors(report) == []


def test_examples_fit_the_definitions_of_their_operators() -> None:
    if not CUSTOM.is_dir():
        pytest.skip("no definitions: ../shared/crds is not there")
    options = ValidateOptions(crds=(str(CUSTOM),), ignore_missing_schemas=True)
    report = validate_inputs([str(golden_file(variant)) for variant in VARIANTS], options)
    assert errors(report) == []


@pytest.mark.parametrize("folder", sorted({each.parent for each in VARIANTS}), ids=lambda folder: folder.name)
def test_an_example_has_a_plain_and_a_production_form(folder: Path) -> None:
    found = {each.name for each in VARIANTS if each.parent == folder}
    assert {"plain", "prod"} <= found
    assert sorted(file.stem for file in (folder / "golden").iterdir()) == sorted(found)


@pytest.mark.parametrize("file", kubeadm_files(), ids=lambda file: file.stem)
def test_an_example_of_kubeadm_prints_what_its_file_holds(file: Path) -> None:
    assert kubeadm_text(file) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", quota_files(), ids=lambda file: file.name)
def test_an_example_has_the_room_that_its_file_says(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # findings name files as seen from here
    assert quota_text(file) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_shows_files_as_they_are(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert shown(text) == text


# What a single pod, or a second set of GPUs, means whoever describes it.
EXPECTED = ("none is ready for a while", "more nvidia.com/gpu while it lasts")


@pytest.mark.parametrize("variant", VARIANTS, ids=NAMES)
def test_a_rollout_of_an_example_goes_well(variant: Path) -> None:
    report = mlkube.rollout(mlkube.build(variant))
    unexpected = [
        repr(finding)
        for finding in report.every_finding()
        if finding.severity != "note" and not any(each in repr(finding) for each in EXPECTED)
    ]
    assert unexpected == []
