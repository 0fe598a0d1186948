"""The history of an object as kustomize keeps it, in annotations: what it tells, and what takes it away."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

_PREFIX = "internal.config.kubernetes.io/"
_NAMES = _PREFIX + "previousNames"
_NAMESPACES = _PREFIX + "previousNamespaces"
_KINDS = _PREFIX + "previousKinds"
_PREFIXES = _PREFIX + "prefixes"
_SUFFIXES = _PREFIX + "suffixes"
_MARK = _PREFIX + "id"


def restore_history(resource: Resource) -> Resource:
    """Return the resource with the former names, prefixes and suffixes that its annotations tell of.

    Functions of a kustomize pipeline hand objects on with these annotations, and kustomize believes them.
    Source: kustomize, api/internal/utils/annotations.go.
    """
    metadata = resource.body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict) or not any(key.startswith(_PREFIX) for key in annotations):
        return resource
    texts = {key: value for key, value in annotations.items() if isinstance(value, str)}
    names, namespaces, kinds = (_split(texts.get(key)) for key in (_NAMES, _NAMESPACES, _KINDS))
    if len(names) != len(namespaces) or len(names) != len(kinds):
        return resource
    return resource.replace(
        former=tuple(zip(namespaces, names, kinds, strict=True)),
        prefixes=_split(texts.get(_PREFIXES)),
        suffixes=_split(texts.get(_SUFFIXES)),
    )


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def has_history(resource: Resource) -> bool:
    """Return whether kustomize would keep anything about the object in its annotations."""
    return bool(
        resource.former
        or resource.prefixes
        or resource.suffixes
        or resource.needs_hash
        or resource.behavior
        or resource.origin
    )


def may_forget(patch: JsonObject) -> bool:
    """Return whether a strategic merge patch may take away the annotations as a whole."""
    metadata = patch.get("metadata", {})
    if not isinstance(metadata, dict) or "$patch" in metadata:
        return True
    annotations = metadata.get("annotations", {})
    return not isinstance(annotations, dict) or "$patch" in annotations


def with_mark(body: JsonObject) -> JsonObject:
    """Return the body with an annotation that stands for the history."""
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        return body
    annotations = metadata.get("annotations")
    marked = {**(annotations if isinstance(annotations, dict) else {}), _MARK: ""}
    return {**body, "metadata": {**metadata, "annotations": marked}}


def without_mark(body: JsonObject) -> tuple[JsonObject, bool]:
    """Return the body without the annotation of `with_mark`, and whether it was still there."""
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(annotations, dict) or _MARK not in annotations:
        return body, False
    others = {key: value for key, value in annotations.items() if key != _MARK}
    fields = {**metadata, "annotations": others}
    if not others:
        del fields["annotations"]
    return {**body, "metadata": fields}, True


def forget_origin(resource: Resource) -> Resource:
    """Return the resource as if the step that comes now had made it."""
    return resource.replace(origin=None, transformations=())


def forget_history(resource: Resource) -> Resource:
    """Return the resource without former names, so that nothing that refers to them finds it."""
    return forget_origin(resource).replace(former=(), prefixes=(), suffixes=(), needs_hash=False, behavior="")
