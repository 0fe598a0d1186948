"""Builds what bounds a namespace: ResourceQuotas and the LimitRange."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.resources import quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workspace.cluster_objects import ClusterObjects
    from mlkube.workloads.workspace.limits import NamespaceLimits, PodLimits
    from mlkube.workloads.workspace.quota import ComputeQuota, NamespaceQuota
    from mlkube.workloads.workspace.workload import Workspace

# Counted under these keys, without `count/` in front.
_SERVICE_TYPES = ("services.loadbalancers", "services.nodeports")


def quotas(workload: Workspace, context: Context, cluster: ClusterObjects) -> Iterator[JsonObject]:
    """Yield the quota of the namespace, then one for each PriorityClass that has its own."""
    quota = workload.quota
    if quota is None:
        return
    hard = _whole(quota)
    if hard:
        yield _quota(workload, context, context.name, {"hard": hard})
    built = {priority.name for priority in workload.priority_classes}
    for part in quota.priority_classes:
        name = cluster.name(part.name) if part.name in built else part.name
        scope: JsonObject = {
            "matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": [name]}]
        }
        spec: JsonObject = {"hard": _compute(part), "scopeSelector": scope}
        yield _quota(workload, context, f"{context.name}-{part.name}", spec)


def limit_range(workload: Workspace, context: Context, limits: NamespaceLimits) -> JsonObject:
    """Return the LimitRange."""
    items: list[Json] = []
    container = _limits(limits.container)
    for key, values in (
        ("default", limits.container.default),
        ("defaultRequest", limits.container.default_request),
    ):
        if values:
            container[key] = _amounts(values)
    if container:
        items.append({"type": "Container", **container})
    pod = _limits(limits.pod) if limits.pod is not None else {}
    if pod:
        items.append({"type": "Pod", **pod})
    if limits.claim is not None:
        claim: JsonObject = {"type": "PersistentVolumeClaim"}
        for key, size in (("min", limits.claim.min), ("max", limits.claim.max)):
            if size is not None:
                claim[key] = {"storage": quantity(size)}
        items.append(claim)
    return {
        "apiVersion": "v1",
        "kind": "LimitRange",
        "metadata": metadata(workload, context, context.name, "quota"),
        "spec": {"limits": items},
    }


def _quota(workload: Workspace, context: Context, name: str, spec: JsonObject) -> JsonObject:
    return {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": metadata(workload, context, name, "quota"),
        "spec": spec,
    }


def _whole(quota: NamespaceQuota) -> JsonObject:
    hard = _compute(quota)
    for key, amount in (
        ("requests.ephemeral-storage", quota.ephemeral_storage),
        ("requests.storage", quota.storage),
        ("persistentvolumeclaims", quota.claims),
    ):
        if amount is not None:
            hard[key] = quantity(amount)
    for name, part in quota.storage_classes.items():
        for key, amount in (("requests.storage", part.storage), ("persistentvolumeclaims", part.claims)):
            if amount is not None:
                hard[f"{name}.storageclass.storage.k8s.io/{key}"] = quantity(amount)
    for name, count in quota.device_classes.items():
        hard[f"{name}.deviceclass.resource.k8s.io/devices"] = quantity(count)
    for name, count in quota.counts.items():
        hard[name if name in _SERVICE_TYPES else f"count/{name}"] = quantity(count)
    return hard


def _compute(quota: ComputeQuota) -> JsonObject:
    hard: JsonObject = {}
    for key, amount in (
        ("requests.cpu", quota.cpu),
        ("requests.memory", quota.memory),
        ("limits.cpu", quota.cpu_limit),
        ("limits.memory", quota.memory_limit),
        ("pods", quota.pods),
    ):
        if amount is not None:
            hard[key] = quantity(amount)
    for name, count in quota.accelerators.items():
        hard[f"requests.{name}"] = quantity(count)
    return hard


def _limits(limits: PodLimits) -> JsonObject:
    result: JsonObject = {}
    for key, values in (
        ("min", limits.min),
        ("max", limits.max),
        ("maxLimitRequestRatio", limits.max_limit_request_ratio),
    ):
        if values:
            result[key] = _amounts(values)
    return result


def _amounts(values: Mapping[str, Quantity]) -> JsonObject:
    return {name: quantity(amount) for name, amount in values.items()}
