"""Who may talk to the pods of a namespace, and whom they may talk to (NetworkPolicies).

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


class NetworkAllowance(NetworkPeer):
    """Traffic that is let through: from or to namespaces and networks, at some ports or at all."""

    name: str = field(
        doc="What it is for; its NetworkPolicy is named after it.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    )
    pod_labels: Mapping[str, str] = field(
        default={},
        doc="Labels of the pods of this namespace that it is for; all of them without it.",
        pattern=LABEL_VALUE,
    )


class NetworkAccess(Spec):
    """What passes into the pods of the namespace, and out of them; the rest is denied."""

    deny: Literal["all", "ingress", "none"] = field(
        default="all",
        doc="What is denied that nothing here allows: all traffic, only what comes in, or none. It takes a "
        "network plugin that enforces NetworkPolicies.",
    )
    same_namespace: bool = field(
        default=True,
        doc="Whether the pods of the namespace reach each other at every port: for rendezvous, parameter "
        "servers, shuffles.",
    )
    dns: DnsAccess = field(default=DnsAccess(), doc="The way to the cluster's DNS.")
    monitoring_namespaces: Sequence[str] = field(
        default=(), doc="Namespaces whose pods may collect metrics, at every port.", pattern=DNS_LABEL
    )
    gateway_namespaces: Sequence[str] = field(
        default=(),
        doc="Namespaces of gateways and ingress controllers that bring requests, at every port.",
        pattern=DNS_LABEL,
    )
    ingress: Sequence[NetworkAllowance] = field(
        default=(), doc="Further traffic that may come in.", keys=("name",)
    )
    egress: Sequence[NetworkAllowance] = field(
        default=(),
        doc="Further traffic that may go out: object stores, registries of models, the API server.",
        keys=("name",),
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what would close instead of open, and names that two policies would have."""
        yield from self._allowed_already(path)
        yield from network_faults(self.dns.cidrs, (*path, "dns", "cidrs"))
        for key, allowances in (("ingress", self.ingress), ("egress", self.egress)):
            for at, allowance in enumerate(allowances):
                yield from allowance.faults((*path, key, at))

    def _allowed_already(self, path: Path) -> Iterator[Fault]:
        """Yield allowances of what nothing denies: a policy for a pod denies it everything else."""
        if self.deny == "all":
            return
        names = ("ingress", "egress") if self.deny == "none" else ("egress",)
        fields = {
            "ingress": ("monitoring_namespaces", "gateway_namespaces", "ingress"),
            "egress": ("egress",),
        }
        for direction in names:
            for name in fields[direction]:
                if getattr(self, name):
                    key = type(self).spec_fields[name].key
                    reason = (
                        f"with deny: {self.deny} this passes already, and a policy for it would deny the rest"
                    )
                    yield Fault((*path, key), reason, "leave it out, or set deny: all", other=(*path, "deny"))
