"""What checks of a rollout share: assumptions, and findings at the field where a fault is."""

from __future__ import annotations

from mlkube.planning.rollouts.finding import RolloutFinding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.resource import Resource
    from mlkube.planning.rollouts.plan import RolloutPlan


class Assumptions:
    """What no object says.

    `endpoint_seconds` pass until nobody sends to an ending pod any more; a request takes `request_seconds` at
    most, None for as far as objects tell. `claims` are those among the objects, by namespace and name.
    """

    __slots__ = ("claims", "endpoint_seconds", "request_seconds")

    def __init__(
        self, endpoint_seconds: int, request_seconds: int | None, claims: Mapping[tuple[str, str], Resource]
    ) -> None:
        self.endpoint_seconds = endpoint_seconds
        self.request_seconds = request_seconds
        self.claims = claims


def at_pods(plan: RolloutPlan, severity: str, field: str, said: str, hint: str = "") -> RolloutFinding:
    """Return a finding at a field of the pods; at the object where an operator makes them."""
    path = plan.pods.path
    where = f"{path}.spec.{field}" if path and field else ""
    return RolloutFinding(severity, plan.pods.owner, where, said, hint)


def strategy_field(plan: RolloutPlan) -> str:
    """Return the field that says how pods are replaced; none for pods that an operator replaces."""
    if plan.pods.kind in {"StatefulSet", "DaemonSet"}:
        return "spec.updateStrategy"
    return "spec.strategy" if plan.pods.kind in {"Deployment", "Rollout"} else ""


def number_of(number: int) -> str:
    """Return a number of pods as people read it."""
    return f"{number} pod{'' if number == 1 else 's'}"
