"""Writes a comparison down: as lines for people, as JSON for programs."""

from __future__ import annotations

import json

from mlkube.insight.comparison import ADDED, REMOVED, REORDERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json
    from mlkube.insight.comparison import Comparison, FieldChange, ObjectKey

PLUS = "+"
MINUS = "-"
TILDE = "~"
PLAIN = " "


def text_lines(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield the lines of a comparison, each with the sign of what it tells: `+`, `-`, `~` or a blank."""
    for key in comparison.removed:
        yield MINUS, f"- {key}"
    for key in comparison.added:
        yield PLUS, f"+ {key}"
    for key, changes in comparison.changed.items():
        yield TILDE, f"~ {key}"
        for change in changes:
            yield from _change_lines(change)


def to_json(comparison: Comparison) -> str:
    """Return the comparison as one JSON document.

    Its shape is `{"added": [OBJECT], "removed": [OBJECT], "changed": [OBJECT with "fields"]}`; an OBJECT
    has group, kind, namespace and name, a field has path, change, old and new.
    """
    document = {
        "added": [_object(key) for key in comparison.added],
        "removed": [_object(key) for key in comparison.removed],
        "changed": [
            {**_object(key), "fields": [_field(change) for change in changes]}
            for key, changes in comparison.changed.items()
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _object(key: ObjectKey) -> dict[str, str]:
    return {"group": key.group, "kind": key.kind, "namespace": key.namespace, "name": key.name}


def _field(change: FieldChange) -> dict[str, Json]:
    field: dict[str, Json] = {"path": change.path, "change": change.change}
    if change.change != ADDED:
        field["old"] = change.old
    if change.change != REMOVED:
        field["new"] = change.new
    return field


def _change_lines(change: FieldChange) -> Iterator[tuple[str, str]]:
    old, new = change.old, change.new
    if change.change == ADDED:
        yield PLUS, f"    + {change.path}: {_value(new)}"
    elif change.change == REMOVED:
        yield MINUS, f"    - {change.path}: {_value(old)}"
    elif isinstance(old, str) and isinstance(new, str) and ("\n" in old or "\n" in new):
        yield TILDE, f"    ~ {change.path}:"
        yield from _text_difference(old, new)
    else:
        what = "order " if change.change == REORDERED else ""
        yield TILDE, f"    ~ {change.path}: {what}{_value(old)} -> {_value(new)}"


def _text_difference(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the lines in which two texts differ, with two lines around them."""
    import difflib  # noqa: PLC0415  only for texts of several lines

    for line in list(difflib.unified_diff(old.split("\n"), new.split("\n"), n=2, lineterm=""))[2:]:
        sign = line[:1] if line[:1] in {PLUS, MINUS} else PLAIN
        yield sign, f"        {line}"


def _value(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
