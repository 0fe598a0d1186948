"""What builders work with: final names on the way in, objects in order on the way out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.description import Description
    from mlkube.core.json import JsonObject


class Context:
    """What a builder may know of its surroundings.

    `namespace` is the final one, empty where no layer gives one; `own_namespace` is what the description
    itself says. Objects are built with base names and `own_namespace`; the build renames and stamps them.
    Only text that must hold a name takes `final(name)`.
    """

    __slots__ = ("_description", "name", "namespace", "own_namespace")

    def __init__(self, description: Description) -> None:
        self._description = description
        metadata = description.body.get("metadata")
        own = metadata if isinstance(metadata, dict) else {}
        self.name = str(own.get("name") or "")
        self.own_namespace = str(own.get("namespace") or "")
        self.namespace = description.namespace

    def final(self, name: str) -> str:
        """Return a base name as all layers leave it: prefixes in front, suffixes behind."""
        return self._description.final(name)

    def cluster_name(self, name: str) -> str:
        """Return the base name of a cluster-scoped object, which holds the final namespace."""
        return f"{self.namespace}-{name}" if self.namespace else name


class Objects:
    """The objects that a workload builds, in order."""

    __slots__ = ("bodies", "hashed")

    def __init__(self) -> None:
        self.bodies: list[JsonObject] = []
        self.hashed: set[int] = set()

    def add(self, body: JsonObject, *, hashed: bool = False) -> None:
        """Add an object; one that is `hashed` gets a hash behind its name at the end of the build."""
        if hashed:
            self.hashed.add(len(self.bodies))
        self.bodies.append(body)
