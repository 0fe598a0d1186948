"""Patterns of definitions, in Go's syntax: matched by RE2, which reads the same and cannot hang."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@cache
def compiled(pattern: str) -> Any:  # noqa: ANN401  its types are not published
    """Return a compiled pattern, None for one that is no pattern."""
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415  few schemas have patterns

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error:
        return None


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern occurs in a text; a pattern that is none refuses nothing."""
    found = compiled(pattern)
    return found is None or found.search(text) is not None
