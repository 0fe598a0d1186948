"""Sums of what is asked for: at minimum, at maximum, in the worst rollout, in all rollouts at once."""

from __future__ import annotations

from mlkube.planning.amounts import add
from mlkube.planning.quota.finding import ALL_ROLLOUTS, MAXIMUM, MINIMUM, ROLLOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.demand import Demand


class Asked:
    """How much of one resource is asked for in each situation, in billionths of its unit.

    `rollout` is the most that a single rollout takes at maximum, `rollout_of` the pod set that is rolled out;
    None where no rollout takes more than the maximum. `to_go_on` is what it takes at most before each rollout
    can go on, `to_go_on_of` the pod set that asks for it. `most_of` asks for most of the resource at maximum.
    """

    __slots__ = (
        "all_rollouts",
        "maximum",
        "minimum",
        "most_of",
        "rollout",
        "rollout_of",
        "to_go_on",
        "to_go_on_of",
    )

    def __init__(self, minimum: int, maximum: int) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.rollout = maximum
        self.all_rollouts = maximum
        self.rollout_of: Demand | None = None
        self.to_go_on = maximum
        self.to_go_on_of: Demand | None = None
        self.most_of: Demand | None = None

    def in_situation(self, situation: str) -> int:
        """Return the amount of a situation: minimum, maximum, rollout or allRollouts."""
        amounts = {
            MINIMUM: self.minimum,
            MAXIMUM: self.maximum,
            ROLLOUT: self.rollout,
            ALL_ROLLOUTS: self.all_rollouts,
        }
        return amounts[situation]


def asked_for(demands: Iterable[Demand], fixed: Mapping[str, int]) -> dict[str, Asked]:
    """Return what pod sets ask for by resource, and `fixed` beside them in every situation."""
    minimum: Amounts = dict(fixed)
    maximum: Amounts = dict(fixed)
    every = list(demands)
    largest: dict[str, tuple[int, Demand]] = {}
    surges: dict[str, tuple[int, Demand]] = {}
    least_surges: dict[str, tuple[int, Demand]] = {}
    together: Amounts = {}
    for demand in every:
        add(minimum, demand.usage, demand.minimum)
        add(minimum, demand.kept, demand.minimum)
        at_most: Amounts = {}
        add(at_most, demand.grown_usage, demand.maximum)
        add(at_most, demand.kept, demand.maximum)
        add(maximum, at_most)
        _keep_largest(largest, at_most, demand)
        surge: Amounts = {}
        add(surge, demand.grown_usage, demand.surge)
        add(together, surge)
        _keep_largest(surges, surge, demand)
        least: Amounts = {}
        add(least, demand.grown_usage, demand.pods.rollout.least_surge(demand.maximum))
        _keep_largest(least_surges, least, demand)
    result = {}
    for name in sorted(maximum):
        asked = Asked(minimum.get(name, 0), maximum[name])
        if name in largest:
            asked.most_of = largest[name][1]
        if name in surges:
            asked.rollout += surges[name][0]
            asked.rollout_of = surges[name][1]
            asked.all_rollouts += together[name]
        if name in least_surges:
            asked.to_go_on += least_surges[name][0]
            asked.to_go_on_of = least_surges[name][1]
        result[name] = asked
    return result


def _keep_largest(into: dict[str, tuple[int, Demand]], amounts: Amounts, demand: Demand) -> None:
    for name, value in amounts.items():
        if value and (name not in into or value > into[name][0]):
            into[name] = (value, demand)
