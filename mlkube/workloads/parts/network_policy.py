"""Who may call the pods of a workload, and whom they may call (NetworkPolicy).

It takes a network plugin that enforces policies, such as Calico or Cilium; elsewhere a policy is accepted and
means nothing.
Source: kubernetes.io/docs/concepts/services-networking/network-policies.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.network_peers import DnsAccess, NetworkPeer, network_faults
from mlkube.workloads.spec import DNS_LABEL, LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.workloads.faults import Path


class NetworkPolicy(Spec):
    """What passes into the pods and out of them; all else is denied. Answers pass with what they answer."""

    deny: Literal["all", "ingress"] = field(
        default="all", doc="What is denied that nothing here allows: all traffic, or only what comes in."
    )
    same_namespace: bool = field(
        default=True, doc="Whether pods of the namespace may call the ports for requests."
    )
    client_labels: Mapping[str, str] = field(
        default={},
        doc="Labels that pods of the namespace must have to call; all of them may without it.",
        pattern=LABEL_VALUE,
    )
    gateway_namespaces: Sequence[str] = field(
        default=(),
        doc="Namespaces of the proxies that bring requests: the pods of the gateway or Ingress controller.",
        pattern=DNS_LABEL,
    )
    monitoring_namespaces: Sequence[str] = field(
        default=("monitoring",),
        doc="Namespaces of the pods that collect metrics, where there is monitoring.",
        pattern=DNS_LABEL,
    )
    ingress: Sequence[NetworkPeer] = field(
        default=(), doc="Further callers; of the ports for requests unless they name others.", keys=("name",)
    )
    dns: DnsAccess = field(default=DnsAccess(), doc="The way to the cluster's DNS.")
    egress: Sequence[NetworkPeer] = field(
        default=(),
        doc="Where the pods may go beside DNS and each other: object stores, registries, databases. Volumes "
        "of claims and NFS need nothing here: the node mounts them.",
        keys=("name",),
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what says nothing, and egress that nothing denies: a list of it would look like a limit."""
        if self.client_labels and not self.same_namespace:
            reason = "no pod of the namespace may call"
            hint = "leave it out, or set sameNamespace: true"
            yield Fault((*path, "clientLabels"), reason, hint, other=(*path, "sameNamespace"))
        if self.egress and self.deny == "ingress":
            reason = "with deny: ingress everything goes out already"
            yield Fault((*path, "egress"), reason, "leave it out, or set deny: all", other=(*path, "deny"))
        yield from network_faults(self.dns.cidrs, (*path, "dns", "cidrs"))
        for key, peers in (("ingress", self.ingress), ("egress", self.egress)):
            for at, peer in enumerate(peers):
                yield from peer.faults((*path, key, at))

    @property
    def closed(self) -> bool:
        """Whether nothing goes out but to DNS and other pods of the workload."""
        return self.deny == "all" and not self.egress
