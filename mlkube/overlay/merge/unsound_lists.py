"""Lists whose elements lack their merge keys or share them, merged as kustomize happens to merge them.

Each oddity of kustomize's own steps shows in the output, so the steps are repeated: an element without the
key throws out others, of two with the same key the last stays where the first was, empty ones vanish.
Source: kustomize's kyaml/yaml/walk/associative_sequence.go and the ElementSetter of kyaml/yaml/fns.go.
"""

from __future__ import annotations

from operator import is_

from mlkube.overlay.merge.merging import DIRECTIVE, GONE, REPLACE, MergeError, list_index
from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from mlkube.overlay.merge.merging import Place
    from mlkube.overlay.merge.strategic_merge import StrategicMerge

    Values: TypeAlias = tuple[str, ...]

_PLAIN = ("",)
"""The key of a list of plain values: the value itself."""


def key_text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    """Return the text of a merge key's value, empty for none, a mapping or a list."""
    if value.__class__ is str:
        return str(value)
    if value is None or isinstance(value, dict | list) or value.__class__ is object:
        return ""
    return scalar_text(value)


def _raw_text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    return "null" if value is None else key_text(value)


def or_same(items: list[Any], result: list[Any]) -> list[Any]:
    """Return the first list itself where the second holds the same objects."""
    if len(items) == len(result) and all(map(is_, items, result)):
        return items
    return result


def merge_by_setters(
    merge: StrategicMerge,
    dest: list[Any],
    origin: list[Any] | None,
    keys: Values,
    element: Place | None,
) -> list[Any]:
    """Merge as kustomize does, step by step; `origin` is `dest` itself for a list that only the patch has.

    kustomize changes the lists while it reads them, so both are copied and changed here too.
    """
    before = dest
    shared = origin is dest
    dest = list(dest)
    origin = dest if shared else None if origin is None else list(origin)
    values = _values(origin, dest, keys)
    keys = keys or _PLAIN
    if len(keys) > 1:
        _complete(values)
    items: list[Any] = []
    valid_keys = keys
    for wanted in values:
        valid_keys, valid = _valid(values, wanted, keys)
        value = _element(merge, dest, origin, _valid([valid], valid, valid_keys), element)
        if value is GONE or value == {}:
            set_element(merge, dest, valid_keys, valid, None)
            continue
        if isinstance(value, dict):
            texts = zip(valid_keys, valid, strict=True)
            lacking = {key: resolve(text) for key, text in texts if text and key not in value}
            if lacking:
                lists = (dest,) if origin is None else (dest, origin)
                value = _exchange(lists, value, {**value, **lacking})
        set_element(merge, items, valid_keys, valid, value)
    if values:
        _append_all(merge, items, dest, valid_keys)
        dest = items
    return or_same(before, dest)


def _element(
    merge: StrategicMerge,
    dest: list[Any],
    origin: list[Any] | None,
    wanted: tuple[Values, Values],
    element: Place | None,
) -> Any:  # noqa: ANN401 (any JSON, or `GONE`)
    """Return the element that both lists make under some keys, and put it where kustomize leaves it."""
    at = _find(dest, *wanted)
    origin_at = -1 if origin is None else _find(origin, *wanted)
    if at < 0 and origin_at < 0:
        return GONE
    if origin is None or origin_at < 0:
        value = merge.settle(dest[at], element)
        return _put(dest, at, value)
    part = origin[origin_at]
    merge.path.append(list_index(origin_at, at))
    if at < 0:
        value = merge.adopt(part, element)
    elif origin is dest:
        value = merge.refine(part, element)
    else:
        value = merge.value(dest[at], part, element)
    merge.path.pop()
    if isinstance(part, dict) and DIRECTIVE in part:
        # kustomize takes the directive out of the patch as soon as it has seen it.
        origin[origin_at] = {key: field for key, field in part.items() if key != DIRECTIVE}
    replaces = isinstance(part, dict) and part.get(DIRECTIVE) == REPLACE
    return _put(origin, origin_at, value) if at < 0 or replaces else _put(dest, at, value)


def _put(items: list[Any], at: int, value: Any) -> Any:  # noqa: ANN401 (any JSON, or `GONE`)
    if value is not GONE:
        items[at] = value
    return value


