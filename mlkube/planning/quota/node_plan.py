"""The nodes that a render needs in each situation, where its pods fit, and what the nodes cost."""

from __future__ import annotations

from mlkube.planning.amounts import number
from mlkube.planning.quota.finding import ALL_ROLLOUTS, MAXIMUM, MINIMUM, ROLLOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.finding import QuotaFinding
    from mlkube.planning.quota.node_types import NodeTypes

SITUATIONS = (MINIMUM, MAXIMUM, ROLLOUT, ALL_ROLLOUTS)


class Fit:
    """Where the pods of a set fit: the names of types, and for each other type why not."""

    __slots__ = ("demand", "refusals", "types")

    def __init__(self, demand: Demand, types: Sequence[str], refused: dict[str, list[str]]) -> None:
        self.demand = demand
        self.types = tuple(types)
        self.refusals = refused

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        refused: dict[str, Json] = {name: [*reasons] for name, reasons in self.refusals.items()}
        return {
            "object": str(self.demand.pods.owner),
            "role": self.demand.pods.role,
            "namespace": self.demand.namespace,
            "fits": [*self.types],
            "refused": refused,
        }


class NodePlan:
    """What is needed of each type of nodes.

    `needed` holds, by situation, the number of nodes of each type in the order of the types; `rollout_of` is
    the pod set whose rollout needs most beside the maximum.
    """

    __slots__ = ("findings", "fits", "needed", "nodes", "rollout_of")

    def __init__(self, nodes: NodeTypes) -> None:
        self.nodes = nodes
        self.fits: list[Fit] = []
        self.needed: dict[str, list[int]] = {}
        self.rollout_of: Demand | None = None
        self.findings: list[QuotaFinding] = []

    def cost(self, situation: str) -> int | None:
        """Return what the nodes of a situation cost for an hour, in billionths; None without all prices."""
        cost = 0
        for node_type, needed in zip(self.nodes.types, self.needed[situation], strict=True):
            if needed and node_type.price is None:
                return None
            cost += needed * (node_type.price or 0)
        return cost

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        costs = {each: self.cost(each) for each in SITUATIONS}
        return {
            "types": [
                {
                    **node_type.to_json(),
                    "needed": {each: self.needed[each][place] for each in SITUATIONS},
                }
                for place, node_type in enumerate(self.nodes.types)
            ],
            "pods": [each.to_json() for each in self.fits],
            "costPerHour": {
                "currency": self.nodes.currency,
                **{each: None if cost is None else number(cost) for each, cost in costs.items()},
            },
            "rolloutOf": "" if self.rollout_of is None else str(self.rollout_of),
            "leftOut": [*self.nodes.left_out],
        }
