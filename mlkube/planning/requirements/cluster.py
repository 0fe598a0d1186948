"""What texts of kubectl tell of a cluster, and how far they go: what they leave out is not missing."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.planning.requirements.kubectl_text import ClusterText

    Kind = tuple[str, str]

# A list of what is served that has this resource is a whole one, not that of one group.
_OF_EVERY_CLUSTER = "pods"


class Cluster:
    """The objects, kinds and version of a cluster, as far as texts tell.

    A List tells of every object of its kinds: of all namespaces where it has objects of several, of the one
    where it has them of one. An object alone tells only of itself.
    """

    __slots__ = ("_listed", "_objects", "_plurals", "_served", "minor")

    def __init__(self, found: ClusterText) -> None:
        self.minor = found.minor
        self._served: dict[Kind, set[str]] = {}
        for group, version, kind in found.served:
            self._served.setdefault((group, kind), set()).add(version)
        self._plurals = frozenset(found.plurals)
        self._objects: dict[Kind, dict[tuple[str, str], JsonObject]] = {}
        # None stands for all namespaces, and for objects that have none.
        self._listed: dict[Kind, set[str | None]] = {kind: {None} for kind in found.whole_lists}
        for body in found.objects:
            self._add(body)
        for every in found.lists:
            self._add_list(every)

    def _add(self, body: JsonObject) -> Kind:
        kind = split_api_version(text(body.get("apiVersion")))[0], text(body.get("kind"))
        metadata = at(body, "metadata")
        name = text(metadata.get("namespace")), text(metadata.get("name"))
        self._objects.setdefault(kind, {})[name] = body
        return kind

    def _add_list(self, every: Iterable[JsonObject]) -> None:
        spaces: dict[Kind, set[str]] = {}
        for body in every:
            kind = self._add(body)
            spaces.setdefault(kind, set()).add(text(at(body, "metadata").get("namespace")))
        for kind, found in spaces.items():
            whole = len(found) > 1 or found == {""}
            self._listed.setdefault(kind, set()).update({None} if whole else found)

    def find(self, group: str, kind: str, namespace: str, name: str) -> JsonObject | None:
        """Return an object; one of any namespace where `namespace` is empty."""
        objects = self._objects.get((group, kind), {})
        if namespace or ("", name) in objects:
            return objects.get((namespace, name))
        return next((body for (_, own), body in objects.items() if own == name), None)

    def objects(self, group: str, kind: str) -> Iterator[JsonObject]:
        """Yield the known objects of a kind."""
        yield from self._objects.get((group, kind), {}).values()

    def lists(self, group: str, kind: str, namespace: str = "") -> bool:
        """Tell whether every object of a kind is known, in a namespace where it has one."""
        listed = self._listed.get((group, kind), set())
        return None in listed or (bool(namespace) and namespace in listed)

    def served_versions(self, group: str, kind: str) -> set[str]:
        """Return the versions of a kind in `kubectl api-resources`, which shows a group's preferred one."""
        return self._served.get((group, kind), set())

    def serves_group(self, group: str) -> bool:
        """Tell whether a kind of an API group is shown."""
        return any(own == group for own, _ in self._served) or any(
            name.partition(".")[2] == group for name in self._plurals
        )

    def serves_plural(self, name: str) -> bool:
        """Tell whether a resource is among the names, such as `jobsets.jobset.x-k8s.io`."""
        return name in self._plurals

    def lists_kinds(self) -> bool:
        """Tell whether every kind is known: a whole output of `kubectl api-resources` was given."""
        return _OF_EVERY_CLUSTER in self._plurals

    def definition(self, group: str, kind: str) -> JsonObject | None:
        """Return the definition of a custom resource."""
        for body in self.objects("apiextensions.k8s.io", "CustomResourceDefinition"):
            spec = at(body, "spec")
            if spec.get("group") == group and at(spec, "names").get("kind") == kind:
                return body
        return None

    def nodes(self) -> list[JsonObject]:
        """Return the known nodes."""
        return list(self.objects("", "Node"))


def served_by(definition: JsonObject) -> list[str]:
    """Return the versions that a definition serves."""
    return [
        text(each.get("name"))
        for each in items(at(definition, "spec").get("versions"))
        if each.get("served") is True
    ]
