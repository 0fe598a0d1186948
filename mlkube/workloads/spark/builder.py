"""Builds Spark: identity and rights for all backends, then the backend's own objects."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.accounts import account_annotations
from mlkube.workloads.parts.metadata import COMPONENT_LABEL, NAME_LABEL, metadata
from mlkube.workloads.spark.configuration import UI_PORT
from mlkube.workloads.spark.rules import longest_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.spark.workload import SparkJob

DRIVER = "driver"
_VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]


def build(job: SparkJob, context: Context) -> Objects:
    """Return everything that a description of Spark stands for.

    Raises:
        Refusal: no layer gives a namespace, which stands in Spark's configuration.

    """
    context.require_room(longest_name(job))
    objects = Objects()
    if not context.namespace and job.backend == "submit":
        reason = "Spark's configuration holds the namespace, and no layer gives one"
        hint = "set `namespace:` in a kustomization above, or metadata.namespace"
        raise Refusal([Fault(("metadata", "name"), reason, hint)])
    account = _rights(job, context, objects)
    if job.backend == "submit":
        from mlkube.workloads.spark.submit import add_submit  # noqa: PLC0415  one backend of three

        add_submit(job, context, objects, account)
    elif job.backend == "operator":
        from mlkube.workloads.spark.operator import add_application  # noqa: PLC0415  as above

        add_application(job, context, objects, account)
    else:
        from mlkube.workloads.spark.apache import add_apache_application  # noqa: PLC0415  as above

        add_apache_application(job, context, objects, account)
    if job.network_policy is not None:
        from mlkube.workloads.parts.pod_network import Pods, network_policy_objects  # noqa: PLC0415  as above

        both: JsonObject = {"key": COMPONENT_LABEL, "operator": "In", "values": [DRIVER, "executor"]}
        pods = Pods(
            {"matchLabels": {NAME_LABEL: job.name}, "matchExpressions": [both]},
            metrics=() if job.monitoring is None else (UI_PORT,),
            together=True,
        )
        for body in network_policy_objects(job, context, DRIVER, pods):
            objects.add(body)
    if job.monitoring is not None:
        from mlkube.workloads.spark.watching import add_watching  # noqa: PLC0415  few jobs are watched

        add_watching(job, context, objects, job.monitoring)
    return objects


def _rights(job: SparkJob, context: Context, objects: Objects) -> str:
    """Build the driver's identity and what it may do in its namespace; return the identity's base name.

    A Role suffices: executors live in the driver's namespace.
    """
    account = job.service_account.name or context.name
    if job.service_account.name is None:
        body: JsonObject = {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata(job, context, account, DRIVER),
        }
        if annotations := account_annotations(job):
            own = metadata(job, context, account, DRIVER)
            body["metadata"] = {**own, "annotations": {**job.annotations, **annotations}}
        objects.add(body)
    role = f"{context.name}-{DRIVER}"
    resources = ["configmaps", "persistentvolumeclaims", "pods", "services"]
    objects.add(
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "Role",
            "metadata": metadata(job, context, role, DRIVER),
            "rules": [{"apiGroups": [""], "resources": [*resources], "verbs": [*_VERBS]}],
        }
    )
    subject: JsonObject = {"kind": "ServiceAccount", "name": account}
    if context.namespace:
        subject["namespace"] = context.namespace
    objects.add(
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": metadata(job, context, role, DRIVER),
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": role},
            "subjects": [subject],
        }
    )
    return account
