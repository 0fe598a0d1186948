"""Files of Kubernetes objects: many documents, Lists, and what kustomize refuses while reading."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.history import restore_history
from mlkube.yamlio import WrittenDate, WrittenInt, load_all, locate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_UNWRAPPED = ("List", "ResourceList")


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
            if document["kind"] not in _UNWRAPPED or source.item >= 0 or _has_separator(data):
                items = [_through_json(item) for item in items]
            queue.extend(
                (item, Source(file, source.document, index)) for index, item in enumerate(items) if item
            )
        elif items is not None:
            errors.append(_error((("items",), "a list is expected here", ""), data, source, document))
    raise_all(errors)
    return tuple(result)


def _has_separator(data: bytes) -> bool:
    """Tell whether a line of `---` splits the file; one at its very start or end does not."""
    start = data.find(b"\n---")
    return start >= 0 and data.find(b"\n", start + 1) >= 0


def _through_json(value: Json) -> Json:
    """Return the value without memory of how its numbers and dates were written.

    kustomize keeps that for the items of a `List` that is alone in its file; other Lists it turns into JSON.

    Source: kyaml/kio/byteio_reader.go (unwrapping), api/resource/factory.go (inlineAnyEmbeddedLists).
    """
    if isinstance(value, dict):
        return {key: _through_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_through_json(item) for item in value]
    if isinstance(value, WrittenDate):
        return str(value)
    if isinstance(value, WrittenInt):
        return int(value)
    if isinstance(value, float):
        from mlkube.overlay.generators.hashing import go_json  # noqa: PLC0415  few Lists hold numbers with a point

        return resolve(go_json(value))
    return value


def _problem(document: JsonObject) -> tuple[tuple[str | int, ...], str, str] | None:
    """Return field, reason and hint of what makes a document unusable, None where it is fine."""
    kind = document.get("kind")
    if not kind or isinstance(kind, dict | list):
        return ("kind",), "missing", "every object has apiVersion, kind and metadata.name"
    if _is_list(document):
        return None
    metadata = document.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if annotations and isinstance(annotations, list):
        return ("metadata", "annotations"), "expected a mapping, found a list", ""
    if not (isinstance(kind, str) and kind.endswith("List")):
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
