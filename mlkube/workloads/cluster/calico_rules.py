"""What the Tigera operator and the API server refuse of Calico, and pools that disagree with the cluster.

Source: github.com/tigera/operator, pkg/controller/ippool/validation.go and
pkg/controller/installation/validation.go; the rules in the definition of IPPool.
"""

from __future__ import annotations

from mlkube.workloads.cluster.calico import NEED_BGP
from mlkube.workloads.cluster.networking import (
    DEFAULT_SERVICE_SUBNET,
    lies_in,
    network_of,
    not_a_range,
    overlaps,
)
from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.cluster.calico import AddressAutodetection, Calico, CalicoPool
    from mlkube.workloads.cluster.networking import Network
    from mlkube.workloads.cluster.workload import Cluster
    from mlkube.workloads.faults import Path

_PATH = ("spec", "calico")
_PODS = ("spec", "networking", "podSubnet")
_MOST_POOLS = 25
_BLOCK_SIZES = {4: (20, 32, 26), 6: (116, 128, 122)}
_LINK_LOCAL = {4: "169.254.0.0/16", 6: "fe80::/10"}
# Which plugin of a cloud runs where; the operator refuses it elsewhere.
_PLUGIN_HOMES = {"AmazonVPC": "aws", "AzureVNET": "azure", "GKE": "gcp"}


def faults(cluster: Cluster, calico: Calico) -> Iterator[Fault]:
    """Yield everything that is wrong with Calico in this cluster."""
    yield from _plugin(cluster, calico)
    yield from _addresses(cluster, calico)
    for at, pool in enumerate(calico.ip_pools):
        yield from _pool(cluster, calico, pool, ("spec", "calico", "ipPools", at))
    yield from _apart(calico)
    yield from _dataplane(cluster, calico)
    for key, detection in (
        ("nodeAddressAutodetectionV4", calico.node_address_autodetection_v4),
        ("nodeAddressAutodetectionV6", calico.node_address_autodetection_v6),
    ):
        yield from _one_method(detection, (*_PATH, key))


def _plugin(cluster: Cluster, calico: Calico) -> Iterator[Fault]:
    """Yield a cloud's plugin outside of that cloud: the operator refuses it."""
    home = _PLUGIN_HOMES.get(calico.cni or "")
    if home is None:
        return
    own, platform = (*_PATH, "cni"), ("spec", "platform")
    if cluster.platform is not None and cluster.platform != home:
        reason = f"{calico.cni} gives addresses on {home}, not on {cluster.platform}"
        yield Fault(own, reason, "leave it out", other=platform)
    if cluster.kubeadm is not None:
        reason = f"{calico.cni} belongs to a cluster that {home} runs, not to one of kubeadm's"
        yield Fault(own, reason, "use Calico", other=("spec", "kubeadm"))


def _addresses(cluster: Cluster, calico: Calico) -> Iterator[Fault]:
    """Yield pods without addresses, too many pools, and pools where another plugin gives addresses."""
    pods = cluster.calico_plugin == "Calico"
    if pods and cluster.networking.pod_subnet is None and all(p.for_load_balancers for p in calico.ip_pools):
        yield Fault(_PODS, "missing: nothing says which addresses pods get", "write it as 10.244.0.0/16")
    if len(calico.ip_pools) > _MOST_POOLS:
        reason = f"there are {len(calico.ip_pools)} pools; the operator takes {_MOST_POOLS}"
        yield Fault((*_PATH, "ipPools"), reason, "use fewer, larger ranges")
    if not pods and calico.bgp == "Enabled":
        reason = f"{cluster.calico_plugin} gives the addresses, and knows no BGP"
        yield Fault((*_PATH, "bgp"), reason, "leave it out, or set cni: Calico", other=(*_PATH, "cni"))


