"""Kueue: whether each queued workload can ever be admitted by its ClusterQueue, and whether all can at once.

Source: kueue.sigs.k8s.io/docs/concepts (cluster_queue, cohort, resource_flavor, workload); kueue,
pkg/scheduler/flavorassigner.
"""

from __future__ import annotations

from mlkube.planning.amounts import ONE, add, number, shown, unit
from mlkube.planning.body import at, items, text
from mlkube.planning.placement import selects
from mlkube.planning.quota.finding import ERROR, MAXIMUM, WARNING, Excess, QuotaFinding, file_of
from mlkube.planning.quota.flavors import QUEUE_KIND, lent_by_cohort, read_flavor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.cluster import Cluster
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.flavors import Flavor

# Kinds each of whose pods is a workload of its own; of all others, the object is.
_POD_BY_POD = frozenset(("Deployment", "Pod", "ReplicaSet"))


class HeldQueue:
    """A ClusterQueue: of each resource, what its flavors hold together, and what the render asks of it."""

    __slots__ = ("asked", "nominal", "resource")

    def __init__(self, resource: Resource, nominal: Amounts, asked: Amounts) -> None:
        self.resource = resource
        self.nominal = nominal
        self.asked = asked

    def to_json(self) -> JsonObject:
        """Return it as plain data, in units."""
        return {
            "object": str(self.resource),
            "resources": [
                {
                    "resource": name,
                    "unit": unit(name),
                    "nominalQuota": number(self.nominal.get(name, 0)),
                    "asked": number(value),
                    "fits": value <= self.nominal.get(name, 0),
                }
                for name, value in sorted(self.asked.items())
            ],
        }


def hold_queues(demands: Iterable[Demand], cluster: Cluster) -> tuple[list[HeldQueue], list[QuotaFinding]]:
    """Hold what is queued against each ClusterQueue that is known."""
    queued: dict[str, list[Demand]] = {}
    for demand in demands:
        if demand.queue and demand.maximum:
            local = cluster.find("LocalQueue", demand.namespace, demand.queue)
            name = text(at(local.body, "spec").get("clusterQueue")) if local is not None else ""
            if cluster.find(QUEUE_KIND, "", name) is not None:
                queued.setdefault(name, []).append(demand)
    held: list[HeldQueue] = []
    findings: list[QuotaFinding] = []
    for name, members in queued.items():
        resource = cluster.find(QUEUE_KIND, "", name)
        if resource is not None:
            queue = _Queue(resource, cluster)
            findings += queue.findings(members)
            held.append(queue.held(members))
    return held, findings


