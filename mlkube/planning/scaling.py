"""Autoscalers among the objects: how many pods they allow, how large they let pods grow."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_set import Vertical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_set import PodSet

_DEPLOYMENT = "Deployment"
_KEDA_MAXIMUM = 100
_NEVER = "Off"


def apply_autoscalers(sets: Sequence[PodSet], resources: Sequence[Resource]) -> None:
    """Put the bounds of autoscalers on the pod sets that they scale.

    Only sets in their owner's one role, or whole groups, are scaled: what the scale subresource counts.
    """
    scaled: dict[tuple[str, str, str], list[PodSet]] = {}
    for each in sets:
        kind, name = _scaled_as(each)
        scaled.setdefault((each.namespace, kind, name), []).append(each)
    for resource in resources:
        target = _TARGETS.get(resource.kind)
        if target is None:
            continue
        reference = at(resource.body, "spec", target)
        key = (resource.namespace, text(reference.get("kind"), _DEPLOYMENT), text(reference.get("name")))
        for each in scaled.get(key, ()):
            if resource.kind == "VerticalPodAutoscaler":
                _grow(each, resource)
            else:
                _scale(each, resource)


def _scaled_as(found: PodSet) -> tuple[str, str]:
    """Return kind and name of what an autoscaler names: KServe makes a Deployment of each component.

    Source: kserve v0.20.0, pkg/constants (PredictorServiceName).
    """
    if found.kind != "InferenceService":
        return found.kind, found.name
    own = text(at(found.owner.body, "spec", found.role).get("name"))
    return _DEPLOYMENT, "-".join(part for part in (found.name, own, found.role) if part)


_TARGETS = {
    "HorizontalPodAutoscaler": "scaleTargetRef",
    "ScaledObject": "scaleTargetRef",
    "VerticalPodAutoscaler": "targetRef",
}


def _scale(found: PodSet, scaler: Resource) -> None:
    """Set what an autoscaler allows; a target that is written with no replicas waits until it has some."""
    least, most = _bounds(scaler.kind, at(scaler.body, "spec"))
    each = found.rollout.pods_per_unit
    stopped = found.maximum == 0
    found.minimum = 0 if stopped else least * each
    found.maximum = max(least, most) * each
    found.scaled_by = str(scaler)


def _bounds(kind: str, spec: JsonObject) -> tuple[int, int]:
    """Return least and most replicas.

    Source: autoscaling/v2 (minReplicas 1); keda.sh/docs, ScaledObject specification (0 and 100).
    """
    if kind == "HorizontalPodAutoscaler":
        least = count(spec.get("minReplicas"), 1)
        return least, count(spec.get("maxReplicas"), least)
    least = count(spec.get("minReplicaCount"), 0)
    return count(spec.get("idleReplicaCount"), least), count(spec.get("maxReplicaCount"), _KEDA_MAXIMUM)


def _grow(found: PodSet, scaler: Resource) -> None:
    """Note an autoscaler that changes requests, unless it only recommends."""
    spec = at(scaler.body, "spec")
    if at(spec, "updatePolicy").get("updateMode") == _NEVER:
        return
    policies = items(at(spec, "resourcePolicy").get("containerPolicies"))
    found.vertical = Vertical(str(scaler), policies)
    if not any(at(each, "maxAllowed") for each in policies):
        found.assumed = (*found.assumed, f"{scaler} has no maxAllowed: requests may grow without bound")
