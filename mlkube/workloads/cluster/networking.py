"""The address ranges of a cluster: pods, Services, and how they keep apart."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from mlkube.workloads.faults import Path

    Network: TypeAlias = IPv4Network | IPv6Network

DEFAULT_SERVICE_SUBNET = "10.96.0.0/12"
_PATH = ("spec", "networking")
_FAMILIES = 2
# The API server keeps a bit for each address of a range of Services.
_SERVICE_BITS = 20
_FEWEST_SERVICES = 10


class ClusterNetworking(Spec):
    """Address ranges and domain of the cluster, named as kubeadm names them.

    Source: kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4, Networking.
    """

    pod_subnet: str | None = field(
        default=None,
        doc="Addresses of pods; two ranges with a comma between them for IPv4 and IPv6. Calico's pools lie "
        "in it.",
    )
    service_subnet: str | None = field(
        default=None,
        doc=f"Addresses of Services, likewise; kubeadm takes {DEFAULT_SERVICE_SUBNET} without it.",
    )
    dns_domain: str = field(
        default="cluster.local",
        doc="Domain of the names of Services.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
        hint="lower-case letters, digits, `-` and `.`",
    )

    def pods(self) -> list[Network]:
        """Return the ranges of pods; none where they are not given, or are none."""
        return networks(self.pod_subnet or "")

    def services(self) -> list[Network]:
        """Return the ranges of Services, that of kubeadm where none is given."""
        return networks(self.service_subnet or DEFAULT_SERVICE_SUBNET)

    def faults(self) -> Iterator[Fault]:
        """Yield what kubeadm and the API server refuse of the ranges, and ranges that overlap."""
        for key, text in (("podSubnet", self.pod_subnet), ("serviceSubnet", self.service_subnet)):
            if text is not None:
                yield from _form(text, (*_PATH, key))
        yield from self._size_of_services()
        yield from self._overlap()

    def _size_of_services(self) -> Iterator[Fault]:
        """Yield a range of Services that the API server refuses, for it has too many addresses or too few."""
        for network in networks(self.service_subnet or ""):
            most = network.max_prefixlen - _SERVICE_BITS
            if network.prefixlen < most:
                reason = f"{network} is too large: the mask of a range of Services is /{most} or longer"
                yield Fault((*_PATH, "serviceSubnet"), reason, f"write it as /{most} or longer")
            elif network.num_addresses < _FEWEST_SERVICES:
                reason = f"{network} has {network.num_addresses} addresses, fewer than {_FEWEST_SERVICES}"
                yield Fault((*_PATH, "serviceSubnet"), reason, "write a shorter mask")

    def _overlap(self) -> Iterator[Fault]:
        """Yield pods and Services with the same addresses: traffic to either would end at the other."""
        for pods in self.pods():
            for services in self.services():
                if overlaps(pods, services):
                    reason = f"{pods} overlaps with the addresses of Services, {services}"
                    other = (*_PATH, "serviceSubnet")
                    yield Fault((*_PATH, "podSubnet"), reason, "choose ranges that are apart", other=other)


def _form(text: str, path: Path) -> Iterator[Fault]:
    """Yield what is no range, and two ranges that are not one of each family."""
    parts = text.split(",")
    found = networks(text)
    if len(found) != len(parts):
        for part in parts:
            yield from not_a_range(part, path)
        return
    if len(parts) > _FAMILIES or len({each.version for each in found}) != len(found):
        reason = f'"{text}" is neither one range nor one of IPv4 and one of IPv6'
        yield Fault(path, reason, "write it as 10.244.0.0/16, or 10.244.0.0/16,fd00:10:244::/56")


def not_a_range(text: str, path: Path) -> Iterator[Fault]:
    """Yield a text that is no range of addresses, or one with bits beyond its mask."""
    try:
        loose = ip_network(text, strict=False)
    except ValueError:
        yield Fault(path, f'"{text}" is no range of addresses', "write it as 10.244.0.0/16")
        return
    if "/" not in text:
        yield Fault(path, f'"{text}" has no mask', "write it as 10.244.0.0/16")
    elif network_of(text) is None:
        yield Fault(path, f'"{text}" has bits beyond its mask', f"write {loose}")


def network_of(text: str) -> Network | None:
    """Return a range of addresses, None for what is none, or has no mask."""
    try:
        return ip_network(text) if "/" in text else None
    except ValueError:
        return None


def networks(text: str) -> list[Network]:
    """Return the ranges of a text with commas, without those that are none."""
    return [network for part in text.split(",") if (network := network_of(part)) is not None]


def overlaps(one: Network, other: Network) -> bool:
    """Tell whether two ranges have addresses in common; those of two families never have."""
    return one.version == other.version and one.overlaps(other)


def lies_in(inner: Network, outer: Network) -> bool:
    """Tell whether all addresses of a range are among those of another."""
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)
