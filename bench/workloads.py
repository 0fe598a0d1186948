"""Measures what workloads cost: renders against builds of the exported trees, growth, and imports.

    python bench/workloads.py            everything, a minute or two
    python bench/workloads.py --quick    fewer runs

The two of a pair run in turns; figures are medians, ratios are medians of the ratios of each turn.
"""

from __future__ import annotations

import argparse
import compileall
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import trees
from run import GROWTH_TARGET, OURS, ROOT, measure

COUNTS = (30, 100, 300)
DEPTHS = (1, 10, 30)
IMPORTS = (("import mlkube", 1.2), ("from mlkube import TFServing", 3.0))
PROJECT_TARGET = 2.0
MANY_TARGET = 1.2
PARTS_TARGET = 1.2
TURNS = 15
QUICK_TURNS = 5


def main() -> int:
    """Run the benchmark; the exit code is 1 where a target is missed."""
    parser = argparse.ArgumentParser(description="Measure what workloads cost.")
    parser.add_argument("--quick", action="store_true", help="run less often")
    turns = QUICK_TURNS if parser.parse_args().quick else TURNS
    program = Path(sys.executable).with_name(OURS)
    if not program.exists():
        sys.exit(f"{program} is missing: install mlkube into the environment that runs this script")
    compileall.compile_dir(str(ROOT / "mlkube"), quiet=2)
    compileall.compile_path(quiet=2)
    fine = [compare_import(statement, target, turns) for statement, target in IMPORTS]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fine.append(
            compare(
                "render gpu-prod",
                [str(program), "render", "gpu-prod", "--project", str(ROOT)],
                export(program, ["gpu-prod", "--project", str(ROOT)], work / "project"),
                turns,
                PROJECT_TARGET,
            )
        )
        times = []
        for count in COUNTS:
            tree = trees.workloads(work / f"many-{count}", count)
            times.append((count, timed([str(program), "build", str(tree)], turns)))
        fine.append(compare_parts(program, trees.project_with_parts(work / "parts", ROOT), turns))
        exported = export(program, [str(tree)], work / "exported")
        few = max(3, turns // 3)
        fine.append(
            compare(f"{count} workloads", [str(program), "build", str(tree)], exported, few, MANY_TARGET)
        )
        fine.append(report_growth("workloads", times))
        times = []
        for depth in DEPTHS:
            tree = trees.workload_layers(work / f"deep-{depth}", depth)
            times.append((depth, timed([str(program), "build", str(tree)], turns)))
        fine.append(report_growth("layers", times))
    return 0 if all(fine) else 1


def export(program: Path, arguments: list[str], folder: Path) -> list[str]:
    """Export a tree and return the command that builds what was exported."""
    command = [str(program), "export", *arguments, "--to", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return [str(program), "build", str(folder)]


def compare_import(statement: str, target: float, turns: int) -> bool:
    """Compare an import with a start of the interpreter alone."""
    return compare(
        statement, [sys.executable, "-c", statement], [sys.executable, "-c", "pass"], turns, target
    )


def compare(name: str, ours: list[str], theirs: list[str], turns: int, target: float) -> bool:
    """Run two commands in turns and print their medians and the median of the ratios."""
    measure(ours)
    measure(theirs)
    pairs = [(measure(ours).seconds, measure(theirs).seconds) for _ in range(turns)]
    ratio = statistics.median(one / other for one, other in pairs)
    first, second = (statistics.median(pair[side] for pair in pairs) * 1000 for side in (0, 1))
    reached = ratio <= target
    print(
        f"{name:30} {first:7.0f} ms  {second:7.0f} ms  ratio {ratio:5.2f}, target {target} "
        f"{'reached' if reached else 'MISSED'}",
        flush=True,
    )
    return reached


def compare_parts(program: Path, project: Path, turns: int) -> bool:
    """Compare a render with monitoring, blue-green and autoscaling with one without, per printed object."""
    commands = [
        [str(program), "render", f"gpu-prod-{each}", "--project", str(project)]
        for each in ("with", "without")
    ]
    counts = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.count("\n---\n") + 1
        for command in commands
    ]
    pairs = [[measure(command).seconds for command in commands] for _ in range(turns)]
    per_object = statistics.median(one / other for one, other in pairs) * counts[1] / counts[0]
    first, second = (statistics.median(pair[side] for pair in pairs) * 1000 for side in (0, 1))
    reached = per_object <= PARTS_TARGET
    print(
        f"{'parts on and off':30} {first:7.0f} ms  {second:7.0f} ms  {counts[0]} and {counts[1]} objects, "
        f"ratio per object {per_object:5.2f}, target {PARTS_TARGET} {'reached' if reached else 'MISSED'}",
        flush=True,
    )
    return reached


def timed(command: list[str], turns: int) -> float:
    """Return the median time of a command in seconds."""
    measure(command)
    return statistics.median(measure(command).seconds for _ in range(turns))


def report_growth(what: str, times: list[tuple[int, float]]) -> bool:
    """Print how the time grows, in all and in the last step; the time that any start takes is in both."""
    (few, fast), (many, slow) = times[0], times[-1]
    before = times[-2]
    exponent = math.log(slow / fast) / math.log(many / few)
    step = math.log(slow / before[1]) / math.log(many / before[0])
    reached = max(exponent, step) <= GROWTH_TARGET
    measured = ", ".join(f"{count}: {seconds * 1000:.0f} ms" for count, seconds in times)
    print(
        f"{what:30} {measured}; to the power {exponent:.2f}, {step:.2f} in the last step, "
        f"target {GROWTH_TARGET} {'reached' if reached else 'MISSED'}",
        flush=True,
    )
    return reached


if __name__ == "__main__":
    sys.exit(main())
