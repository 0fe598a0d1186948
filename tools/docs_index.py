"""What the index of `docs/` shows: the kinds with the systems that they cover, and every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mlkube.workloads.catalogue import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parents[1] / "docs"
_INDEX = "README.md"
_LISTED = re.compile(r"(<!-- list: (?P<what>kinds|pages) -->\n\n)(?:[|-].*\n)*", re.MULTILINE)


def listed(page: str) -> str:
    """Return a page with its lists of kinds and pages as they are now."""
    lists = {"kinds": _kinds, "pages": _pages}
    return _LISTED.sub(lambda match: match[1] + "".join(f"{line}\n" for line in lists[match["what"]]()), page)


def _kinds() -> Iterator[str]:
    yield "| kind | systems that it covers, and the versions that it was made for |"
    yield "|---|---|"
    for kind, systems in sorted(SYSTEMS.items()):
        made_for = ", ".join(f"{name} {version}".rstrip() for name, version in systems)
        yield f"| [{kind}]({_page_of(kind)}) | {made_for} |"


def _pages() -> Iterator[str]:
    for page in _every_page():
        yield f"- [{_title(page)}]({page.name})"


def _every_page() -> list[Path]:
    return [page for page in sorted(DOCS.glob("*.md")) if page.name != _INDEX]


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _page_of(kind: str) -> str:
    """Return the page of a kind: the one that it is the title of, else the first that describes one.

    Raises:
        LookupError: no page tells of the kind.

    """
    pages = _every_page()
    titled = [page.name for page in pages if re.match(rf"{kind}\b", _title(page))]
    described = [page.name for page in pages if f"\nkind: {kind}\n" in page.read_text(encoding="utf-8")]
    if not titled and not described:
        raise LookupError(f"no page of docs/ describes a {kind}")
    return (titled or described)[0]
