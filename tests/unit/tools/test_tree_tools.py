from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[3] / "tools"
if str(TOOLS) not in sys.path:
    sys.path.insert(0, str(TOOLS))

from minimise_trees import minimise  # noqa: E402 - the path to tools/ stands above
from random_trees import Tree, random_tree  # noqa: E402 - as above

PROGRAM = "from random_trees import random_tree; print([random_tree(seed) for seed in range(5)])"


def _trees(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(TOOLS)}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout


def test_a_seed_gives_the_same_tree_in_every_process() -> None:
    assert _trees("1") == _trees("2")


def test_seeds_give_different_trees() -> None:
    assert len({repr(random_tree(seed)) for seed in range(20)}) == 20


def test_a_tree_holds_the_folder_to_build() -> None:
    for seed in range(20):
        tree = random_tree(seed)
        assert any(name.startswith(f"{tree.target}/") for name in tree.files)


def test_minimising_keeps_what_matters_and_drops_the_rest() -> None:
    tree = Tree({"a.yaml": "x: 1\ny:\n  z: 2\n  kept: 3\n", "b.yaml": "other: 1\n"}, ".")
    smallest = minimise(tree, lambda smaller: "kept" in smaller.files.get("a.yaml", ""))
    assert list(smallest.files) == ["a.yaml"]
    assert "kept: 3" in smallest.files["a.yaml"]
    assert "x: 1" not in smallest.files["a.yaml"]
    assert "z: 2" not in smallest.files["a.yaml"]
