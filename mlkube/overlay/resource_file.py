"""Files of Kubernetes objects: many documents, Lists, and what kustomize refuses while reading."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.history import restore_history
from mlkube.yamlio import load_all, locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject


def read_resources(data: bytes, file: str) -> tuple[Resource, ...]:
    """Return the objects of a file in the order in which a build takes them.

    Empty documents are skipped. The items of a List stand after all documents that are no List. A kind that
    only ends in `List`, without `items`, is an object like others.

    Raises:
        MlkubeError: documents that are no objects, or have no kind or name, or hold an empty list item.

    Source: kustomize, api/resource/factory.go (RNodesFromBytes).
    """
    errors: list[MlkubeError] = []
    queue: list[tuple[Json, Source]] = [
        (document, Source(file, number))
        for number, document in enumerate(load_all(data, file))
        if document not in (None, {}, [])
    ]
    result: list[Resource] = []
    for document, source in queue:  # the queue grows while Lists are opened
        if not isinstance(document, dict):
            errors.append(_no_object(document, data, source))
            continue
        problem = _problem(document)
        if problem is not None:
            errors.append(_error(problem, data, source, document))
            continue
        if not _is_list(document):
            result.append(restore_history(Resource(document, (source,))))
            continue
        items = document["items"]
        if isinstance(items, list):
            queue.extend(
                (item, Source(file, source.document, index)) for index, item in enumerate(items) if item
            )
        elif items is not None:
            errors.append(_error((("items",), "a list is expected here", ""), data, source, document))
    raise_all(errors)
    return tuple(result)


def _problem(document: JsonObject) -> tuple[tuple[str | int, ...], str, str] | None:
    """Return field, reason and hint of what makes a document unusable, None where it is fine."""
    kind = document.get("kind")
    if not kind:
        return ("kind",), "missing", "every object has apiVersion, kind and metadata.name"
    if _is_list(document):
        return None
    if not (isinstance(kind, str) and kind.endswith("List")):
        metadata = document.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        if name is None or name == "" or isinstance(name, dict | list):
            return (
                ("metadata", "name"),
                "missing",
                "every object needs a name; generateName alone cannot be merged",
            )
    return None


def _is_list(document: JsonObject) -> bool:
    kind = document["kind"]
    return isinstance(kind, str) and kind.endswith("List") and "items" in document


def _no_object(document: Json, data: bytes, source: Source) -> BuildError:
    line, column = locate(data, source.document, () if source.item < 0 else ("items", source.item))
    what = "a list" if isinstance(document, list) else "a single value"
    return BuildError(
        f"a Kubernetes object is expected, not {what}",
        place=Place(source.file, line, column),
        hint="every document is a mapping with apiVersion, kind and metadata",
    )


def _error(
    problem: tuple[tuple[str | int, ...], str, str], data: bytes, source: Source, body: JsonObject
) -> BuildError:
    path, reason, hint = problem
    inside = path if source.item < 0 else ("items", source.item, *path)
    line, column = locate(data, source.document, inside)
    place = Place(source.file, line, column, str(Resource(body)).strip("/"), format_path(path))
    return BuildError(reason, place=place, hint=hint)
