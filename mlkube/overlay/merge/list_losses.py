"""What is lost when a patch replaces a list that the target merges, or merges one with unsound keys."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.overlay.merge.lossless_merge import identity
from mlkube.overlay.merge.merging import DIRECTIVE, ListIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.merge.target_nodes import TargetNode, TargetNodes

    Path = tuple[str | int, ...]


class ListChange:
    """A list before and after a patch, and the patch's own list, None where that took its place."""

    __slots__ = ("new", "old", "patch", "path")

    def __init__(self, path: Path, old: list[Json], new: list[Json], patch: list[Json] | None) -> None:
        self.path = path
        self.old = old
        self.new = new
        self.patch = patch

    def text(self, nodes: TargetNodes, body: JsonObject) -> str:
        """Return the words for what is lost, empty for nothing, and where the list is meant to be replaced.

        `body` is the object before the patch.
        """
        node = _node(nodes, body, self.path)
        if node is None or not node.merge_keys:
            return ""
        keys = node.merge_keys
        named = " and ".join(keys)
        if self.patch is None:
            if any(isinstance(item, dict) and item.get(DIRECTIVE) == "replace" for item in self.new):
                return ""
            lost = _dropped(self.old, self.new, keys) + _stripped(self.old, self.new, keys)
            return _sentence(f"the patch replaces the whole list, which the target merges by {named}", lost)
        if any(isinstance(item, dict) and item.keys() == {DIRECTIVE} for item in self.patch):
            return ""
        deleted = [item for item in self.patch if isinstance(item, dict) and item.get(DIRECTIVE) == "delete"]
        lost = _dropped(self.old, [*self.new, *deleted], keys) + _ignored(self.patch, self.new, keys)
        return _sentence(f"not every element of the list has its own {named}", lost)


def _sentence(cause: str, lost: list[str]) -> str:
    if not lost:
        return ""
    *most, last = lost
    return f"{cause}; this {', '.join(most)} and {last}" if most else f"{cause}; this {last}"


def _dropped(old: list[Json], new: list[Json], keys: tuple[str, ...]) -> list[str]:
    kept = {identity(item, keys) for item in new}
    names = [name for item in old if (name := identity(item, keys)) is not None and name not in kept]
    return [f"drops {', '.join('/'.join(name) for name in names)}"] if names else []


def _stripped(old: list[Json], new: list[Json], keys: tuple[str, ...]) -> list[str]:
    kept = {identity(item, keys): item for item in new}
    found = []
    for item in old:
        name = identity(item, keys)
        fields = _lost_fields(item, kept[name]) if name is not None and name in kept else []
        if name is not None and fields:
            found.append(f"takes {', '.join(map(format_path, fields))} from {'/'.join(name)}")
    return found


def _ignored(patch: list[Json], new: list[Json], keys: tuple[str, ...]) -> list[str]:
    """Return words for the elements of a patch that had no effect."""
    found = []
    for item in patch:
        name = identity(item, keys)
        if name is None or not isinstance(item, dict) or DIRECTIVE in item:
            continue
        same = [each for each in new if identity(each, keys) == name and isinstance(each, dict)]
        if not any(_covers(each, item) for each in same):
            found.append("/".join(name))
    return [f"ignores the patch's {', '.join(found)}"] if found else []


def _covers(element: JsonObject, patch: JsonObject) -> bool:
    """Return whether the scalars of a patch's element are in the element that it makes."""
    return all(
        isinstance(value, dict | list) or value is None or str(element.get(key)) == str(value)
        for key, value in patch.items()
    )


def _lost_fields(old: Any, new: Any) -> list[Path]:  # noqa: ANN401 (any JSON)
    """Return the paths of the fields that an element has and its successor has not."""
    lost: list[Path] = []
    for key, value in old.items():
        if not isinstance(new, dict) or key not in new:
            lost.append((key,))
        elif isinstance(value, dict) and isinstance(new[key], dict):
            lost.extend((key, *field) for field in _lost_fields(value, new[key]))
    return lost


def _node(nodes: TargetNodes, body: JsonObject, path: Path) -> TargetNode | None:
    """Return the place of a path; the indices of lists are those in the patch."""
    api_version, kind = body.get("apiVersion"), body.get("kind")
    node = nodes.find(api_version, kind) if isinstance(api_version, str) and isinstance(kind, str) else None
    value: Any = body
    for step in path:
        if isinstance(value, dict):
            node = nodes.with_pod(value, value, node)
        if isinstance(step, int):
            at = step.target if isinstance(step, ListIndex) else step
            node = None if node is None else node.element()
            value = value[at] if isinstance(value, list) and 0 <= at < len(value) else None
        else:
            node = None if node is None else node.child(step)
            value = value.get(step) if isinstance(value, dict) else None
    return node