def _exchange(lists: tuple[list[Any], ...], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Put the new mapping where the old one stands in the lists, in place."""
    for items in lists:
        items[:] = [new if item is old else item for item in items]
    return new


def _values(origin: list[Any] | None, dest: list[Any], keys: Values) -> list[Values]:
    """Return the texts under the keys of all elements, the patch's first, each once."""
    seen: dict[Values, None] = {}
    for items in (origin, dest):
        for item in items or ():
            if keys:
                fields = item if isinstance(item, dict) else {}
                seen[tuple(key_text(fields.get(key)) for key in keys)] = None
            else:
                seen[_raw_text(item),] = None
    return list(seen)


def _complete(values: list[Values]) -> None:
    """Fill in, in place, what one element lacks and another has: `8080` and `8080, TCP` are one port."""
    if all(all(each) for each in values):
        return
    for first in range(len(values)):
        one = values[first]  # stays as it was while its row is gone through
        for second in range(len(values)):
            both = _completed(one, values[second])
            if both is not None:
                values[first] = values[second] = both


def _completed(one: Values, other: Values) -> Values | None:
    common = False
    for first, second in zip(one, other, strict=True):
        if first == second:
            common = True
        elif first and second:
            return None
    return tuple(first or second for first, second in zip(one, other, strict=True)) if common else None


def _valid(values: list[Values], wanted: Values, keys: Values) -> tuple[Values, Values]:
    """Return keys and wanted texts without the keys that none of the values has."""
    used = [any(each[index] for each in values) for index in range(len(keys))]
    if not any(used):
        return keys, wanted
    return (
        tuple(key for key, use in zip(keys, used, strict=True) if use),
        tuple(text for text, use in zip(wanted, used, strict=True) if use),
    )


def _find(items: list[Any], keys: Values, wanted: Values) -> int:
    """Return the index of the first element whose texts are the wanted ones, -1 for none."""
    for index, item in enumerate(items):
        if keys[0] == "":
            if _raw_text(item) == wanted[0]:
                return index
        elif isinstance(item, dict) and all(
            key in item and _raw_text(item[key]) == text for key, text in zip(keys, wanted, strict=True)
        ):
            return index
    return -1


def set_element(
    merge: StrategicMerge,
    items: list[Any],
    keys: Values,
    wanted: Values,
    value: Any,  # noqa: ANN401 (any JSON)
) -> None:
    """Put the value in place of all matching elements, or at the end; without one remove them. In place.

    As in kustomize an empty wanted text matches every element that has the key, elements that are empty
    vanish, and so do all that do not match when nothing is wanted.
    """
    kept: list[Any] = []
    found = False
    of_mappings = keys[0] != "" and bool(wanted) and wanted[0] != ""
    for item in items:
        if item is None or item == {}:
            continue
        if of_mappings and not isinstance(item, dict):
            kept.append(item)
            continue
        if not _matches(merge, item, keys, wanted):
            if wanted:
                kept.append(item)
            continue
        found = True
        if value is not None:
            kept.append(value)
    if not found and value is not None:
        kept.append(value)
    items[:] = kept


def _matches(merge: StrategicMerge, item: Any, keys: Values, wanted: Values) -> bool:  # noqa: ANN401 (any JSON)
    if not wanted:
        return False
    for key, text in zip(keys, wanted, strict=False):
        if isinstance(item, dict) != (key != "") or isinstance(item, list):
            raise MergeError(
                "a list holds mappings and other values, so that it cannot be merged by its key",
                tuple(merge.path),
            )
        if key == "":
            if key_text(item) != text:
                return False
        elif key not in item or (text and _raw_text(item[key]) != text):
            return False
    return True


def _append_all(merge: StrategicMerge, items: list[Any], dest: list[Any], keys: Values) -> None:
    """Put the target's elements behind the merged ones, in place; the merged stand where their keys agree.

    An element without the key throws out what stands there, in kustomize as here.
    """
    for item in list(dest):
        if keys[0] == "":
            set_element(merge, items, _PLAIN, (_raw_text(item),), item)
            continue
        texts: list[str] = []
        for key in keys:
            if isinstance(item, dict) and key in item:
                texts.append(_raw_text(item[key]))
            elif item is not None and not isinstance(item, dict):
                _matches(merge, item, keys, ("x",))
            else:
                items.append(item)
        if len(keys) > 1:
            set_element(merge, items, keys, tuple(texts), None)
        set_element(merge, items, keys, tuple(texts), item)
