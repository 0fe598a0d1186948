"""The page of what is covered names every example, and each of its rows has one that builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
# A system or practice, what describes it, its examples, its page.
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and line.count(" | ") == 3 and not line.startswith("| system")
]
ROWS = [row for row in ROWS if row[0] != "practice"]


def test_every_row_was_read() -> None:
    assert len(ROWS) == len(re.findall(r"^\| .*\.md\) \|$", PAGE, flags=re.MULTILINE)) - PAGE.count("?")
    assert len(ROWS) > 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_has_an_example_and_a_page_that_tells_of_it(row: list[str]) -> None:
    examples = re.findall(r"\]\(\.\./([^)]+)\)", row[2])
    assert examples
    for example in examples:
        folder = ROOT / example
        if example.startswith("bases/"):
            assert (folder / "workload.yaml").is_file()
        else:
            assert {file.stem for file in (folder / "golden").iterdir()} >= {"plain", "prod"}
    (page,) = re.findall(r"\]\(([^)]+)\)", row[3])
    assert (ROOT / "docs" / page).is_file()


def test_every_example_is_on_the_page() -> None:
    built = {golden.parent.name for golden in ROOT.glob("examples/*/golden")}
    assert built - set(re.findall(r"\]\(\.\./examples/([^)]+)\)", PAGE)) == set()
