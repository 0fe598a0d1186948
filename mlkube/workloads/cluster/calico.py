"""Calico, installed by the Tigera operator: what the Installation says, and pools of addresses."""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal


# Without VXLAN, packets find their node by routes that nodes tell each other.
NEED_BGP = ("IPIP", "IPIPCrossSubnet", "None")


class CalicoPool(Spec):
    """A range of addresses for pods: part of the Installation, or an IPPool of its own.

    One with `namespaceSelector`, or for load balancers, is an IPPool: the Installation has no place for it.
    Source: docs.tigera.io/calico/latest/reference/installation/api and .../reference/resources/ippool.
    """

    name: str | None = field(
        default=None,
        doc="Name of the pool; after its address family without it, as the operator names it.",
        pattern=r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?",
        hint="lower-case letters, digits, `-` and `.`",
    )
    cidr: str = field(doc="The range; it lies in networking.podSubnet.")
    encapsulation: Literal["IPIPCrossSubnet", "IPIP", "VXLAN", "VXLANCrossSubnet", "None"] | None = field(
        default=None,
        doc="How packets travel between nodes; VXLANCrossSubnet without it, which wraps only what leaves a "
        "subnet and needs no BGP. None where another plugin than Calico gives the addresses.",
    )
    block_size: int | None = field(
        default=None,
        doc="Mask of the blocks that nodes take addresses in: 20 to 32 for IPv4, 116 to 128 for IPv6; 26 and "
        "122 without it. It cannot be changed later.",
    )
    nat_outgoing: Literal["Enabled", "Disabled"] = field(
        default="Enabled", doc="Whether pods reach what lies outside of the pools under their node's address."
    )
    node_selector: str = field(
        default="all()", doc="Nodes that take addresses from it, in Calico's own syntax."
    )
    namespace_selector: str | None = field(
        default=None, doc="Namespaces whose pods take addresses from it; an IPPool of its own then."
    )
    allowed_uses: Sequence[Literal["Workload", "Tunnel", "LoadBalancer"]] = field(
        default=(), doc="What its addresses are for; pods and tunnels without it."
    )
    assignment_mode: Literal["Automatic", "Manual"] | None = field(
        default=None, doc="Manual gives addresses only where a pod or Service names the pool."
    )
    disable_bgp_export: bool = field(
        default=False, doc="Whether BGP keeps the range to itself.", key="disableBGPExport"
    )

    @property
    def stands_alone(self) -> bool:
        """Whether it is an IPPool: the operator's Installation cannot say it."""
        return self.namespace_selector is not None or "LoadBalancer" in self.allowed_uses

    @property
    def for_load_balancers(self) -> bool:
        """Whether its addresses are those of Services, not of pods."""
        return "LoadBalancer" in self.allowed_uses


class AddressAutodetection(Spec):
    """How a node finds the address under which other nodes reach it; at most one of the fields."""

    kubernetes: Literal["NodeInternalIP"] | None = field(
        default=None, doc="The address that Kubernetes knows the node by."
    )
    interface: str | None = field(
        default=None, doc="Regular expression of interfaces: the first one that has an address."
    )
    skip_interface: str | None = field(
        default=None, doc="Regular expression of interfaces: the first one that is none of them."
    )
    can_reach: str | None = field(
        default=None, doc="The interface from which this address or name is reached."
    )
    cidrs: Sequence[str] = field(default=(), doc="The first address in one of these ranges.")
    first_found: bool | None = field(
        default=None, doc="The first interface at all: on nodes with several it is often the wrong one."
    )


class Calico(Spec):
    """Calico by the Tigera operator, which must be installed: its namespace, definitions and Deployment.

    Source: docs.tigera.io/calico/latest/reference/installation/api.
    """

    cni: Literal["Calico", "AmazonVPC", "AzureVNET", "GKE"] | None = field(
        default=None,
        doc="Which plugin gives pods their addresses. The platform's own without it, and Calico then "
        "enforces policies only; Calico on bare metal and on kubeadm clusters.",
    )
    ip_pools: Sequence[CalicoPool] = field(
        default=(),
        doc="Ranges of addresses; one for each range of networking.podSubnet without them.",
        keys=("cidr",),
    )
    bgp: Literal["Enabled", "Disabled"] | None = field(
        default=None,
        doc="Whether nodes exchange routes. By default where a pool needs it: IPIP and no encapsulation do.",
    )
    linux_dataplane: Literal["Iptables", "Nftables", "BPF"] = field(
        default="Iptables",
        doc="How rules reach the kernel. Nftables wants kube-proxy in the mode nftables, BPF wants none.",
    )
    kube_proxy_management: Literal["Enabled", "Disabled"] | None = field(
        default=None, doc="Whether the operator takes kube-proxy away, for BPF."
    )
    node_address_autodetection_v4: AddressAutodetection = field(
        default=AddressAutodetection(kubernetes="NodeInternalIP"),
        doc="How nodes find their IPv4 address; the one that Kubernetes knows by default.",
    )
    node_address_autodetection_v6: AddressAutodetection = field(
        default=AddressAutodetection(kubernetes="NodeInternalIP"),
        doc="The same for IPv6, where a pool has such addresses.",
    )
    mtu: int | None = field(
        default=None,
        doc="Largest packet of pods; found from the node's interface without it.",
        minimum=576,
        maximum=65535,
        unit="bytes",
    )
    api_server: bool = field(
        default=False,
        doc="Whether Calico's API server is installed, so that kubectl knows projectcalico.org: IPPools, "
        "global policies.",
    )
    registry: str | None = field(
        default=None,
        doc="Registry with copies of the images, with a slash behind it.",
        pattern=r".+/",
        hint="end it in /, as registry.example.com/",
    )
    control_plane_replicas: int | None = field(
        default=None, doc="Replicas of Calico's own servers; 2 without it.", minimum=1
    )
    node_metrics_port: int | None = field(
        default=None, doc="Port of each node's metrics; none without it.", minimum=1, maximum=65535
    )
    typha_metrics_port: int | None = field(
        default=None, doc="Port of Typha's metrics; none without it.", minimum=1, maximum=65535
    )
