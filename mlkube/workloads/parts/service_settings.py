"""The Service in front of pods: its type, and how it finds an endpoint."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject


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
    internal: bool = field(
        default=True,
        doc="Whether a load balancer of `platform` is reached from the cloud's own network only.",
    )
    load_balancer_class: str | None = field(default=None, doc="Which load balancer serves it.")
    source_ranges: Sequence[str] = field(
        default=(), doc="Client addresses that a load balancer lets through."
    )
    annotations: Mapping[str, str] = field(default={}, doc="Annotations of the Service.")
    session_affinity_seconds: int | None = field(
        default=None,
        doc="How long a client's address stays with one pod (sessionAffinity: ClientIP); not at all without "
        "it. Clients behind one proxy then share one pod.",
        minimum=1,
        maximum=86400,
        unit="seconds",
    )
    traffic_distribution: Literal["PreferClose", "PreferSameNode", "PreferSameZone"] | None = field(
        default=None,
        doc="Which endpoints are preferred; PreferSameNode and PreferSameZone from Kubernetes 1.34 on.",
    )
    internal_traffic_policy: Literal["Cluster", "Local"] | None = field(
        default=None, doc="Local: requests from inside of the cluster reach pods of the client's node only."
    )
    external_traffic_policy: Literal["Cluster", "Local"] | None = field(
        default=None,
        doc="Local: requests from outside keep their source address, and reach only pods of the node at "
        "which they arrive.",
    )
    headless: bool = field(
        default=False,
        doc="Whether a second Service <workload>-headless gives clients the addresses of all pods, so that "
        "gRPC clients balance by themselves: through the first one all calls of a connection reach one pod.",
    )

    def traffic(self) -> JsonObject:
        """Return the fields of a Service that say how it finds an endpoint."""
        result: JsonObject = {}
        if self.load_balancer_class is not None:
            result["loadBalancerClass"] = self.load_balancer_class
        if self.source_ranges:
            result["loadBalancerSourceRanges"] = [*self.source_ranges]
        if self.session_affinity_seconds is not None:
            result["sessionAffinity"] = "ClientIP"
            result["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": self.session_affinity_seconds}}
        for key, value in (
            ("trafficDistribution", self.traffic_distribution),
            ("internalTrafficPolicy", self.internal_traffic_policy),
            ("externalTrafficPolicy", self.external_traffic_policy),
        ):
            if value is not None:
                result[key] = value
        return result

    def faults(self) -> Iterator[Fault]:
        """Yield fields that only another type of Service has: the server refuses them."""
        path = ("spec", "service")
        if self.node_port is not None and self.node_port == self.grpc_node_port:
            reason = f"{self.node_port} is the node port of REST"
            other = (*path, "nodePort")
            yield Fault((*path, "grpcNodePort"), reason, "choose another port", other=other)
        yield from self._ranges_of_addresses()
        if self.type == "ClusterIP":
            if self.external_traffic_policy is not None:
                hint = "set type: LoadBalancer or NodePort, or leave it out"
                reason = "a ClusterIP is not reached from outside"
                yield Fault((*path, "externalTrafficPolicy"), reason, hint, other=(*path, "type"))
            for key, value in (("nodePort", self.node_port), ("grpcNodePort", self.grpc_node_port)):
                if value is not None:
                    hint = "set type: NodePort, or leave it out"
                    yield Fault((*path, key), "a ClusterIP has no node port", hint, other=(*path, "type"))
        if self.type != "LoadBalancer":
            for key, given in (
                ("internal", not self.internal),
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
