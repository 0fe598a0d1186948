"""The cluster around the pods, as far as objects tell of it."""

from __future__ import annotations

from mlkube.k8s.custom import CLUSTER_KINDS
from mlkube.planning.amounts import read_amounts
from mlkube.planning.body import at, items, text
from mlkube.schema.kinds import is_cluster_scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.amounts import Amounts

DEFAULT_NAMESPACE = "default"
_GLOBAL = frozenset(
    (
        "ClusterQueue",
        "Cohort",
        "DeviceClass",
        "PriorityClass",
        "ResourceFlavor",
        "RuntimeClass",
        "StorageClass",
    )
)
_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"


def namespace_of(resource: Resource) -> str:
    """Return the namespace of an object: `default` where none is written, empty outside of all."""
    key = (resource.api_version, resource.kind)
    if resource.cluster_scoped or resource.kind in _GLOBAL or is_cluster_scoped(*key) or key in CLUSTER_KINDS:
        return ""
    return resource.namespace or DEFAULT_NAMESPACE


class Cluster:
    """The objects of a render and those that are given beside it.

    Where both have an object, the render's counts, with the status of the other one.
    """

    __slots__ = (
        "_by_kind",
        "_by_name",
        "_defaults",
        "default_priority",
        "default_storage_class",
        "resources",
    )

    def __init__(self, resources: Iterable[Resource], given: Iterable[Resource] = ()) -> None:
        self.resources = tuple(resources)
        self._by_name: dict[tuple[str, str, str], Resource] = {}
        for resource in (*given, *self.resources):
            key = (resource.kind, namespace_of(resource), resource.name)
            self._by_name[key] = _with_status(resource, self._by_name.get(key))
        self._defaults: dict[str, tuple[Amounts, Amounts]] = {}
        self._by_kind: dict[str, list[Resource]] = {}
        for resource in self._by_name.values():
            self._by_kind.setdefault(resource.kind, []).append(resource)
        self.default_priority = next(
            (each.name for each in self.of_kind("PriorityClass") if each.body.get("globalDefault") is True),
            "",
        )
        self.default_storage_class = next(
            (
                each.name
                for each in self.of_kind("StorageClass")
                if at(each.body, "metadata", "annotations").get(_DEFAULT_CLASS) == "true"
            ),
            "",
        )

    def find(self, kind: str, namespace: str, name: str) -> Resource | None:
        """Return an object; outside of namespaces, `namespace` is empty."""
        return self._by_name.get((kind, namespace, name))

    def of_kind(self, kind: str, namespace: str | None = None) -> list[Resource]:
        """Return the objects of a kind, of one namespace where it is given."""
        found = self._by_kind.get(kind, [])
        return found if namespace is None else [each for each in found if namespace_of(each) == namespace]

    def container_defaults(self, namespace: str) -> tuple[Amounts, Amounts]:
        """Return the requests and limits that LimitRanges of a namespace give to containers without."""
        if namespace not in self._defaults:
            self._defaults[namespace] = _defaults(self.of_kind("LimitRange", namespace))
        return self._defaults[namespace]

    def runtime_class(self, pod: JsonObject) -> JsonObject:
        """Return the body of a pod's RuntimeClass, empty where it is not among the objects."""
        found = self.find("RuntimeClass", "", text(pod.get("runtimeClassName")))
        return found.body if found is not None else {}


def _with_status(resource: Resource, known: Resource | None) -> Resource:
    if known is None or "status" not in known.body or "status" in resource.body:
        return resource
    return resource.with_body({**resource.body, "status": known.body["status"]})


def _defaults(ranges: Sequence[Resource]) -> tuple[Amounts, Amounts]:
    """Return the requests and limits of a container that has none: of the first LimitRange that says them.

    A default limit is `max` where there is none; a default request is the default limit, else `min`.

    Source: k8s.io/kubernetes, pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem).
    """
    requests: Amounts = {}
    limits: Amounts = {}
    for each in ranges:
        for item in items(at(each.body, "spec").get("limits")):
            if item.get("type") == "Container":
                limit = read_amounts(at(item, "max")) | read_amounts(at(item, "default"))
                request = read_amounts(at(item, "min")) | limit | read_amounts(at(item, "defaultRequest"))
                requests, limits = request | requests, limit | limits
    return requests, limits
