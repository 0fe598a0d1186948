"""How many objects a render puts into each namespace, and those that controllers make of them.

Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/{services,persistent_volume_claims,registry}.go.
"""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.amounts import ONE, add
from mlkube.planning.body import at, count, items, text
from mlkube.planning.quota.cluster import namespace_of
from mlkube.planning.quota.demand import claim_usage, claimed_devices, device_usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.resource import Resource
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.cluster import Cluster

# Kinds that a quota also counts by a name without `count/`.
_SHORT = frozenset(
    (
        "configmaps",
        "persistentvolumeclaims",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "services",
    )
)
_JOBS = "count/jobs.batch"
_REPLICA_SETS = "count/replicasets.apps"
_KEPT_REVISIONS = 10
_KEPT_SUCCESSES, _KEPT_FAILURES = 3, 1


def object_usage(cluster: Cluster) -> dict[str, Amounts]:
    """Return what objects other than pods take of each namespace, by the keys of a ResourceQuota.

    A pod is left out: the pod sets count it.
    """
    found: dict[str, Amounts] = {}
    for resource in cluster.resources:
        namespace = namespace_of(resource)
        if namespace and resource.kind != "Pod":
            add(found.setdefault(namespace, {}), _usage(resource, cluster))
    return found


def _usage(resource: Resource, cluster: Cluster) -> Amounts:
    group = split_api_version(resource.api_version)[0]
    spec = at(resource.body, "spec")
    if (group, resource.kind) == ("", "PersistentVolumeClaim"):
        return claim_usage(spec, cluster)
    plural = _plural(resource.kind)
    usage = {f"count/{plural}.{group}" if group else f"count/{plural}": ONE}
    if not group and plural in _SHORT:
        usage[plural] = ONE
    if (group, resource.kind) == ("", "Service"):
        add(usage, _of_service(resource))
    if (group, resource.kind) == ("resource.k8s.io", "ResourceClaim"):
        add(usage, device_usage(claimed_devices(spec)))
    made = _MADE.get((group, resource.kind))
    if made is not None:
        add(usage, made(resource))
    return usage


def _plural(kind: str) -> str:
    """Return the resource of a kind, as Kubernetes guesses it.

    Source: k8s.io/apimachinery, pkg/api/meta/restmapper.go (UnsafeGuessKindToResource).
    """
    lowered = kind.lower()
    if lowered == "endpoints":
        return lowered
    if lowered.endswith("s"):
        return f"{lowered}es"
    return f"{lowered[:-1]}ies" if lowered.endswith("y") else f"{lowered}s"


def _of_service(resource: Resource) -> Amounts:
    spec = at(resource.body, "spec")
    kind = text(spec.get("type"), "ClusterIP")
    usage: Amounts = {}
    if kind == "LoadBalancer":
        usage["services.loadbalancers"] = ONE
    allocated = kind == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not False
    if kind == "NodePort" or allocated:
        usage["services.nodeports"] = len(items(spec.get("ports"))) * ONE
    return usage


def _of_deployment(resource: Resource) -> Amounts:
    """Return a ReplicaSet for the pods, and the old ones that are kept."""
    kept = count(at(resource.body, "spec").get("revisionHistoryLimit"), _KEPT_REVISIONS)
    return {_REPLICA_SETS: (1 + kept) * ONE}


def _of_cron_job(resource: Resource) -> Amounts:
    """Return a Job that runs, and those that are kept when they are done."""
    spec = at(resource.body, "spec")
    kept = count(spec.get("successfulJobsHistoryLimit"), _KEPT_SUCCESSES)
    kept += count(spec.get("failedJobsHistoryLimit"), _KEPT_FAILURES)
    return {_JOBS: (1 + kept) * ONE}


def _of_job_set(resource: Resource) -> Amounts:
    jobs = items(at(resource.body, "spec").get("replicatedJobs"))
    return {_JOBS: sum(count(each.get("replicas"), 1) for each in jobs) * ONE}


_MADE = {
    ("apps", "Deployment"): _of_deployment,
    ("batch", "CronJob"): _of_cron_job,
    ("jobset.x-k8s.io", "JobSet"): _of_job_set,
}
