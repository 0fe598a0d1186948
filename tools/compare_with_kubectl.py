"""Builds kustomizations with `kubectl kustomize` and with mlkube and prints where they differ.

    python tools/compare_with_kubectl.py DIR...                  # every kustomization below the folders
    python tools/compare_with_kubectl.py --random 200 --seed 1   # random trees
    python tools/compare_with_kubectl.py --random 200 --minimise FOLDER    # cut failing trees down

Exit status 0 when every build agrees: the same bytes, or a refusal by both. A panic of kubectl is no finding.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import difflib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from minimise_trees import minimise
from random_trees import Tree, random_tree

import mlkube

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
NO_RESTRICTION = "LoadRestrictionsNone"
PANIC = "goroutine "
FINE = ("same", "kubectl panics")


class Outcome(NamedTuple):
    """What a tool made of a folder: its output, or `None` and the message; `crashed` for anything else."""

    output: str | None
    message: str
    crashed: bool = False


def run_kubectl(folder: Path, *, unrestricted: bool = False) -> Outcome:
    """Build a folder with `kubectl kustomize`."""
    command = ["kubectl", "kustomize", str(folder)]
    if unrestricted:
        command.append(f"--load-restrictor={NO_RESTRICTION}")
    run = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603 - the tool compared with
    if run.returncode:
        message = run.stderr.decode("utf-8", "replace")
        return Outcome(None, message.partition("err=")[2] or message, crashed=PANIC in message)
    return Outcome(run.stdout.decode("utf-8", "surrogateescape"), "")


def run_mlkube(folder: Path, *, unrestricted: bool = False) -> Outcome:
    """Build a folder in this process."""
    restrictor = NO_RESTRICTION if unrestricted else "LoadRestrictionsRootOnly"
    try:
        return Outcome(mlkube.build(folder, merge="kustomize", load_restrictor=restrictor).to_yaml(), "")
    except mlkube.MlkubeError as error:
        return Outcome(None, str(error), crashed=not str(error).strip())
    except Exception:  # noqa: BLE001 - a crash is a finding
        return Outcome(None, traceback.format_exc(), crashed=True)


def verdict(theirs: Outcome, ours: Outcome) -> str:
    """Return `same` or the way in which the two outcomes differ."""
    if ours.crashed:
        return "crash"
    if theirs.crashed:
        return "kubectl panics"
    if theirs.output is None or ours.output is None:
        if theirs.output is None and ours.output is None:
            return "same"
        return "only kubectl builds" if ours.output is None else "only mlkube builds"
    if theirs.output == ours.output:
        return "same"
    same = sorted(theirs.output.split("---\n")) == sorted(ours.output.split("---\n"))
    return "other order" if same else "other bytes"


def report(name: str, found: str, theirs: Outcome, ours: Outcome, lines: int) -> str:
    """Return the text about one difference."""
    head = f"=== {name}: {found}\n"
    if theirs.output is None:
        return f"{head}kubectl: {theirs.message.strip()[-600:]}\n"
    if ours.output is None:
        return f"{head}mlkube: {ours.message.strip()[-3000 if ours.crashed else -600 :]}\n"
    pairs = theirs.output.splitlines(keepends=True), ours.output.splitlines(keepends=True)
    diff = list(difflib.unified_diff(*pairs, "kubectl", "mlkube", n=4))
    more = f"... {len(diff) - lines} more lines\n" if len(diff) > lines else ""
    return head + "".join(line if line.endswith("\n") else line + "\n" for line in diff[:lines]) + more


def kustomizations(folders: list[Path]) -> list[Path]:
    """Return every folder below `folders` that holds a kustomization."""
    found = []
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if name != ".git")
            if any(name in names for name in NAMES):
                found.append(Path(place))
    return found


def write_tree(tree: Tree, root: Path) -> Path:
    """Write a random tree and return the folder to build."""
    for name, text in tree.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    target = root / tree.target
    target.mkdir(parents=True, exist_ok=True)
    return target


class Comparison:
    """Runs both tools over trees; `cache` keeps what kubectl said of a random tree between runs."""

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache

    def theirs(self, tree: Tree) -> Outcome:
        """Return what kubectl makes of a random tree."""
        digest = hashlib.sha256(repr((sorted(tree.files.items()), tree.target)).encode("utf-8", "replace"))
        kept = self.cache / digest.hexdigest() if self.cache else None
        if kept and kept.exists():
            word, _, text = kept.read_bytes().decode("utf-8", "surrogateescape").partition("\n")
            return Outcome(text, "") if word == "built" else Outcome(None, text, crashed=PANIC in text)
        with tempfile.TemporaryDirectory() as folder:
            out = run_kubectl(write_tree(tree, Path(folder).resolve()))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            text = f"failed\n{out.message}" if out.output is None else f"built\n{out.output}"
            kept.write_bytes(text.encode("utf-8", "surrogateescape"))
        return out

    def ours(self, tree: Tree) -> Outcome:
        """Return what mlkube makes of a random tree."""
        with tempfile.TemporaryDirectory() as folder:
            return run_mlkube(write_tree(tree, Path(folder).resolve()))

    def differs(self, tree: Tree) -> str:
        """Return how the two differ over a random tree."""
        return verdict(self.theirs(tree), self.ours(tree))


def compare_folders(folders: list[Path], lines: int, *, unrestricted: bool) -> collections.Counter[str]:
    """Compare both tools on every kustomization below the folders."""
    count: collections.Counter[str] = collections.Counter()
    seconds = [0.0, 0.0]
    for folder in kustomizations(folders):
        times = [time.perf_counter()]
        theirs = run_kubectl(folder, unrestricted=unrestricted)
        times.append(time.perf_counter())
        ours = run_mlkube(folder, unrestricted=unrestricted)
        times.append(time.perf_counter())
        seconds = [seconds[0] + times[1] - times[0], seconds[1] + times[2] - times[1]]
        found = verdict(theirs, ours)
        count[found] += 1
        count["built by kubectl"] += theirs.output is not None
        if found not in FINE:
            print(report(str(folder), found, theirs, ours, lines))
    print(f"kubectl {seconds[0]:.2f} s, mlkube {seconds[1]:.2f} s in one process")
    return count


def compare_random(
    number: int, seed: int, lines: int, comparison: Comparison, keep: Path | None
) -> collections.Counter[str]:
    """Compare both tools on random trees; failing ones are cut down and kept where `keep` names a folder."""
    count: collections.Counter[str] = collections.Counter()
    trees = {each: random_tree(each) for each in range(seed, seed + number)}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(trees, pool.map(comparison.theirs, trees.values()), strict=True))
    for each, tree in trees.items():
        theirs, ours = outcomes[each], comparison.ours(tree)
        found = verdict(theirs, ours)
        count[found] += 1
        count["built by kubectl"] += theirs.output is not None
        if found in FINE:
            continue
        if keep:
            tree = minimise(tree, lambda smaller, found=found: comparison.differs(smaller) == found)  # type: ignore[misc]  # noqa: PLW2901 - a default of a lambda has no type; the smaller tree stands for it
            write_tree(tree, keep / str(each))
            theirs, ours = comparison.theirs(tree), comparison.ours(tree)
        print(report(f"seed {each}", found, theirs, ours, lines))
    return count


def main() -> int:
    """Run the comparison that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--random", type=int, default=0, metavar="N", help="compare N random trees")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--minimise", type=Path, metavar="FOLDER", help="cut failing random trees down and keep them here"
    )
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what kubectl said of random trees")
    parser.add_argument("--lines", type=int, default=30, help="lines of each difference")
    parser.add_argument(
        "--unrestricted", action="store_true", help="with --load-restrictor=LoadRestrictionsNone"
    )
    chosen = parser.parse_args()
    if not chosen.folders and not chosen.random:
        parser.error("name folders, or --random N")
    count: collections.Counter[str] = collections.Counter()
    if chosen.folders:
        count += compare_folders(chosen.folders, chosen.lines, unrestricted=chosen.unrestricted)
    if chosen.random:
        comparison = Comparison(chosen.cache)
        count += compare_random(chosen.random, chosen.seed, chosen.lines, comparison, chosen.minimise)
    for word, number in count.most_common():
        print(f"{number:6} {word}")
    return 0 if set(count) <= {*FINE, "built by kubectl"} else 1


if __name__ == "__main__":
    sys.exit(main())
