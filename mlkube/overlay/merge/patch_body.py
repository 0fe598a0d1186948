"""A patch as it is merged into one object: whose name it takes, and which of its values become texts."""

from __future__ import annotations

from mlkube.overlay.merge.patch_text import STRATEGIC_MERGE
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.merge.patch_text import MergePatch, PatchText

_NAME_CHANGE, _KIND_CHANGE = "allowNameChange", "allowKindChange"


def allows_change(text: PatchText) -> bool:
    """Return whether the patch may change name or kind, so that the object's id is remembered."""
    return text.allows(_NAME_CHANGE) or text.allows(_KIND_CHANGE)


def body_for(patch: MergePatch, target: Resource, *, keep_nulls: bool) -> tuple[JsonObject, list[str]]:
    """Return the patch as it is merged into the target, and the paths of nulls that became texts.

    It gets the target's identity, except for what it may change. kustomize copies a patch that has a target
    or stands in patchesStrategicMerge, and makes texts of its labels and annotations on the way, of nulls
    too; options do so to annotations. `keep_nulls` leaves nulls what they are.
    """
    text = patch.text
    body = dict(patch.body)
    if not text.allows(_KIND_CHANGE):
        body["kind"] = target.body.get("kind")
    if "apiVersion" in target.body:
        body["apiVersion"] = target.body["apiVersion"]
    nulls: list[str] = []
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        metadata = {key: value for key, value in metadata.items() if key != "namespace"}
        old = target.body.get("metadata")
        if not text.allows(_NAME_CHANGE) and isinstance(old, dict):
            metadata["name"] = old.get("name")
        for field in _text_fields(text):
            if field in metadata:
                texts = _texts(patch, field, metadata.pop(field), nulls, keep_nulls=keep_nulls)
                if texts:
                    metadata[field] = texts
        body["metadata"] = metadata
    return body, nulls


def with_identity(body: JsonObject, old: JsonObject, text: PatchText) -> JsonObject:
    """Return the merged body under the identity that the object had before, except for what may change."""
    if not text.allows(_KIND_CHANGE) and body.get("kind") != old.get("kind"):
        body = {**body, "kind": old.get("kind")}
    if text.target is not None and old.get("apiVersion") is None:
        body = {**body, "apiVersion": None}  # kustomize gives the patch the object's, and so an empty one
    metadata, old_metadata = body.get("metadata"), old.get("metadata")
    if metadata is old_metadata or not isinstance(old_metadata, dict):
        return body
    fields: JsonObject = dict(metadata) if isinstance(metadata, dict) else {}
    for field in ("namespace",) if text.allows(_NAME_CHANGE) else ("namespace", "name"):
        if field in old_metadata:
            fields[field] = old_metadata[field]
        else:
            fields.pop(field, None)
    return body if fields == metadata else {**body, "metadata": fields}


def null_text(patch: MergePatch, path: tuple[str | int, ...]) -> str:
    """Return the text of a null as the patch spells it: `null`, `~` or nothing."""
    from mlkube.yamlio.written import WrittenFile  # noqa: PLC0415 (a patch hardly ever needs it)

    written = WrittenFile(patch.text.text).scalar(patch.document, (*patch.prefix, *path))
    return "null" if written is None else written[0]


def _text_fields(text: PatchText) -> tuple[str, ...]:
    if text.target is not None or text.field == STRATEGIC_MERGE:
        return ("labels", "annotations")
    return ("annotations",) if allows_change(text) else ()


def _texts(patch: MergePatch, field: str, values: Json, nulls: list[str], *, keep_nulls: bool) -> JsonObject:
    texts: JsonObject = {}
    for key, value in values.items() if isinstance(values, dict) else ():
        if value is not None:
            texts[key] = "" if isinstance(value, dict | list) else scalar_text(value)
        elif keep_nulls:
            texts[key] = None
        else:
            texts[key] = null_text(patch, ("metadata", field, key))
            nulls.append(f"{field}/{key}")
    return texts
