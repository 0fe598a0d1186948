"""The Services in front of a model server's pods."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.serving.server import SERVING
from mlkube.workloads.serving.version import VERSION_LABEL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.server import Port, Server
    from mlkube.workloads.serving.workload import ServingWorkload

# The component of a Service whose pods another Service leads monitors to: no pod is to be counted twice.
ENTRY = "entry"


def service_objects(workload: ServingWorkload, context: Context, server: Server) -> Iterator[JsonObject]:
    """Yield the Services: the one that clients know, and those that a rollout needs beside it.

    The versions' own Services lie inside of the cluster, whatever the type of the one that clients know.
    """
    rollout, name = workload.rollout, context.name
    selected = selector(workload, SERVING)
    if rollout.engine == "argo":
        yield from _of_argo(workload, context, server)
        return
    if not rollout.side_by_side or rollout.by == "replicas":
        yield _service(workload, context, server, name, selected)
        yield from _headless(workload, context, server, selected)
        return
    active = {**selected, VERSION_LABEL: rollout.active_version}
    yield from _headless(workload, context, server, active)
    if rollout.strategy == "blueGreen":
        yield _service(workload, context, server, name, active)
        preview = {**selected, VERSION_LABEL: rollout.other_version}
        yield _inner(workload, context, server, f"{name}-preview", preview)
        return
    yield _service(workload, context, server, name, active, component=ENTRY)
    for version in rollout.versions:
        own = {**selected, VERSION_LABEL: version.name}
        yield _inner(workload, context, server, f"{name}-{version.name}", own)


def _of_argo(workload: ServingWorkload, context: Context, server: Server) -> Iterator[JsonObject]:
    """Yield the Services of a Rollout, whose controller writes into their selectors which pods they lead to.

    Between two rollouts both lead to the same pods, so monitors go by a Service of their own.
    """
    rollout, name = workload.rollout, context.name
    selected = selector(workload, SERVING)
    split = rollout.strategy == "blueGreen" or rollout.splits_requests
    yield _service(workload, context, server, name, selected, component=ENTRY if split else SERVING)
    if not split:
        yield from _headless(workload, context, server, selected)
        return
    second = f"{name}-preview" if rollout.strategy == "blueGreen" else f"{name}-canary"
    yield _inner(workload, context, server, second, selected, component=ENTRY)
    if workload.monitoring is not None:
        yield {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(workload, context, f"{name}-metrics", SERVING),
            "spec": _without_address(selected, [server.port(server.metrics)]),
        }


def _headless(
    workload: ServingWorkload, context: Context, server: Server, selected: Mapping[str, str]
) -> Iterator[JsonObject]:
    """Yield the Service of clients that balance by themselves."""
    if workload.service.headless:
        ports = [port for port in server.ports if port.name in {server.grpc, server.http}]
        yield {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(workload, context, f"{context.name}-headless", ENTRY),
            "spec": _without_address(selected, ports),
        }


def _without_address(selected: Mapping[str, str], ports: Sequence[Port]) -> JsonObject:
    """Return `spec` of a Service whose name means the addresses of all of its pods."""
    return {
        "type": "ClusterIP",
        "clusterIP": "None",
        "selector": {**selected},
        "ports": [port.of_service() for port in ports],
    }


def _service(
    workload: ServingWorkload,
    context: Context,
    server: Server,
    name: str,
    selected: Mapping[str, str],
    *,
    component: str = SERVING,
) -> JsonObject:
    """Return the Service that clients know."""
    settings = workload.service
    own = metadata(workload, context, name, component)
    if annotations := _annotations(workload):
        own["annotations"] = {**workload.annotations, **annotations}
    node_ports = {server.http: settings.node_port, server.grpc: settings.grpc_node_port}
    ports: list[Json] = [_port(port, node_ports.get(port.name)) for port in server.ports]
    spec: JsonObject = {"type": settings.type, "selector": {**selected}, "ports": ports}
    spec.update(settings.traffic())
    return {"apiVersion": "v1", "kind": "Service", "metadata": own, "spec": spec}


def _annotations(workload: ServingWorkload) -> dict[str, str]:
    """Return the annotations of the Service that clients know; those of its settings come before others."""
    settings, found = workload.service, {}
    if settings.type == "LoadBalancer" and workload.platform is not None:
        from mlkube.workloads.parts.platforms import balancer_annotations  # noqa: PLC0415  few name one

        named = settings.load_balancer_class is not None
        found = balancer_annotations(workload.platform, internal=settings.internal, with_class=named)
    return {**found, **settings.annotations}


def _inner(
    workload: ServingWorkload,
    context: Context,
    server: Server,
    name: str,
    selected: Mapping[str, str],
    *,
    component: str = SERVING,
) -> JsonObject:
    """Return a Service that only routes and people inside of the cluster use."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(workload, context, name, component),
        "spec": {
            "type": "ClusterIP",
            "selector": {**selected},
            "ports": [port.of_service() for port in server.ports],
        },
    }


def _port(port: Port, node_port: int | None) -> JsonObject:
    result = port.of_service()
    if node_port is not None:
        result["nodePort"] = node_port
    return result
