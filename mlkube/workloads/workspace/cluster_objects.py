"""Objects of a workspace that stand in no namespace: their names hold it, so that none is made twice."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.workload import Workload


class ClusterObjects:
    """Adds objects that stand in no namespace.

    Where the namespace is another one than the description's own, other objects go on naming them by the
    latter: `vision-high` means `vision-staging-high` there.
    """

    __slots__ = ("_context", "_objects", "_workload")

    def __init__(self, workload: Workload, context: Context, objects: Objects) -> None:
        self._workload = workload
        self._context = context
        self._objects = objects

    def name(self, name: str) -> str:
        """Return the name of an object; without one of its own it is called like the namespace."""
        return self._context.cluster_name(name) if name else self._context.namespace

    def add(self, api_version: str, kind: str, name: str, component: str, rest: JsonObject) -> None:
        """Add an object; `rest` is what stands beside its metadata."""
        own = self._context.own_namespace
        known_as = f"{own}-{name}" if name else own
        described = metadata(self._workload, self._context, self.name(name), component)
        described.pop("namespace", None)
        body: JsonObject = {"apiVersion": api_version, "kind": kind, "metadata": described, **rest}
        self._objects.add(body, known_as=known_as)
