"""Kubernetes' schemas, compiled; imports neither PyYAML nor anything that builds or validates.

Importing the package costs next to nothing: the store is imported by the first `load_schema`.
"""

from __future__ import annotations

from mlkube.schema.versions import (
    DEFAULT_VERSION,
    KUSTOMIZE_OPENAPI_VERSIONS,
    KUSTOMIZE_VERSION,
    SUPPORTED_VERSIONS,
    target_version,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.schema.node import Node
    from mlkube.schema.store import Schema

__all__ = [
    "DEFAULT_VERSION",
    "KUSTOMIZE_OPENAPI_VERSIONS",
    "KUSTOMIZE_VERSION",
    "SUPPORTED_VERSIONS",
    "Node",
    "Schema",
    "load_schema",
    "target_version",
]


def load_schema(version: str) -> Schema:
    """Return what a Kubernetes version knows; equal versions give the same value.

    `version` is `KUSTOMIZE_VERSION`, or as `target_version` reads it.

    Raises:
        SettingsError: the version is unknown.

    """
    from mlkube.schema import store  # noqa: PLC0415  many builds merge nothing

    return store.load_schema(version)


def __getattr__(name: str) -> object:
    """Import the two types when somebody asks for them at run time."""
    if name == "Node":
        from mlkube.schema.node import Node as node_type  # noqa: N813, PLC0415  as above

        return node_type
    if name == "Schema":
        from mlkube.schema.store import Schema as schema_type  # noqa: N813, PLC0415  as above

        return schema_type
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
