"""Routes of the Gateway API to a Service's ports.

Source: gateway-api.sigs.k8s.io; kubernetes-sigs/gateway-api v1.6.1, config/crd/standard.
"""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.branches import Branch
    from mlkube.workloads.workload import Workload


class Route(Spec):
    """A Gateway API HTTPRoute to the REST port.

    It goes by host name: a path prefix compares whole segments, and `/v1/models/m` is none of
    `/v1/models/m:predict`.
    """

    hostnames: Sequence[str] = field(doc="Host names under which it is reached.")
    gateway: str = field(doc="Gateway that carries it.")
    gateway_namespace: str | None = field(default=None, doc="The Gateway's namespace, where it is another.")
    section_name: str | None = field(default=None, doc="Listener of the Gateway.")


def route_object(
    workload: Workload, context: Context, route: Route, branches: Sequence[Branch], port: int, *, prefix: str
) -> JsonObject:
    """Return the HTTPRoute that leads each branch of the requests to a port of its Services.

    `prefix` is what the paths of requests begin with.
    """
    parent: JsonObject = {"name": route.gateway}
    if route.gateway_namespace is not None:
        parent["namespace"] = route.gateway_namespace
    if route.section_name is not None:
        parent["sectionName"] = route.section_name
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": metadata(workload, context, context.name, "serving"),
        "spec": {
            "parentRefs": [parent],
            "hostnames": [*route.hostnames],
            "rules": [_rule(branch, port, prefix) for branch in branches],
        },
    }


def _rule(branch: Branch, port: int, prefix: str) -> JsonObject:
    path: JsonObject = {"path": {"type": "PathPrefix", "value": prefix}}
    return {
        "matches": [{**path, "headers": [*headers]} for headers in branch.headers] or [path],
        "backendRefs": backend_refs(branch, port),
    }


def backend_refs(branch: Branch, port: int) -> list[Json]:
    """Return the Services of a branch, with their weights where there are several."""
    return [
        {"name": each.service, "port": port, **({} if each.weight is None else {"weight": each.weight})}
        for each in branch.backends
    ]
