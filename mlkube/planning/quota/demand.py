"""What a set of pods asks of its namespace and of nodes: as it is written, and as large as it may grow."""

from __future__ import annotations

from mlkube.planning.amounts import ONE, add, read_amounts
from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_requests import pod_size
from mlkube.planning.pod_set import JOB, SCHEDULED_JOB
from mlkube.planning.quota.cluster import namespace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.core.json import JsonObject
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.pod_requests import PodSize
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.quota.cluster import Cluster

NATIVE = frozenset(("cpu", "memory", "ephemeral-storage"))
_QUEUE = "kueue.x-k8s.io/queue-name"
_DEFAULT_QUEUE = "default"


class Demand:
    """A pod set with its sizes.

    `size` is that of one pod, `grown` the same where a VerticalPodAutoscaler has raised it as far as it may.
    `devices` are those that one pod claims, by DeviceClass. `minimum`, `maximum` and `surge` count pods;
    those of a DaemonSet are set when the nodes are known.

    `usage` and `grown_usage` are what a pod takes of its namespace, by the keys of a ResourceQuota; `kept`
    is what a pod leaves behind and what no surge has: its claims.
    """

    __slots__ = (
        "claims",
        "devices",
        "grown",
        "grown_usage",
        "kept",
        "maximum",
        "minimum",
        "namespace",
        "pods",
        "priority",
        "queue",
        "size",
        "surge",
        "usage",
    )

    def __init__(self, pods: PodSet, cluster: Cluster) -> None:
        self.pods = pods
        self.namespace = namespace_of(pods.owner)
        given = cluster.container_defaults(self.namespace)
        overhead = read_amounts(at(cluster.runtime_class(pods.spec), "overhead", "podFixed"))
        self.size = pod_size(pods, defaults=given, overhead=overhead)
        self.grown = self.size
        if pods.vertical is not None:
            self.grown = pod_size(pods, defaults=given, overhead=overhead, grown=True)
        self.devices = _devices(pods, cluster, self.namespace)
        self.claims = list(_claims(pods))
        self.minimum, self.maximum, self.surge = pods.minimum, pods.maximum, pods.surge
        self.priority = text(pods.spec.get("priorityClassName"), cluster.default_priority)
        self.queue = _queue(pods, cluster, self.namespace)
        shared: Amounts = {"pods": ONE, "count/pods": ONE}
        self.kept: Amounts = {}
        for claim, stays in self.claims:
            add(self.kept if stays else shared, claim_usage(claim, cluster))
        shared |= device_usage(self.devices)
        claimed = sum(
            1 for each in items(pods.spec.get("resourceClaims")) if "resourceClaimTemplateName" in each
        )
        if claimed:
            shared["count/resourceclaims.resource.k8s.io"] = claimed * ONE
        self.usage = shared | compute_usage(self.size)
        self.grown_usage = self.usage if self.grown is self.size else shared | compute_usage(self.grown)

    def __str__(self) -> str:
        return str(self.pods)


def compute_usage(size: PodSize) -> Amounts:
    """Return what a pod takes, by the keys of a quota; limits of Kubernetes' own resources alone.

    Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/pods.go.
    """
    usage = {f"requests.{name}": value for name, value in size.requests.items()}
    usage.update((f"limits.{name}", value) for name, value in size.limits.items() if name in NATIVE)
    return usage


def claim_usage(claim: JsonObject, cluster: Cluster) -> Amounts:
    """Return what the spec of a PersistentVolumeClaim takes of its namespace.

    Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/persistent_volume_claims.go.
    """
    storage = read_amounts(at(claim, "resources", "requests")).get("storage", 0)
    usage = {"persistentvolumeclaims": ONE, "count/persistentvolumeclaims": ONE, "requests.storage": storage}
    named = claim.get("storageClassName")
    storage_class = cluster.default_storage_class if named is None else text(named)
    if storage_class:
        start = f"{storage_class}.storageclass.storage.k8s.io"
        usage[f"{start}/requests.storage"] = storage
        usage[f"{start}/persistentvolumeclaims"] = ONE
    return usage


def _queue(pods: PodSet, cluster: Cluster, namespace: str) -> str:
    """Return the LocalQueue of a workload, empty where Kueue does not take it.

    It is a label of the object, of a CronJob that of its Jobs. One named default takes jobs without.

    Source: kueue.sigs.k8s.io/docs (run workloads; local queue defaulting).
    """
    body = pods.owner.body
    jobs = at(body, "spec", "jobTemplate") if pods.kind == "CronJob" else body
    named = text(at(jobs, "metadata", "labels").get(_QUEUE))
    if named or pods.duration not in {JOB, SCHEDULED_JOB} or pods.kind == "Pod":
        return named
    return _DEFAULT_QUEUE if cluster.find("LocalQueue", namespace, _DEFAULT_QUEUE) is not None else ""


def _claims(pods: PodSet) -> Iterator[tuple[JsonObject, bool]]:
    """Yield the claims that each pod brings, and whether they stay when it goes."""
    for template in pods.claim_templates:
        yield at(template, "spec"), True
    for volume in items(pods.spec.get("volumes")):
        claim = at(volume, "ephemeral", "volumeClaimTemplate", "spec")
        if claim:
            yield claim, False


def _devices(pods: PodSet, cluster: Cluster, namespace: str) -> dict[str, int]:
    """Return how many devices of each DeviceClass a pod claims for itself, by templates."""
    found: dict[str, int] = {}
    for claim in items(pods.spec.get("resourceClaims")):
        name = text(claim.get("resourceClaimTemplateName"))
        template = cluster.find("ResourceClaimTemplate", namespace, name) if name else None
        if template is not None:
            for device_class, devices in claimed_devices(at(template.body, "spec", "spec")).items():
                found[device_class] = found.get(device_class, 0) + devices
    return found


def claimed_devices(claim: JsonObject) -> dict[str, int]:
    """Return how many devices of each DeviceClass the spec of a ResourceClaim asks for.

    Of `firstAvailable` it is the first choice, of allocationMode All one device.
    """
    found: dict[str, int] = {}
    for request in items(at(claim, "devices").get("requests")):
        first = next(iter(items(request.get("firstAvailable"))), {})
        exactly = at(request, "exactly") or first or request  # v1beta1 has no `exactly`
        device_class = text(exactly.get("deviceClassName"))
        if device_class:
            found[device_class] = found.get(device_class, 0) + count(exactly.get("count"), 1)
    return found


def device_usage(devices: Mapping[str, int]) -> Amounts:
    """Return what devices take of a namespace, by the keys of a quota.

    Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/resource_claims.go.
    """
    return {f"{name}.deviceclass.resource.k8s.io/devices": number * ONE for name, number in devices.items()}
