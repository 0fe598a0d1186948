"""Compares `mlkube build` with `kubectl kustomize` (and `kustomize`, where installed) and prints a table.

    python bench/run.py            everything; minutes, most of them kubectl's
    python bench/run.py --quick    without the largest tree, fewer runs

The programs run in turns, so that both meet the same machine; figures are medians, ratios are medians of the
ratios of each turn. Memory is the largest resident size; Linux shows none below that of this script, some
20 MB.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import trees

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
OURS = "mlkube"
THEIRS = "kubectl"
ALSO = "kustomize"
GROWTH_TARGET = 1.15
MEMORY_TARGET = 0.5


class Case(NamedTuple):
    """A tree to build: how to write it, how often to build it, and the ratio to kubectl to reach."""

    name: str
    make: Callable[[Path], Path]
    turns: int
    target: float | None = None
    size: int = 0


class Run(NamedTuple):
    """What one run of a program took, in seconds and bytes, and the digest of what it printed."""

    seconds: float
    memory: int
    printed: str


CASES = [
    Case("small, one merge patch", lambda folder: trees.small(folder, patch=True), 21, 0.35),
    Case("small, no patch", lambda folder: trees.small(folder, patch=False), 21, 1.0),
    Case("100 objects", lambda folder: trees.large(folder, 100), 9, None, 100),
    Case("1000 objects", lambda folder: trees.large(folder, 1000), 5, 0.10, 1000),
    Case("3000 objects", lambda folder: trees.large(folder, 3000), 1, 0.015, 3000),
    Case("200 config maps, referenced", lambda folder: trees.config_maps(folder, 200), 5),
    Case("1 layer", lambda folder: trees.layers(folder, 1), 9),
    Case("10 layers", lambda folder: trees.layers(folder, 10), 9),
    Case("40 layers", lambda folder: trees.layers(folder, 40), 5),
]
LARGEST = max(case.size for case in CASES)
QUICK_TURNS = 5
QUICK_SIZE = 1000


def main() -> int:
    """Run the benchmark; the exit code is 1 where a target is missed or outputs differ."""
    parser = argparse.ArgumentParser(description="Compare mlkube build with kubectl kustomize.")
    parser.add_argument("--quick", action="store_true", help="leave out the largest tree, run less often")
    quick = parser.parse_args().quick
    programs = find_programs()
    compileall.compile_dir(str(ROOT / "mlkube"), quiet=2)
    compileall.compile_path(quiet=2)
    print(f"{describe(programs)}\n")
    print(f"{'':28} {'mlkube':>9} {'MB':>5}   {'kubectl':>9} {'MB':>5}   {'ratio':>6} {'memory':>6}  target")
    fine = True
    growth: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(CASES):
            if quick and case.size > QUICK_SIZE:
                continue
            tree = case.make(Path(folder) / str(number))
            turns = min(case.turns, QUICK_TURNS) if quick else case.turns
            runs = take_turns(programs, tree, turns)
            fine &= report(case, runs)
            if case.size:
                growth.append((case.size, median_of(runs[OURS], "seconds")))
    return 0 if report_growth(growth) and fine else 1


def find_programs() -> dict[str, list[str]]:
    """Return the command of each program that is installed; mlkube's is that of this interpreter."""
    beside = Path(sys.executable).with_name(OURS)
    if not beside.exists():
        sys.exit(f"{beside} is missing: install mlkube into the environment that runs this script")
    programs = {OURS: [str(beside), "build"]}
    kubectl = shutil.which(THEIRS)
    if kubectl:
        programs[THEIRS] = [kubectl, "kustomize"]
    kustomize = shutil.which(ALSO)
    if kustomize:
        programs[ALSO] = [kustomize, "build"]
    return programs


def describe(programs: dict[str, list[str]]) -> str:
    """Return one line about what is compared."""
    python = sys.version.split()[0]
    other = "kubectl is not installed: nothing to compare with"
    if THEIRS in programs:
        asked = [programs[THEIRS][0], "version", "--client"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        other = ", ".join(told.stdout.strip().splitlines())
    return f"Python {python}, {os.cpu_count()} processors; {other}"


def take_turns(programs: dict[str, list[str]], tree: Path, turns: int) -> dict[str, list[Run]]:
    """Run every program so many times, in turns; the first turn of several warms up and does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in programs}
    if turns > 1:
        for command in programs.values():
            measure([*command, str(tree)])
    for _ in range(turns):
        for name, command in programs.items():
            runs[name].append(measure([*command, str(tree)]))
    return runs


def measure(command: list[str]) -> Run:
    """Run a program and return what it took.

    Raises:
        RuntimeError: it failed.

    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} left with {process.returncode}")
        output.seek(0)
        # A digest, because this script must stay small: its size counts as its children's.
        printed = hashlib.file_digest(output, "sha256").hexdigest()
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(seconds, usage.ru_maxrss * unit, printed)


def median_of(runs: list[Run], field: str) -> float:
    """Return the median of a field of the runs."""
    return float(statistics.median(getattr(run, field) for run in runs))


def report(case: Case, runs: dict[str, list[Run]]) -> bool:
    """Print the row of a case; say whether outputs agree and the target is reached."""
    row = f"{case.name:28} {figures(runs[OURS])}"
    fine = True
    if THEIRS in runs:
        pairs = list(zip(runs[OURS], runs[THEIRS], strict=True))
        ratio = statistics.median(ours.seconds / theirs.seconds for ours, theirs in pairs)
        memory = statistics.median(ours.memory / theirs.memory for ours, theirs in pairs)
        row += f"   {figures(runs[THEIRS])}   {ratio:6.3f} {memory:6.2f}"
        if case.target is not None:
            fine = ratio <= case.target
            row += f"  {case.target} {'reached' if fine else 'MISSED'}"
        if case.size == LARGEST:
            fine &= memory <= MEMORY_TARGET
            row += f", memory {MEMORY_TARGET} {'reached' if memory <= MEMORY_TARGET else 'MISSED'}"
        if runs[OURS][0].printed != runs[THEIRS][0].printed:
            fine = False
            row += "  OUTPUTS DIFFER"
    if ALSO in runs:
        row += f"   kustomize {figures(runs[ALSO])}"
    print(row, flush=True)
    return fine


def figures(runs: list[Run]) -> str:
    """Return the median time in milliseconds and the median memory in megabytes."""
    return f"{median_of(runs, 'seconds') * 1000:6.0f} ms {median_of(runs, 'memory') / 1e6:5.0f}"


def report_growth(growth: list[tuple[int, float]]) -> bool:
    """Print how the time grows with the number of objects; say whether the target is reached.

    The exponent is that of the power between two trees; the time that any start takes is in both.
    """
    (few, fast), (many, slow) = growth[0], growth[-1]
    exponent = math.log(slow / fast) / math.log(many / few)
    step = math.log(growth[-1][1] / growth[-2][1]) / math.log(growth[-1][0] / growth[-2][0])
    reached = max(exponent, step) <= GROWTH_TARGET
    print(
        f"\ntime grows with the number of objects to the power {exponent:.2f} from {few} to {many}, "
        f"{step:.2f} in the last step; target {GROWTH_TARGET} {'reached' if reached else 'MISSED'}"
    )
    return reached


if __name__ == "__main__":
    sys.exit(main())
