"""Amounts against what bounds them in their namespace, ResourceQuotas and LimitRanges: ML-050 and 051."""

from __future__ import annotations

from mlkube.core.quantity import exceeds, nanos
from mlkube.validation.contracts.amounts import amounts_of, is_whole
from mlkube.validation.contracts.judged import items, mapping, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.amounts import Amounts
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

# What a quota counts only where every container says it: key, resource, and where it stands.
_DEMANDED = (
    ("cpu", "cpu", "request"),
    ("memory", "memory", "request"),
    ("requests.cpu", "cpu", "request"),
    ("requests.memory", "memory", "request"),
    ("limits.cpu", "cpu", "limit"),
    ("limits.memory", "memory", "limit"),
)


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if is_whole(party):
        quotas = objects.of_kind_in("ResourceQuota", party.namespace)
        ranges = objects.of_kind_in("LimitRange", party.namespace)
        if quotas or ranges:
            amounts = amounts_of(party, objects)
            for quota in quotas:
                _check_quota(party, quota, amounts, objects)
            _check_defaults(party, amounts, objects)
            for limit_range in ranges:
                _check_range(party, limit_range, amounts, objects)
    elif party.kind == "PersistentVolumeClaim" and not party.is_view:
        for limit_range in objects.of_kind_in("LimitRange", party.namespace):
            _check_claim(party, limit_range, objects)


def _check_quota(party: Party, quota: Party, amounts: list[Amounts], objects: Objects) -> None:
    """Check ML-050: a quota refuses pods that do not say what it counts.

    Source: kubernetes/kubernetes, pkg/quota/v1/evaluator/core/pods.go.
    """
    if not _meets(quota, party):
        return
    hard = mapping(quota.spec.get("hard"))
    of_pod = mapping(party.pod.get("resources"))
    for key, resource, what in _DEMANDED:
        whole = mapping(of_pod.get("limits")), mapping(of_pod.get("requests"))
        if key not in hard or resource in whole[0] or (what == "request" and resource in whole[1]):
            continue
        for each in amounts:
            if resource not in (each.requests if what == "request" else each.limits):
                text = (
                    f"container {each.name} has no {what} of {resource}, which ResourceQuota/{quota.name} "
                    "counts: its pods are refused"
                )
                hint = f"set it, or a default in a LimitRange of namespace {party.namespace}"
                objects.error("ML-050", party, each.path, text, hint=hint)


def _meets(quota: Party, party: Party) -> bool:
    """Tell whether a quota counts a pod; one with a scope that only a running pod shows counts none here."""
    if quota.spec.get("scopes"):
        return False
    priority = party.pod.get("priorityClassName")
    return all(
        expression.get("scopeName") == "PriorityClass"
        and expression.get("operator") == "In"
        and priority in strings(expression.get("values"))
        for expression in items(mapping(quota.spec.get("scopeSelector")).get("matchExpressions"))
    )


def _check_defaults(party: Party, amounts: list[Amounts], objects: Objects) -> None:
    """Check ML-051: a limit that a LimitRange gives is not below what the container requests."""
    for each in amounts:
        for resource, source in each.given_by.items():
            request, limit = each.requests.get(resource), each.limits[resource]
            if request is not None and exceeds(request, limit):
                text = (
                    f"container {each.name} requests {request} of {resource}, and LimitRange/{source} gives "
                    f"it a limit of {limit}: its pods are refused"
                )
                hint = f"set a limit of {resource} in the container"
                objects.error("ML-051", party, each.path, text, hint=hint)


def _check_range(party: Party, limit_range: Party, amounts: list[Amounts], objects: Objects) -> None:
    """Check ML-051: the bounds of containers and of pods."""
    for limit in items(limit_range.spec.get("limits")):
        kind = limit.get("type")
        if kind == "Container":
            for each in amounts:
                subject = f"container {each.name}"
                for text in _out_of_bounds(subject, limit, each.requests, each.limits):
                    _report(party, limit_range, each.path, text, objects)
        elif kind == "Pod" and not party.pod.get("resources"):
            running = [each for each in amounts if f"{party.pod_path}.containers[" in each.path]
            requests = _sum([each.requests for each in running])
            limits = _sum([each.limits for each in running])
            for text in _out_of_bounds("the pod", limit, requests, limits):
                _report(party, limit_range, party.pod_path, text, objects)


def _report(party: Party, limit_range: Party, path: str, text: str, objects: Objects) -> None:
    message = f"{text}: LimitRange/{limit_range.name} refuses its pods"
    objects.error("ML-051", party, path, message)


def _out_of_bounds(
    subject: str, limit: dict[str, Any], requests: dict[str, Any], limits: dict[str, Any]
) -> Iterator[str]:
    """Yield what is out of the bounds of a LimitRange's item."""
    for resource, most in mapping(limit.get("max")).items():
        amount = limits.get(resource)
        if amount is None:
            yield f"{subject} has no limit of {resource}, and {most} is the most"
        elif exceeds(amount, most):
            yield f"{subject} has a limit of {amount} of {resource}, and {most} is the most"
    for resource, least in mapping(limit.get("min")).items():
        amount = requests.get(resource)
        if amount is None:
            yield f"{subject} has no request of {resource}, and {least} is the least"
        elif exceeds(least, amount):
            yield f"{subject} requests {amount} of {resource}, and {least} is the least"
    for resource, ratio in mapping(limit.get("maxLimitRequestRatio")).items():
        request, most = nanos(requests.get(resource, 0)), nanos(limits.get(resource, 0))
        if not request or not most:
            yield f"{subject} needs request and limit of {resource}, whose ratio is bounded"
        elif most * 10**9 > request * (nanos(ratio) or 0):
            yield f"{subject} has a limit of {resource} more than {ratio} times its request"


def _check_claim(claim: Party, limit_range: Party, objects: Objects) -> None:
    """Check ML-051 for the size of a claim."""
    path = "spec.resources.requests.storage"
    size = mapping(mapping(claim.spec.get("resources")).get("requests")).get("storage")
    for limit in items(limit_range.spec.get("limits")):
        if size is None or limit.get("type") != "PersistentVolumeClaim":
            continue
        most, least = (mapping(limit.get(bound)).get("storage") for bound in ("max", "min"))
        if most is not None and exceeds(size, most):
            text = f"{size} is more than {most}, the most that LimitRange/{limit_range.name} allows"
            objects.error("ML-051", claim, path, text)
        if least is not None and exceeds(least, size):
            text = f"{size} is less than {least}, the least that LimitRange/{limit_range.name} allows"
            objects.error("ML-051", claim, path, text)


def _sum(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sums of what every part has, as quantities."""
    shared = set.intersection(*(set(part) for part in parts)) if parts else set()
    return {name: _quantity(sum(nanos(part[name]) or 0 for part in parts)) for name in sorted(shared)}


def _quantity(amount: int) -> str:
    """Return an amount in billionths as people write it."""
    units, rest = divmod(amount, 10**9)
    if rest:
        return f"{-(-amount // 10**6)}m"
    for suffix, size in (("Gi", 2**30), ("Mi", 2**20)):
        if units and not units % size:
            return f"{units // size}{suffix}"
    return str(units)
