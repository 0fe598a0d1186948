from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mlkube.cli import build, render
from mlkube.cli.commands import mlkube
from mlkube.cli.request import FLAGS, Request
from mlkube.cli.short_road import read_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLAIN = [
    "build",
    "build .",
    "build overlays/prod",
    "build -o out.yaml dir",
    "build dir -o -",
    "build --output=out.yaml dir",
    "build --load-restrictor LoadRestrictionsNone dir",
    "build --load-restrictor=LoadRestrictionsRootOnly dir",
    "build --enable-helm --helm-command /opt/helm dir",
    "build dir --merge lossless --kubernetes-version 1.35 --strict-patches",
    "build --project . dir",
    "render gpu-prod",
    "render --base a gpu --base=b",
    "render gpu --all --project . -o out",
    "render ./folder --merge=kustomize",
]

LEFT_TO_CLICK = [
    "",
    "--help",
    "--version",
    "list",
    "diff a b",
    "golden check",
    "render",
    "render --help",
    "build -h",
    "build a b",
    "build --nonsense a",
    "build --merge",
    "build --merge sideways a",
    "build --strict-patches=yes a",
    "build -oout.yaml a",
    "build -o=out.yaml a",
    "build -o --merge lossless a",
    "build --base a b",
    "build -- -strange",
    "render gpu --all --base a",
    "render -",
]


def slots(request: Request) -> dict[str, object]:
    return {slot: getattr(request, slot) for slot in Request.__slots__}


def through_click(arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Request:
    seen: list[Request] = []
    for module in (build, render):
        monkeypatch.setattr(module, "perform", seen.append)
    mlkube.main(args=list(arguments), standalone_mode=False)
    (request,) = seen
    return request


@pytest.mark.parametrize("line", PLAIN)
def test_the_short_road_reads_what_click_reads(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request = read_arguments(line.split())

    assert request is not None
    assert slots(request) == slots(through_click(line.split(), monkeypatch))


@pytest.mark.parametrize("line", LEFT_TO_CLICK)
def test_everything_else_is_left_to_click(line: str) -> None:
    assert read_arguments(line.split()) is None


def test_every_flag_of_the_table_is_read() -> None:
    for flag in FLAGS:
        for command in flag.commands:
            value = [flag.choices[0] if flag.choices else "x"] if flag.metavar else []
            for name in flag.names:
                request = read_arguments([command, "target", name, *value])
                assert request is not None
                assert getattr(request, flag.slot)


MODULES_OF = """
import os, sys
from mlkube.__main__ import main
sys.argv = ["mlkube", *sys.argv[1:]]
os._exit = sys.exit
try:
    main()
except SystemExit as leaving:
    assert leaving.code == 0, leaving.code
print(*sorted(sys.modules), file=sys.stderr)
"""

HEAVY = {"click", "dataclasses", "inspect", "jinja2", "jsonschema", "deepdiff"}
# What a build needs no more than those, and would pay for as well.
AVOIDED = HEAVY | {"typing", "pathlib", "logging", "argparse", "tomllib", "hashlib", "json", "tempfile"}


def modules_after(*arguments: str, cwd: Path) -> set[str]:
    # -S: the site module of an environment may itself import anything.
    path = [entry for entry in sys.path if entry]
    code = f"import sys; sys.path[:] = {path!r}\n{MODULES_OF}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *arguments], cwd=cwd, capture_output=True, check=True
    )
    return set(done.stderr.decode().split("\n")[-2].split())


@pytest.mark.parametrize(
    "arguments", [("build", "overlays/staging"), ("render", "--no-validate", "big-prod", "-o", "out.yaml")]
)
def test_plain_forms_import_nothing_heavy(project: Path, arguments: Sequence[str]) -> None:
    assert modules_after(*arguments, cwd=project) & AVOIDED == set()


def test_settings_cost_no_more_than_reading_them(project: Path) -> None:
    (project / "mlkube.toml").write_text('merge = "lossless"\n')

    assert modules_after("render", "--no-validate", "big-prod", cwd=project) & HEAVY == set()
