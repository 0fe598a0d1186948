"""The ways in to a model server: Ingress, Gateway, routes."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.serving.branches import branches_of
from mlkube.workloads.serving.server import SERVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.branches import Branch
    from mlkube.workloads.parts.ingress import Ingress
    from mlkube.workloads.parts.routes import Route
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_GATEWAY_API = "gateway.networking.k8s.io/v1"


def ways_in(workload: ServingWorkload, context: Context, server: Server) -> Iterator[JsonObject]:
    """Yield what leads requests from outside to the Services.

    Raises:
        Refusal: a way to a port that the server does not have.

    """
    branches = branches_of(workload, context)
    if workload.ingress is not None:
        yield _ingress(workload, context, workload.ingress, branches, server)
    if workload.gateway is not None:
        from mlkube.workloads.parts.gateway import gateway_spec  # noqa: PLC0415  few have their own

        yield _object(workload, context, _GATEWAY_API, "Gateway", gateway_spec(workload.gateway))
    if workload.route is not None:
        yield from _routes(workload, context, workload.route, branches, server)


def _routes(
    workload: ServingWorkload, context: Context, route: Route, branches: Sequence[Branch], server: Server
) -> Iterator[JsonObject]:
    from mlkube.workloads.parts.routes import grpc_route_spec, http_route_spec  # noqa: PLC0415  as `ways_in`

    gateway = route.gateway or context.name
    port = _port(server, server.http, "REST", ("spec", "route"))
    spec = http_route_spec(route, gateway, branches, port, server.prefix)
    yield _object(workload, context, _GATEWAY_API, "HTTPRoute", spec)
    if route.grpc is not None:
        port = _port(server, server.grpc, "gRPC", ("spec", "route", "grpc"))
        spec = grpc_route_spec(route, route.grpc, gateway, branches, port)
        yield _object(workload, context, _GATEWAY_API, "GRPCRoute", spec)


def _ingress(
    workload: ServingWorkload, context: Context, ingress: Ingress, branches: Sequence[Branch], server: Server
) -> JsonObject:
    from mlkube.workloads.parts.ingress import ingress_spec  # noqa: PLC0415  as `ways_in`

    if any(path.port == "grpc" for host in ingress.rules() for path in host.paths):
        _port(server, server.grpc, "gRPC", ("spec", "ingress"))
    ports = {"http": server.http, "grpc": server.grpc}
    annotations = {**workload.annotations, **ingress.annotations}
    actions: list[str] = []
    if len(branches) > 1 or len(branches[0].backends) > 1:
        from mlkube.workloads.serving.alb import action_names, alb_annotations  # noqa: PLC0415  few split so

        actions = action_names(branches)
        annotations = {**alb_annotations(branches, context, server.http), **annotations}
    own = metadata(workload, context, context.name, SERVING)
    if annotations:
        own["annotations"] = {**annotations}
    spec = ingress_spec(ingress, context.name, ports, actions=actions)
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": own, "spec": spec}


def _port(server: Server, name: str, protocol: str, path: Path) -> int:
    """Return the number of a port.

    Raises:
        Refusal: the server has no port for the protocol.

    """
    if not name:
        raise Refusal([Fault(path, f"the server has no port for {protocol}", "leave it out")])
    return server.port(name).number


def _object(
    workload: ServingWorkload, context: Context, api_version: str, kind: str, spec: JsonObject
) -> JsonObject:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": metadata(workload, context, context.name, SERVING),
        "spec": spec,
    }
