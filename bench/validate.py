"""How fast manifests are judged, beside what a user would pick instead, in one run.

    python bench/validate.py [--quick] [--rows FILE]

Rows are one manifest a line, as JSON under "manifest" (gzip): by default those of ../shared where they
are, else the golden files, repeated. Prints each way's wall time as a share of `yaml.compose` with the C
parser over the same bytes on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "conformance" / "server" / "verdicts.jsonl.gz"
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def manifests(rows: Path | None, number: int) -> list[str]:
    """Return so many manifests, drawn evenly."""
    if rows is not None and rows.is_file():
        with gzip.open(rows, "rt", encoding="utf-8") as lines:
            found = [json.loads(line)["manifest"] for line in lines]
    else:
        found = [
            body
            for file in sorted((ROOT / "golden").glob("*.yaml"))
            for body in yaml.safe_load_all(file.read_text(encoding="utf-8"))
        ]
        found *= -(-number // len(found))
    step = max(1, len(found) // number)
    return [yaml.safe_dump(body, allow_unicode=True) for body in found[::step][:number]]


def timed(work: Callable[[], object], runs: int = 3) -> float:
    """Return the best wall time of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def command(*arguments: str) -> Callable[[], object]:
    """Return what runs mlkube, whatever it finds."""
    line = [sys.executable, "-m", "mlkube", *arguments]
    return lambda: subprocess.run(line, cwd=ROOT, capture_output=True, check=False, env=ENVIRONMENT)


def others(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return the other ways that are installed."""
    ways: dict[str, Callable[[], object]] = {}
    bodies = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    try:
        import kubernetes_validate  # type: ignore[import-untyped]  # noqa: PLC0415  may be missing

        few = [body for body in bodies if isinstance(body, dict)][:40]

        def validate() -> None:
            for body in few:
                with suppress(Exception):  # a verdict is not looked at
                    kubernetes_validate.validate(body, "1.36", strict=True)

        ways[f"kubernetes_validate.validate(), {len(few)} of them"] = validate
    except ImportError:
        pass
    return ways


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="400 manifests instead of 4,000")
    parser.add_argument("--rows", type=Path, default=SHARED)
    arguments = parser.parse_args()
    texts = manifests(arguments.rows, 400 if arguments.quick else 4000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number:05}.yaml").write_text(text, encoding="utf-8")
        files = [(folder / each).read_bytes() for each in sorted(os.listdir(folder))]  # noqa: PTH208  names

        def compose() -> None:
            for data in files:
                yaml.compose(data, Loader=yaml.CLoader)

        base = timed(compose)
        rows: list[tuple[str, float]] = [("yaml.compose, C parser, one core", base)]
        rows.append(("mlkube validate", timed(command("validate", str(folder)))))
        program = shutil.which("kubeconform")
        if program:
            rows.append(
                (
                    "kubeconform -strict",
                    timed(lambda: subprocess.run([program, "-strict", str(folder)], check=False)),
                )
            )
        for way, seconds in ((way, timed(work, 1)) for way, work in others(texts).items()):
            rows.append((way, seconds))
        small = folder / "00000.yaml"
        one = timed(command("validate", str(small)), 9)
        nothing = timed(
            lambda: subprocess.run([sys.executable, "-c", "pass"], check=False, env=ENVIRONMENT), 9
        )
    print(f"{len(texts)} manifests, one file each")
    for way, seconds in rows:
        print(f"{way:50}{seconds:9.3f} s {seconds / base:8.2f}")
    print(f"one small file: {one / nothing:.2f} times `python -c pass` (6)")
    judged, plain = (timed(command("render", "gpu-prod", *extra), 9) for extra in ((), ("--no-validate",)))
    print(f"render gpu-prod: {judged / plain:.2f} times `--no-validate` (1.2)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
