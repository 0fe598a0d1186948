"""What keeps the pods of a version: a Deployment, or a Rollout of Argo Rollouts."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.serving.rolling import rolling_update
from mlkube.workloads.serving.server import SERVING
from mlkube.workloads.serving.version import VERSION_LABEL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.serving.editions import Edition
    from mlkube.workloads.serving.rollout import Rollout
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_SPARE_SECONDS = 300
_MINUTE = 60
_LONGEST_LABEL = 63


def controller_object(edition: Edition, context: Context, objects: Objects, server: Server) -> JsonObject:
    """Return what keeps the pods of a version; objects that the pods need are added.

    Raises:
        Refusal: the rollout has failed before a pod can be ready; the name leaves no room for its pods.

    """
    workload = edition.workload
    rollout = workload.rollout
    name = edition.name(context.name)
    _require_room(edition, context, name)
    spec: JsonObject = {
        "progressDeadlineSeconds": _deadline(rollout, server),
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


def _deadline(rollout: Rollout, server: Server) -> int:
    """Return how long a rollout may stand still: longer than a start may take.

    Where no pod is beside the old ones, the start waits for an old one to end, too. A pod is available only
    after it was ready for `min_ready_seconds`.
    """
    seconds = rollout.progress_deadline_seconds
    if seconds is None:
        waits = max(server.grace_seconds, rollout.min_ready_seconds or 0)
        return server.startup_seconds + max(_SPARE_SECONDS, waits + _MINUTE)
    if seconds <= server.startup_seconds:
        reason = (
            f"{seconds} s are over before a pod may be ready, which takes up to {server.startup_seconds} s"
        )
        path = ("spec", "rollout", "progressDeadlineSeconds")
        raise Refusal([Fault(path, reason, "raise it, or leave it out")])
    return seconds


def _require_room(edition: Edition, context: Context, name: str) -> None:
    """Refuse a version whose Service would have a longer name than DNS has room for."""
    final = context.final(name)
    if edition.version and len(final) > _LONGEST_LABEL:
        reason = f"its objects would be called {final!r}, {len(final)} characters of at most {_LONGEST_LABEL}"
        raise Refusal([Fault((*edition.path, "name"), reason, "shorten it, or the workload's name")])


def told_apart_by(rollout: Rollout) -> str:
    """Return the label of pods that says which version they are; empty where there is one version only."""
    if rollout.engine == "argo":
        return generation_label(rollout)
    return VERSION_LABEL if rollout.side_by_side else ""


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
