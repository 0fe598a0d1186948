"""RayClusters, and the clusters inside of RayJobs and RayServices."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_set import BLUE_GREEN, FULL_SET, JOB, SERVICE, PodSet, Rollout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.resource import Resource

_CLUSTERS = {"RayCluster": (), "RayJob": ("rayClusterSpec",), "RayService": ("rayClusterConfig",)}


def of_ray(owner: Resource) -> Iterator[PodSet]:
    """Yield the head and each group of workers of a Ray cluster.

    A RayService builds a second cluster for a change, and keeps the old one until the new one serves.

    Source: ray.io/v1, doc of RayClusterSpec and RayServiceSpec.
    """
    below = _CLUSTERS[owner.kind]
    cluster = at(owner.body, "spec", *below)
    path = ".".join(("spec", *below))
    duration = JOB if owner.kind == "RayJob" else SERVICE
    rollout = Rollout()
    if owner.kind == "RayService" and at(owner.body, "spec", "upgradeStrategy").get("type") != "None":
        rollout = Rollout(BLUE_GREEN, max_surge=FULL_SET)
    suspended = at(owner.body, "spec").get("suspend") is True
    head = at(cluster, "headGroupSpec", "template")
    if head:
        yield PodSet(
            owner,
            head,
            minimum=0 if suspended else 1,
            role="head",
            path=f"{path}.headGroupSpec.template",
            rollout=rollout,
            duration=duration,
        )
    scales = cluster.get("enableInTreeAutoscaling") is True
    for number, group in enumerate(items(cluster.get("workerGroupSpecs"))):
        hosts, replicas = count(group.get("numOfHosts"), 1), count(group.get("replicas"), 0)
        least = count(group.get("minReplicas"), 0) if scales else replicas
        most = max(replicas, count(group.get("maxReplicas"), replicas)) if scales else replicas
        found = PodSet(
            owner,
            at(group, "template"),
            pods=most * hosts,
            minimum=0 if suspended else least * hosts,
            role=text(group.get("groupName")),
            path=f"{path}.workerGroupSpecs[{number}].template",
            rollout=rollout,
            duration=duration,
        )
        found.scaled_by = str(owner) if scales else ""
        yield found
