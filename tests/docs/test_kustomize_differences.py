"""The page of differences and the cases that show them name each other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
PAGE = (ROOT / "docs" / "kustomize-differences.md").read_text(encoding="utf-8")
NAMED = {
    name for group in re.findall(r"\[(`[^]]*`)\]", PAGE) for name in re.findall(r"`([a-z0-9/-]+)`", group)
}


def test_every_case_that_the_page_names_exists() -> None:
    assert sorted(name for name in NAMED if not (CASES / f"{name}.txt").is_file()) == []


def test_every_case_that_differs_is_on_the_page() -> None:
    differing = {
        path.relative_to(CASES).with_suffix("").as_posix()
        for path in CASES.rglob("*.txt")
        if "\ndiffers: " in path.read_text(encoding="utf-8").partition("\n=== ")[0]
    }
    assert sorted(differing - NAMED) == []
