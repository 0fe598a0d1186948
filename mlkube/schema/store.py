"""Schemas by Kubernetes version: which kind has which schema, and which scope."""

from __future__ import annotations

from functools import cache

from mlkube.schema.compiled import CompiledVersion
from mlkube.schema.kinds import is_cluster_scoped
from mlkube.schema.node import POINTER, Node, make_node
from mlkube.schema.versions import KUSTOMIZE_VERSION, target_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.json import Json, JsonObject
    from mlkube.schema.crds import CustomKind, CustomKinds
    from mlkube.schema.openapi import OpenApiKinds

_POD_TEMPLATE = "io.k8s.api.core.v1.PodTemplateSpec"
_POD_SPEC = "io.k8s.api.core.v1.PodSpec"

# The kinds that kustomize adds to every schema, also to a user's own.
_ALWAYS_KNOWN = "kustomize.config.k8s.io/"


class Schema:
    """What one Kubernetes version knows, with an OpenAPI document and definitions of the user where given.

    A value: `with_openapi` and `with_crds` return another one. `version` is one of `SUPPORTED_VERSIONS` or
    `KUSTOMIZE_VERSION`.
    """

    __slots__ = ("_built_in", "_compiled", "_crds", "_decoded", "_nodes", "_openapi", "version")

    def __init__(
        self,
        version: str,
        *,
        built_in: bool = True,
        openapi: OpenApiKinds | None = None,
        crds: tuple[CustomKinds, ...] = (),
    ) -> None:
        self.version = version
        self._built_in = built_in
        self._openapi = openapi
        self._crds = crds
        self._compiled = CompiledVersion(int(version.rpartition(".")[2]))
        self._decoded: dict[str, JsonObject | None] = {}
        self._nodes: dict[tuple[str, str], Node | None] = {}

    def __repr__(self) -> str:
        return f"Schema({self.version!r})"

    def find(self, api_version: str, kind: str) -> Node | None:
        """Return the schema of a kind, None where nobody knows it."""
        key = (api_version, kind)
        if key not in self._nodes:
            self._nodes[key] = self._find(key)
        return self._nodes[key]

    def is_cluster_scoped(self, api_version: str, kind: str) -> bool:
        """Say whether objects of a kind live outside of namespaces; a kind that nobody knows has one."""
        if self.version == KUSTOMIZE_VERSION:
            if is_cluster_scoped(api_version, kind):
                return True
        elif (found := self._compiled.find_kind(api_version, kind)) is not None:
            return found[1]
        key = (api_version, kind)
        if self._openapi is not None and key in self._openapi.cluster_scoped:
            return self._openapi.cluster_scoped[key]
        custom = self._find_custom(key)
        return custom is not None and custom.cluster_scoped

    def node(self, schema: JsonObject) -> Node | None:
        """Return the place that a JSON Schema describes; its references are definitions of this schema."""
        return self._node(schema)

    def pod_template(self) -> Node:
        """Return the schema of a PodTemplateSpec of core/v1."""
        return self._known(_POD_TEMPLATE)

    def pod_spec(self) -> Node:
        """Return the schema of a PodSpec of core/v1."""
        return self._known(_POD_SPEC)

    def with_openapi(self, document: JsonObject, *, extend: bool = False) -> Schema:
        """Return the schema that kustomize has after reading an OpenAPI document (`openapi: path:`).

        The document replaces all that was known. With `extend` it is added, and wins where both know a
        definition: that is what kustomize does when it used its own schema before it came to the document.

        Raises:
            KustomizationError: the document is no OpenAPI document.

        """
        from mlkube.schema.openapi import read_openapi  # noqa: PLC0415  few kustomizations have a document

        openapi = read_openapi(document)
        if extend and self._openapi is not None:
            openapi = self._openapi.extended(openapi)
        return Schema(self.version, built_in=self._built_in and extend, openapi=openapi, crds=self._crds)

    def with_crds(self, definitions: Iterable[JsonObject]) -> Schema:
        """Return the schema that knows CustomResourceDefinitions as well; Kubernetes' own kinds come first.

        The definitions are not looked at before somebody asks for a kind that is not Kubernetes'.
        """
        from mlkube.schema.crds import CustomKinds  # noqa: PLC0415  few builds have definitions

        crds = (*self._crds, CustomKinds(definitions))
        return Schema(self.version, built_in=self._built_in, openapi=self._openapi, crds=crds)

    def _find(self, key: tuple[str, str]) -> Node | None:
        if self._openapi is not None and key in self._openapi.kinds:
            return self._node(self._openapi.definitions[self._openapi.kinds[key]])
        if self._built_in or key[0].startswith(_ALWAYS_KNOWN):
            found = self._compiled.find_kind(*key)
            if found is not None:
                return self._node({"$ref": found[0]})
        custom = self._find_custom(key)
        return None if custom is None else self._node(custom.schema)

    def _find_custom(self, key: tuple[str, str]) -> CustomKind | None:
        for custom_kinds in self._crds:
            if (found := custom_kinds.find(*key)) is not None:
                return found
        return None

    def _known(self, name: str) -> Node:
        node = self._nodes.get(("", name)) or make_node(
            {"$ref": name}, self._compiled_definition, use_list_type=self.version != KUSTOMIZE_VERSION
        )
        if node is None:
            raise LookupError(f"Kubernetes {self.version} has no {name}")
        self._nodes["", name] = node
        return node

    def _node(self, own: Json) -> Node | None:
        return make_node(own, self._definition, use_list_type=self.version != KUSTOMIZE_VERSION)

    def _definition(self, reference: str) -> JsonObject | None:
        """Return the definition; a document that replaced Kubernetes' own cannot refer to them."""
        name = reference.removeprefix(POINTER)
        if self._openapi is not None and name in self._openapi.definitions:
            return self._openapi.definitions[name]
        return self._compiled_definition(name) if self._built_in or name == reference else None

    def _compiled_definition(self, name: str) -> JsonObject | None:
        decoded = self._decoded
        if name not in decoded:
            decoded[name] = self._compiled.find_definition(name)
        return decoded[name]


def load_schema(version: str) -> Schema:
    """Return what a Kubernetes version knows; equal versions give the same value.

    `version` is `KUSTOMIZE_VERSION`, or as `target_version` reads it.

    Raises:
        SettingsError: the version is unknown.

    """
    return _load(version if version == KUSTOMIZE_VERSION else target_version(version))


@cache
def _load(version: str) -> Schema:
    return Schema(version)
