"""The NetworkPolicy of a workload's pods."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.network_rules import dns_rule, labelled, namespaces_peer, peer_rule, port_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.network_policy import NetworkPolicy
    from mlkube.workloads.parts.pod_workload import PodWorkload


class Pods:
    """The pods of a workload, as its NetworkPolicy sees them.

    `selector` selects them. `requests` are the ports at which they are called, `metrics` those at which
    metrics are collected. `together` says that they talk to each other at every port.
    """

    __slots__ = ("metrics", "requests", "selector", "together")

    def __init__(
        self,
        selector: JsonObject,
        *,
        requests: Sequence[int] = (),
        metrics: Sequence[int] = (),
        together: bool = False,
    ) -> None:
        self.selector = selector
        self.requests = tuple(requests)
        self.metrics = tuple(metrics)
        self.together = together


def network_policy_spec(policy: NetworkPolicy, pods: Pods) -> JsonObject:
    """Return `spec` of the NetworkPolicy."""
    callers: list[Json] = []
    if policy.same_namespace:
        callers.append({"podSelector": labelled(policy.client_labels) if policy.client_labels else {}})
    if policy.gateway_namespaces:
        callers.append(namespaces_peer(policy.gateway_namespaces))
    ingress: list[Json] = []
    if callers and pods.requests:
        ingress.append({"from": callers, "ports": port_list(pods.requests)})
    if pods.metrics and policy.monitoring_namespaces:
        collectors = namespaces_peer(policy.monitoring_namespaces)
        ingress.append({"from": [collectors], "ports": port_list(pods.metrics)})
    ingress += [peer_rule("from", peer, pods.requests) for peer in policy.ingress]
    egress: list[Json] = []
    if policy.dns.allowed:
        egress.append(dns_rule(policy.dns))
    egress += [peer_rule("to", peer) for peer in policy.egress]
    if pods.together:
        # Which ports collectives, shuffles and ssh choose is known only when they run.
        ingress.insert(0, {"from": [{"podSelector": pods.selector}]})
        egress.insert(0, {"to": [{"podSelector": pods.selector}]})
    result: JsonObject = {"podSelector": pods.selector, "policyTypes": ["Ingress"], "ingress": ingress}
    if policy.deny == "all":
        result["policyTypes"] = ["Ingress", "Egress"]
        result["egress"] = egress
    return result


def network_policy_objects(
    workload: PodWorkload, context: Context, component: str, pods: Pods
) -> Iterator[JsonObject]:
    """Yield the NetworkPolicy of the workload, where it asks for one."""
    if workload.network_policy is not None:
        yield {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": metadata(workload, context, context.name, component),
            "spec": network_policy_spec(workload.network_policy, pods),
        }
