"""Flavors of a ClusterQueue: which pods may have them, and how much there is to have or to borrow.

Source: kueue.sigs.k8s.io/docs/concepts (cluster_queue, cohort, resource_flavor).
"""

from __future__ import annotations

from mlkube.planning.amounts import read_amounts
from mlkube.planning.body import at, items, text
from mlkube.planning.placement import mismatch, read_taints, untolerated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.cluster import Cluster

QUEUE_KIND = "ClusterQueue"


class Flavor:
    """A flavor of a ClusterQueue: what it may give of each resource; None where nobody knows the bound."""

    __slots__ = ("body", "limits", "name", "nominal")

    def __init__(self, name: str, nominal: Amounts, limits: dict[str, int | None], body: JsonObject) -> None:
        self.name = name
        self.nominal = nominal
        self.limits = limits
        self.body = body

    def refusal(self, pod: JsonObject) -> str:
        """Return why pods cannot have the flavor, empty where they can.

        A node selector counts for labels that the flavor has.
        """
        spec = at(self.body, "spec")
        labels = {key: str(value) for key, value in at(spec, "nodeLabels").items()}
        wanted = {key: value for key, value in at(pod, "nodeSelector").items() if key in labels}
        if found := mismatch({"nodeSelector": wanted}, labels):
            return found
        tolerations = [*items(pod.get("tolerations")), *items(spec.get("tolerations"))]
        taint = untolerated(read_taints(spec.get("nodeTaints")), tolerations)
        return "" if taint is None else f"its taint {taint} is not tolerated"


def read_flavor(entry: JsonObject, lent: dict[tuple[str, str], int] | None, cluster: Cluster) -> Flavor:
    """Return a flavor; its bounds are its own quota and what its cohort lends, as far as it may borrow."""
    name = text(entry.get("name"))
    nominal: Amounts = {}
    limits: dict[str, int | None] = {}
    for each in items(entry.get("resources")):
        resource = text(each.get("name"))
        amounts = read_amounts(each)
        own, most = amounts.get("nominalQuota", 0), amounts.get("borrowingLimit")
        nominal[resource] = own
        if lent is None:
            limits[resource] = None if most is None else own + most
        else:
            there = lent.get((name, resource), 0)
            limits[resource] = own + (there if most is None else min(there, most))
    found = cluster.find("ResourceFlavor", "", name)
    return Flavor(name, nominal, limits, found.body if found is not None else {})


def lent_by_cohort(queue: Resource, cluster: Cluster) -> dict[tuple[str, str], int] | None:
    """Return what the rest of a queue's cohort lends, by flavor and resource.

    None where it is not known: no other member is among the objects, or the cohort stands below another.
    """
    spec = at(queue.body, "spec")
    cohort = _cohort(spec)
    if not cohort:
        return {}
    others = [
        at(each.body, "spec")
        for each in cluster.of_kind(QUEUE_KIND)
        if each.name != queue.name and _cohort(at(each.body, "spec")) == cohort
    ]
    own = cluster.find("Cohort", "", cohort)
    own_spec = at(own.body, "spec") if own is not None else {}
    if own_spec.get("parentName") or not (others or own_spec.get("resourceGroups")):
        return None
    found: dict[tuple[str, str], int] = {}
    for each in (*others, own_spec):
        for group in items(each.get("resourceGroups")):
            for flavor in items(group.get("flavors")):
                for resource in items(flavor.get("resources")):
                    amounts = read_amounts(resource)
                    nominal = amounts.get("nominalQuota", 0)
                    key = (text(flavor.get("name")), text(resource.get("name")))
                    found[key] = found.get(key, 0) + min(nominal, amounts.get("lendingLimit", nominal))
    return found


def _cohort(spec: JsonObject) -> str:
    return text(spec.get("cohortName") or spec.get("cohort"))
