"""Values that stand in several places of an object and change together, as one node of kustomize's tree does.

kustomize 5.5 puts a label or annotation that it creates into metadata, selectors and templates as one and the
same YAML node. Whoever sets it anew later, in one place, sets it in all: a patch of `metadata.labels`
changes the selector too. A body is plain data, so here one Python string, which no other value of the object
is, plays the node's part.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject

    # key and text of each value that is shared; the text is told from equal ones by identity
    Shared: TypeAlias = tuple[tuple[str, str], ...]
    Steps: TypeAlias = tuple[str | int, ...]
    # where a shared value was replaced, its key and text, what stands there now
    Change: TypeAlias = tuple[Steps, str, str, Json]


class _Short(str):
    """A text of less than two characters, of which Python keeps only one object."""

    __slots__ = ()


def own_text(text: str) -> str:
    """Return a string that is equal but not identical."""
    return "".join((text[:1], text[1:])) if len(text) > 1 else _Short(text)


def follow(old: JsonObject, new: JsonObject, shared: Shared) -> tuple[JsonObject, Shared]:
    """Return the new body with every shared value changed in all its places where it was in one.

    Source: kustomize api/filters/filtersutil/setters.go (SetEntry), where one node is put everywhere.
    """
    found: list[Change] = []
    _find(old, new, (), shared, found)
    while found:
        _, key, text, value = found[-1]  # the last place decides
        places = [steps for steps, _, other, _ in found if other is text]
        found = [change for change in found if change[2] is not text]
        fresh = own_text(value) if isinstance(value, str) else value
        placed: Json = new
        for steps in places:
            placed = _placed(placed, steps, fresh)
        replaced = _replaced(placed, key, text, fresh)
        new = replaced if isinstance(replaced, dict) else new
        rest = tuple(entry for entry in shared if entry[1] is not text)
        shared = (*rest, (key, fresh)) if isinstance(fresh, str) else rest
    return new, shared


def _find(old: Json, new: Json, steps: Steps, shared: Shared, found: list[Change]) -> None:
    """Collect where a shared value of the old body was replaced by another scalar."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            other = new.get(key, value)
            if other is value:
                continue
            if isinstance(value, str):
                is_shared = any(name == key and text is value for name, text in shared)
                if is_shared and not isinstance(other, dict | list):
                    found.append(((*steps, key), key, value, other))
            else:
                _find(value, other, (*steps, key), shared, found)
    elif isinstance(old, list) and isinstance(new, list):
        for index, (value, other) in enumerate(zip(old, new, strict=False)):
            if other is not value:
                _find(value, other, (*steps, index), shared, found)


def _placed(node: Json, steps: Steps, value: Json) -> Json:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(node, dict) and isinstance(step, str):
        return {**node, step: _placed(node[step], rest, value)}
    if isinstance(node, list) and isinstance(step, int):
        return [*node[:step], _placed(node[step], rest, value), *node[step + 1 :]]
    return node


def _replaced(node: Json, key: str, text: str, value: Json) -> Json:
    """Return the node with the shared text replaced under its key, itself where it holds none."""
    if isinstance(node, dict):
        changed: JsonObject = {}
        for name, item in node.items():
            new = value if item is text and name == key else _replaced(item, key, text, value)
            if new is not item:
                changed[name] = new
        return {**node, **changed} if changed else node
    if isinstance(node, list):
        items = [_replaced(item, key, text, value) for item in node]
        return items if any(new is not item for new, item in zip(items, node, strict=True)) else node
    return node
