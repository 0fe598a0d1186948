"""Names and labels of the objects that a workload builds."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workload import Workload

NAME_LABEL = "app.kubernetes.io/name"
COMPONENT_LABEL = "app.kubernetes.io/component"


def selector(workload: Workload, component: str) -> dict[str, str]:
    """Return the labels that select the pods of a workload; no prefix ever changes them.

    The component tells them from those of another kind of workload that has the same name.
    """
    return {NAME_LABEL: workload.name, COMPONENT_LABEL: component}


def labels(workload: Workload, component: str) -> JsonObject:
    """Return the labels of an object."""
    return {**workload.labels, NAME_LABEL: workload.name, COMPONENT_LABEL: component}


def metadata(
    workload: Workload,
    context: Context,
    name: str,
    component: str,
    further_labels: Mapping[str, str] | None = None,
) -> JsonObject:
    """Return the metadata of an object in the workload's namespace."""
    result: JsonObject = {"name": name, "labels": {**labels(workload, component), **(further_labels or {})}}
    if context.own_namespace:
        result["namespace"] = context.own_namespace
    if workload.annotations:
        result["annotations"] = {**workload.annotations}
    return result


def cluster_metadata(workload: Workload, context: Context, name: str, component: str) -> JsonObject:
    """Return the metadata of an object outside of namespaces; its name holds the final namespace."""
    result = metadata(workload, context, context.cluster_name(name), component)
    result.pop("namespace", None)
    return result
