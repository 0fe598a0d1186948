"""Builds NetworkPolicies: one that denies, and one for each sort of traffic that passes."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.network_rules import dns_rule, namespaces_peer, peer_rule, port_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workspace.workload import Workspace

    Policy: TypeAlias = tuple[str, Mapping[str, str], Mapping[str, list[Json]]]

_TYPES = {"ingress": "Ingress", "egress": "Egress"}
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
        yield "allow-dns", {}, {"egress": [dns_rule(network.dns)]}
    for name, namespaces in (
        ("allow-monitoring", network.monitoring_namespaces),
        ("allow-gateways", network.gateway_namespaces),
    ):
        if namespaces:
            yield name, {}, {"ingress": [{"from": [namespaces_peer(namespaces)]}]}
    yield from _further(workload, out=out)


def _further(workload: Workspace, *, out: bool) -> Iterator[Policy]:
    """Yield what a description names itself, and what its accounts need."""
    network = workload.network
    if out and workload.platform == "gcp" and any(account.identity for account in workload.accounts):
        rules: list[Json] = [
            {"to": [{"ipBlock": {"cidr": cidr}}], "ports": port_list(ports)} for cidr, ports in _GKE_METADATA
        ]
        yield "allow-gke-metadata", {}, {"egress": rules}
    for allowance in network.ingress:
        yield (
            f"allow-from-{allowance.name}",
            allowance.pod_labels,
            {"ingress": [peer_rule("from", allowance)]},
        )
    for allowance in network.egress:
        yield f"allow-to-{allowance.name}", allowance.pod_labels, {"egress": [peer_rule("to", allowance)]}
