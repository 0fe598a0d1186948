"""Random kustomization trees, built by `kubectl kustomize` and here, compared byte for byte."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")
if TOOLS not in sys.path:
    sys.path.insert(0, TOOLS)

from compare_with_kubectl import FINE, Comparison, report  # noqa: E402 - the path to tools/ stands above
from random_trees import random_tree  # noqa: E402 - as above


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
@pytest.mark.parametrize("seed", range(40))
def test_a_random_tree_builds_as_kubectl_builds_it(seed: int) -> None:
    comparison = Comparison()
    tree = random_tree(seed)
    found = comparison.differs(tree)
    assert found in FINE, report(f"seed {seed}", found, comparison.theirs(tree), comparison.ours(tree), 40)
