"""Disruption budgets, and the time that pods have to end: XREF-006, ML-006 and 007."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping
from mlkube.validation.contracts.scaling import target_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_GRACE = 30


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "PodDisruptionBudget":
        _check_budget(party, objects)
    if party.pod:
        _check_grace(party, objects)


def _check_budget(party: Party, objects: Objects) -> None:
    selector = party.spec.get("selector")
    if not isinstance(selector, dict):
        return
    pods = objects.selected_by(selector, party.namespace)
    if not pods:
        if not objects.is_external("PodDisruptionBudget", party.name):
            text = "no pods among these objects are selected: the budget protects nothing"
            objects.warn("XREF-006", party, "spec.selector", text)
        return
    fewest = _fewest(pods[0], objects)
    least, most = party.spec.get("minAvailable"), party.spec.get("maxUnavailable")
    if fewest is None:
        return
    hint = "allow one pod to be missing, or run more"
    if least is not None and _share(least, fewest, up=True) >= fewest:
        text = f"{pods[0].kind}/{pods[0].name} has as few as {fewest} pods: no node that runs one can ever be drained"  # noqa: E501 the server's words
        objects.error("ML-006", party, "spec.minAvailable", text, hint=hint)
    if most is not None and _share(most, fewest, up=True) == 0:
        text = "no pod may ever be missing: no node that runs one can be drained"
        objects.error("ML-006", party, "spec.maxUnavailable", text, hint=hint)


def _fewest(target: Party, objects: Objects) -> int | None:
    """Return the least number of pods that a controller runs; None where nobody knows."""
    for kind in ("HorizontalPodAutoscaler", "ScaledObject"):
        for scaler in objects.of_kind(kind):
            if scaler.namespace == target.namespace and target_of(scaler) == (target.kind, target.name):
                least = scaler.spec.get(
                    "minReplicas" if kind == "HorizontalPodAutoscaler" else "minReplicaCount"
                )
                return least if isinstance(least, int) else 1 if kind == "HorizontalPodAutoscaler" else 0
    if target.kind in {"Deployment", "StatefulSet", "ReplicaSet"}:
        replicas = target.spec.get("replicas")
        return replicas if isinstance(replicas, int) else 1
    return None


def _share(value: object, total: int, *, up: bool) -> int:
    if isinstance(value, int):
        return value
    digits = str(value).removesuffix("%")
    if not digits.isdecimal():
        return -1
    part = int(digits) * total
    return -(-part // 100) if up else part // 100


def _check_grace(party: Party, objects: Objects) -> None:
    """Check ML-007: a preStop hook that sleeps away the grace period leaves none for the program."""
    grace = party.pod.get("terminationGracePeriodSeconds")
    grace = grace if isinstance(grace, int) else _GRACE
    for at, container in enumerate(items(party.pod.get("containers"))):
        hook = mapping(mapping(container.get("lifecycle")).get("preStop"))
        seconds = mapping(hook.get("sleep")).get("seconds")
        field = "sleep.seconds"
        command = mapping(hook.get("exec")).get("command")
        if isinstance(command, list) and len(command) > 1 and str(command[0]).endswith("sleep"):
            text = str(command[1])
            seconds, field = (int(text), "exec.command") if text.isdecimal() else (None, field)
        if isinstance(seconds, int) and seconds >= grace > 0:
            where = f"{party.pod_path}.containers[{at}].lifecycle.preStop.{field}"
            text = f"the hook takes {seconds} s of the {grace} s that the pod has to end: the program is killed at once"  # noqa: E501 the server's words
            objects.error("ML-007", party, where, text, hint="raise terminationGracePeriodSeconds")
