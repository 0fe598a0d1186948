"""The history of an object that an earlier build wrote into its annotations, as kustomize keeps its own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.resource import Resource

_PREFIX = "internal.config.kubernetes.io/"
_NAMES = _PREFIX + "previousNames"
_NAMESPACES = _PREFIX + "previousNamespaces"
_KINDS = _PREFIX + "previousKinds"
_PREFIXES = _PREFIX + "prefixes"
_SUFFIXES = _PREFIX + "suffixes"


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
