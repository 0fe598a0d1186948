"""Hides what a Secret holds, so that a difference can be shown without it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

HIDDEN = "(hidden)"
HIDDEN_OTHER = "(hidden, another value)"

_FIELDS = ("data", "stringData")
# kubectl keeps the whole applied object in this annotation, values included.
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def hide(old: JsonObject, new: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Return both bodies with the values of a Secret replaced; objects of other kinds as they are.

    Equal values become the same text on both sides, others two different texts.
    """
    if old.get("kind") != "Secret" and new.get("kind") != "Secret":
        return old, new
    return _hide(old, new, other=False), _hide(new, old, other=True)


def _hide(body: JsonObject, counterpart: JsonObject, *, other: bool) -> JsonObject:
    result = dict(body)
    for field in _FIELDS:
        if field in body:
            result[field] = _hide_values(body[field], counterpart.get(field), other=other)
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(metadata, dict) and isinstance(annotations, dict) and _APPLIED in annotations:
        theirs = counterpart.get("metadata")
        their_annotations = theirs.get("annotations") if isinstance(theirs, dict) else None
        their_text = their_annotations.get(_APPLIED) if isinstance(their_annotations, dict) else None
        text = _hide_values(annotations[_APPLIED], their_text, other=other)
        result["metadata"] = {**metadata, "annotations": {**annotations, _APPLIED: text}}
    return result


def _hide_values(value: Json, counterpart: Json, *, other: bool) -> Json:
    if isinstance(value, dict):
        theirs = counterpart if isinstance(counterpart, dict) else {}
        return {key: _hide_values(item, theirs.get(key), other=other) for key, item in value.items()}
    if value is None:
        return None
    return HIDDEN_OTHER if other and counterpart is not None and value != counterpart else HIDDEN
