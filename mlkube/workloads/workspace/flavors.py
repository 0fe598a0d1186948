"""Sorts of nodes, and the quota of jobs at them: Kueue's ResourceFlavors.

Source: kueue.sigs.k8s.io/docs/concepts/resource_flavor; kubernetes-sigs/kueue, pkg/webhooks.
"""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.placement import toleration_faults
from mlkube.workloads.spec import LABEL_VALUE, Spec, field
from mlkube.workloads.workspace.resource_names import resource_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path


class FlavorResource(Spec):
    """How much of a resource jobs may use at nodes of a flavor."""

    name: str = field(doc="The resource: cpu, memory, nvidia.com/gpu, pods.")
    nominal_quota: Quantity = field(doc="What is the queue's own.")
    borrowing_limit: Quantity | None = field(
        default=None, doc="Most to borrow from the cohort beside it; whatever is free without it."
    )
    lending_limit: Quantity | None = field(
        default=None, doc="Most of its own to lend to the cohort; all that is free without it."
    )

    def faults(self, path: Path, *, cohort: bool) -> Iterator[Fault]:
        """Yield limits without a cohort, and lending of more than there is: Kueue refuses both."""
        yield from resource_fault(self.name, (*path, "name"))
        for key, limit in (("borrowingLimit", self.borrowing_limit), ("lendingLimit", self.lending_limit)):
            if limit is not None and not cohort:
                yield Fault((*path, key), "there is no cohort to borrow from or lend to", "set cohort")
        lending = self.lending_limit
        if lending is not None and exceeds(lending, self.nominal_quota):
            reason = f"{lending} is more than nominalQuota, {self.nominal_quota}"
            yield Fault((*path, "lendingLimit"), reason, other=(*path, "nominalQuota"))


class QueueFlavor(Spec):
    """A sort of nodes, and the quota at them (ResourceFlavor, and its part of the ClusterQueue).

    Flavors with the same resources make a resource group; the order is that in which Kueue tries them.
    """

    name: str = field(doc="Name of the flavor, such as a100.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    existing: bool = field(
        default=False,
        doc="Whether a ResourceFlavor of exactly this name is in the cluster already; none is built then.",
    )
    node_labels: Mapping[str, str] = field(
        default={},
        doc="Labels of its nodes; Kueue adds them to the node selectors of admitted pods.",
        pattern=LABEL_VALUE,
    )
    node_taints: Sequence[core_v1.Taint] = field(
        default=(),
        doc="Taints of its nodes that a job must tolerate by itself, or the flavor is not for it.",
        keys=("key", "effect"),
    )
    tolerations: Sequence[core_v1.Toleration] = field(
        default=(),
        doc="Tolerations that Kueue adds to admitted pods.",
        keys=("key", "operator", "value", "effect"),
    )
    topology: str | None = field(
        default=None,
        doc="One of topologies, or the full name of a Topology of the cluster: it keeps pods close together.",
    )
    resources: Sequence[FlavorResource] = field(doc="Quota at these nodes, by resource.", keys=("name",))

    def faults(self, path: Path, *, cohort: bool) -> Iterator[Fault]:
        """Yield a flavor of nothing, and what Kueue refuses of one."""
        if not self.resources:
            yield Fault((*path, "resources"), "there is no quota of anything", "name one")
        for at, resource in enumerate(self.resources):
            yield from resource.faults((*path, "resources", at), cohort=cohort)
        if self.existing:
            yield from self._written_elsewhere(path)
        elif self.topology is not None and not self.node_labels:
            reason = "a topology is of nodes, and no label says which they are"
            yield Fault((*path, "topology"), reason, "set nodeLabels", other=(*path, "nodeLabels"))
        yield from toleration_faults(self.tolerations, (*path, "tolerations"))

    def _written_elsewhere(self, path: Path) -> Iterator[Fault]:
        """Yield fields of a flavor that exists already: nothing would ever write them."""
        for name in ("node_labels", "node_taints", "tolerations", "topology"):
            if getattr(self, name):
                key = type(self).spec_fields[name].key
                reason = f'"{self.name}" exists already, and is not built here'
                hint = "set it where it is made, or leave existing out"
                yield Fault((*path, key), reason, hint, other=(*path, "existing"))