class _Queue:
    """A ClusterQueue and the flavors of each of its resource groups."""

    def __init__(self, resource: Resource, cluster: Cluster) -> None:
        self._resource = resource
        self._cluster = cluster
        self._spec = at(resource.body, "spec")
        lent = lent_by_cohort(resource, cluster)
        self._groups = [
            (_names(group), [read_flavor(each, lent, cluster) for each in items(group.get("flavors"))])
            for group in items(self._spec.get("resourceGroups"))
        ]

    def held(self, demands: Sequence[Demand]) -> HeldQueue:
        """Return sums of what is there and what is asked."""
        nominal: Amounts = {}
        for _, flavors in self._groups:
            for flavor in flavors:
                add(nominal, flavor.nominal)
        asked: Amounts = {}
        for demand in demands:
            add(asked, _requests(demand), demand.maximum)
        if "pods" not in nominal:
            del asked["pods"]  # nobody bounds how many there are
        return HeldQueue(self._resource, nominal, asked)

    def findings(self, demands: Sequence[Demand]) -> Iterator[QuotaFinding]:
        """Yield workloads that are never admitted; then what cannot be admitted all at once."""
        for namespace in dict.fromkeys(each.namespace for each in demands):
            if not self._admits(namespace):
                first = next(each for each in demands if each.namespace == namespace)
                reason = f"it is never admitted: {self._resource} takes workloads of other namespaces only"
                hint = "set its namespaceSelector, {} for all namespaces"
                yield self._finding(ERROR, first, reason, hint)
        refused = False
        for members in _workloads(demands):
            found = list(self._never_admitted(members))
            refused = refused or bool(found)
            yield from found
        if not refused:
            yield from self._together(demands)

    def _admits(self, namespace: str) -> bool:
        selector = self._spec.get("namespaceSelector")
        if not isinstance(selector, dict):
            return False
        found = self._cluster.find("Namespace", "", namespace)
        if not selector or found is None:
            return True
        labels = {**at(found.body, "metadata", "labels"), "kubernetes.io/metadata.name": namespace}
        return selects(selector, labels)

    def _never_admitted(self, members: Sequence[Demand]) -> Iterator[QuotaFinding]:
        """Yield why a workload fits into no flavor, even of an empty queue."""
        taken: dict[str, Amounts] = {}
        for demand in members:
            pods = 1 if demand.pods.kind in _POD_BY_POD else demand.maximum
            asked: Amounts = {}
            add(asked, _requests(demand), pods)
            covered = {name for names, _ in self._groups for name in names}
            for name in sorted(asked.keys() - covered - {"pods"}):
                if asked[name]:
                    reason = f"it is never admitted: {self._resource} covers no {name}"
                    yield self._finding(ERROR, demand, reason, f"add {name} to a group's coveredResources")
            for names, flavors in self._groups:
                wanted = {name: asked[name] for name in names if asked.get(name)}
                yield from self._assign(demand, wanted, flavors, taken)

    def _assign(
        self, demand: Demand, wanted: Amounts, flavors: Sequence[Flavor], taken: dict[str, Amounts]
    ) -> Iterator[QuotaFinding]:
        """Take the first flavor that holds what is wanted; yield what lacks where none does."""
        nearest: tuple[int, Excess, Flavor] | None = None
        refusals = []
        for flavor in flavors:
            if why := flavor.refusal(demand.pods.spec):
                refusals.append(f"{flavor.name}: {why}")
                continue
            used = taken.setdefault(flavor.name, {})
            lacking = _lacking(wanted, used, flavor)
            if lacking is None:
                add(used, wanted)
                return
            share = lacking.excess * ONE // lacking.asked
            if nearest is None or share < nearest[0]:
                nearest = share, lacking, flavor
        if nearest is not None:
            _, excess, flavor = nearest
            name = excess.resource
            asked, allowed = shown(name, excess.asked), shown(name, excess.allowed)
            over = shown(name, excess.excess)
            reason = (
                f"it is never admitted: {asked} {name} asked, {allowed} in flavor {flavor.name} of "
                f"{self._resource}: {over} too much"
            )
            hint = "ask for less, or raise nominalQuota or borrowingLimit"
            yield self._finding(ERROR, demand, reason, hint, excess)
        elif refusals and wanted:
            reason = f"it is never admitted: no flavor of {self._resource} takes it ({'; '.join(refusals)})"
            yield self._finding(ERROR, demand, reason, "add what its node labels and taints ask for")

    def _together(self, demands: Sequence[Demand]) -> Iterator[QuotaFinding]:
        """Yield resources of which all workloads together want more than there is: they wait in turn."""
        limits: dict[str, int | None] = {}
        for _, flavors in self._groups:
            for flavor in flavors:
                for name, limit in flavor.limits.items():
                    so_far = limits.get(name, 0)
                    limits[name] = None if limit is None or so_far is None else so_far + limit
        for name, asked in sorted(self.held(demands).asked.items()):
            limit = limits.get(name)
            if limit is None or asked <= limit:
                continue
            over = shown(name, asked - limit)
            yield QuotaFinding(
                WARNING,
                str(self._resource),
                f"{shown(name, asked)} {name} asked together, {shown(name, limit)} there: {over} too much; "
                "what does not fit waits",
                file=file_of(self._resource),
                hint=f"raise nominalQuota of {name} where all is to run at once",
                excess=Excess(name, MAXIMUM, asked, limit),
            )

    def _finding(
        self, severity: str, demand: Demand, reason: str, hint: str, excess: Excess | None = None
    ) -> QuotaFinding:
        return QuotaFinding(
            severity,
            str(demand),
            reason,
            namespace=demand.namespace,
            file=file_of(demand.pods.owner),
            hint=hint,
            excess=excess,
        )


def _workloads(demands: Sequence[Demand]) -> Iterator[list[Demand]]:
    """Yield the pod sets that are admitted together: those of one object."""
    groups: dict[int, list[Demand]] = {}
    for demand in demands:
        groups.setdefault(id(demand.pods.owner), []).append(demand)
    yield from groups.values()


def _requests(demand: Demand) -> Amounts:
    """Return what Kueue counts of a pod: its requests, and the pod itself."""
    return {**demand.size.requests, "pods": ONE}


def _names(group: JsonObject) -> list[str]:
    names = group.get("coveredResources")
    return [str(each) for each in names] if isinstance(names, list) else []


def _lacking(wanted: Amounts, used: Amounts, flavor: Flavor) -> Excess | None:
    """Return the resource of which a flavor has too little for a workload, None where all is there."""
    for name, value in wanted.items():
        limit = flavor.limits.get(name, 0)
        asked = value + used.get(name, 0)
        if limit is not None and asked > limit:
            return Excess(name, MAXIMUM, asked, limit)
    return None
