"""The rollout of one set of pods, put together: courses, traffic, drains and what is wrong."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, count, text
from mlkube.planning.devices import devices_of
from mlkube.planning.pod_set import BLUE_GREEN, ON_DELETE, RECREATE
from mlkube.planning.rollouts.argo_courses import blue_green, canary
from mlkube.planning.rollouts.courses import Pace, on_a_node, ordered, recreate, rolling
from mlkube.planning.rollouts.drain import Drain
from mlkube.planning.rollouts.pod_times import PodTimes
from mlkube.planning.rollouts.revisions import revision, shares_of_canaries
from mlkube.planning.rollouts.step import Course

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.rollouts.drain import Budget
    from mlkube.planning.rollouts.finding import RolloutFinding
    from mlkube.planning.rollouts.traffic import Door, Rule, Share, Traffic

# Kinds whose pods a change of the template replaces, and which of them have a deadline for it.
KINDS = frozenset(
    (
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("apps", "StatefulSet"),
        ("argoproj.io", "Rollout"),
        ("serving.kserve.io", "InferenceService"),
    )
)
_WITH_DEADLINE = frozenset(("Deployment", "Rollout"))
_DEADLINE = 600

# Source: argoproj.github.io/argo-rollouts/features/bluegreen and /canary.
_SERVICE_ROLES = {
    "blueGreen": {"activeService": "active", "previewService": "new"},
    "canary": {"stableService": "stable", "canaryService": "new"},
}


class RolloutPlan:
    """What happens to the pods of a workload when its template changes.

    `courses` are at the fewest and at the most pods, one where these are the same. `deadline` is None where
    the kind has none.
    """

    __slots__ = ("courses", "deadline", "drain", "findings", "pods", "routes", "services", "times")

    def __init__(self, pods: PodSet, traffic: Traffic, budgets: Sequence[Budget]) -> None:
        self.pods = pods
        self.times = PodTimes(pods.spec)
        spec = at(pods.owner.body, "spec")
        self.deadline = (
            count(spec.get("progressDeadlineSeconds"), _DEADLINE) if pods.kind in _WITH_DEADLINE else None
        )
        self.courses = tuple(
            _course(pods, size, self.times) for size in dict.fromkeys((pods.minimum, pods.maximum))
        )
        self.services: list[Door] = traffic.doors_to(pods)
        self.routes: list[tuple[Door, Rule, Share]] = [
            (door, rule, share) for door in self.services for rule, share in traffic.rules_to(door)
        ]
        self.drain = Drain(pods, budgets)
        self.findings: list[RolloutFinding] = []

    @property
    def min_ready(self) -> int:
        """Seconds that a pod must be ready until it counts as available."""
        return _min_ready(self.pods)

    @property
    def service_roles(self) -> dict[str, str]:
        """Which pods of an Argo Rollout a Service sends to: its controller adds a label to the selectors."""
        if self.pods.kind != "Rollout":
            return {}
        strategy = at(self.pods.owner.body, "spec", "strategy")
        return {
            text(at(strategy, name).get(field)): role
            for name, fields in _SERVICE_ROLES.items()
            for field, role in fields.items()
            if at(strategy, name).get(field)
        }

    @property
    def strategy(self) -> str:
        """The strategy with its numbers: `RollingUpdate, maxSurge 0, maxUnavailable 1`."""
        rollout = self.pods.rollout
        words = [rollout.strategy]
        if rollout.strategy not in {RECREATE, ON_DELETE, BLUE_GREEN}:
            if self.pods.kind != "StatefulSet":
                words.append(f"maxSurge {rollout.max_surge}")
            words.append(f"maxUnavailable {rollout.max_unavailable}")
        return ", ".join(words)

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        pods, times = self.pods, self.times
        return {
            "kind": pods.kind,
            "name": pods.name,
            "namespace": pods.namespace,
            **({"role": pods.role} if pods.role else {}),
            "strategy": pods.rollout.strategy,
            "maxSurge": _plain(pods.rollout.max_surge),
            "maxUnavailable": _plain(pods.rollout.max_unavailable),
            "minimum": pods.minimum,
            "maximum": pods.maximum,
            "perNode": pods.per_node,
            "scaledBy": pods.scaled_by,
            "minReadySeconds": self.min_ready,
            **({} if self.deadline is None else {"progressDeadlineSeconds": self.deadline}),
            "pod": {
                "startup": times.startup.to_json(),
                "readinessSeconds": times.readiness,
                "preStopSeconds": times.pre_stop,
                "stopSeconds": times.stop.seconds,
            },
            "courses": [course.to_json() for course in self.courses],
            "services": [door.name for door in self.services],
            "routes": [
                {
                    "route": str(rule.route),
                    "field": rule.field,
                    "matches": [*rule.matches],
                    "service": door.name,
                    "weight": share.weight,
                    "total": share.total,
                }
                for door, rule, share in self.routes
            ],
            "canaries": [*shares_of_canaries(pods)],
            "drain": {**self.drain.to_json(), "each": (self.times.stop + self.times.start).to_json()},
            "assumed": [*pods.assumed],
            "findings": [finding.to_json() for finding in self.findings],
        }


def is_replaced(pods: PodSet) -> bool:
    """Tell whether a change of the template replaces the pods of a set, and this package knows how."""
    group = split_api_version(pods.owner.api_version)[0]
    return (group, pods.kind) in KINDS and not pods.role.endswith(" worker")


def _course(pods: PodSet, size: int, times: PodTimes) -> Course:
    rollout = pods.rollout
    pace = Pace(
        times, rollout.surge(size), rollout.unavailable(size), _min_ready(pods), devices_of(pods.spec)
    )
    spec = at(pods.owner.body, "spec")
    if rollout.strategy == ON_DELETE:
        return Course(size, ())
    of_kind = _COURSES.get(pods.kind)
    if of_kind is not None:
        return of_kind(size, pace, spec)
    if rollout.strategy == BLUE_GREEN:
        return revision(size, pace)
    return recreate(size, pace) if rollout.strategy == RECREATE else rolling(size, pace)


def _of_stateful_set(size: int, pace: Pace, spec: JsonObject) -> Course:
    partition = count(at(spec, "updateStrategy", "rollingUpdate").get("partition"), 0)
    return ordered(size, pace, partition)


def _of_argo(size: int, pace: Pace, spec: JsonObject) -> Course:
    strategy = at(spec, "strategy")
    if "blueGreen" in strategy:
        return blue_green(size, pace, at(strategy, "blueGreen"))
    return canary(size, pace, at(strategy, "canary"))


_COURSES: dict[str, Callable[[int, Pace, JsonObject], Course]] = {
    "DaemonSet": lambda _size, pace, _spec: on_a_node(pace),
    "Rollout": _of_argo,
    "StatefulSet": _of_stateful_set,
}


def _min_ready(pods: PodSet) -> int:
    return count(at(pods.owner.body, "spec").get("minReadySeconds"), 0)


def _plain(value: object) -> int | str:
    return value if isinstance(value, int) else text(value)
