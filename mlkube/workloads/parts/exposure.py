"""Exposure: how a Service is reached, from inside of the cluster and from outside."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workload import Workload


class ServiceSettings(Spec):
    """The Service in front of the pods."""

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = field(
        default="ClusterIP",
        doc="ClusterIP is reached from inside of the cluster only; model servers ask nobody for a password.",
    )
    node_port: int | None = field(
        default=None,
        doc="Port of every node for REST; the cluster chooses one without it.",
        minimum=1,
        maximum=65535,
    )
    grpc_node_port: int | None = field(
        default=None, doc="Port of every node for gRPC.", minimum=1, maximum=65535
    )
    load_balancer_class: str | None = field(default=None, doc="Which load balancer serves it.")
    source_ranges: Sequence[str] = field(
        default=(), doc="Client addresses that a load balancer lets through."
    )
    annotations: Mapping[str, str] = field(default={}, doc="Annotations of the Service.")

    def faults(self) -> Iterator[Fault]:
        """Yield fields that only another type of Service has: the server refuses them."""
        path = ("spec", "service")
        if self.node_port is not None and self.node_port == self.grpc_node_port:
            reason = f"{self.node_port} is the node port of REST"
            other = (*path, "nodePort")
            yield Fault((*path, "grpcNodePort"), reason, "choose another port", other=other)
        yield from self._ranges_of_addresses()
        if self.type == "ClusterIP":
            for key, value in (("nodePort", self.node_port), ("grpcNodePort", self.grpc_node_port)):
                if value is not None:
                    hint = "set type: NodePort, or leave it out"
                    yield Fault((*path, key), "a ClusterIP has no node port", hint, other=(*path, "type"))
        if self.type != "LoadBalancer":
            for key, given in (
                ("loadBalancerClass", self.load_balancer_class),
                ("sourceRanges", self.source_ranges),
            ):
                if given:
                    hint = "set type: LoadBalancer, or leave it out"
                    yield Fault(
                        (*path, key), f"a {self.type} has no load balancer", hint, other=(*path, "type")
                    )

    def _ranges_of_addresses(self) -> Iterator[Fault]:
        """Yield ranges that are none: the server refuses them."""
        for at, source in enumerate(self.source_ranges):
            from ipaddress import ip_network  # noqa: PLC0415  few Services have ranges

            try:
                ip_network(source.strip(), strict=False)
            except ValueError:
                reason = f'"{source}" is no range of addresses'
                yield Fault(("spec", "service", "sourceRanges", at), reason, "write it as 10.0.0.0/8")


class Ingress(Spec):
    """An Ingress to the REST port."""

    host: str = field(doc="Host name under which it is reached.")
    class_name: str | None = field(default=None, doc="IngressClass; the cluster's default without it.")
    tls_secret: str | None = field(default=None, doc="Secret with the certificate of the host.")
    annotations: Mapping[str, str] = field(default={}, doc="The controller's own settings.")


class Route(Spec):
    """A Gateway API HTTPRoute to the REST port.

    It goes by host name: a path prefix compares whole segments, and `/v1/models/m` is none of
    `/v1/models/m:predict`.
    """

    hostnames: Sequence[str] = field(doc="Host names under which it is reached.")
    gateway: str = field(doc="Gateway that carries it.")
    gateway_namespace: str | None = field(default=None, doc="The Gateway's namespace, where it is another.")
    section_name: str | None = field(default=None, doc="Listener of the Gateway.")


def ingress_object(workload: Workload, context: Context, ingress: Ingress, service: str) -> JsonObject:
    """Return the Ingress that leads to a Service's port `http`."""
    backend: JsonObject = {"service": {"name": service, "port": {"name": "http"}}}
    spec: JsonObject = {
        "rules": [
            {
                "host": ingress.host,
                "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]},
            }
        ]
    }
    if ingress.class_name is not None:
        spec["ingressClassName"] = ingress.class_name
    if ingress.tls_secret is not None:
        spec["tls"] = [{"hosts": [ingress.host], "secretName": ingress.tls_secret}]
    own = metadata(workload, context, context.name, "serving")
    if ingress.annotations:
        own["annotations"] = {**workload.annotations, **ingress.annotations}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": own, "spec": spec}


def route_object(workload: Workload, context: Context, route: Route, service: str, port: int) -> JsonObject:
    """Return the HTTPRoute that leads to a port of a Service."""
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
            "rules": [
                {
                    "matches": [{"path": {"type": "PathPrefix", "value": "/v1"}}],
                    "backendRefs": [{"name": service, "port": port}],
                }
            ],
        },
    }
