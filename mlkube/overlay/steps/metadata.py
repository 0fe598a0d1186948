"""`buildMetadata` and annotations: what a build adds for people, and what it never prints."""

from __future__ import annotations

from mlkube.yamlio import dump, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

    Written: TypeAlias = Callable[[Resource, tuple[str, ...]], str | None]

ORIGIN_ANNOTATIONS = "originAnnotations"
TRANSFORMER_ANNOTATIONS = "transformerAnnotations"
MANAGED_BY_LABEL = "managedByLabel"

_ORIGIN = "config.kubernetes.io/origin"
_TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations"
_LOCAL_CONFIG = "config.kubernetes.io/local-config"
_MANAGED_BY = ("app.kubernetes.io/managed-by", "kustomize-(devel)")  # as kubectl's kustomize 5.5.0 prints it

# kustomize keeps its own state in these, so they are gone from every output, whoever wrote them.
_BUILD_ANNOTATIONS = frozenset(
    {
        _ORIGIN,
        _TRANSFORMATIONS,
        "config.k8s.io/id",
        "config.kubernetes.io/index",
        "config.kubernetes.io/path",
        "internal.config.kubernetes.io/allowKindChange",
        "internal.config.kubernetes.io/allowNameChange",
        "internal.config.kubernetes.io/annotations-migration-resource-id",
        "internal.config.kubernetes.io/generatorBehavior",
        "internal.config.kubernetes.io/helm-generated",
        "internal.config.kubernetes.io/id",
        "internal.config.kubernetes.io/index",
        "internal.config.kubernetes.io/needsHashSuffix",
        "internal.config.kubernetes.io/path",
        "internal.config.kubernetes.io/prefixes",
        "internal.config.kubernetes.io/previousKinds",
        "internal.config.kubernetes.io/previousNames",
        "internal.config.kubernetes.io/previousNamespaces",
        "internal.config.kubernetes.io/refBy",
        "internal.config.kubernetes.io/seqindent",
        "internal.config.kubernetes.io/suffixes",
    }
)


# Texts that read as the value; what a file says is believed only where it says the same.
_SPELLINGS: dict[bool | None, tuple[str, ...]] = {None: ("", "~", "null"), True: ("true",), False: ("false",)}


def drop_local(resources: Sequence[Resource]) -> list[Resource]:
    """Return the objects without those that are marked as configuration of local tools only."""
    return [resource for resource in resources if not _is_local(resource.body)]


def _is_local(body: JsonObject) -> bool:
    annotations = _annotations(body)
    return annotations is not None and annotations.get(_LOCAL_CONFIG, "false") != "false"


def finish_metadata(
    resources: Sequence[Resource], wanted: Sequence[str], written: Written | None = None
) -> list[Resource]:
    """Return the objects as printed: annotations as text, the build's own gone, `buildMetadata` added.

    `wanted` is the top kustomization's `buildMetadata`. `written(resource, path)` returns the text of a value
    in the file it comes from: `True` and `~` are printed as they were written.
    """
    return [resource.with_body(_finish(resource, wanted, written)) for resource in resources]


def _finish(resource: Resource, wanted: Sequence[str], written: Written | None) -> JsonObject:
    metadata = resource.body.get("metadata", {})  # a List without items may have none, and gets an empty one
    if not isinstance(metadata, dict) or ("annotations" not in metadata and not wanted and metadata):
        return resource.body
    changed: JsonObject = dict(metadata)
    if MANAGED_BY_LABEL in wanted:
        labels = metadata.get("labels")
        changed["labels"] = {**(labels if isinstance(labels, dict) else {}), _MANAGED_BY[0]: _MANAGED_BY[1]}
    annotations = metadata.get("annotations")
    # What is no mapping is lost, as in kustomize.
    text = _texts(resource, annotations if isinstance(annotations, dict) else {}, written)
    if ORIGIN_ANNOTATIONS in wanted and resource.origin is not None:
        text[_ORIGIN] = origin_text(resource.origin)
    if TRANSFORMER_ANNOTATIONS in wanted and resource.transformations:
        text[_TRANSFORMATIONS] = transformations_text(resource.transformations)
    if text:
        changed["annotations"] = text
    else:
        changed.pop("annotations", None)
    return (
        resource.body if changed == resource.body.get("metadata") else {**resource.body, "metadata": changed}
    )


def _texts(resource: Resource, annotations: JsonObject, written: Written | None) -> dict[str, Json]:
    texts: dict[str, Json] = {}
    for key, value in annotations.items():
        if key in _BUILD_ANNOTATIONS:
            continue
        if isinstance(value, dict | list):
            texts[key] = ""  # as in kustomize, which takes nothing but texts from annotations
            continue
        # A null that no file holds was made by a replacement, of an empty text.
        text = value if type(value) is str else "" if value is None else scalar_text(value)
        if written is not None and (value is None or isinstance(value, bool)):
            original = written(resource, ("metadata", "annotations", key))
            if original is not None and original.lower() in _SPELLINGS[value]:
                text = original
        texts[key] = text
    return texts


def _annotations(body: JsonObject) -> JsonObject | None:
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return annotations if isinstance(annotations, dict) else None


_FIELDS = ("path", "configuredIn", "configuredBy")


def origin_text(origin: Mapping[str, object]) -> str:
    """Return an origin the way kustomize writes it: fields in its own order, not sorted."""
    text = ""
    for field in _FIELDS:
        value = origin.get(field)
        if isinstance(value, dict):
            text += f"{field}:\n" + "".join(f"  {line}" for line in _identifier(value))
        elif value:
            text += dump({field: value})  # type: ignore[dict-item]  # origins hold texts and one mapping
    return text


def _identifier(value: Mapping[str, str]) -> list[str]:
    return [
        dump({field: value[field]})
        for field in ("apiVersion", "kind", "name", "namespace")
        if value.get(field)
    ]


def transformations_text(transformations: Sequence[Mapping[str, object]]) -> str:
    """Return the list of transformations as kustomize writes it."""
    text = ""
    for origin in transformations:
        lines = origin_text(origin).splitlines(keepends=True)
        text += "".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines))
    return text