def _pool(cluster: Cluster, calico: Calico, pool: CalicoPool, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with one pool."""
    network = network_of(pool.cidr)
    if network is None:
        yield from not_a_range(pool.cidr, (*path, "cidr"))
        return
    yield from _place(cluster, pool, network, path)
    yield from _blocks(pool, network, path)
    yield from _encapsulation(cluster, calico, pool, network, path)
    yield from _own_object(calico, pool, path)


def _place(cluster: Cluster, pool: CalicoPool, network: Network, path: Path) -> Iterator[Fault]:
    """Yield a pool outside of the pods' subnet, in that of Services, or among link-local addresses.

    kube-proxy and kubeadm take traffic from other addresses for traffic from outside, and the operator
    refuses such a pool on a kubeadm cluster.
    """
    own = (*path, "cidr")
    pods = cluster.networking.pods()
    if pods and not pool.for_load_balancers and not any(lies_in(network, each) for each in pods):
        reason = f"{network} is not in the addresses of pods, {cluster.networking.pod_subnet}"
        yield Fault(own, reason, "make the two agree", other=_PODS)
    if cluster.kubeadm is not None or cluster.networking.service_subnet is not None:
        for services in cluster.networking.services():
            if overlaps(network, services):
                given = cluster.networking.service_subnet is not None
                reason = f"{network} overlaps with the addresses of Services, {services}"
                if not given:
                    reason += f" (kubeadm takes {DEFAULT_SERVICE_SUBNET} by default)"
                other = ("spec", "networking", "serviceSubnet") if given else None
                yield Fault(own, reason, "choose ranges that are apart", other=other)
    link_local = network_of(_LINK_LOCAL[network.version])
    if link_local is not None and overlaps(network, link_local):
        yield Fault(
            own, f"{network} overlaps with link-local addresses, {link_local}", "choose another range"
        )


def _blocks(pool: CalicoPool, network: Network, path: Path) -> Iterator[Fault]:
    """Yield blocks of a size that Calico does not know, and a pool that holds not even one block."""
    least, most, usual = _BLOCK_SIZES[network.version]
    size = usual if pool.block_size is None else pool.block_size
    key = (*path, "cidr") if pool.block_size is None else (*path, "blockSize")
    if not least <= size <= most:
        reason = f"is {size}, but blocks of IPv{network.version} have {least} to {most}"
        yield Fault(key, reason, f"leave it out for {usual}")
    elif network.prefixlen > size:
        reason = f"{network} is smaller than a block of it, /{size}"
        yield Fault(key, reason, "widen the range, or set a larger blockSize", other=(*path, "cidr"))


def _encapsulation(
    cluster: Cluster, calico: Calico, pool: CalicoPool, network: Network, path: Path
) -> Iterator[Fault]:
    """Yield an encapsulation that the family, the plugin or BGP does not go with."""
    own, chosen = (*path, "encapsulation"), pool.encapsulation
    if chosen is None:
        return
    if network.version != 4 and chosen.startswith("IPIP"):  # noqa: PLR2004  IPv4
        yield Fault(own, f"{chosen} wraps IPv4 only", "use VXLAN or VXLANCrossSubnet", other=(*path, "cidr"))
    if cluster.calico_plugin != "Calico" and chosen != "None":
        reason = f"{cluster.calico_plugin} gives the addresses and carries the packets"
        yield Fault(own, reason, "leave it out", other=(*_PATH, "cni"))
    elif chosen in NEED_BGP and calico.bgp == "Disabled" and not pool.for_load_balancers:
        reason = f"{chosen} needs routes from BGP, which is off"
        yield Fault(own, reason, "use VXLANCrossSubnet, or leave bgp out", other=(*_PATH, "bgp"))
    if pool.for_load_balancers and chosen != "None":
        reason = "addresses of load balancers are not wrapped"
        yield Fault(own, reason, "leave it out", other=(*path, "allowedUses"))


def _own_object(calico: Calico, pool: CalicoPool, path: Path) -> Iterator[Fault]:
    """Yield an IPPool that the cluster has no API for, and what the API refuses of it."""
    key = "namespaceSelector" if pool.namespace_selector is not None else "allowedUses"
    if pool.stands_alone and not calico.api_server:
        reason = "such a pool is an IPPool of projectcalico.org, which Calico's API server serves"
        yield Fault((*path, key), reason, "set calico.apiServer: true", other=(*_PATH, "apiServer"))
    if pool.for_load_balancers:
        own = (*path, "allowedUses")
        if len(pool.allowed_uses) > 1:
            yield Fault(own, "LoadBalancer stands alone", "use two pools")
        if pool.node_selector != "all()":
            reason = "addresses of load balancers belong to all nodes"
            yield Fault((*path, "nodeSelector"), reason, "leave it out", other=own)
        if pool.disable_bgp_export:
            reason = "addresses of load balancers must be known outside"
            yield Fault((*path, "disableBGPExport"), reason, "leave it out", other=own)
    if "Tunnel" in pool.allowed_uses and pool.namespace_selector is not None:
        reason = "tunnels belong to no namespace"
        yield Fault((*path, "namespaceSelector"), reason, "leave it out", other=(*path, "allowedUses"))
    for name, text in (("nodeSelector", pool.node_selector), ("namespaceSelector", pool.namespace_selector)):
        if text is not None and "global(" in text:
            yield Fault((*path, name), "global() selects no node and no namespace", "use all()")


def _apart(calico: Calico) -> Iterator[Fault]:
    """Yield pools that share addresses or a name: one address would belong to two pods."""
    seen: list[tuple[Network, Path]] = []
    names: dict[str, Path] = {}
    for at, pool in enumerate(calico.ip_pools):
        path: Path = ("spec", "calico", "ipPools", at)
        network = network_of(pool.cidr)
        if network is not None:
            for other, place in seen:
                if overlaps(network, other):
                    reason = f"{network} overlaps with another pool, {other}"
                    yield Fault((*path, "cidr"), reason, "choose ranges that are apart", other=place)
            seen.append((network, (*path, "cidr")))
        if pool.name is not None and pool.name in names:
            reason = f'another pool is called "{pool.name}"'
            yield Fault((*path, "name"), reason, "choose another name", other=names[pool.name])
        names.setdefault(pool.name or "", (*path, "name"))


def _dataplane(cluster: Cluster, calico: Calico) -> Iterator[Fault]:
    """Yield a data plane that kube-proxy does not go with: Services would lead nowhere, or twice."""
    own = (*_PATH, "linuxDataplane")
    managed = calico.kube_proxy_management == "Enabled"
    if managed and calico.linux_dataplane != "BPF":
        reason = f"{calico.linux_dataplane} needs kube-proxy, and the operator would take it away"
        yield Fault((*_PATH, "kubeProxyManagement"), reason, "leave it out", other=own)
    kubeadm = cluster.kubeadm
    if kubeadm is None:
        return
    proxy = ("spec", "kubeadm", "proxy", "disabled")
    if calico.linux_dataplane == "BPF":
        if not kubeadm.proxy.disabled and not managed:
            hint = "set kubeadm.proxy.disabled: true, or kubeProxyManagement: Enabled"
            yield Fault(own, "BPF does the work of kube-proxy, and kubeadm installs it", hint)
        return
    if kubeadm.proxy.disabled:
        reason = f"{calico.linux_dataplane} needs kube-proxy: without it no Service has an address"
        yield Fault(proxy, reason, "leave it out, or set linuxDataplane: BPF", other=own)
        return
    mode = kubeadm.kube_proxy.mode
    if (calico.linux_dataplane == "Nftables") != (mode == "nftables"):
        wanted = "nftables" if calico.linux_dataplane == "Nftables" else "iptables or ipvs"
        reason = f"{calico.linux_dataplane} wants kube-proxy in the mode {wanted}, not {mode}"
        other = ("spec", "kubeadm", "kubeProxy", "mode")
        yield Fault(own, reason, "make the two agree", other=other)


def _one_method(detection: AddressAutodetection, path: Path) -> Iterator[Fault]:
    """Yield several ways to find an address: the server refuses it."""
    given = [each.key for each in detection.given() if getattr(detection, each.name) is not False]
    for key in given[1:]:
        reason = f"{given[0]} and {key} exclude each other"
        yield Fault((*path, key), reason, "leave one out", other=(*path, given[0]))
