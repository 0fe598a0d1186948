"""The kinds that CustomResourceDefinitions define, with their schemas and scopes."""

from __future__ import annotations

from mlkube.schema.node import OBJECT_META

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import Json, JsonObject


class CustomKind:
    """One version of a custom resource; `schema` is its openAPIV3Schema, `metadata` that of Kubernetes."""

    __slots__ = ("api_version", "cluster_scoped", "kind", "schema")

    def __init__(self, api_version: str, kind: str, schema: JsonObject, *, cluster_scoped: bool) -> None:
        self.api_version = api_version
        self.kind = kind
        self.schema = schema
        self.cluster_scoped = cluster_scoped


class CustomKinds:
    """The kinds of some definitions, which are not looked at before the first question."""

    __slots__ = ("_definitions", "_kinds")

    def __init__(self, definitions: Iterable[JsonObject]) -> None:
        self._definitions = definitions
        self._kinds: dict[tuple[str, str], CustomKind] | None = None

    def find(self, api_version: str, kind: str) -> CustomKind | None:
        """Return the first definition of a kind."""
        if self._kinds is None:
            self._kinds = {}
            for custom in custom_kinds(self._definitions):
                self._kinds.setdefault((custom.api_version, custom.kind), custom)
        return self._kinds.get((api_version, kind))


def custom_kinds(definitions: Iterable[JsonObject]) -> Iterator[CustomKind]:
    """Yield each version of each definition; what is no CustomResourceDefinition is passed over.

    Source: apiextensions.k8s.io/v1 (`spec.versions[*].schema`) and v1beta1 (`spec.validation`, for all).
    """
    for definition in definitions:
        spec = _mapping(definition.get("spec"))
        kind, group = _mapping(spec.get("names")).get("kind"), spec.get("group")
        if definition.get("kind") != "CustomResourceDefinition" or not isinstance(kind, str):
            continue
        versions = spec.get("versions") or [{"name": spec.get("version")}]
        for version in versions if isinstance(versions, list) else ():
            entry = _mapping(version)
            schema = _mapping(entry.get("schema")) or _mapping(spec.get("validation"))
            yield CustomKind(
                f"{group}/{entry.get('name')}",
                kind,
                _with_metadata(_mapping(schema.get("openAPIV3Schema"))),
                cluster_scoped=spec.get("scope") == "Cluster",
            )


def _with_metadata(schema: JsonObject) -> JsonObject:
    """Return the schema with Kubernetes' own metadata; definitions only say that it is an object."""
    return {**schema, "properties": {**_mapping(schema.get("properties")), "metadata": {"$ref": OBJECT_META}}}


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}
