"""Finds the fields in which two objects of one identity differ; the only module that knows deepdiff."""

from __future__ import annotations

from deepdiff import DeepDiff
from deepdiff.helper import CannotCompare

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
    "iterable_item_moved": REORDERED,
    "values_changed": CHANGED,
    "type_changes": CHANGED,
}


def field_changes(old: JsonObject, new: JsonObject) -> tuple[FieldChange, ...]:
    """Return the fields that differ, sorted by path, the values of Secrets hidden."""
    before, after = hide(old, new)
    difference = DeepDiff(
        _plain(before),
        _plain(after),
        view="tree",
        iterable_compare_func=_same_element,
        threshold_to_diff_deeper=0,
    )
    changes: dict[tuple[str, str], FieldChange] = {}
    for report, change in _REPORTS.items():
        for level in difference.get(report, ()):
            found = _reordering(level) if change == REORDERED else _change(level, change)
            if found is not None:
                changes[found.path, found.change] = found
    return tuple(changes[key] for key in sorted(changes))


def _plain(value: Json) -> Json:
    """Return a copy of plain types: numbers that remember their text would count as another type."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    for plain in (str, int, float):
        if isinstance(value, plain):
            return plain(value)
    return value


def _change(level: Any, change: str) -> FieldChange:  # noqa: ANN401  deepdiff has no types
    old = None if change == ADDED else level.t1
    new = None if change == REMOVED else level.t2
    return FieldChange(_path(level), change, old, new)


def _reordering(level: Any) -> FieldChange | None:  # noqa: ANN401  deepdiff has no types
    """Return the change of order of a list, None where its elements only made room for others."""
    parent = level.up
    label = _labels(parent.t1, parent.t2)
    if label is None:
        return None
    before, after = [_label(item, label) for item in parent.t1], [_label(item, label) for item in parent.t2]
    old, new = [item for item in before if item in after], [item for item in after if item in before]
    if old == new:
        return None
    return FieldChange(_path(parent), REORDERED, old, new)


def _same_element(one: Json, other: Json, level: Any = None) -> bool:  # noqa: ANN401  deepdiff has no types
    label = _labels(level.t1, level.t2)
    if label is None:
        raise CannotCompare
    return _label(one, label) == _label(other, label)


def _label(element: Json, key: str) -> Json:
    return element[key] if key and isinstance(element, dict) else element


def _labels(old: list[Json], new: list[Json]) -> str | None:
    """Return the key that tells the elements of both lists apart, empty for plain values, None for none."""
    if all(isinstance(item, str | int | float) for item in (*old, *new)):
        return "" if len({*old}) == len(old) and len({*new}) == len(new) else None
    for key in _ELEMENT_KEYS:
        if _distinct(old, key) and _distinct(new, key):
            return key
    return None


def _distinct(elements: list[Json], key: str) -> bool:
    values = []
    for element in elements:
        value = element.get(key) if isinstance(element, dict) else None
        if not isinstance(value, str | int):
            return False
        values.append(value)
    return len(set(values)) == len(values)


def _path(level: Any) -> str:  # noqa: ANN401  deepdiff has no types
    """Return the path of a difference; elements of lists by key where they have one, else by index."""
    steps: list[str | int] = []
    current = level.all_up
    while current is not level:
        child = current.down
        relation = current.t1_child_rel or current.t2_child_rel
        if isinstance(current.t1, list) and isinstance(current.t2, list):
            steps.append(_element_step(current, child, relation.param))
        else:
            steps.append(relation.param)
        current = child
    return _format(steps)


def _element_step(parent: Any, child: Any, index: int) -> str | int:  # noqa: ANN401  deepdiff has no types
    key = _labels(parent.t1, parent.t2)
    if not key:
        return index
    element = child.t1 if isinstance(child.t1, dict) else child.t2
    return f"[{key}={element[key]}]"


def _format(steps: list[str | int]) -> str:
    text = ""
    for step in steps:
        if isinstance(step, str) and step.startswith("["):
            text += step
        else:
            one = format_path([step])
            text += one if not text or one.startswith("[") else f".{one}"
    return text
