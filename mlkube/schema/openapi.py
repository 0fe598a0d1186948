"""The kinds, definitions and scopes of an OpenAPI document, as kustomize's `openapi: path:` reads them."""

from __future__ import annotations

from mlkube.errors import KustomizationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_GVK = "x-kubernetes-group-version-kind"


class OpenApiKinds:
    """What a document holds: definitions by name; their names and scopes by apiVersion and kind."""

    __slots__ = ("cluster_scoped", "definitions", "kinds")

    def __init__(
        self,
        definitions: dict[str, JsonObject],
        kinds: dict[tuple[str, str], str],
        cluster_scoped: dict[tuple[str, str], bool],
    ) -> None:
        self.definitions = definitions
        self.kinds = kinds
        self.cluster_scoped = cluster_scoped

    def extended(self, other: OpenApiKinds) -> OpenApiKinds:
        """Return both; `other` wins where both know a definition."""
        return OpenApiKinds(
            {**self.definitions, **other.definitions},
            {**self.kinds, **other.kinds},
            {**self.cluster_scoped, **other.cluster_scoped},
        )


def read_openapi(document: JsonObject) -> OpenApiKinds:
    """Return what a Swagger 2.0 document holds.

    A kind has a namespace when the path of one of its GET operations holds `namespaces/{namespace}`.

    Source: kyaml/openapi/openapi.go, AddDefinitions and findNamespaceability.

    Raises:
        KustomizationError: `definitions` or `paths` are no mappings.

    """
    definitions: dict[str, JsonObject] = {}
    kinds: dict[tuple[str, str], str] = {}
    for name, definition in _mapping(document, "definitions").items():
        if not isinstance(definition, dict):
            continue
        definitions[name] = definition
        entries = definition.get(_GVK)
        for entry in entries if isinstance(entries, list) else ():
            if (kind := _api_version_and_kind(entry)) is not None:
                kinds[kind] = name
    cluster_scoped: dict[tuple[str, str], bool] = {}
    for path, item in _mapping(document, "paths").items():
        operation = item.get("get") if isinstance(item, dict) else None
        kind = _api_version_and_kind(operation.get(_GVK)) if isinstance(operation, dict) else None
        if kind is not None:
            namespaced = "namespaces/{namespace}" in path
            cluster_scoped[kind] = cluster_scoped.get(kind, True) and not namespaced
    return OpenApiKinds(definitions, kinds, cluster_scoped)


def _mapping(document: JsonObject, field: str) -> JsonObject:
    value = document.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise KustomizationError(
            f'"{field}" of the OpenAPI document must be a mapping', hint="give a Swagger 2.0 document"
        )
    return value


def _api_version_and_kind(entry: Json) -> tuple[str, str] | None:
    if not isinstance(entry, dict):
        return None
    group, version, kind = entry.get("group"), entry.get("version"), entry.get("kind")
    if not isinstance(version, str) or not isinstance(kind, str):
        return None
    return f"{group}/{version}" if group else version, kind
