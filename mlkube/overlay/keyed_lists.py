"""Lists that merge element by element under a merge key, exactly as kustomize merges them.

Sound lists (every element has the keys, no two the same) take a short way. All others go through
`_by_setters`, which repeats kustomize's own steps, since each oddity of it shows in the output.
Source: kustomize's kyaml/yaml/walk/associative_sequence.go and the ElementSetter of kyaml/yaml/fns.go.
"""

from __future__ import annotations

from operator import is_

from mlkube.overlay.merging import (
    DELETE,
    DIRECTIVE,
    GONE,
    MERGE,
    REPLACE,
    MergeError,
    directive_of,
    list_index,
    same,
)
from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from mlkube.overlay.merging import Place
    from mlkube.overlay.strategic_merge import StrategicMerge

    Values: TypeAlias = tuple[str, ...]

_PLAIN = ("",)
"""The key of a list of plain values: the value itself."""


def merge_lists(
    merge: StrategicMerge, dest: list[Any], patch: list[Any], keys: Values, element: Place | None
) -> Any:  # noqa: ANN401 (a list, or `GONE`)
    """Return the list that target and patch make: the patch's elements first, then the untouched ones.

    Under several keys the elements that both have stay where the target has them.
    """
    ids = _sound_ids(dest, patch, keys)
    if ids is not None:
        return _merge_sound(merge, dest, patch, *ids, element)
    directive, patch = _list_directive(merge, patch)
    if directive == DELETE:
        return GONE
    if directive == REPLACE:
        result = _by_setters(merge, patch, patch, keys, element)
        return dest if same(result, dest) else result
    return _by_setters(merge, dest, patch, keys, element)


def adopt_list(merge: StrategicMerge, patch: list[Any], keys: Values, element: Place | None) -> list[Any]:
    """Return what a list of the patch becomes where the target has none."""
    return _alone(merge, patch, keys, element, mine=True)


def refine_list(merge: StrategicMerge, patch: list[Any], keys: Values, element: Place | None) -> Any:  # noqa: ANN401
    """Return what a list becomes that lies inside a part of the patch which the target does not have."""
    directive, patch = _list_directive(merge, patch)
    return GONE if directive == DELETE else _alone(merge, patch, keys, element, mine=True)


def settle_list(merge: StrategicMerge, dest: list[Any], keys: Values, element: Place | None) -> list[Any]:
    """Return what a list of the target becomes that the patch does not speak of."""
    return _alone(merge, dest, keys, element, mine=False)


def _alone(
    merge: StrategicMerge, items: list[Any], keys: Values, element: Place | None, *, mine: bool
) -> list[Any]:
    """Return a list that only the patch (`mine`) or only the target has, with its elements cleaned."""
    if not items:
        return items
    if _sound_ids(items, [], keys) is None:
        return _by_setters(merge, items, items if mine else None, keys, element)
    clean = merge.refine if mine else merge.settle
    result = []
    for index, item in enumerate(items):
        merge.path.append(index)
        value = clean(item, element)
        merge.path.pop()
        if value is not GONE and value != {}:
            result.append(value)
    return _or_same(items, result)


def _merge_sound(
    merge: StrategicMerge,
    dest: list[Any],
    patch: list[Any],
    dest_ids: list[Values],
    patch_ids: list[Values],
    element: Place | None,
) -> list[Any]:
    positions = dict(zip(dest_ids, range(len(dest)), strict=True))
    merged: dict[Values, Any] = {}
    for number, (identity, item) in enumerate(zip(patch_ids, patch, strict=True)):
        index = list_index(number, positions.get(identity, -1))
        merge.path.append(index)
        if index.target < 0:
            value = merge.adopt(item, element)
        else:
            value = merge.value(dest[index.target], item, element)
        merge.path.pop()
        merged[identity] = GONE if value == {} else value
    several = any(sum(map(bool, identity)) > 1 for identity in merged)
    result = [
        value
        for identity, value in merged.items()
        if value is not GONE and not (several and identity in positions)
    ]
    for identity, item in zip(dest_ids, dest, strict=True):
        if identity not in merged:
            result.append(merge.settle(item, element))
        elif several and merged[identity] is not GONE:
            result.append(merged[identity])
    return _or_same(dest, result)


def _sound_ids(dest: list[Any], patch: list[Any], keys: Values) -> tuple[list[Values], list[Values]] | None:
    """Return the ids of the elements of both lists; None where kustomize's steps have to be repeated.

    Sound is a list of mappings that all have the same of the keys, at least one, with no two alike, and no
    directive but the deletion of an element.
    """
    if not keys:
        return None
    found: list[list[Values]] = []
    shape: tuple[bool, ...] | None = None
    for items in (dest, patch):
        ids = []
        for item in items:
            if not isinstance(item, dict):
                return None
            if DIRECTIVE in item and (items is dest or item[DIRECTIVE] != DELETE):
                return None
            identity = tuple([_key_text(item.get(key)) for key in keys])
            present = tuple(map(bool, identity))
            if shape is None:
                shape = present
            if present != shape or True not in present:
                return None
            ids.append(identity)
        if len(set(ids)) != len(ids):
            return None
        found.append(ids)
    return found[0], found[1]


def _or_same(items: list[Any], result: list[Any]) -> list[Any]:
    """Return the first list itself where the second holds the same objects."""
    if len(items) == len(result) and all(map(is_, items, result)):
        return items
    return result


def _key_text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    """Return the text of a merge key's value, empty for none, a mapping or a list."""
    if value.__class__ is str:
        return str(value)
    if value is None or isinstance(value, dict | list) or value.__class__ is object:
        return ""
    return scalar_text(value)


def _raw_text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    return "null" if value is None else _key_text(value)


def _list_directive(merge: StrategicMerge, patch: list[Any]) -> tuple[str, list[Any]]:
    """Return what `- $patch: ...` says of the whole list, and the list without such elements.

    Only the first element with the key counts, and only when it holds nothing else.
    """
    first = next((item for item in patch if isinstance(item, dict) and DIRECTIVE in item), None)
    if first is None or len(first) > 1:
        return MERGE, patch
    directive = directive_of(first[DIRECTIVE], merge.path)
    rest = list(patch)
    _set_element(merge, rest, (DIRECTIVE,), (directive,), None)
    return directive, rest


def _by_setters(
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
            _set_element(merge, dest, valid_keys, valid, None)
            continue
        if isinstance(value, dict):
            texts = zip(valid_keys, valid, strict=True)
            lacking = {key: resolve(text) for key, text in texts if text and key not in value}
            if lacking:
                lists = (dest,) if origin is None else (dest, origin)
                value = _exchange(lists, value, {**value, **lacking})
        _set_element(merge, items, valid_keys, valid, value)
    if values:
        _append_all(merge, items, dest, valid_keys)
        dest = items
    return _or_same(before, dest)


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
                seen[tuple(_key_text(fields.get(key)) for key in keys)] = None
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


def _set_element(
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
            if _key_text(item) != text:
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
            _set_element(merge, items, _PLAIN, (_raw_text(item),), item)
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
            _set_element(merge, items, keys, tuple(texts), None)
        _set_element(merge, items, keys, tuple(texts), item)
