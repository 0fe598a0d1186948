"""`mlkube quota` as people run it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner

from mlkube.cli.commands import mlkube
from mlkube.cli.run import run

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[3]
PLAIN = "examples/quota/plain"
NODES = "examples/nodes/nodes.yaml"
SCHEMA = json.loads((ROOT / "docs" / "quota-report.schema.json").read_text())


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def quota(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(mlkube, ["quota", *arguments], input=stdin)


def test_what_does_not_fit_is_printed_and_told_by_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quota", PLAIN, "--nodes", NODES]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ((ROOT / "examples/quota/quota/plain.txt").read_text(), "")


def test_what_fits_leaves_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quota", "examples/quota/prod", "--nodes", NODES]) == 0
    assert capsys.readouterr().out == (ROOT / "examples/quota/quota/prod.txt").read_text()


def test_json_is_what_the_schema_describes() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for arguments in (
        (PLAIN, "--nodes", NODES),
        ("examples/quota/prod",),
        ("examples/quota/prod", "--nodes", NODES),
    ):
        done = quota(*arguments, "--output", "json")
        jsonschema.validate(json.loads(done.stdout), SCHEMA)
    assert (
        quota(PLAIN, "--nodes", NODES, "--output", "json").stdout
        == (ROOT / "examples/quota/quota/plain.json").read_text()
    )


def test_a_target_may_be_a_file_or_standard_input() -> None:
    file = "examples/quota/golden/plain.yaml"
    from_file = quota(file)
    from_input = quota("-", stdin=(ROOT / file).read_text())
    assert from_file.stdout.replace(file, "<stdin>") == from_input.stdout
    assert from_file.exit_code == from_input.exit_code == 1


GIVEN = """
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ResourceQuota
    metadata: {name: team, namespace: ml}
    spec: {hard: {requests.nvidia.com/gpu: "12"}}
    status: {used: {requests.nvidia.com/gpu: "3"}}
"""


def test_quotas_of_the_cluster_come_from_standard_input() -> None:
    done = quota("gpu-prod", "--quota", "-", stdin=GIVEN)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-2:] == [
        (
            "<stdin>: error ResourceQuota/team in ml spec.hard[requests.nvidia.com/gpu]: 10 asked at "
            "maximum, 12 allowed, 3 of it used: 1 too much; "
            "raise it to 13, or ask for less: Deployment/ml-model asks for most of it"
        ),
        "not everything fits: 1 error",
    ]
    assert quota("gpu-prod", "--quota", "-", "--applied", stdin=GIVEN).exit_code == 0


def test_one_thing_alone_comes_from_standard_input() -> None:
    done = quota("gpu-prod", "--quota", "-", "--nodes", "-")
    assert done.exit_code == 2
    assert "Only one of TARGET, --nodes and --quota can be standard input." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["no-such"], 'error: unknown target "no-such"'),
        (
            ["gpu-prod", "--nodes", "no-such.yaml"],
            "no-such.yaml: error: cannot be read: no such file or directory",
        ),
        (["gpu-prod", "--nodes", "-"], "<stdin>:1:1: error nodeType: unknown key"),
    ],
)
def test_wrong_input_prints_nothing_on_standard_output(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"nodeType: []\n")))
    assert run(["quota", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert complaint in printed.err


def test_a_base_alone_is_summed() -> None:
    done = quota("gpu-prod", "--base", "etl", "--output", "json")
    (namespace,) = json.loads(done.stdout)["namespaces"]
    assert [(each["object"], each["role"]) for each in namespace["pods"]] == [
        ("CronJob/etl", ""),
        ("CronJob/etl", "executor"),
    ]
