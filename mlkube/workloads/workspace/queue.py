"""How jobs of a namespace wait for quota: Kueue's LocalQueue, and the ClusterQueue behind it.

Source: kueue.sigs.k8s.io/docs/concepts; kubernetes-sigs/kueue, pkg/webhooks.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import OBJECT_NAME, Spec, field
from mlkube.workloads.workspace.flavors import QueueFlavor
from mlkube.workloads.workspace.queue_policies import (
    LEAST_PRIORITY,
    MOST_PRIORITY,
    FairSharing,
    FlavorFungibility,
    QueueAdmissionCheck,
    QueueCohort,
    QueuePreemption,
    QueueTopology,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import meta_v1
    from mlkube.workloads.faults import Path

_NAME = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"


class OwnClusterQueue(Spec):
    """A ClusterQueue for this namespace: whose quota, how it is shared, who goes first."""

    flavors: Sequence[QueueFlavor] = field(
        doc="Sorts of nodes with their quota, in the order in which Kueue tries them.", keys=("name",)
    )
    cohort: QueueCohort | None = field(default=None, doc="Queues that it lends to and borrows from.")
    namespace_selector: meta_v1.LabelSelector | None = field(
        default=None, doc="Namespaces whose jobs it admits; this one alone without it."
    )
    queueing_strategy: Literal["BestEffortFIFO", "StrictFIFO"] = field(
        default="BestEffortFIFO",
        doc="Whether a job that does not fit lets later ones pass, or holds them up until it fits.",
    )
    preemption: QueuePreemption = field(default=QueuePreemption(), doc="Which jobs are ended to make room.")
    flavor_fungibility: FlavorFungibility | None = field(
        default=None, doc="When Kueue stops to look at further flavors."
    )
    admission_checks: Sequence[QueueAdmissionCheck] = field(
        default=(), doc="What else has to agree.", keys=("name",)
    )
    fair_sharing: FairSharing | None = field(
        default=None, doc="Its share of what is free in the cohort, where Kueue shares fairly."
    )
    stop_policy: Literal["None", "Hold", "HoldAndDrain"] = field(
        default="None", doc="Whether it admits no job for now, and ends those that run."
    )
    topologies: Sequence[QueueTopology] = field(
        default=(), doc="Topologies that flavors may name.", keys=("name",)
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what contradicts among flavors, cohort and policies."""
        if not self.flavors:
            yield Fault((*path, "flavors"), "there is no quota to admit by", "name one")
        for at, flavor in enumerate(self.flavors):
            yield from flavor.faults((*path, "flavors", at), cohort=self.cohort is not None)
        yield from self._mixed_groups(path)
        if self.cohort is not None:
            yield from self.cohort.faults((*path, "cohort"))
        yield from self.preemption.faults((*path, "preemption"))
        if self.flavor_fungibility is not None:
            yield from self.flavor_fungibility.faults((*path, "flavorFungibility"))
        for at, topology in enumerate(self.topologies):
            yield from topology.faults((*path, "topologies", at))
        yield from self._unknown_flavors(path)

    def groups(self) -> list[list[QueueFlavor]]:
        """Return the flavors by what they have quota of: the resource groups of the ClusterQueue."""
        groups: dict[frozenset[str], list[QueueFlavor]] = {}
        for flavor in self.flavors:
            groups.setdefault(frozenset(each.name for each in flavor.resources), []).append(flavor)
        return list(groups.values())

    def quotas_of(self, name: str) -> list[Quantity]:
        """Return what is the queue's own of a resource, flavor by flavor."""
        return [
            each.nominal_quota for flavor in self.flavors for each in flavor.resources if each.name == name
        ]

    def _mixed_groups(self, path: Path) -> Iterator[Fault]:
        """Yield flavors that share a resource, but not all: Kueue refuses a resource in two groups."""
        owner: dict[str, int] = {}
        for at, flavor in enumerate(self.flavors):
            own = {each.name for each in flavor.resources}
            for index, resource in enumerate(flavor.resources):
                first = owner.setdefault(resource.name, at)
                one_sided = own ^ {each.name for each in self.flavors[first].resources}
                if one_sided:
                    reason = (
                        f'flavor "{self.flavors[first].name}" has {resource.name} too, so both need the same '
                        f"resources, and only one has {', '.join(sorted(one_sided))}"
                    )
                    where: Path = (*path, "flavors", at, "resources", index, "name")
                    hint = "name the same resources in both, with a quota of 0 where there is none"
                    yield Fault(where, reason, hint, other=(*path, "flavors", first, "resources"))
                    break

    def _unknown_flavors(self, path: Path) -> Iterator[Fault]:
        """Yield checks on flavors that the queue does not have: they would never be asked."""
        known = [flavor.name for flavor in self.flavors]
        for at, check in enumerate(self.admission_checks):
            for index, name in enumerate(check.on_flavors):
                if name not in known:
                    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

                    near = suggest(name, known)
                    hint = f'did you mean "{near}"?' if near else f"there are {', '.join(known)}"
                    where = (*path, "admissionChecks", at, "onFlavors", index)
                    yield Fault(where, f'the queue has no flavor "{name}"', hint)


class WorkloadPriority(Spec):
    """A WorkloadPriorityClass: the place of jobs in the queue; it says nothing to the scheduler."""

    name: str = field(doc="Name of the class; the namespace stands in front of it.", pattern=_NAME)
    value: int = field(doc="Jobs with a greater one go first.", minimum=LEAST_PRIORITY, maximum=MOST_PRIORITY)
    description: str = field(default="", doc="What the class is for.")


class NamespaceQueue(Spec):
    """The queue of the namespace's jobs (LocalQueue), and the ClusterQueue behind it."""

    name: str | None = field(
        default=None,
        doc="Name of the LocalQueue, which jobs say in the label kueue.x-k8s.io/queue-name; that of the "
        "workspace without it. One named default takes jobs that name none.",
        pattern=_NAME,
    )
    existing: str | None = field(
        default=None,
        doc="ClusterQueue of the cluster that the queue leads to, by its full name.",
        pattern=OBJECT_NAME,
    )
    cluster_queue: OwnClusterQueue | None = field(
        default=None, doc="The ClusterQueue to build for this namespace."
    )
    fair_sharing: FairSharing | None = field(
        default=None, doc="The share of this queue among those of its ClusterQueue."
    )
    stop_policy: Literal["None", "Hold", "HoldAndDrain"] = field(
        default="None", doc="Whether it admits no job for now, and ends those that run."
    )
    priority_classes: Sequence[WorkloadPriority] = field(
        default=(), doc="Priorities of jobs in the queue.", keys=("name",)
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a queue that leads nowhere, or to two places."""
        if self.existing is None and self.cluster_queue is None:
            hint = "give existing, or clusterQueue to build one"
            yield Fault(path, "leads to no ClusterQueue", hint)
        if self.existing is not None and self.cluster_queue is not None:
            reason = "existing and clusterQueue exclude each other"
            yield Fault((*path, "clusterQueue"), reason, "leave one out", other=(*path, "existing"))
        if self.cluster_queue is not None:
            yield from self.cluster_queue.faults((*path, "clusterQueue"))
