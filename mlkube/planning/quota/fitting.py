"""Which types of nodes take which pods, and why the others do not."""

from __future__ import annotations

from mlkube.planning.amounts import ONE, add, shown
from mlkube.planning.body import at, items
from mlkube.planning.placement import mismatch, untolerated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.pod_requests import PodSize
    from mlkube.planning.quota.cluster import Cluster
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.node_types import NodeType

_DEVICES = "devices of "
_PODS = "pods"
# What a node has although nobody says how much of it.
_UNSAID = "ephemeral-storage"
# What the controller of DaemonSets lets their pods tolerate.
_OF_AGENTS: tuple[JsonObject, ...] = tuple(
    {"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": effect}
    for key, effect in (
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
    )
)


class Room:
    """What one node of a type has for pods: what it has to give, less what the agents of each node take."""

    __slots__ = ("free", "of_agents", "type")

    def __init__(self, node_type: NodeType, agents: Sequence[tuple[Demand, Amounts]]) -> None:
        self.type = node_type
        self.of_agents: Amounts = {}
        for _, needs in agents:
            add(self.of_agents, needs)
        self.free: Amounts = dict(node_type.allocatable)
        for name, devices in node_type.devices.items():
            self.free[_DEVICES + name] = devices * ONE
        add(self.free, self.of_agents, -1)


def room_for(needs: Amounts, free: Amounts) -> int:
    """Return how many pods that are alike fit into what is free."""
    found = None
    for name, need in needs.items():
        if not need or (name == _UNSAID and name not in free):
            continue
        fits = free.get(name, 0) // need
        if fits <= 0:
            return 0
        if found is None or fits < found:
            found = fits
    return found or 0


def needs_of(demand: Demand, size: PodSize) -> Amounts:
    """Return what one pod takes of a node: requests, devices, and its place among the pods."""
    needs = {**size.requests, _PODS: ONE}
    for name, devices in demand.devices.items():
        needs[_DEVICES + name] = devices * ONE
    return needs


def scheduled_spec(demand: Demand, cluster: Cluster) -> JsonObject:
    """Return the spec of a pod with what its RuntimeClass adds to selectors and tolerations."""
    spec = demand.pods.spec
    scheduling = at(cluster.runtime_class(spec), "scheduling")
    if not scheduling:
        return spec
    tolerations: list[Json] = [*items(spec.get("tolerations")), *items(scheduling.get("tolerations"))]
    selector = {**at(spec, "nodeSelector"), **at(scheduling, "nodeSelector")}
    return {**spec, "nodeSelector": selector, "tolerations": tolerations}


def refusals(spec: JsonObject, needs: Amounts, room: Room) -> list[str]:
    """Return why a node of a type takes none of the pods, empty where it takes them."""
    found = []
    if why := mismatch(spec, room.type.labels):
        found.append(why)
    taint = untolerated(room.type.taints, items(spec.get("tolerations")))
    if taint is not None:
        found.append(f"its taint {taint} is not tolerated")
    for name, need in needs.items():
        free = room.free.get(name, 0)
        if need <= free or not need or (name == _UNSAID and name not in room.free):
            continue
        has = f"{shown(name, room.type.allocatable.get(name, max(free, 0)))} there"
        if agents := room.of_agents.get(name):
            has += f", {shown(name, agents)} of it for agents of each node"
        found.append(f"{shown(name, need)} {name} asked, {has}")
    return found


def runs_agent(spec: JsonObject, node_type: NodeType) -> bool:
    """Tell whether a DaemonSet puts a pod on the nodes of a type; whether there is room does not matter."""
    tolerations = [*items(spec.get("tolerations")), *_OF_AGENTS]
    return not mismatch(spec, node_type.labels) and untolerated(node_type.taints, tolerations) is None
