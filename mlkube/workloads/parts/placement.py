"""Placement: on which nodes pods may run, how they spread, and who goes first."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import LABEL_VALUE, OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path


class Spread(Spec):
    """One constraint that spreads pods over a kind of place."""

    topology_key: str = field(
        default="kubernetes.io/hostname",
        doc="Node label whose values are the places: kubernetes.io/hostname, topology.kubernetes.io/zone.",
    )
    max_skew: int = field(default=1, doc="Most pods by which two places may differ.", minimum=1, unit="pods")
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = field(
        default="ScheduleAnyway", doc="Whether a pod that cannot be spread is placed anyway or waits."
    )


class Placement(Spec):
    """Where the pods of a workload run."""

    node_selector: Mapping[str, str] = field(
        default={}, doc="Labels that a node must have.", pattern=LABEL_VALUE
    )
    tolerations: Sequence[core_v1.Toleration] = field(
        default=(), doc="Taints of nodes that the pods tolerate.", keys=("key", "operator", "value", "effect")
    )
    affinity: core_v1.Affinity | None = field(
        default=None, doc="Affinity as a pod has it, where the shorter fields do not suffice."
    )
    spread: Sequence[Spread] = field(
        default=(), doc="How the pods spread over nodes and zones.", keys=("topologyKey",)
    )
    one_per_node: bool = field(
        default=False, doc="Whether no two pods of the workload may share a node (required anti-affinity)."
    )
    priority_class: str | None = field(default=None, doc="PriorityClass of the pods.", pattern=OBJECT_NAME)
    runtime_class: str | None = field(
        default=None, doc="RuntimeClass of the pods, such as nvidia.", pattern=OBJECT_NAME
    )
    scheduler_name: str | None = field(default=None, doc="Scheduler that places the pods.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what the server refuses of tolerations and spreads."""
        yield from toleration_faults(self.tolerations, (*path, "tolerations"))
        seen: dict[str, int] = {}
        for at, spread in enumerate(self.spread):
            if spread.topology_key in seen:
                other = (*path, "spread", seen[spread.topology_key])
                reason = f"the pods spread over {spread.topology_key} already"
                yield Fault((*path, "spread", at), reason, "leave one out", other=other)
            seen.setdefault(spread.topology_key, at)

    def to_kubernetes(self, selector: Mapping[str, str], *, generation_label: str = "") -> JsonObject:
        """Return the fields of a pod's spec; `selector` are the labels that its own pods have.

        With a `generation_label`, which each ReplicaSet gives another value, its pods count only themselves.
        """
        result: JsonObject = {}
        if self.node_selector:
            result["nodeSelector"] = {**self.node_selector}
        if self.tolerations:
            result["tolerations"] = copied(self.tolerations)
        if affinity := self._affinity(selector):
            result["affinity"] = affinity
        if self.spread:
            result["topologySpreadConstraints"] = [
                _constraint(spread, selector, generation_label) for spread in self.spread
            ]
        for key, value in (
            ("priorityClassName", self.priority_class),
            ("runtimeClassName", self.runtime_class),
            ("schedulerName", self.scheduler_name),
        ):
            if value is not None:
                result[key] = value
        return result

    def _affinity(self, selector: Mapping[str, str]) -> JsonObject:
        affinity: JsonObject = copied(self.affinity or {})
        if self.one_per_node:
            term: JsonObject = {
                "topologyKey": "kubernetes.io/hostname",
                "labelSelector": {"matchLabels": {**selector}},
            }
            anti = affinity.get("podAntiAffinity")
            kept: JsonObject = {**anti} if isinstance(anti, dict) else {}
            required = kept.get("requiredDuringSchedulingIgnoredDuringExecution")
            terms = [*required] if isinstance(required, list) else []
            kept["requiredDuringSchedulingIgnoredDuringExecution"] = [*terms, term]
            affinity["podAntiAffinity"] = kept
        return affinity


def _constraint(spread: Spread, selector: Mapping[str, str], generation_label: str) -> JsonObject:
    constraint: JsonObject = {
        "maxSkew": spread.max_skew,
        "topologyKey": spread.topology_key,
        "whenUnsatisfiable": spread.when_unsatisfiable,
        "labelSelector": {"matchLabels": {**selector}},
    }
    if generation_label:
        constraint["matchLabelKeys"] = [generation_label]
    return constraint


def toleration_faults(tolerations: Sequence[core_v1.Toleration], path: Path) -> Iterator[Fault]:
    """Yield what the server refuses of tolerations."""
    for at, toleration in enumerate(tolerations):
        exists = toleration.get("operator") == "Exists"
        if exists and toleration.get("value"):
            reason = "Exists asks for the key alone"
            yield Fault((*path, at, "value"), reason, "leave it out", other=(*path, at, "operator"))
        if not exists and not toleration.get("key"):
            reason = "only Exists goes without a key, which then means every taint"
            yield Fault((*path, at), reason, "give key, or set operator: Exists")
