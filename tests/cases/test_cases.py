"""One file a behaviour: the tree, then the exact output, error or warnings; checked against the real tool."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import mlkube

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

from case_files import Case, read_case, run_kubectl  # noqa: E402 - the path to tools/ stands above

RESTRICTOR = "--load-restrictor="
FILES = sorted(HERE.rglob("*.txt"))
EVERY_FILE = pytest.mark.parametrize(
    "path", [pytest.param(p, id=str(p.relative_to(HERE))[:-4]) for p in FILES]
)


def _read(path: Path) -> Case:
    return read_case(path.read_bytes().decode())


def _build(case: Case, root: Path) -> mlkube.ResourceSet:
    options: dict[str, str] = {}
    for argument in case.arguments:
        assert argument.startswith(RESTRICTOR)
        options["load_restrictor"] = argument.removeprefix(RESTRICTOR)
    return mlkube.build(case.write(root), **options)


@EVERY_FILE
def test_case(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = _read(path)
    root = tmp_path.resolve()
    monkeypatch.chdir(root)  # messages name files from here
    if "error" in case.outcomes:
        with pytest.raises(mlkube.MlkubeError) as raised:
            _build(case, root)
        assert f"{raised.value}\n" == case.outcomes["error"]
        return
    built = _build(case, root)
    assert built.to_yaml() == case.outcomes["expect"]
    if "stderr" in case.outcomes:
        warnings = "".join(f"{place}: {text}\n" for place, text in built.warnings)
        assert warnings == case.outcomes["stderr"]


@EVERY_FILE
@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_the_real_tool_agrees_unless_the_case_differs(path: Path) -> None:
    case = _read(path)
    differs = case.settings.get("differs")
    if differs and "error" in case.outcomes:
        pytest.skip(f"differs: {differs}")  # refused here; the real tool would reach for the network
    run = run_kubectl(case)
    if "error" in case.outcomes:
        assert run.returncode
    elif differs:
        assert (run.returncode, run.stdout) != (0, case.outcomes["expect"])
    else:
        assert (run.returncode, run.stdout) == (0, case.outcomes["expect"])


@EVERY_FILE
def test_a_case_says_what_it_shows(path: Path) -> None:
    case = _read(path)
    assert case.sentence.endswith(".")
    assert "\n" not in case.sentence
    assert ("expect" in case.outcomes) != ("error" in case.outcomes)
