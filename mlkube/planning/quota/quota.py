"""`quota`: the order of the work, from objects to a report."""

from __future__ import annotations

from mlkube.planning.amounts import read_amounts
from mlkube.planning.body import at
from mlkube.planning.pod_sets import pod_sets, uncounted
from mlkube.planning.quota.cluster import Cluster, namespace_of
from mlkube.planning.quota.demand import Demand
from mlkube.planning.quota.limit_ranges import bounds, refused_claims, refused_pods
from mlkube.planning.quota.objects import object_usage
from mlkube.planning.quota.queues import hold_queues
from mlkube.planning.quota.report import NamespaceDemand, QuotaReport
from mlkube.planning.quota.resource_quotas import hold

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.core.resource import Resource
    from mlkube.planning.quota.finding import QuotaFinding
    from mlkube.planning.quota.node_types import NodeType, NodeTypes
    from mlkube.planning.quota.resource_quotas import HeldQuota


def quota(
    resources: Iterable[Resource],
    *,
    nodes: NodeTypes | Sequence[NodeType] | str | os.PathLike[str] | None = None,
    quotas: Iterable[Resource] | str | os.PathLike[str] = (),
    applied: bool = False,
) -> QuotaReport:
    """Return what objects ask for, and whether it fits: into quotas, into queues, onto nodes.

    `nodes` are types of nodes or the file that holds them. `quotas` are objects of the cluster beside the
    render, or their file: ResourceQuotas (what they say is used counts), LimitRanges, Kueue's queues.
    `applied` says that the objects are in the cluster already, so that their minimum is part of what is used.

    Raises:
        MlkubeError: a file that cannot be read, or is wrong.

    """
    from mlkube.planning.quota.files import load_nodes, load_objects  # noqa: PLC0415  values need no files

    given = load_objects(quotas)
    types = None if nodes is None else load_nodes(nodes)
    cluster = Cluster(resources, given)
    demands = [Demand(each, cluster) for each in pod_sets(cluster.resources)]
    plan = None
    if types is not None:  # first, because it tells how many agents of each node there are
        from mlkube.planning.quota.node_planner import plan_nodes  # noqa: PLC0415  only with nodes

        plan = plan_nodes(demands, types, cluster)
    namespaces = _namespaces(demands, cluster)
    findings: list[QuotaFinding] = []
    held: list[HeldQuota] = []
    for each in namespaces:
        findings += _bounded(each, cluster)
        for resource in cluster.of_kind("ResourceQuota", each.name):
            one, wrong = hold(resource, each.demands, each.objects, applied=applied)
            held.append(one)
            findings += wrong
    queues, wrong = hold_queues(demands, cluster)
    findings += wrong
    findings += plan.findings if plan is not None else []
    assumed = list(_assumed(demands, cluster, agents_counted=plan is not None))
    assumed += _elsewhere(given, namespaces)
    return QuotaReport(namespaces, held, queues, plan, findings, assumed)


def _assumed(demands: Sequence[Demand], cluster: Cluster, *, agents_counted: bool) -> Iterator[str]:
    """Yield what the objects do not say."""
    for demand in demands:
        for sentence in demand.pods.assumed:
            yield f"{demand}: {sentence}"
        if demand.pods.per_node and not agents_counted:
            yield f"{demand}: the pod of one node is counted; give nodes to count all"
    for resource in uncounted(cluster.resources, (each.pods for each in demands)):
        yield f"{resource}: its pods are not counted: its operator decides what they ask for"


def _elsewhere(given: Iterable[Resource], namespaces: Sequence[NamespaceDemand]) -> Iterator[str]:
    """Yield given quotas of namespaces in which there is nothing."""
    names = {each.name for each in namespaces}
    for resource in given:
        if resource.kind == "ResourceQuota" and namespace_of(resource) not in names:
            yield f"{resource} in {namespace_of(resource)}: nothing of the render is in this namespace"


def _namespaces(demands: Sequence[Demand], cluster: Cluster) -> list[NamespaceDemand]:
    """Return what is asked of each namespace, by its name."""
    objects = object_usage(cluster)
    members: dict[str, list[Demand]] = {}
    for demand in demands:
        members.setdefault(demand.namespace, []).append(demand)
    return [
        NamespaceDemand(name, members.get(name, []), objects.get(name, {}))
        for name in sorted({*objects, *members})
    ]


def _bounded(asked: NamespaceDemand, cluster: Cluster) -> Iterator[QuotaFinding]:
    """Yield what LimitRanges refuse of pods and claims."""
    namespace = asked.name
    every = bounds(cluster.of_kind("LimitRange", namespace))
    if not every:
        return
    for demand in asked.demands:
        if demand.maximum:
            yield from refused_pods(demand.pods, demand.size, every, namespace)
        for claim, _ in demand.claims:
            storage = read_amounts(at(claim, "resources", "requests")).get("storage", 0)
            yield from refused_claims(str(demand), demand.pods.owner, storage, every, namespace)
    for resource in cluster.of_kind("PersistentVolumeClaim", namespace):
        storage = read_amounts(at(resource.body, "spec", "resources", "requests")).get("storage", 0)
        yield from refused_claims(str(resource), resource, storage, every, namespace)
