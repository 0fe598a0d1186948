"""NetworkPolicies and the names that pods look up: ML-091."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_DNS_PORTS = (53, 5353)


def check(party: Party, objects: Objects) -> None:
    """Check ML-091: pods that may call somebody, and may not ask where that is."""
    if party.kind != "NetworkPolicy" or not party.spec.get("egress"):
        return
    held = {_identity(pods) for pods in _held(party, objects)}
    for policy in objects.of_kind_in("NetworkPolicy", party.namespace):
        rules = items(policy.spec.get("egress"))
        if any(_lets_names_be_asked(rule) for rule in rules):
            held -= {_identity(pods) for pods in _held(policy, objects)}
    if held:
        text = "the pods may call others, but not the DNS that knows their names"
        hint = "allow UDP and TCP 53 to the DNS of the cluster, in kube-system"
        objects.warn("ML-091", party, "spec.egress", text, hint=hint)


def _held(policy: Party, objects: Objects) -> list[Party]:
    return objects.selected_by(mapping(policy.spec.get("podSelector")), policy.namespace)


def _identity(pods: Party) -> tuple[int, str]:
    return pods.number, pods.pod_path


def _lets_names_be_asked(rule: dict[str, Any]) -> bool:
    """Tell whether a rule may let a question to the DNS through; one for pods of the namespace does not."""
    peers = items(rule.get("to"))
    if peers and not any("namespaceSelector" in peer or "ipBlock" in peer for peer in peers):
        return False
    ports = items(rule.get("ports"))
    return not ports or any(_is_dns(port) for port in ports)


def _is_dns(port: dict[str, Any]) -> bool:
    number, last = port.get("port"), port.get("endPort")
    if isinstance(number, int) and isinstance(last, int):
        return any(number <= each <= last for each in _DNS_PORTS)
    return number is None or number in _DNS_PORTS or isinstance(number, str)
