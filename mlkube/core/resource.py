"""One Kubernetes object during a build: its body, and beside it what the build remembers of it."""

from __future__ import annotations

from mlkube.core.shared_values import follow
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import JsonObject
    from mlkube.core.shared_values import Shared
    from mlkube.core.writing import Writing


CLUSTER = "_non_namespaceable_"
"""The effective namespace of everything cluster-scoped, which no namespace can be called.

Source: kustomize's kyaml/resid/resid.go.
"""


def split_api_version(api_version: str) -> tuple[str, str]:
    """Return group and version: `apps/v1` gives `("apps", "v1")`, `v1` gives `("", "v1")`."""
    group, slash, version = api_version.rpartition("/")
    return (group, version) if slash else ("", api_version)


class ResourceId:
    """Group, version, kind, namespace and name: what tells one object from every other."""

    __slots__ = ("group", "kind", "name", "namespace", "version")

    def __init__(self, group: str, version: str, kind: str, namespace: str, name: str) -> None:
        self.group = group
        self.version = version
        self.kind = kind
        self.namespace = namespace
        self.name = name

    @property
    def api_version(self) -> str:
        """`apps/v1`, or `v1` for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    def _key(self) -> tuple[str, str, str, str, str]:
        return self.group, self.version, self.kind, self.namespace, self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResourceId) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"ResourceId{self._key()!r}"

    def __str__(self) -> str:
        """Return `Deployment/ml-model`, as messages name an object."""
        return f"{self.kind}/{self.name}"


class Source:
    """Where an object was written: the file, and the number of the document in it (from 0)."""

    __slots__ = ("document", "file", "item")

    def __init__(self, file: str, document: int = 0, item: int = -1) -> None:
        self.file = file
        self.document = document
        self.item = item  # the index inside a List's `items`, -1 outside of a List

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and (self.file, self.document, self.item) == (
            other.file,
            other.document,
            other.item,
        )

    def __hash__(self) -> int:
        return hash((self.file, self.document, self.item))

    def __repr__(self) -> str:
        return f"Source({self.file!r}, {self.document}, {self.item})"


class Resource:
    """An object and its history; frozen by convention: every change makes a new one.

    `body` is plain JSON that is never mutated, so an unchanged body is the same object after a step.
    `sources` are the files that wrote to it, first the one that defines it. `former` are earlier
    identities as (namespace, name, kind), oldest first; an empty namespace stands there as `default`
    for namespaced kinds. `prefixes` and `suffixes` were put on the name, innermost first. `behavior` is
    a generator's create, merge or replace. `origin` and `transformations` serve `buildMetadata`;
    `variables` are the names of `vars` that read from this object. `shared` are labels and annotations that
    stand in several places and change together. `key` tells a workload's description from every other, also
    of the same base. `writings` are the patches that changed it. `hash_at_end` asks
    for a hash over the finished object, as a Job's name needs it. `cluster_scoped` says of a custom resource
    that it stands in no namespace, which kustomize does not know.
    """

    __slots__ = (
        "behavior",
        "body",
        "cluster_scoped",
        "former",
        "hash_at_end",
        "key",
        "needs_hash",
        "origin",
        "prefixes",
        "shared",
        "sources",
        "suffixes",
        "transformations",
        "variables",
        "writings",
    )

    def __init__(self, body: JsonObject, sources: tuple[Source, ...] = ()) -> None:
        self.body = body
        self.sources = sources
        self.former: tuple[tuple[str, str, str], ...] = ()
        self.prefixes: tuple[str, ...] = ()
        self.suffixes: tuple[str, ...] = ()
        self.needs_hash = False
        self.hash_at_end = False
        self.cluster_scoped = False
        self.key: tuple[object, ...] = ()
        self.behavior = ""
        self.origin: Mapping[str, object] | None = None
        self.transformations: tuple[Mapping[str, object], ...] = ()
        self.variables: tuple[str, ...] = ()
        self.shared: Shared = ()
        self.writings: tuple[Writing, ...] = ()

    def _copy(self) -> Resource:
        new = Resource.__new__(Resource)
        new.body = self.body
        new.sources = self.sources
        new.former = self.former
        new.prefixes = self.prefixes
        new.suffixes = self.suffixes
        new.needs_hash = self.needs_hash
        new.hash_at_end = self.hash_at_end
        new.cluster_scoped = self.cluster_scoped
        new.key = self.key
        new.behavior = self.behavior
        new.origin = self.origin
        new.transformations = self.transformations
        new.variables = self.variables
        new.shared = self.shared
        new.writings = self.writings
        return new

    def with_body(self, body: JsonObject) -> Resource:
        """Return this resource with another body; itself where the body is the same object.

        A shared value that differs in one place of the new body differs in all.
        """
        if body is self.body:
            return self
        new = self._copy()
        new.body = body
        if self.shared:
            new.body, new.shared = follow(self.body, body, self.shared)
        return new

    def replace(self, **changes: object) -> Resource:
        """Return a copy with the named slots changed."""
        new = self._copy()
        for name, value in changes.items():
            setattr(new, name, value)
        return new

    @property
    def api_version(self) -> str:
        """The body's `apiVersion`, empty where it has none."""
        value = self.body.get("apiVersion")
        return value if isinstance(value, str) else ""

    @property
    def kind(self) -> str:
        """The body's `kind`, empty where it has none."""
        value = self.body.get("kind")
        return value if isinstance(value, str) else ""

    @property
    def name(self) -> str:
        """The body's `metadata.name`, empty where it has none."""
        return self._metadata("name")

    @property
    def namespace(self) -> str:
        """The body's `metadata.namespace`, empty where it has none."""
        return self._metadata("namespace")

    def _metadata(self, key: str) -> str:
        metadata = self.body.get("metadata")
        if not isinstance(metadata, dict):
            return ""
        value = metadata.get(key)
        if isinstance(value, str):
            return value
        return "" if value is None or isinstance(value, dict | list) else scalar_text(value)

    @property
    def id(self) -> ResourceId:
        """The identity that the body has now."""
        group, version = split_api_version(self.api_version)
        return ResourceId(group, version, self.kind, self.namespace, self.name)

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    def __repr__(self) -> str:
        return f"<Resource {self}>"
