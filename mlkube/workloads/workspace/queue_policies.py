"""How Kueue's queues share: weights, lending, ending of jobs, order of flavors, places of nodes.

Source: kueue.sigs.k8s.io/docs/concepts/cluster_queue, cohort, topology_aware_scheduling.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path

LEAST_PRIORITY, MOST_PRIORITY = -(2**31), 2**31 - 1

_HOSTNAME = "kubernetes.io/hostname"


class FairSharing(Spec):
    """The share of what is free, against others that want it too."""

    weight: Quantity = field(default=1, doc="Its weight; one with 2 gets twice what one with 1 gets.")


class BorrowWithinCohort(Spec):
    """Whether a job that has to borrow may end others of the cohort."""

    policy: Literal["Never", "LowerPriority"] = field(default="Never", doc="Which jobs it may end.")
    max_priority_threshold: int | None = field(
        default=None,
        doc="Only jobs with at most this priority.",
        minimum=LEAST_PRIORITY,
        maximum=MOST_PRIORITY,
    )


class QueuePreemption(Spec):
    """Which admitted jobs are ended to make room for a waiting one; they are queued again."""

    within_cluster_queue: Literal["Never", "LowerPriority", "LowerOrNewerEqualPriority"] = field(
        default="LowerPriority", doc="Jobs of this queue."
    )
    reclaim_within_cohort: Literal["Never", "LowerPriority", "Any"] = field(
        default="Any",
        doc="Jobs of other queues that borrowed what is this queue's own. With Never lent quota comes back "
        "only when its jobs end.",
    )
    borrow_within_cohort: BorrowWithinCohort | None = field(
        default=None, doc="Jobs of other queues, where the waiting one would have to borrow."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield ending others to borrow where not even one's own is taken back: Kueue refuses it."""
        borrow = self.borrow_within_cohort
        if borrow is not None and borrow.policy != "Never" and self.reclaim_within_cohort == "Never":
            reason = "what may not be reclaimed may not be borrowed by force"
            where = (*path, "borrowWithinCohort", "policy")
            hint = "set reclaimWithinCohort, or policy: Never"
            yield Fault(where, reason, hint, other=(*path, "reclaimWithinCohort"))


class FlavorFungibility(Spec):
    """When Kueue stops to look at further flavors."""

    when_can_borrow: Literal["MayStopSearch", "TryNextFlavor"] = field(
        default="MayStopSearch", doc="Where a job fits by borrowing."
    )
    when_can_preempt: Literal["MayStopSearch", "TryNextFlavor"] = field(
        default="TryNextFlavor", doc="Where a job fits by ending others."
    )
    preference: Literal["BorrowingOverPreemption", "PreemptionOverBorrowing"] | None = field(
        default=None, doc="What to prefer once every flavor was looked at."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a preference where the search stops before there is a choice: Kueue refuses it."""
        for name in ("when_can_borrow", "when_can_preempt"):
            if self.preference is not None and getattr(self, name) != "TryNextFlavor":
                key = type(self).spec_fields[name].key
                reason = f"needs {key}: TryNextFlavor, or there is nothing to choose from"
                yield Fault((*path, "preference"), reason, other=(*path, key))


class QueueAdmissionCheck(Spec):
    """Something else that has to agree before a job starts, such as a provisioning of nodes."""

    name: str = field(doc="AdmissionCheck of the cluster.")
    on_flavors: Sequence[str] = field(
        default=(), doc="Only where a job gets one of these flavors; for every job without it."
    )


class QueueCohort(Spec):
    """The queues that lend each other what they do not use."""

    name: str = field(
        doc="Name of the cohort: exactly this one, so that queues of other namespaces can name it too; with "
        "create the namespace stands in front of it.",
        pattern=r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?",
    )
    create: bool = field(
        default=False,
        doc="Whether a Cohort is built. None is needed to lend and borrow, only for a parent or a weight.",
    )
    parent: str | None = field(
        default=None, doc="Cohort of the cluster that it belongs to.", pattern=OBJECT_NAME
    )
    fair_sharing: FairSharing | None = field(default=None, doc="Its share within its parent.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield fields of a cohort that is not built here: nothing would ever write them."""
        for name in ("parent", "fair_sharing"):
            if not self.create and getattr(self, name) is not None:
                key = type(self).spec_fields[name].key
                yield Fault((*path, key), "the cohort is not built here", "set create: true")


class QueueTopology(Spec):
    """How nodes are grouped, from the widest place to the narrowest (topology-aware scheduling)."""

    name: str = field(doc="Name of the topology.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    levels: Sequence[str] = field(
        doc="Node labels from the widest to the narrowest: cloud.provider.com/topology-block, "
        "cloud.provider.com/topology-rack, kubernetes.io/hostname."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield levels that the server refuses: none, one twice, nodes above what holds them."""
        here: Path = (*path, "levels")
        if not self.levels:
            yield Fault(here, "there is no level", "name node labels")
        for at, label in enumerate(self.levels):
            if label in self.levels[:at]:
                yield Fault((*here, at), f"{label} is a level already", "leave one out")
            if label == _HOSTNAME and at != len(self.levels) - 1:
                yield Fault((*here, at), "nothing is narrower than a node", f"name {_HOSTNAME} last")
