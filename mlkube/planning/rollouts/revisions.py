"""Revisions of KServe: a second one beside the first, and the requests that a canary gets.

Sources: kserve.github.io/website, "Canary Rollout Strategy" (Knative mode: canaryTrafficPercent of the
predictor); serving.kserve.io/v1beta1 of KServe 0.20 (Standard mode: spec.canary, each with trafficPercent).
"""

from __future__ import annotations

from mlkube.planning.body import at, count, items
from mlkube.planning.rollouts.span import Span
from mlkube.planning.rollouts.step import Course, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.rollouts.courses import Pace

_ALL = 100


def revision(replicas: int, pace: Pace) -> Course:
    """Return the course of a new revision in Knative mode: it gets the requests when its pods are ready."""
    if not replicas:
        return Course(0, ())
    both = 2 * replicas
    steps = [
        Step("the pods of a new revision start and get ready", pace.times.start, replicas, both),
        Step("the route sends to the new revision", Span(), replicas, both),
        Step("the pods of the old revision end", pace.times.stop, replicas, both),
    ]
    return Course(replicas, steps, devices=pace.devices)


def shares_of_canaries(pods: PodSet) -> Iterator[dict[str, Json]]:
    """Yield the share of requests of each canary of an InferenceService, with the field that says so."""
    if pods.kind != "InferenceService" or pods.role != "predictor":
        return
    spec: JsonObject = at(pods.owner.body, "spec")
    percent = at(spec, "predictor").get("canaryTrafficPercent")
    if isinstance(percent, int):
        yield {"field": "spec.predictor.canaryTrafficPercent", "percent": percent, "rest": _ALL - percent}
    for number, each in enumerate(items(spec.get("canary"))):
        share = count(each.get("trafficPercent"), 0)
        yield {"field": f"spec.canary[{number}].trafficPercent", "percent": share, "rest": _ALL - share}
