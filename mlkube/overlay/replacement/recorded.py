"""What kustomize keeps of an object in its annotations; replacing all of them copies or loses it."""

from __future__ import annotations

from mlkube.overlay.history import restore_history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.replacement.draft import Steps

_PREFIX = "internal.config.kubernetes.io/"
_BEHAVIOR = _PREFIX + "generatorBehavior"
_HASH = _PREFIX + "needsHashSuffix"


def holds_records(steps: Steps) -> bool:
    """Tell whether steps lead to `metadata.annotations` or to `metadata`, and so to the records in them."""
    return list(steps) in (["metadata"], ["metadata", "annotations"])


def with_records(resource: Resource) -> JsonObject:
    """Return the body of a resource with the annotations that kustomize would have there.

    Source: kustomize's api/resource/resource.go, api/internal/utils/annotations.go; checked against kubectl.
    """
    body = resource.body
    records = _records(resource)
    metadata = body.get("metadata")
    if not records or not isinstance(metadata, dict):
        return body
    annotations = metadata.get("annotations")
    merged: Json = {**(annotations if isinstance(annotations, dict) else {}), **records}
    return {**body, "metadata": {**metadata, "annotations": merged}}


def _records(resource: Resource) -> dict[str, str]:
    records: dict[str, str] = {}
    if resource.needs_hash or resource.behavior:
        records[_BEHAVIOR] = resource.behavior or "unspecified"
    if resource.needs_hash:
        records[_HASH] = "enabled"
    if resource.former:
        for name, index in (("previousNamespaces", 0), ("previousNames", 1), ("previousKinds", 2)):
            records[_PREFIX + name] = ",".join(former[index] for former in resource.former)
    for name, parts in (("prefixes", resource.prefixes), ("suffixes", resource.suffixes)):
        if parts:
            records[_PREFIX + name] = ",".join(parts)
    return records


def from_records(resource: Resource) -> Resource:
    """Return a resource whose annotations were replaced, with the memory that the new ones tell of.

    Annotations that are no mapping vanish.
    """
    metadata = resource.body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(metadata, dict) and "annotations" in metadata and not isinstance(annotations, dict):
        rest = {key: value for key, value in metadata.items() if key != "annotations"}
        resource = resource.with_body({**resource.body, "metadata": rest})
    told = annotations if isinstance(annotations, dict) else {}
    forgetful = resource.replace(
        former=(), prefixes=(), suffixes=(), needs_hash=told.get(_HASH) == "enabled", behavior=""
    )
    return restore_history(forgetful)
