"""What a drained node does to pods, and how disruption budgets hold it up.

Sources: kubernetes, pkg/controller/disruption/disruption.go (getExpectedPodCount: percentages round up);
pkg/registry/core/pod/storage/eviction.go (one budget a pod); kubernetes.io, Safely Drain a Node.
"""

from __future__ import annotations

from mlkube.planning.body import at, items
from mlkube.planning.pod_set import NODE_AGENT
from mlkube.planning.rollouts.pod_index import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.rollouts.pod_index import PodIndex

_HOSTNAME = "kubernetes.io/hostname"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


class Budget:
    """A PodDisruptionBudget, and the sets of pods that it is for."""

    __slots__ = ("body", "resource", "sets")

    def __init__(self, resource: Resource, pods: PodIndex) -> None:
        self.resource = resource
        self.body = at(resource.body, "spec")
        self.sets = tuple(pods.matching(at(self.body, "selector"), resource.namespace))

    @property
    def name(self) -> str:
        """Name of the object."""
        return self.resource.name

    def allowed(self, *, at_minimum: bool) -> int:
        """Return how many evictions it allows at a time, when all pods are healthy."""
        expected = sum(each.minimum if at_minimum else each.maximum for each in self.sets)
        most, least = self.body.get("maxUnavailable"), self.body.get("minAvailable")
        if most is not None:
            wanted = max(0, expected - _scaled(most, expected))
        else:
            wanted = _scaled(least, expected) if least is not None else 0
        return max(0, expected - wanted)

    def rule(self) -> str:
        """Return the field that decides: `maxUnavailable: 1`."""
        for field in ("maxUnavailable", "minAvailable"):
            if self.body.get(field) is not None:
                return f"{field}: {self.body[field]}"
        return "no limit"


class Drain:
    """What a drain does to a set of pods: which budgets count, and how many pods may be missing at once.

    `allowed` are the evictions at a time, at the fewest and at the most pods; empty without a budget.
    """

    __slots__ = ("allowed", "budgets", "most_on_node", "spared")

    def __init__(self, pods: PodSet, budgets: Sequence[Budget]) -> None:
        self.budgets = list(budgets)
        self.spared = pods.duration == NODE_AGENT
        self.most_on_node = 1 if _one_a_node(pods) else None
        self.allowed: dict[int, int] = {}
        if self.budgets and not self.spared:
            for size, low in ((pods.minimum, True), (pods.maximum, False)):
                allowed = min(each.allowed(at_minimum=low) for each in self.budgets)
                if size:
                    self.allowed[size] = min(size, allowed, self.allowed.get(size, size))

    def missing(self, pods: int) -> int:
        """Return how many of `pods` one drained node takes away at once, at most."""
        if self.spared:
            return 0
        on_node = min(pods, self.most_on_node or pods)
        allowed = self.allowed.get(pods)
        return on_node if allowed is None else min(on_node, allowed)

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "budgets": [each.name for each in self.budgets],
            "sparedAsNodeAgent": self.spared,
            "evictionsAtATime": [
                {"pods": pods, "evictions": allowed} for pods, allowed in self.allowed.items()
            ],
        }


def budgets_of(resources: Iterable[Resource], pods: PodIndex) -> dict[PodSet, list[Budget]]:
    """Return the disruption budgets of each set of pods that has one."""
    found: dict[PodSet, list[Budget]] = {}
    for resource in resources:
        if resource.kind == "PodDisruptionBudget":
            budget = Budget(resource, pods)
            for each in budget.sets:
                found.setdefault(each, []).append(budget)
    return found


def _scaled(value: Json, total: int) -> int:
    if isinstance(value, int):
        return value
    digits = str(value).removesuffix("%")
    return -(-int(digits) * total // 100) if digits.isdecimal() else 0


def _one_a_node(pods: PodSet) -> bool:
    """Tell whether hard anti-affinity keeps the pods of a set on nodes of their own."""
    terms = items(at(pods.spec, "affinity", "podAntiAffinity").get(_REQUIRED))
    return any(
        each.get("topologyKey") == _HOSTNAME and matches(at(each, "labelSelector"), pods.labels)
        for each in terms
        if at(each, "labelSelector")
    )
