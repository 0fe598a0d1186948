"""Lists that merge element by element under a merge key, exactly as kustomize merges them.

Sound lists, in which every element has the same of the keys, take the short way here; `unsound_lists` does
the others. Source: kustomize's kyaml/yaml/walk/associative_sequence.go.
"""

from __future__ import annotations

from mlkube.overlay.merge.merging import (
    DELETE,
    DIRECTIVE,
    GONE,
    MERGE,
    REPLACE,
    directive_of,
    list_index,
    same,
)
from mlkube.overlay.merge.unsound_lists import key_text, merge_by_setters, or_same, set_element

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from mlkube.overlay.merge.merging import Place
    from mlkube.overlay.merge.strategic_merge import StrategicMerge

    Values: TypeAlias = tuple[str, ...]


def merge_lists(
    merge: StrategicMerge, dest: list[Any], patch: list[Any], keys: Values, element: Place | None
) -> Any:  # noqa: ANN401 (a list, or `GONE`)
    """Return the list that target and patch make: the patch's elements first, then the untouched ones.

    Under several keys the elements that both have stay where the target has them.
    """
    ids = _sound_ids(dest, patch, keys)
    if ids is not None and not _repeated(ids):
        return _merge_sound(merge, dest, patch, *ids, element)
    if ids is not None:
        result = _merge_repeated(merge, dest, patch, ids, element)
        if merge.changed is not None:
            merge.changed(tuple(merge.path), dest, result, patch)
        return result
    directive, patch = _list_directive(merge, patch)
    if directive == DELETE:
        return GONE
    if directive == REPLACE:
        result = merge_by_setters(merge, patch, patch, keys, element)
        return dest if same(result, dest) else result
    result = merge_by_setters(merge, dest, patch, keys, element)
    if merge.changed is not None:
        merge.changed(tuple(merge.path), dest, result, patch)
    return result


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
    ids = _sound_ids(items, [], keys)
    if ids is None:
        return merge_by_setters(merge, items, items if mine else None, keys, element)
    if _repeated(ids):
        return _merge_repeated(merge, items, [], ids, element, mine=mine)
    clean = merge.refine if mine else merge.settle
    result = []
    for index, item in enumerate(items):
        merge.path.append(index)
        value = clean(item, element)
        merge.path.pop()
        if value is not GONE and value != {}:
            result.append(value)
    return or_same(items, result)


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
    return or_same(dest, result)


def _merge_repeated(
    merge: StrategicMerge,
    dest: list[Any],
    patch: list[Any],
    ids: tuple[list[Values], list[Values]],
    element: Place | None,
    *,
    mine: bool = False,
) -> list[Any]:
    """Merge lists with repeated keys: the first of each merge, then the target's last takes the place.

    `mine` says that the target's list is one of the patch, too.
    """
    first, last = _ends(ids[0])
    patched, _ = _ends(ids[1])
    result = []
    for identity in {**patched, **first}:
        at, number = first.get(identity, -1), patched.get(identity, -1)
        merge.path.append(list_index(max(number, 0), at))
        if number < 0:
            value = merge.refine(dest[at], element) if mine else merge.settle(dest[at], element)
        elif at < 0:
            value = merge.adopt(patch[number], element)
        else:
            value = merge.value(dest[at], patch[number], element)
        merge.path.pop()
        if value is not GONE and value != {}:
            result.append(value if at < 0 or last[identity] == at else dest[last[identity]])
    return or_same(dest, result)


def _ends(ids: list[Values]) -> tuple[dict[Values, int], dict[Values, int]]:
    """Return for each id the indices of its first and last element, in the order of the first ones."""
    first: dict[Values, int] = {}
    for at, identity in enumerate(ids):
        first.setdefault(identity, at)
    return first, dict(zip(ids, range(len(ids)), strict=True))


def _repeated(ids: tuple[list[Values], list[Values]]) -> bool:
    return any(len(set(each)) < len(each) for each in ids)


def _sound_ids(dest: list[Any], patch: list[Any], keys: Values) -> tuple[list[Values], list[Values]] | None:
    """Return the ids of the elements of both lists; None where kustomize's steps have to be repeated.

    Sound is a list of mappings that all have the same of the keys, at least one, and no directive but the
    deletion of an element. Ids may repeat where they are of one key.
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
            identity = tuple([key_text(item.get(key)) for key in keys])
            present = tuple(map(bool, identity))
            if shape is None:
                shape = present
            if present != shape or True not in present:
                return None
            ids.append(identity)
        if shape is not None and sum(shape) > 1 and len(set(ids)) != len(ids):
            return None
        found.append(ids)
    return found[0], found[1]


def _list_directive(merge: StrategicMerge, patch: list[Any]) -> tuple[str, list[Any]]:
    """Return what `- $patch: ...` says of the whole list, and the list without such elements.

    Only the first element with the key counts, and only when it holds nothing else.
    """
    first = next((item for item in patch if isinstance(item, dict) and DIRECTIVE in item), None)
    if first is None or len(first) > 1:
        return MERGE, patch
    directive = directive_of(first[DIRECTIVE], merge.path)
    rest = list(patch)
    set_element(merge, rest, (DIRECTIVE,), (directive,), None)
    return directive, rest
