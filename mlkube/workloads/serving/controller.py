"""What keeps the pods of a version: a Deployment, or a Rollout of Argo Rollouts."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.serving.rolling import rolling_update
from mlkube.workloads.serving.server import SERVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.serving.editions import Edition
    from mlkube.workloads.serving.rollout import Rollout
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_SPARE_SECONDS = 300


def controller_object(edition: Edition, context: Context, objects: Objects, server: Server) -> JsonObject:
    """Return what keeps the pods of a version; objects that the pods need are added."""
    workload = edition.workload
    rollout = workload.rollout
    seconds = rollout.progress_deadline_seconds
    spec: JsonObject = {
        "progressDeadlineSeconds": server.startup_seconds + _SPARE_SECONDS if seconds is None else seconds,
        "strategy": _strategy(workload, context),
        "selector": {"matchLabels": {**selector(workload, SERVING), **edition.labels}},
        "template": _template(edition, context, objects, server),
    }
    for key, value in (
        ("minReadySeconds", rollout.min_ready_seconds),
        ("revisionHistoryLimit", rollout.revision_history_limit),
    ):
        if value is not None:
            spec[key] = value
    if not workload.scaled:
        spec["replicas"] = workload.replicas
    name = edition.name(context.name)
    own = metadata(workload, context, name, SERVING, edition.labels)
    return {**controller_kind(rollout), "metadata": own, "spec": spec}


def controller_kind(rollout: Rollout) -> JsonObject:
    """Return apiVersion and kind of what keeps the pods; scalers name it too."""
    if rollout.engine == "argo":
        return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
    return {"apiVersion": "apps/v1", "kind": "Deployment"}


def generation_label(rollout: Rollout) -> str:
    """Return the label by which the pods of one ReplicaSet are told from those of another."""
    return "rollouts-pod-template-hash" if rollout.engine == "argo" else "pod-template-hash"


def _strategy(workload: ServingWorkload, context: Context) -> JsonObject:
    if workload.rollout.engine == "argo":
        from mlkube.workloads.serving.argo_strategy import argo_strategy  # noqa: PLC0415  few use it

        return argo_strategy(workload, context)
    if workload.rollout.strategy == "recreate":
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": rolling_update(workload)}


def _template(edition: Edition, context: Context, objects: Objects, server: Server) -> JsonObject:
    workload = edition.workload
    pod = Pod(workload, context, objects, component=SERVING, main=server.container, image=server.image)
    pod.version_labels = edition.labels
    pod.generation_label = generation_label(workload.rollout)
    pod.container["ports"] = [port.of_container() for port in server.ports]
    server.fill(pod)
    return pod.template({"terminationGracePeriodSeconds": server.grace_seconds})
