"""A Gateway of the workload's own: where requests enter the cluster, and with which certificates.

Source: gateway-api.sigs.k8s.io; kubernetes-sigs/gateway-api v1.6.1, config/crd/standard.
"""

from __future__ import annotations

from mlkube.core.hostnames import hostnames_meet
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.routes import HOSTNAME
from mlkube.workloads.spec import LABEL_VALUE, OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.routes import Route

_PORTS = {"HTTP": 80, "HTTPS": 443}


class GatewayCertificate(Spec):
    """A Secret with a certificate and its key (type kubernetes.io/tls)."""

    secret: str = field(doc="Name of the Secret.", pattern=OBJECT_NAME)
    namespace: str | None = field(
        default=None,
        doc="Its namespace, where it is another: a ReferenceGrant there must allow our Gateways to use it.",
    )


class GatewayListener(Spec):
    """A port of a Gateway."""

    name: str = field(
        doc="Name of the listener; routes call it sectionName.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?",
        hint="lower-case letters, digits and `-`",
    )
    protocol: Literal["HTTP", "HTTPS"] = field(
        default="HTTPS", doc="HTTPS ends at the Gateway, and carries gRPC too."
    )
    port: int | None = field(
        default=None, doc="Port; 443 for HTTPS and 80 for HTTP without it.", minimum=1, maximum=65535
    )
    hostname: str | None = field(
        default=None,
        doc="Host name that it takes, or *.example.com for all of a domain; any without it.",
        pattern=HOSTNAME,
        hint="a lower-case name of DNS",
    )
    certificates: Sequence[GatewayCertificate] = field(
        default=(), doc="HTTPS: certificates.", keys=("secret",)
    )
    routes_from: Literal["Same", "All", "Selector"] = field(
        default="Same", doc="From which namespaces routes may attach: ours, all, or those with routesLabels."
    )
    routes_labels: Mapping[str, str] = field(
        default={}, doc="Selector: labels of the namespaces whose routes may attach.", pattern=LABEL_VALUE
    )

    @property
    def port_number(self) -> int:
        """The port, with its default."""
        return self.port or _PORTS[self.protocol]

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield HTTPS without certificates and the other way round, a selector of nothing."""
        if self.protocol == "HTTPS" and not self.certificates:
            yield Fault((*path, "certificates"), "HTTPS needs a certificate", "name a Secret with one")
        if self.protocol == "HTTP" and self.certificates:
            reason = "HTTP has no certificates"
            hint = "use protocol: HTTPS, or leave it out"
            yield Fault((*path, "certificates"), reason, hint, other=(*path, "protocol"))
        if (self.routes_from == "Selector") != bool(self.routes_labels):
            reason = (
                "no label says which namespaces"
                if self.routes_from == "Selector"
                else f"routes from {self.routes_from} are not told by labels"
            )
            hint = "give labels with routesFrom: Selector, and only there"
            yield Fault((*path, "routesLabels"), reason, hint, other=(*path, "routesFrom"))

    def takes(self, hostname: str) -> bool:
        """Tell whether it takes requests for a host name; the name of a route may have a wildcard too."""
        return self.hostname is None or hostnames_meet(self.hostname, hostname)


class Gateway(Spec):
    """A Gateway of the workload's own, with its name; most teams share one that somebody else keeps."""

    class_name: str = field(
        doc="GatewayClass, such as eg, istio, cilium, gke-l7-global-external-managed.", pattern=OBJECT_NAME
    )
    listeners: Sequence[GatewayListener] = field(doc="Ports.", keys=("name",))
    annotations: Mapping[str, str] = field(
        default={}, doc="Annotations of what the class builds for it, such as a cloud's load balancer."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield listeners that the server refuses: none, or two for the same requests."""
        if not self.listeners:
            yield Fault((*path, "listeners"), "nothing listens", "give one")
        seen: dict[tuple[int, str, str | None], int] = {}
        for at, listener in enumerate(self.listeners):
            yield from listener.faults((*path, "listeners", at))
            identity = (listener.port_number, listener.protocol, listener.hostname)
            if identity in seen:
                first = (*path, "listeners", seen[identity])
                reason = "another listener has its port, protocol and host name"
                yield Fault((*path, "listeners", at), reason, "change one of them", other=first)
            seen.setdefault(identity, at)


def gateway_spec(gateway: Gateway) -> JsonObject:
    """Return `spec` of the Gateway."""
    result: JsonObject = {
        "gatewayClassName": gateway.class_name,
        "listeners": [_listener(listener) for listener in gateway.listeners],
    }
    if gateway.annotations:
        result["infrastructure"] = {"annotations": {**gateway.annotations}}
    return result


def attached_faults(gateway: Gateway, route: Route, path: Path) -> Iterator[Fault]:
    """Yield routes that no listener of the workload's own Gateway takes."""
    ways: list[tuple[Path, Sequence[str], str | None]] = [(path, route.hostnames, route.section_name)]
    if route.grpc is not None:
        section = route.grpc.section_name or route.section_name
        ways.append(((*path, "grpc"), route.grpc.hostnames, section))
    for where, hostnames, section in ways:
        listeners = [each for each in gateway.listeners if section in {None, each.name}]
        if section is not None and not listeners:
            known = ", ".join(each.name for each in gateway.listeners)
            reason = f'the gateway has no listener "{section}"'
            yield Fault((*where, "sectionName"), reason, f"known are {known}", other=("spec", "gateway"))
            continue
        for at, hostname in enumerate(hostnames):
            if listeners and not any(each.takes(hostname) for each in listeners):
                reason = f"no listener takes {hostname}"
                hint = "give a listener this host name, or none"
                yield Fault((*where, "hostnames", at), reason, hint, other=("spec", "gateway", "listeners"))


def _listener(listener: GatewayListener) -> Json:
    namespaces: JsonObject = {"from": listener.routes_from}
    if listener.routes_labels:
        namespaces["selector"] = {"matchLabels": {**listener.routes_labels}}
    result: JsonObject = {
        "name": listener.name,
        "protocol": listener.protocol,
        "port": listener.port_number,
        "allowedRoutes": {"namespaces": namespaces},
    }
    if listener.hostname is not None:
        result["hostname"] = listener.hostname
    if listener.certificates:
        result["tls"] = {
            "mode": "Terminate",
            "certificateRefs": [
                {
                    "kind": "Secret",
                    "name": each.secret,
                    **({} if each.namespace is None else {"namespace": each.namespace}),
                }
                for each in listener.certificates
            ],
        }
    return result
