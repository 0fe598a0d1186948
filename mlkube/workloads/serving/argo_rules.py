"""Rules for a rollout that Argo Rollouts carries out, one function a rule."""

from __future__ import annotations

from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.workload import ServingWorkload

_PATH: Path = ("spec", "rollout")
_ENGINE = (*_PATH, "engine")
_STRATEGIES = ("blueGreen", "canary")
_OF_CANARY = ("steps", "analysis", "dynamicStableScale")
_OF_BLUE_GREEN = (
    "autoPromotionEnabled",
    "autoPromotionSeconds",
    "prePromotionAnalysis",
    "postPromotionAnalysis",
)


def argo_faults(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what Argo Rollouts does not know, or would do in another way than it reads."""
    rollout = workload.rollout
    if rollout.strategy not in _STRATEGIES:
        hint = "use strategy: canary or blueGreen, or engine: deployment"
        reason = f"Argo Rollouts has no strategy like {rollout.strategy}"
        yield Fault((*_PATH, "strategy"), reason, hint, other=_ENGINE)
        return
    for rule in _RULES:
        yield from rule(workload)


def _versions_by_name(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield versions beside those that the controller makes of the changes of the pods."""
    rollout = workload.rollout
    for key, given in (("versions", rollout.versions), ("active", rollout.active)):
        if given:
            reason = "Argo Rollouts makes a version of every change of the pods"
            hint = "write the newest version into the workload's own fields"
            yield Fault((*_PATH, key), reason, hint, other=_ENGINE)
    if rollout.weight:
        reason = "the steps say which share the new version gets"
        yield Fault((*_PATH, "weight"), reason, "set argo.steps", other=_ENGINE)


def _fields_of_the_other_strategy(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield fields that the strategy does not read."""
    rollout = workload.rollout
    foreign = _OF_BLUE_GREEN if rollout.strategy == "canary" else _OF_CANARY
    for given in rollout.argo.given():
        if given.key in foreign:
            reason = f"{rollout.strategy} does not read it"
            yield Fault((*_PATH, "argo", given.key), reason, "leave it out", other=(*_PATH, "strategy"))
    if rollout.strategy == "blueGreen" and rollout.max_surge is not None:
        reason = "blueGreen starts all pods of the new version beside the old ones"
        yield Fault((*_PATH, "maxSurge"), reason, "leave it out", other=(*_PATH, "strategy"))


def _steps(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a canary without steps, which is a rolling update, and a step that is none or several things."""
    rollout = workload.rollout
    if rollout.strategy != "canary":
        return
    path = (*_PATH, "argo", "steps")
    if not rollout.argo.steps:
        yield Fault(path, "without steps every change goes to all pods at once", "give setWeight and pause")
    for at, step in enumerate(rollout.argo.steps):
        given = [each.key for each in step.given()]
        if len(given) != 1:
            found = " and ".join(given) or "nothing"
            yield Fault((*path, at), f"a step is one thing, not {found}", "give setWeight, pause or analysis")


def _weights_of_routes(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a share that nothing splits: the plugin writes the weights of a route."""
    rollout = workload.rollout
    if rollout.splits_requests and workload.route is None:
        reason = "Argo Rollouts splits requests by the weights of a route"
        yield Fault((*_PATH, "strategy"), reason, "give route, or set by: replicas", other=_ENGINE)
    if rollout.splits_requests and workload.ingress is not None:
        reason = "Argo Rollouts writes the weights of a route, and knows nothing of this Ingress"
        yield Fault(("spec", "ingress"), reason, "use route alone, or set by: replicas", other=_ENGINE)


def _scales_of_requests(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what the controller refuses without a split of requests, and two opposite wishes.

    Source: argoproj/argo-rollouts v1.9.1, pkg/apis/rollouts/validation/validation.go.
    """
    rollout, argo = workload.rollout, workload.rollout.argo
    if rollout.strategy != "canary":
        return
    path = (*_PATH, "argo")
    if rollout.by == "replicas":
        for field in argo.given():
            if field.key in {"dynamicStableScale", "scaleDownDelaySeconds"}:
                reason = "by replicas the old version shrinks as the new one grows"
                yield Fault((*path, field.key), reason, "leave it out", other=(*_PATH, "by"))
    elif argo.dynamic_stable_scale and argo.scale_down_delay_seconds is not None:
        reason = "with dynamicStableScale nothing is left of the old version to keep"
        other = (*path, "dynamicStableScale")
        yield Fault((*path, "scaleDownDelaySeconds"), reason, "leave one out", other=other)


def _clients_beside_the_split(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield clients that reach every pod: those of the new version too, whatever the steps say."""
    rollout = workload.rollout
    if workload.service.headless and (rollout.strategy == "blueGreen" or rollout.splits_requests):
        reason = "its clients would reach the pods of both versions, whatever the rollout says"
        hint = "leave it out, or use engine: deployment"
        yield Fault(("spec", "service", "headless"), reason, hint, other=_ENGINE)


_RULES = (
    _versions_by_name,
    _fields_of_the_other_strategy,
    _steps,
    _weights_of_routes,
    _scales_of_requests,
    _clients_beside_the_split,
)
