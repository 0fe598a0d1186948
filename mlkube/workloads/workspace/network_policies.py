"""Builds NetworkPolicies: one that denies, and one for each sort of traffic that passes.

Labels of pods at the other end stand in expressions: `commonLabels` of a kustomization would add its own to
`matchLabels`, and DNS servers of the cluster do not have them.
"""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workspace.network import Allowance, DnsAccess
    from mlkube.workloads.workspace.workload import Workspace

    Policy: TypeAlias = tuple[str, Mapping[str, str], Mapping[str, list[Json]]]

_TYPES = {"ingress": "Ingress", "egress": "Egress"}
_NAMESPACE_LABEL = "kubernetes.io/metadata.name"
_EVERY_POD: JsonObject = {"podSelector": {}}

# Where pods of GKE get their identity: by Calico, and by Dataplane V2.
# Source: cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, network policy.
_GKE_METADATA = (("169.254.169.252/32", (987, 988)), ("169.254.169.254/32", (80, 8080)))


def network_policies(workload: Workspace, context: Context) -> Iterator[JsonObject]:
    """Yield the policies of the namespace."""
    if workload.network.deny == "none":
        return
    for name, pod_labels, rules in _policies(workload):
        types: list[Json] = [_TYPES[direction] for direction in rules]
        spec: JsonObject = {
            "podSelector": {"matchLabels": {**pod_labels}} if pod_labels else {},
            "policyTypes": types,
            **{direction: [*each] for direction, each in rules.items() if each},
        }
        yield {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": metadata(workload, context, f"{context.name}-{name}", "network"),
            "spec": spec,
        }


def _policies(workload: Workspace) -> Iterator[Policy]:
    """Yield name, pods and rules by direction; a direction without a rule lets nothing pass."""
    network = workload.network
    out = network.deny == "all"
    yield "default-deny", {}, {"ingress": [], "egress": []} if out else {"ingress": []}
    if network.same_namespace:
        within: dict[str, list[Json]] = {"ingress": [{"from": [_EVERY_POD]}]}
        if out:
            within["egress"] = [{"to": [_EVERY_POD]}]
        yield "allow-same-namespace", {}, within
    if out and network.dns.allowed:
        yield "allow-dns", {}, {"egress": [_dns(network.dns)]}
    for name, namespaces in (
        ("allow-monitoring", network.monitoring_namespaces),
        ("allow-gateways", network.gateway_namespaces),
    ):
        if namespaces:
            yield name, {}, {"ingress": [{"from": [_namespaces(namespaces)]}]}
    yield from _further(workload, out=out)


def _further(workload: Workspace, *, out: bool) -> Iterator[Policy]:
    """Yield what a description names itself, and what its accounts need."""
    network = workload.network
    if out and any(account.identity.gcp_service_account for account in workload.accounts):
        rules: list[Json] = [
            {"to": [{"ipBlock": {"cidr": cidr}}], "ports": _ports(ports)} for cidr, ports in _GKE_METADATA
        ]
        yield "allow-gke-metadata", {}, {"egress": rules}
    for allowance in network.ingress:
        yield f"allow-from-{allowance.name}", allowance.pod_labels, {"ingress": [_rule("from", allowance)]}
    for allowance in network.egress:
        yield f"allow-to-{allowance.name}", allowance.pod_labels, {"egress": [_rule("to", allowance)]}


def _dns(dns: DnsAccess) -> JsonObject:
    peers: list[Json] = [_namespaces([dns.namespace], dns.pod_labels)]
    peers += [{"ipBlock": {"cidr": cidr}} for cidr in dns.cidrs]
    return {"to": peers, "ports": [*_ports(dns.ports, "UDP"), *_ports(dns.ports)]}


def _rule(direction: str, allowance: Allowance) -> JsonObject:
    peers: list[Json] = []
    if allowance.namespaces:
        peers.append(_namespaces(allowance.namespaces, allowance.peer_labels))
    for cidr in allowance.cidrs:
        block: JsonObject = {"cidr": cidr}
        parts = allowance.parts_of(cidr)
        if parts:
            block["except"] = [*parts]
        peers.append({"ipBlock": block})
    rule: JsonObject = {direction: peers}
    if allowance.ports:
        rule["ports"] = _ports(allowance.ports, allowance.protocol)
    return rule


def _namespaces(names: Sequence[str], pod_labels: Mapping[str, str] | None = None) -> JsonObject:
    """Return the pods of namespaces, by the label that the server gives each of them."""
    chosen: JsonObject = (
        {"matchLabels": {_NAMESPACE_LABEL: names[0]}}
        if len(names) == 1
        else {"matchExpressions": [{"key": _NAMESPACE_LABEL, "operator": "In", "values": [*names]}]}
    )
    peer: JsonObject = {"namespaceSelector": chosen}
    if pod_labels:
        expressions: list[Json] = [
            {"key": key, "operator": "In", "values": [value]} for key, value in pod_labels.items()
        ]
        peer["podSelector"] = {"matchExpressions": expressions}
    return peer


def _ports(ports: Sequence[int], protocol: str = "TCP") -> list[Json]:
    return [{"protocol": protocol, "port": port} for port in ports]
