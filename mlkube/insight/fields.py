"""Finds the fields in which two objects of one identity differ; the only module that knows deepdiff."""

from __future__ import annotations

from deepdiff import DeepDiff

from mlkube.core.field_path import format_path
from mlkube.insight.comparison import ADDED, CHANGED, REMOVED, REORDERED, FieldChange
from mlkube.insight.secrets import hide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json, JsonObject

# What tells the elements of Kubernetes' lists apart, the first key that all elements of both lists have.
_ELEMENT_KEYS = ("name", "mountPath", "devicePath", "containerPort", "port", "topologyKey", "ip", "key")

_REPORTS = {
    "dictionary_item_added": ADDED,
    "dictionary_item_removed": REMOVED,
    "iterable_item_added": ADDED,
    "iterable_item_removed": REMOVED,
    "values_changed": CHANGED,
    "type_changes": CHANGED,
}


class _Element(str):
    """A step of a path to an element of a list: `[name=serving]`."""

    __slots__ = ()


def field_changes(old: JsonObject, new: JsonObject) -> tuple[FieldChange, ...]:
    """Return the fields that differ, sorted by path, the values of Secrets hidden."""
    before, after = hide(old, new)
    changes: list[FieldChange] = []
    aligned = _align(before, after, [], changes)
    difference = DeepDiff(*aligned, view="tree", threshold_to_diff_deeper=0)
    for report, change in _REPORTS.items():
        changes.extend(_change(level, change) for level in difference.get(report, ()))
    return tuple(sorted(changes, key=lambda change: (change.path, change.change)))


def _align(old: Json, new: Json, path: list[str], reordered: list[FieldChange]) -> tuple[Json, Json]:
    """Return plain copies in which lists with distinct elements are mappings, so that equal keys meet.

    Where the elements that two lists share stand in another order, that is noted in `reordered`.
    """
    if isinstance(old, list) and isinstance(new, list):
        key = _distinguishing_key(old, new)
        if not key:
            return _plain(old), _plain(new)
        _note_order(old, new, key, path, reordered)
        return _align(_by_key(old, key), _by_key(new, key), path, reordered)
    if isinstance(old, dict) and isinstance(new, dict):
        before, after = {name: _plain(old[name]) for name in old}, {name: _plain(new[name]) for name in new}
        for name in old:
            if name in new:
                before[name], after[name] = _align(old[name], new[name], [*path, name], reordered)
        return before, after
    return _plain(old), _plain(new)


def _plain(value: Json) -> Json:
    """Return a copy of plain types: numbers that remember their text would count as another type."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    for plain in (str, int, float):
        if isinstance(value, plain):
            return plain(value)
    return value


def _distinguishing_key(old: list[Json], new: list[Json]) -> str:
    """Return the key that tells the elements of both lists apart, empty where there is none."""
    return next((key for key in _ELEMENT_KEYS if _distinct(old, key) and _distinct(new, key)), "")


def _distinct(elements: list[Json], key: str) -> bool:
    values = [element.get(key) if isinstance(element, dict) else None for element in elements]
    return len(set(map(str, values))) == len(values) and all(isinstance(value, str | int) for value in values)


def _by_key(elements: list[Json], key: str) -> dict[str, Json]:
    return {_Element(f"[{key}={element[key]}]"): element for element in elements if isinstance(element, dict)}


def _note_order(
    old: list[Json], new: list[Json], key: str, path: list[str], reordered: list[FieldChange]
) -> None:
    before = [element[key] for element in old if isinstance(element, dict)]
    after = [element[key] for element in new if isinstance(element, dict)]
    shared = set(map(str, before)) & set(map(str, after))
    before = [value for value in before if str(value) in shared]
    after = [value for value in after if str(value) in shared]
    if before != after:
        reordered.append(FieldChange(_format(path), REORDERED, before, after))


def _change(level: Any, change: str) -> FieldChange:  # noqa: ANN401  deepdiff has no types
    old = None if change == ADDED else level.t1
    new = None if change == REMOVED else level.t2
    return FieldChange(_format(level.path(output_format="list")), change, old, new)


def _format(steps: list[str | int] | list[str]) -> str:
    text = ""
    for step in steps:
        one = step if isinstance(step, _Element) else format_path([step])
        text += one if not text or one.startswith("[") else f".{one}"
    return text
