"""The Service in front of a model server's pods."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.server import Port, Server
    from mlkube.workloads.serving.workload import ServingWorkload


def service_object(
    workload: ServingWorkload, context: Context, server: Server, name: str, selected: Mapping[str, str]
) -> JsonObject:
    """Return the Service of a name that leads to the pods with these labels."""
    settings = workload.service
    own = metadata(workload, context, name, "serving")
    if settings.annotations:
        own["annotations"] = {**workload.annotations, **settings.annotations}
    node_ports = {server.http: settings.node_port, server.grpc: settings.grpc_node_port}
    ports: list[Json] = [_port(port, node_ports.get(port.name)) for port in server.ports]
    spec: JsonObject = {"type": settings.type, "selector": {**selected}, "ports": ports}
    if settings.load_balancer_class is not None:
        spec["loadBalancerClass"] = settings.load_balancer_class
    if settings.source_ranges:
        spec["loadBalancerSourceRanges"] = [*settings.source_ranges]
    return {"apiVersion": "v1", "kind": "Service", "metadata": own, "spec": spec}


def _port(port: Port, node_port: int | None) -> JsonObject:
    result = port.of_service()
    if node_port is not None:
        result["nodePort"] = node_port
    return result
