"""Who is at the other end of traffic that NetworkPolicies let through.

Source: kubernetes.io/docs/concepts/services-networking/network-policies.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import DNS_LABEL, LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from ipaddress import IPv4Network, IPv6Network
    from typing import Literal

    from mlkube.workloads.faults import Path


class NetworkPeer(Spec):
    """Who is at the other end of traffic that is let through: pods of namespaces, or networks."""

    name: str = field(doc="What it is for.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    namespaces: Sequence[str] = field(
        default=(), doc="Namespaces at the other end, by their names.", pattern=DNS_LABEL
    )
    peer_labels: Mapping[str, str] = field(
        default={},
        doc="Labels of the pods at the other end; all pods of these namespaces without it.",
        pattern=LABEL_VALUE,
    )
    cidrs: Sequence[str] = field(default=(), doc="Networks at the other end, such as 10.20.0.0/16.")
    except_: Sequence[str] = field(
        default=(), doc="Parts of these networks that stay closed, such as 169.254.169.254/32."
    )
    ports: Sequence[int] = field(
        default=(),
        doc="Ports of the pods that are called, behind any Service; every port without it.",
        minimum=1,
        maximum=65535,
    )
    protocol: Literal["TCP", "UDP", "SCTP"] = field(default="TCP", doc="Protocol of the ports.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield an allowance that opens everything unsaid, and networks that the server refuses."""
        if not self.namespaces and not self.cidrs:
            hint = "give namespaces or cidrs; 0.0.0.0/0 is every IPv4 address"
            yield Fault(path, "does not say who is at the other end", hint)
        if self.peer_labels and not self.namespaces:
            reason = "these are labels of pods, and no namespace is named"
            yield Fault((*path, "peerLabels"), reason, "give namespaces")
        if self.except_ and not self.cidrs:
            yield Fault((*path, "except"), "there is no network to leave it out of", "give cidrs")
        if self.protocol != "TCP" and not self.ports:
            yield Fault((*path, "protocol"), "without ports every protocol passes", "give ports")
        yield from network_faults(self.cidrs, (*path, "cidrs"))
        yield from network_faults(self.except_, (*path, "except"))
        yield from self._outside(path)

    def parts_of(self, cidr: str) -> list[str]:
        """Return the parts that stay closed of a network."""
        outer = _network(cidr)
        return [each for each in self.except_ if outer is not None and _inside(_network(each), outer)]

    def _outside(self, path: Path) -> Iterator[Fault]:
        """Yield parts that lie in none of the networks: the server refuses them."""
        for at, text in enumerate(self.except_):
            if _network(text) is not None and not any(text in self.parts_of(cidr) for cidr in self.cidrs):
                reason = f"{text} lies in none of {', '.join(self.cidrs)}"
                yield Fault((*path, "except", at), reason, other=(*path, "cidrs"))


class DnsAccess(Spec):
    """The way to the cluster's DNS, without which no name of a Service is found."""

    allowed: bool = field(default=True, doc="Whether pods may ask it.")
    namespace: str = field(default="kube-system", doc="Namespace of the DNS server.")
    pod_labels: Mapping[str, str] = field(
        default={"k8s-app": "kube-dns"},
        doc="Labels of its pods; CoreDNS has this one too.",
        pattern=LABEL_VALUE,
    )
    ports: Sequence[int] = field(
        default=(53,),
        doc="Ports of its pods, TCP and UDP; they may differ from the Service's, as OpenShift's 5353 does.",
        minimum=1,
        maximum=65535,
    )
    cidrs: Sequence[str] = field(
        default=(), doc="Addresses of a cache on each node, such as 169.254.20.10/32 of NodeLocal DNSCache."
    )


def network_faults(texts: Sequence[str], path: Path) -> Iterator[Fault]:
    """Yield what is no network: the server refuses it."""
    for at, text in enumerate(texts):
        if _network(text) is None:
            reason = f'"{text}" is no network'
            yield Fault((*path, at), reason, "write it as 10.20.0.0/16")


def _network(text: str) -> IPv4Network | IPv6Network | None:
    from ipaddress import ip_network  # noqa: PLC0415  few namespaces name networks

    try:
        return ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None


def _inside(inner: IPv4Network | IPv6Network | None, outer: IPv4Network | IPv6Network) -> bool:
    """Tell whether a network is a smaller part of another."""
    if inner is None or inner.version != outer.version or inner.prefixlen <= outer.prefixlen:
        return False
    return outer.network_address <= inner.network_address <= outer.broadcast_address  # type: ignore[operator]
