"""The ServiceAccount that a workload builds for its pods, unless an existing one is named."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.pod_workload import PodWorkload


def account_object(workload: PodWorkload, context: Context, component: str) -> JsonObject:
    """Return a ServiceAccount without rights and without a token in pods that do not ask for one."""
    own = metadata(workload, context, context.name, component)
    if workload.service_account.annotations:
        own["annotations"] = {**workload.annotations, **workload.service_account.annotations}
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": own,
        "automountServiceAccountToken": False,
    }
