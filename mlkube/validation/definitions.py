"""The definitions of custom resources that a run has: given ones, those of the input, mlkube's own tables."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlkube.core.json import JsonObject


class CustomType:
    """One served version of a custom resource: its structural schema, and where it lives.

    `own_table` says that the schema is mlkube's own table of the fields that it writes, not the definition.
    """

    __slots__ = ("cluster_scoped", "own_table", "schema", "source")

    def __init__(
        self, schema: dict[str, Any], *, cluster_scoped: bool, source: str = "", own_table: bool = False
    ) -> None:
        self.schema = schema
        self.cluster_scoped = cluster_scoped
        self.source = source
        self.own_table = own_table


class Definitions:
    """Definitions by apiVersion and kind; of several for one kind the first wins.

    `find_own` gives mlkube's own table of a kind, None for a kind that it does not build.
    """

    __slots__ = ("_find_own", "_types", "_unserved")

    def __init__(self, find_own: Callable[[str, str], JsonObject | None] | None = None) -> None:
        self._types: dict[tuple[str, str], CustomType] = {}
        self._unserved: set[tuple[str, str]] = set()
        self._find_own = find_own

    def __len__(self) -> int:
        return len(self._types)

    def add(self, definition: JsonObject, source: str = "") -> bool:
        """Add a CustomResourceDefinition (apiextensions.k8s.io/v1 or v1beta1); False for anything else."""
        spec = _mapping(definition.get("spec"))
        kind, group = _mapping(spec.get("names")).get("kind"), spec.get("group")
        if definition.get("kind") != "CustomResourceDefinition" or not isinstance(kind, str):
            return False
        versions = spec.get("versions") or [{"name": spec.get("version"), "served": True}]
        for entry in versions if isinstance(versions, list) else ():
            version = _mapping(entry)
            key = f"{group}/{version.get('name')}", kind
            if version.get("served") is False:
                self._unserved.add(key)
                continue
            schema = _mapping(version.get("schema")) or _mapping(spec.get("validation"))
            self._types.setdefault(
                key,
                CustomType(
                    _mapping(schema.get("openAPIV3Schema")),
                    cluster_scoped=spec.get("scope") == "Cluster",
                    source=source,
                ),
            )
        return True

    def find(self, api_version: str, kind: str) -> CustomType | None:
        """Return the definition of a kind in a version that is served."""
        key = (api_version, kind)
        found = self._types.get(key)
        if found is None and key not in self._unserved and self._find_own is not None:
            table = self._find_own(api_version, kind)
            if table is not None:
                found = self._types[key] = _own(table, api_version)
        return found

    def versions_of(self, api_version: str, kind: str) -> list[str]:
        """Return the versions in which the kind of this group is served."""
        group = api_version.rpartition("/")[0]
        return [known for known, name in self._types if name == kind and known.rpartition("/")[0] == group]

    def listed(self) -> list[tuple[str, str, CustomType]]:
        """Return apiVersion, kind and definition of all, sorted."""
        return [(*key, self._types[key]) for key in sorted(self._types)]


def _own(table: JsonObject, api_version: str) -> CustomType:
    spec = _mapping(table.get("spec"))
    for version in spec.get("versions") or ():
        entry = _mapping(version)
        if f"{spec.get('group')}/{entry.get('name')}" == api_version:
            schema = _mapping(_mapping(entry.get("schema")).get("openAPIV3Schema"))
            return CustomType(schema, cluster_scoped=spec.get("scope") == "Cluster", own_table=True)
    raise LookupError(api_version)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
