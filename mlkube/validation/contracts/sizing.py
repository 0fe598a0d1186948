"""VerticalPodAutoscalers and what counts the pods that they size: ML-002."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping
from mlkube.validation.contracts.scaling import HORIZONTAL, VERTICAL, containers_of, shares_of, target_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_BOTH = frozenset(("cpu", "memory"))


def check(party: Party, objects: Objects) -> None:
    """Check a VerticalPodAutoscaler."""
    if party.kind != VERTICAL or not target_of(party)[1]:
        return
    _check_alone(party, objects)
    if str(mapping(party.spec.get("updatePolicy")).get("updateMode") or "Recreate") != "Off":
        _check_metrics(party, objects)


def _check_alone(party: Party, objects: Objects) -> None:
    """Check ML-002: what two of them do to one pod is not defined."""
    own = target_of(party)
    for other in objects.of_kind(VERTICAL):
        if other is party:
            return
        if other.namespace == party.namespace and target_of(other) == own:
            text = f"{other.kind}/{other.name} sizes the pods of {own[0]} {own[1]} too"
            objects.error("ML-002", party, "spec.targetRef", text, hint="keep one of them")
            return


def _check_metrics(party: Party, objects: Objects) -> None:
    """Check ML-002 for an autoscaler that counts pods by what this one sizes.

    Source: github.com/kubernetes/autoscaler, vertical-pod-autoscaler/docs/known-limitations.md.
    """
    kind, name = target_of(party)
    target = objects.find(kind, party.namespace, name)
    containers = [str(each.get("name")) for each in containers_of(target)] if target is not None else []
    for scaler in HORIZONTAL:
        for other in objects.of_kind(scaler):
            if other.namespace != party.namespace or target_of(other) != (kind, name):
                continue
            shared = {
                resource
                for resource, container, _, _ in shares_of(other)
                if resource in _sized(party, [container] if container else containers)
            }
            if shared:
                text = f"{other.kind}/{other.name} scales the same target by {', '.join(sorted(shared))}: they would fight"  # noqa: E501 the server's words
                hint = "set updateMode: Off, or scale by another metric"
                objects.error("ML-002", party, "spec.targetRef", text, hint=hint)


def _sized(party: Party, containers: list[str]) -> frozenset[str]:
    """Return the resources that it sets in any of these containers, in any at all where none is known."""
    policies = {
        str(each.get("containerName")): each
        for each in items(mapping(party.spec.get("resourcePolicy")).get("containerPolicies"))
    }
    rest = policies.get("*", {})
    chosen = [policies.get(name, rest) for name in containers] if containers else [*policies.values(), rest]
    sized: set[str] = set()
    for policy in chosen:
        if policy.get("mode") != "Off":
            sized |= _resources(policy)
    return frozenset(sized)


def _resources(policy: dict[str, object]) -> frozenset[str]:
    given = policy.get("controlledResources")
    return frozenset(map(str, given)) if isinstance(given, list) else _BOTH
