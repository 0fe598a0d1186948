"""Files that `quota` reads: types of nodes, and objects of the cluster."""

from __future__ import annotations

import os

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.core.shown_path import shown
from mlkube.core.suggest import suggest
from mlkube.errors import FileAccessError, MlkubeError, Place, raise_all
from mlkube.planning.quota.node_file import read_nodes
from mlkube.planning.quota.node_types import NodeTypes
from mlkube.yamlio import load_all, locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.quota.node_types import NodeType

KINDS = (
    "ClusterQueue",
    "Cohort",
    "LimitRange",
    "LocalQueue",
    "Namespace",
    "PriorityClass",
    "ResourceClaimTemplate",
    "ResourceFlavor",
    "ResourceQuota",
    "RuntimeClass",
    "StorageClass",
)
"""What objects beside a render may say of room in a cluster."""


def load_nodes(nodes: NodeTypes | Sequence[NodeType] | str | os.PathLike[str]) -> NodeTypes:
    """Return types of nodes, from a file where a path is given.

    Raises:
        MlkubeError: the file cannot be read, or is wrong.

    """
    if isinstance(nodes, NodeTypes):
        return nodes
    if isinstance(nodes, str | os.PathLike):
        path = os.fsdecode(nodes)
        return read_nodes(_read(path), shown(path))
    return NodeTypes(tuple(nodes))


def load_objects(objects: Iterable[Resource] | str | os.PathLike[str]) -> Sequence[Resource]:
    """Return objects of the cluster, from a file where a path is given.

    Raises:
        MlkubeError: the file cannot be read, or is wrong.

    """
    if isinstance(objects, str | os.PathLike):
        path = os.fsdecode(objects)
        return read_objects(_read(path), shown(path))
    return tuple(objects)


def read_objects(data: bytes, file: str) -> list[Resource]:
    """Return the objects of a file that say something of room; Lists, as kubectl prints them, are opened.

    Raises:
        MlkubeError: no YAML; documents that are no objects; kinds that say nothing of room.

    """
    found: list[Resource] = []
    errors: list[MlkubeError] = []
    for body, source, path in _objects(data, file):
        problem = _problem(body)
        if problem is None and isinstance(body, dict):
            found.append(Resource(body, (source,)))
        elif problem is not None:
            reason, hint, below = problem
            line, column = locate(data, source.document, (*path, *below))
            place = Place(file, line, column, field=format_path(below))
            errors.append(MlkubeError(reason, place=place, hint=hint))
    raise_all(errors)
    return found


def _objects(data: bytes, file: str) -> Iterator[tuple[Json, Source, tuple[str | int, ...]]]:
    for number, document in enumerate(load_all(data, file)):
        is_list = isinstance(document, dict) and str(document.get("kind")).endswith("List")
        listed = document.get("items") if isinstance(document, dict) and is_list else None
        if isinstance(listed, list):
            for place, item in enumerate(listed):
                yield item, Source(file, number, place), ("items", place)
        elif document is not None:
            yield document, Source(file, number), ()


def _problem(body: Json) -> tuple[str, str, tuple[str | int, ...]] | None:
    """Return reason, hint and field of what is wrong with an object, None where it is one of ours."""
    if not isinstance(body, dict) or "kind" not in body:
        return "a Kubernetes object is expected", "write what `kubectl get resourcequota -o yaml` prints", ()
    kind = str(body["kind"])
    if kind in KINDS:
        return None if _name(body) else ("missing", "every object has a name", ("metadata", "name"))
    close = suggest(kind, KINDS)
    hint = f"did you mean {close}?" if close else f"known are {', '.join(KINDS)}"
    return f"{kind} says nothing of the room in a cluster", hint, ("kind",)


def _name(body: JsonObject) -> bool:
    metadata = body.get("metadata")
    return isinstance(metadata, dict) and isinstance(metadata.get("name"), str)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileAccessError(f"cannot be read: {reason}", place=Place(shown(path))) from error
