"""The verdicts of real API servers beside this repository: what they refuse is refused, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

import mlkube
from mlkube.validating import ValidateOptions, validate_inputs

SHARED = Path(__file__).resolve().parents[3] / "shared"
SERVER = SHARED / "conformance" / "server"
ABSENT = pytest.mark.skipif(not SERVER.is_dir(), reason="../shared/conformance/server is not here")


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(SERVER / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _judge(rows: list[dict[str, Any]], version: str, crds: list[Path]) -> dict[int, mlkube.ResourceReport]:
    text = "".join(f"---\n{json.dumps(row['manifest'], ensure_ascii=False)}\n" for row in rows)
    report = mlkube.validate(text, kubernetes_version=version, crds=crds)
    return {resource.document: resource for resource in report.resources}


@ABSENT
@pytest.mark.parametrize(
    ("name", "version", "least", "least_fields"),
    [
        ("verdicts.jsonl.gz", "1.36", 0.995, 0.95),
        ("verdicts-1.32.jsonl.gz", "1.32", 0.98, 0.95),
        ("custom-verdicts.jsonl.gz", "1.36", 0.99, 0.6),
    ],
)
def test_the_verdicts_agree(name: str, version: str, least: float, least_fields: float) -> None:
    rows = _rows(name)
    reports = _judge(rows, version, [SHARED / "crds"] if name.startswith("custom") else [])
    agreeing = refused = found = named = causes = 0
    false_refusals = []
    for number, row in enumerate(rows):
        ours = reports[number]
        accepted, valid = row["verdict"] == "accept", ours.status == "valid"
        agreeing += accepted == valid
        refused += not accepted
        found += not accepted and not valid
        if accepted and not valid:
            false_refusals.append((row["id"], [str(finding) for finding in ours.errors]))
        fields = {cause["field"] for cause in row.get("causes") or [] if cause.get("field")}
        causes += len(fields)
        named += len(fields & {finding.path for finding in ours.errors})

    assert false_refusals == []
    assert agreeing / len(rows) >= least
    assert found / refused >= 0.99
    assert named / causes >= least_fields


@ABSENT
def test_the_words_are_the_servers() -> None:
    """Compare messages with the server's, where it shows values that a manifest has, too."""
    rows = [row for row in _rows("verdicts.jsonl.gz") if row.get("code") == 422]
    reports = _judge(rows, "1.36", [])
    said = same = 0
    for number, row in enumerate(rows):
        ours = {(finding.path, finding.message) for finding in reports[number].errors}
        for cause in row["causes"]:
            detail = cause.get("detail") or ""
            if "{" in detail or "[" in detail:
                continue  # a dump of Go's own values
            said += 1
            same += (cause["field"], detail) in ours

    assert same / said >= 0.97


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="../shared/samples is not here")
def test_samples_agree_with_their_index() -> None:
    # The index knows schemas alone; the server's own rules refuse these two.
    refused_by_rules = {"kfserving-ingress": "ING-003", "storage-config": "DEC-009"}
    index = json.loads((SHARED / "samples" / "index.json").read_text(encoding="utf-8"))
    expected = {"ok": "valid", "no-schema": "skipped"}
    options = ValidateOptions(crds=(str(SHARED / "crds"),), ignore_missing_schemas=True)
    report = validate_inputs([str(SHARED / "samples" / entry["file"]) for entry in index], options)
    by_file: dict[str, list[mlkube.ResourceReport]] = {}
    for resource in report.resources:
        by_file.setdefault(resource.file.partition("samples/")[2], []).append(resource)
    for entry in index:
        for resource, wanted in zip(by_file[entry["file"]], entry["resources"], strict=True):
            schema = wanted["schema"]
            status = "invalid" if isinstance(schema, list) else expected[schema]
            if resource.name in refused_by_rules:
                assert {finding.rule for finding in resource.errors} == {refused_by_rules[resource.name]}
            else:
                assert resource.status == status, (resource.name, resource.errors)


@pytest.mark.skipif(not (SHARED / "handbook").is_dir(), reason="../shared/handbook is not here")
def test_the_examples_of_the_handbook_are_valid() -> None:
    text = (SHARED / "handbook" / "ml-workloads.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```ya?ml\n(.*?)```", text, re.DOTALL)
    report = mlkube.validate("\n---\n".join(blocks), crds=[SHARED / "crds"])

    assert len(report.resources) >= 20
    assert {resource.status for resource in report.resources} == {"valid"}


VALIDATION = SHARED / "conformance" / "validation"
# Where another tool judges otherwise, and why.
OTHERWISE = {
    (
        "kubeconform/extra_property.yaml",
        "{}",
    ): "kubeconform passes unknown fields over unless told; the server does not",
    ("kubeconform/valid.yaml", "reject"): "mlkube has no list of kinds to reject",
}


def _fixtures() -> list[object]:
    if not VALIDATION.is_dir():
        reason = pytest.mark.skip(reason="../shared/conformance/validation is not here")
        return [pytest.param({}, id="absent", marks=reason)]
    cases = json.loads((VALIDATION / "cases.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{number}-{case['file']}") for number, case in enumerate(cases)]


@pytest.mark.parametrize("case", _fixtures())
def test_fixtures_of_other_tools(case: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    from mlkube.cli.run import run  # noqa: PLC0415  the rest of the file is the library's

    options, expect = case["options"], case["expect"]
    given = {name for name, value in options.items() if value}
    if given & {"json_schema", "json_schema_dir"}:
        pytest.skip("by JSON Schemas of kinds: --schema judges documents by one")
    if expect.get("exit") is None:
        pytest.skip("no verdict is given")
    key = "reject" if "reject" in given else "{}" if not given else ""
    if (case["file"], key) in OTHERWISE:
        pytest.skip(OTHERWISE[case["file"], key])
    arguments = ["validate", str(VALIDATION / case["file"])]
    arguments += [part for name in options.get("crds", []) for part in ("--crds", str(VALIDATION / name))]
    if given & {"ignore_missing_schemas", "skip_missing_schemas"}:
        arguments.append("--ignore-missing-schemas")
    arguments += [
        part for kind in options.get("skip", []) for part in ("--skip-kind", kind.rpartition("/")[2])
    ]

    assert bool(run(arguments)) == bool(expect["exit"]), capfd.readouterr().out
