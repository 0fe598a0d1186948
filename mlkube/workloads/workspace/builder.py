"""Builds a workspace: the Namespace, what bounds it, who may do what in it, and the queue of its jobs."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import labels
from mlkube.workloads.workspace.cluster_objects import ClusterObjects
from mlkube.workloads.workspace.network_policies import network_policies
from mlkube.workloads.workspace.queue_objects import add_queue
from mlkube.workloads.workspace.quota_objects import limit_range, quotas
from mlkube.workloads.workspace.rights import rights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workspace.workload import PodSecurity, Workspace

_SECURITY = "pod-security.kubernetes.io"
# The server makes them, and what it needs runs there: neither bears to be denied, bounded or restricted.
_OF_THE_CLUSTER = ("kube-node-lease", "kube-public", "kube-system")


def build(workload: Workspace, context: Context) -> Objects:
    """Return everything that a description of a namespace stands for."""
    # What is not said otherwise lies in the namespace that is called like the workspace.
    context.own_namespace = context.own_namespace or context.name
    context.namespace = context.namespace or context.own_namespace
    _refuse_of_the_cluster(context)
    objects = Objects()
    cluster = ClusterObjects(workload, context, objects)
    if workload.create_namespace:
        objects.add(_namespace(workload, context))
    for quota in quotas(workload, context, cluster):
        objects.add(quota)
    limits = workload.effective_limits
    if limits is not None:
        objects.add(limit_range(workload, context, limits))
    for priority in workload.priority_classes:
        rest: JsonObject = {"value": priority.value, "preemptionPolicy": priority.preemption_policy}
        if priority.description:
            rest["description"] = priority.description
        cluster.add("scheduling.k8s.io/v1", "PriorityClass", priority.name, "priority", rest)
    for policy in network_policies(workload, context):
        objects.add(policy)
    for body in rights(workload, context):
        objects.add(body)
    if workload.queue is not None:
        add_queue(workload, context, objects, cluster, workload.queue)
    return objects


def _refuse_of_the_cluster(context: Context) -> None:
    """Refuse a namespace that belongs to the cluster.

    Raises:
        Refusal: it is one of those that the server makes for itself.

    """
    if context.namespace in _OF_THE_CLUSTER:
        reason = f"{context.namespace} belongs to the cluster: its own pods would be denied and refused"
        key = "namespace" if context.own_namespace != context.name else "name"
        raise Refusal([Fault(("metadata", key), reason, "choose another namespace")])


def _namespace(workload: Workspace, context: Context) -> JsonObject:
    described: JsonObject = {
        "name": context.own_namespace,
        "labels": {
            **workload.namespace_labels,
            **_security(workload.pod_security),
            **labels(workload, "namespace"),
        },
    }
    annotations: JsonObject = {**workload.annotations, **workload.namespace_annotations}
    if annotations:
        described["annotations"] = annotations
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": described}


def _security(security: PodSecurity) -> JsonObject:
    """Return the labels that Pod Security Admission goes by."""
    result: JsonObject = {}
    for mode, level, version in (
        ("enforce", security.enforce, security.enforce_version),
        ("audit", security.audit, security.audit_version),
        ("warn", security.warn, security.warn_version),
    ):
        result[f"{_SECURITY}/{mode}"] = level
        result[f"{_SECURITY}/{mode}-version"] = version
    return result
