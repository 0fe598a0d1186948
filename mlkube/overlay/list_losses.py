"""What is lost when a patch replaces a list whole that the target itself would merge by its keys."""

from __future__ import annotations

from mlkube.overlay.lossless_merge import identity
from mlkube.overlay.merging import ListIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.target_nodes import TargetNode, TargetNodes


def loss_text(
    nodes: TargetNodes, body: JsonObject, path: tuple[str | int, ...], old: list[Json], new: list[Json]
) -> str:
    """Return the words for what the list at a path loses, empty where it loses nothing or does not merge.

    `body` is the object before the patch, `path` a path in the patch.
    """
    node = _node(nodes, body, path)
    if node is None or not node.merge_keys:
        return ""
    keys = node.merge_keys
    kept = {identity(item, keys): item for item in new}
    dropped: list[str] = []
    poorer: list[str] = []
    for item in old:
        name = identity(item, keys)
        if name is None or not isinstance(item, dict):
            continue
        shown = "/".join(name)
        if name not in kept:
            dropped.append(shown)
            continue
        fields = _lost_fields(item, kept[name])
        if fields:
            poorer.append(f"{shown} ({', '.join(fields)})")
    parts = [
        f"{word} {', '.join(names)}" for word, names in (("drops", dropped), ("strips", poorer)) if names
    ]
    if not parts:
        return ""
    return f"replaces the list, which the target merges by {' and '.join(keys)}: {'; '.join(parts)}"


def _node(nodes: TargetNodes, body: JsonObject, path: tuple[str | int, ...]) -> TargetNode | None:
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


def _lost_fields(old: Any, new: Any) -> list[str]:  # noqa: ANN401 (any JSON)
    """Return the fields of an element that its successor has not, those inside of mappings as paths."""
    lost: list[str] = []
    for key, value in old.items():
        if not isinstance(new, dict) or key not in new:
            lost.append(key)
        elif isinstance(value, dict) and isinstance(new[key], dict):
            lost.extend(f"{key}.{field}" for field in _lost_fields(value, new[key]))
    return lost
