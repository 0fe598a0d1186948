"""Builds Kueue's objects: topologies, flavors, cohort, ClusterQueue, LocalQueue, priorities of jobs."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.resources import quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.workspace.cluster_objects import ClusterObjects
    from mlkube.workloads.workspace.flavors import FlavorResource, QueueFlavor
    from mlkube.workloads.workspace.queue import NamespaceQueue, OwnClusterQueue
    from mlkube.workloads.workspace.queue_policies import FairSharing, FlavorFungibility, QueuePreemption
    from mlkube.workloads.workspace.workload import Workspace

_API_VERSION = "kueue.x-k8s.io/v1beta2"
_QUEUE = "queue"


def add_queue(
    workload: Workspace, context: Context, objects: Objects, cluster: ClusterObjects, queue: NamespaceQueue
) -> None:
    """Add the LocalQueue and, where none exists, what stands behind it."""
    own = queue.cluster_queue
    if own is not None:
        _add_cluster_queue(context, cluster, own)
    spec: JsonObject = {"clusterQueue": queue.existing or cluster.name("")}
    if queue.fair_sharing is not None:
        spec["fairSharing"] = _share(queue.fair_sharing)
    if queue.stop_policy != "None":
        spec["stopPolicy"] = queue.stop_policy
    objects.add(
        {
            "apiVersion": _API_VERSION,
            "kind": "LocalQueue",
            "metadata": metadata(workload, context, queue.name or context.name, _QUEUE),
            "spec": spec,
        }
    )
    for priority in queue.priority_classes:
        rest: JsonObject = {"value": priority.value}
        if priority.description:
            rest["description"] = priority.description
        cluster.add(_API_VERSION, "WorkloadPriorityClass", priority.name, _QUEUE, rest)


def _add_cluster_queue(context: Context, cluster: ClusterObjects, own: OwnClusterQueue) -> None:
    for topology in own.topologies:
        levels: list[Json] = [{"nodeLabel": label} for label in topology.levels]
        _add(cluster, "Topology", topology.name, {"levels": levels})
    for flavor in own.flavors:
        if not flavor.existing:
            _add(cluster, "ResourceFlavor", flavor.name, _flavor(own, flavor, cluster))
    if own.cohort is not None and own.cohort.create:
        cohort: JsonObject = {}
        if own.cohort.parent is not None:
            cohort["parentName"] = own.cohort.parent
        if own.cohort.fair_sharing is not None:
            cohort["fairSharing"] = _share(own.cohort.fair_sharing)
        _add(cluster, "Cohort", own.cohort.name, cohort)
    _add(cluster, "ClusterQueue", "", _cluster_queue(context, cluster, own))


def _add(cluster: ClusterObjects, kind: str, name: str, spec: JsonObject) -> None:
    cluster.add(_API_VERSION, kind, name, _QUEUE, {"spec": spec})


def _flavor(own: OwnClusterQueue, flavor: QueueFlavor, cluster: ClusterObjects) -> JsonObject:
    spec: JsonObject = {}
    if flavor.node_labels:
        spec["nodeLabels"] = {**flavor.node_labels}
    if flavor.node_taints:
        spec["nodeTaints"] = copied(flavor.node_taints)
    if flavor.tolerations:
        spec["tolerations"] = copied(flavor.tolerations)
    if flavor.topology is not None:
        built = any(flavor.topology == topology.name for topology in own.topologies)
        spec["topologyName"] = cluster.name(flavor.topology) if built else flavor.topology
    return spec


def _cluster_queue(context: Context, cluster: ClusterObjects, own: OwnClusterQueue) -> JsonObject:
    spec: JsonObject = {
        "namespaceSelector": copied(own.namespace_selector)
        if own.namespace_selector is not None
        else {"matchLabels": {"kubernetes.io/metadata.name": context.namespace}},
        "queueingStrategy": own.queueing_strategy,
        "resourceGroups": [_group(group, cluster) for group in own.groups()],
        "preemption": _preemption(own.preemption, lends=own.cohort is not None),
    }
    if own.cohort is not None:
        spec["cohortName"] = cluster.name(own.cohort.name) if own.cohort.create else own.cohort.name
    if own.flavor_fungibility is not None:
        spec["flavorFungibility"] = _fungibility(own.flavor_fungibility)
    if own.admission_checks:
        spec["admissionChecksStrategy"] = {"admissionChecks": _checks(own, cluster)}
    if own.fair_sharing is not None:
        spec["fairSharing"] = _share(own.fair_sharing)
    if own.stop_policy != "None":
        spec["stopPolicy"] = own.stop_policy
    return spec


def _group(flavors: list[QueueFlavor], cluster: ClusterObjects) -> JsonObject:
    """Return a resource group; each flavor lists the resources in the order of the first, as Kueue asks."""
    covered = [each.name for each in flavors[0].resources]
    listed: list[Json] = []
    for flavor in flavors:
        by_name = {each.name: each for each in flavor.resources}
        resources: list[Json] = [_resource(by_name[name]) for name in covered]
        listed.append({"name": _flavor_name(flavor, cluster), "resources": resources})
    return {"coveredResources": [*covered], "flavors": listed}


def _flavor_name(flavor: QueueFlavor, cluster: ClusterObjects) -> str:
    return flavor.name if flavor.existing else cluster.name(flavor.name)


def _resource(resource: FlavorResource) -> JsonObject:
    result: JsonObject = {"name": resource.name, "nominalQuota": quantity(resource.nominal_quota)}
    for key, limit in (
        ("borrowingLimit", resource.borrowing_limit),
        ("lendingLimit", resource.lending_limit),
    ):
        if limit is not None:
            result[key] = quantity(limit)
    return result


def _preemption(preemption: QueuePreemption, *, lends: bool) -> JsonObject:
    """Return the policies; those of a cohort where there is one, or where somebody wrote them."""
    result: JsonObject = {"withinClusterQueue": preemption.within_cluster_queue}
    if lends or preemption.reclaim_within_cohort != "Any":
        result["reclaimWithinCohort"] = preemption.reclaim_within_cohort
    borrow = preemption.borrow_within_cohort
    if borrow is not None:
        result["borrowWithinCohort"] = {"policy": borrow.policy}
        if borrow.max_priority_threshold is not None:
            result["borrowWithinCohort"] = {
                "policy": borrow.policy,
                "maxPriorityThreshold": borrow.max_priority_threshold,
            }
    return result


def _fungibility(fungibility: FlavorFungibility) -> JsonObject:
    result: JsonObject = {
        "whenCanBorrow": fungibility.when_can_borrow,
        "whenCanPreempt": fungibility.when_can_preempt,
    }
    if fungibility.preference is not None:
        result["preference"] = fungibility.preference
    return result


def _checks(own: OwnClusterQueue, cluster: ClusterObjects) -> list[Json]:
    by_name = {flavor.name: flavor for flavor in own.flavors}
    result: list[Json] = []
    for check in own.admission_checks:
        rule: JsonObject = {"name": check.name}
        if check.on_flavors:
            rule["onFlavors"] = [_flavor_name(by_name[name], cluster) for name in check.on_flavors]
        result.append(rule)
    return result


def _share(sharing: FairSharing) -> JsonObject:
    return {"weight": quantity(sharing.weight)}
