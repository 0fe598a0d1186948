"""Plans nodes for pods: places what runs at minimum, adds the maximum, tries each rollout."""

from __future__ import annotations

from mlkube.planning.amounts import ONE
from mlkube.planning.pod_set import FULL_SET
from mlkube.planning.quota.apartness import keep_apart
from mlkube.planning.quota.finding import (
    ALL_ROLLOUTS,
    ERROR,
    MAXIMUM,
    MINIMUM,
    ROLLOUT,
    WARNING,
    Excess,
    QuotaFinding,
    file_of,
)
from mlkube.planning.quota.fitting import Room, needs_of, refusals, runs_agent, scheduled_spec
from mlkube.planning.quota.load import Load, largest_first
from mlkube.planning.quota.node_plan import Fit, NodePlan
from mlkube.planning.quota.packing import Pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.cluster import Cluster
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.node_types import NodeTypes

_WORDS = {
    MINIMUM: "at minimum",
    MAXIMUM: "at maximum",
    ALL_ROLLOUTS: "while everything is rolled out at once",
}


def plan_nodes(demands: Sequence[Demand], nodes: NodeTypes, cluster: Cluster) -> NodePlan:
    """Return what nodes are needed for pod sets; agents of each node get their numbers of pods here."""
    planner = _Planner(demands, nodes, cluster)
    planner.place()
    planner.roll_out()
    planner.number_agents()
    return planner.plan


