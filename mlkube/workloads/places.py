"""Where a field of a settled description was written: the last text that has it."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import Place
from mlkube.workloads.json_schema import description_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.description import Description, Writing
    from mlkube.core.json import Json
    from mlkube.schema.node import Node
    from mlkube.workloads.faults import Path


def written_at(description: Description, path: Path) -> Place:
    """Return the place of a field, of the nearest one above it where nobody wrote it.

    Patches are asked before the file, the last one first. Elements of keyed lists are found by their keys.
    """
    node = description_schema().find(description.api_version, description.kind)
    subject = f"{description.kind}/{description.name}"
    field = format_path(path)
    for length in range(len(path), 0, -1):
        place = _exactly(description, path[:length], node)
        if place is not None:
            return place.within(resource=subject, field=field)
    place = description.writings[0].place(()) if description.writings else None
    return (place or Place()).within(resource=subject, field=field)


def also_written_at(description: Description, path: Path) -> Place | None:
    """Return the place of a field that somebody wrote; None for one that has its default."""
    node = description_schema().find(description.api_version, description.kind)
    place = _exactly(description, path, node)
    return None if place is None else place.within(field=format_path(path))


def _exactly(description: Description, path: Path, node: Node | None) -> Place | None:
    for writing in reversed(description.writings):
        there = _path_in(writing, description.body, path, node)
        place = None if there is None else writing.place(there)
        if place is not None:
            return place
    return None


def _path_in(writing: Writing, settled: Json, path: Path, node: Node | None) -> Path | None:
    """Return the path of a settled field inside of one writing, None where that has no such field."""
    value: Json = writing.body
    found: list[str | int] = []
    for step in path:
        if isinstance(step, int):
            position = _index_in(value, settled, step, node)
            if position is None or not isinstance(value, list):
                return None
            value = value[position]
            found.append(position)
            settled = settled[step] if isinstance(settled, list) and step < len(settled) else None
            node = node.element() if node is not None else None
        else:
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
            found.append(step)
            settled = settled.get(step) if isinstance(settled, dict) else None
            node = node.child(step) if node is not None else None
    return tuple(found)


def _index_in(value: Json, settled: Json, index: int, node: Node | None) -> int | None:
    """Return which element of a writing's list is the one at an index of the settled list."""
    if not isinstance(value, list) or not isinstance(settled, list) or index >= len(settled):
        return None
    keys = node.merge_keys if node is not None else ()
    twins = sum(_is_same(each, settled[index], keys) for each in settled[:index])
    found = [at for at, each in enumerate(value) if _is_same(each, settled[index], keys)]
    if not found:
        return None
    return found[min(twins, len(found) - 1)]  # the second of two that are the same is the second here, too


def _is_same(one: Json, other: Json, keys: tuple[str, ...]) -> bool:
    if keys and isinstance(one, dict) and isinstance(other, dict):
        return all(one.get(key) == other.get(key) for key in keys)
    return one == other
