"""The index of the documentation shows every kind and links to every page."""

from __future__ import annotations

import sys
from pathlib import Path

import mlkube

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from docs_index import listed  # noqa: E402  the tool that writes it

INDEX = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
HINT = "run python tools/examples.py --write"


def test_the_index_is_as_the_tool_writes_it() -> None:
    assert listed(INDEX) == INDEX, HINT


def test_every_page_is_linked() -> None:
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert [page for page in sorted(pages) if f"]({page})" not in INDEX] == []


def test_every_kind_has_a_row_with_its_systems() -> None:
    rows = [line for line in INDEX.splitlines() if line.startswith("| [")]
    shown = [row.split("](")[0].removeprefix("| [") for row in rows]
    assert shown == [row["kind"] for row in mlkube.kinds()]
    for row, kind in zip(rows, mlkube.kinds(), strict=True):
        assert [f"{each['name']} {each['version']}".rstrip() for each in kind["systems"]] == (
            row.removesuffix(" |").rpartition("| ")[2].split(", ")
        )
