"""Rules of NetworkPolicies: peers and ports.

Labels of pods at the other end stand in expressions: `commonLabels` of a kustomization would add its own to
`matchLabels`, and pods of other people do not have them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.parts.network_peers import DnsAccess, NetworkPeer

_NAMESPACE_LABEL = "kubernetes.io/metadata.name"


def dns_rule(dns: DnsAccess) -> JsonObject:
    """Return the rule of egress to the cluster's DNS."""
    peers: list[Json] = [namespaces_peer([dns.namespace], dns.pod_labels)]
    peers += [{"ipBlock": {"cidr": cidr}} for cidr in dns.cidrs]
    return {"to": peers, "ports": [*port_list(dns.ports, "UDP"), *port_list(dns.ports)]}


def peer_rule(direction: str, peer: NetworkPeer, ports: Sequence[int] = ()) -> JsonObject:
    """Return the rule for a peer, `from` or `to` it; at `ports` where it names none itself."""
    ends: list[Json] = []
    if peer.namespaces:
        ends.append(namespaces_peer(peer.namespaces, peer.peer_labels))
    for cidr in peer.cidrs:
        block: JsonObject = {"cidr": cidr}
        parts = peer.parts_of(cidr)
        if parts:
            block["except"] = [*parts]
        ends.append({"ipBlock": block})
    rule: JsonObject = {direction: ends}
    if peer.ports or ports:
        rule["ports"] = port_list(peer.ports or ports, peer.protocol)
    return rule


def namespaces_peer(names: Sequence[str], pod_labels: Mapping[str, str] | None = None) -> JsonObject:
    """Return the pods of namespaces, by the label that the server gives each of them."""
    chosen: JsonObject = (
        {"matchLabels": {_NAMESPACE_LABEL: names[0]}}
        if len(names) == 1
        else {"matchExpressions": [{"key": _NAMESPACE_LABEL, "operator": "In", "values": [*names]}]}
    )
    peer: JsonObject = {"namespaceSelector": chosen}
    if pod_labels:
        peer["podSelector"] = labelled(pod_labels)
    return peer


def labelled(labels: Mapping[str, str]) -> JsonObject:
    """Return the selector of other people's pods with these labels."""
    return {
        "matchExpressions": [
            {"key": key, "operator": "In", "values": [value]} for key, value in labels.items()
        ]
    }


def port_list(ports: Sequence[int], protocol: str = "TCP") -> list[Json]:
    """Return ports of pods."""
    return [{"protocol": protocol, "port": port} for port in ports]