class _Planner:
    """One plan on its way: rooms without agents, loads, and the nodes that they fill."""

    def __init__(self, demands: Sequence[Demand], nodes: NodeTypes, cluster: Cluster) -> None:
        self.plan = NodePlan(nodes)
        self._demands = demands
        self._specs = [scheduled_spec(each, cluster) for each in demands]
        self._rooms = [Room(each, self._agents_of(place)) for place, each in enumerate(nodes.types)]
        self._grows = any(each.grown is not each.size for each in demands)
        self._types = [self._fitting(place) for place in range(len(demands))]
        self._apart = keep_apart(demands)
        self._pool = Pool(self._rooms)
        self._short: set[str] = set()

    def _agents_of(self, place: int) -> list[tuple[Demand, Amounts]]:
        """Return the agents that run on a type of nodes, and what they take of each."""
        node_type = self.plan.nodes.types[place]
        return [
            (demand, needs_of(demand, demand.grown))
            for demand, spec in zip(self._demands, self._specs, strict=True)
            if demand.pods.per_node and runs_agent(spec, node_type)
        ]

    def _fitting(self, place: int) -> list[int]:
        """Return the types that take a pod set, as large as it may grow; note it, and where there is none."""
        demand, spec = self._demands[place], self._specs[place]
        if demand.pods.per_node:
            return self._fitting_agent(demand, spec)
        needs = needs_of(demand, demand.grown)
        refused = {room.type.name: refusals(spec, needs, room) for room in self._rooms}
        fits = [number for number, room in enumerate(self._rooms) if not refused[room.type.name]]
        names = [self._rooms[number].type.name for number in fits]
        refused = {name: reasons for name, reasons in refused.items() if reasons}
        self.plan.fits.append(Fit(demand, names, refused))
        if not fits and demand.maximum:
            reasons = "; ".join(f"{name}: {', '.join(each)}" for name, each in refused.items())
            self._find(
                demand, f"fits on no node: {reasons}", "change the pods, or add a type of nodes for them"
            )
        return fits

    def _fitting_agent(self, demand: Demand, spec: JsonObject) -> list[int]:
        """Return the types on which an agent runs; note where nodes have no room for it."""
        found = [number for number, room in enumerate(self._rooms) if runs_agent(spec, room.type)]
        names = [self._rooms[number].type.name for number in found]
        self.plan.fits.append(Fit(demand, names, {}))
        for number in found:
            room = self._rooms[number]
            short = [name for name in needs_of(demand, demand.grown) if room.free.get(name, 0) < 0]
            if short:
                reason = f"the agents of each node ask for more {short[0]} than {room.type.name} has"
                self._find(demand, reason, "ask for less, or keep it off these nodes by a selector")
        return found

    def place(self) -> None:
        """Place what runs at minimum, then what is added up to the maximum.

        Pods that run are not moved. Where requests grow, the maximum is packed anew, on no fewer nodes.
        """
        self._place_each(MINIMUM, [each.minimum for each in self._demands], grown=False)
        before = self.plan.needed[MINIMUM]
        if self._grows:
            self._pool = Pool(self._rooms)
            self._place_each(MAXIMUM, [each.maximum for each in self._demands], grown=True)
            after = self.plan.needed[MAXIMUM]
            self.plan.needed[MAXIMUM] = [max(pair) for pair in zip(before, after, strict=True)]
        else:
            more = [max(0, each.maximum - each.minimum) for each in self._demands]
            self._place_each(MAXIMUM, more, grown=False)
        self._note_shortage(MINIMUM, ERROR)
        self._note_shortage(MAXIMUM, ERROR)

    def _place_each(self, situation: str, pods: Sequence[int], *, grown: bool) -> None:
        for load in largest_first(self._loads(grown=grown), self._rooms):
            wanted = pods[load.number]
            placed = self._pool.place(load, wanted)
            if placed < wanted:
                reason = (
                    f"{wanted - placed} of {wanted} pods find no place {_WORDS[situation]}: "
                    "required anti-affinity or topology spread leaves no domain for them"
                )
                self._find(self._demands[load.number], reason, "loosen it, or add nodes in other domains")
        self.plan.needed[situation] = self._pool.opened()

    def _loads(self, *, grown: bool, revision: int = 0) -> Iterator[Load]:
        for place, demand in enumerate(self._demands):
            if not demand.pods.per_node and self._types[place]:
                needs = needs_of(demand, demand.grown if grown else demand.size)
                yield Load(place, needs, self._types[place], self._apart[place], revision)

    def roll_out(self) -> None:
        """Try each rollout at maximum: what it needs, and whether it can begin on what there may be."""
        surges = [(each, self._demands[each.number].surge) for each in self._loads(grown=True, revision=1)]
        surges = [(load, pods) for load, pods in surges if pods]
        worst = [0] * len(self._rooms)
        for load, pods in surges:
            demand = self._demands[load.number]
            more = self._pool.attempt([(load, pods)], beyond=True)[1]
            if sum(more) and (self.plan.rollout_of is None or self._is_more(more, worst)):
                worst, self.plan.rollout_of = more, demand
            wanted = demand.pods.rollout.least_surge(demand.maximum)
            placed = self._pool.attempt([(load, wanted)], beyond=False)[0][0] if wanted else 0
            if placed < wanted:
                self._note_stuck(load, placed, wanted)
        everything = self._pool.attempt(surges, beyond=True)[1]
        at_most = self.plan.needed[MAXIMUM]
        self.plan.needed[ROLLOUT] = [sum(pair) for pair in zip(at_most, worst, strict=True)]
        self.plan.needed[ALL_ROLLOUTS] = [sum(pair) for pair in zip(at_most, everything, strict=True)]
        self._note_shortage(ALL_ROLLOUTS, WARNING)

    def _is_more(self, more: Sequence[int], than: Sequence[int]) -> bool:
        """Tell whether some nodes cost more than others, or are more where prices say nothing."""
        prices = [each.price or 0 for each in self.plan.nodes.types]

        def cost(counts: Sequence[int]) -> tuple[int, int]:
            return sum(each * price for each, price in zip(counts, prices, strict=True)), sum(counts)

        return cost(more) > cost(than)

    def _note_stuck(self, load: Load, placed: int, wanted: int) -> None:
        demand = self._demands[load.number]
        where = ", ".join(self._rooms[number].type.name for number in load.types)
        if demand.pods.rollout.max_surge == FULL_SET:
            lacks = f"{placed} of the {wanted} pods of the new version find room on {where}"
            hint = "add nodes, or roll it out with fewer replicas"
        else:
            lacks = f"no node of {where} has room for one pod more, and none may be missing"
            hint = "keep a node spare, or set maxSurge: 0 and maxUnavailable: 1"
        self._find(demand, f"its rollout gets stuck at maximum: {lacks}", hint)

    def _note_shortage(self, situation: str, severity: str) -> None:
        """Note the types of which more is needed than there may be, each in the first such situation."""
        for node_type, needed in zip(self.plan.nodes.types, self.plan.needed[situation], strict=True):
            most = node_type.most
            if most is None or needed <= most or node_type.name in self._short:
                continue
            self._short.add(node_type.name)
            asked = f"{needed} needed {_WORDS[situation]}"
            self.plan.findings.append(
                QuotaFinding(
                    severity,
                    f"node type {node_type.name}",
                    f"{asked}, {most} there or to be had: {needed - most} too few",
                    hint=f"raise max to {needed}, or ask for less",
                    excess=Excess("nodes", situation, needed * ONE, most * ONE),
                )
            )

    def number_agents(self) -> None:
        """Give agents of each node as many pods as there are nodes."""
        for place, demand in enumerate(self._demands):
            if not demand.pods.per_node:
                continue
            there = {number: self.plan.nodes.types[number].count or 0 for number in self._types[place]}
            demand.minimum = sum(max(self.plan.needed[MINIMUM][each], count) for each, count in there.items())
            demand.maximum = sum(max(self.plan.needed[MAXIMUM][each], count) for each, count in there.items())
            demand.surge = demand.pods.rollout.surge(demand.maximum)

    def _find(self, demand: Demand, reason: str, hint: str) -> None:
        self.plan.findings.append(
            QuotaFinding(
                ERROR,
                str(demand),
                reason,
                namespace=demand.namespace,
                file=file_of(demand.pods.owner),
                hint=hint,
            )
        )
