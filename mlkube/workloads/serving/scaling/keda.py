"""Scaling by KEDA: what it watches, how it rests at no pods, what happens where it sees nothing.

Source: keda.sh/docs/2.20/reference/scaledobject-spec; github.com/kedacore/keda,
apis/keda/v1alpha1/scaledobject_webhook.go.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.scaling.keda_trigger import KedaTrigger
from mlkube.workloads.serving.scaling.triggers import metadata_of
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path


class KedaFallback(Spec):
    """What happens where a trigger fails again and again; CPU and memory know no fallback."""

    failure_threshold: int = field(default=3, doc="Failures in a row that make it so.", minimum=0)
    replicas: int = field(doc="Pods then.", minimum=0, unit="pods")
    behavior: Literal[
        "static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower", "scalingModifiers"
    ] = field(
        default="static",
        doc="Whether that many pods there are, or as many as before; scalingModifiers hands nil to the "
        "formula.",
    )

    def to_kubernetes(self) -> JsonObject:
        """Return it as a ScaledObject has it."""
        return {
            "failureThreshold": self.failure_threshold,
            "replicas": self.replicas,
            "behavior": self.behavior,
        }


class KedaModifiers(Spec):
    """One number made of all triggers; they stand in the formula by their names."""

    formula: str = field(doc="Expression over the names of triggers, such as (load + queue) / 2.")
    target: float = field(doc="What it should be.", minimum=0)
    activation_target: float | None = field(default=None, doc="What brings the first pod.", minimum=0)
    metric_type: Literal["AverageValue", "Value"] | None = field(
        default=None, doc="Whether the pods share it; AverageValue without it."
    )

    def to_kubernetes(self) -> JsonObject:
        """Return it as a ScaledObject has it: numbers as texts."""
        return metadata_of(self)


class Keda(Spec):
    """A ScaledObject, and TriggerAuthentications for its triggers."""

    triggers: Sequence[KedaTrigger] = field(doc="What KEDA watches.", keys=("name",))
    polling_interval: int | None = field(
        default=None, doc="How often it looks; every 30 s without it.", minimum=1, unit="seconds"
    )
    cooldown_period: int | None = field(
        default=None,
        doc="How long no trigger is active before the last pod goes; 300 s without it.",
        minimum=0,
        unit="seconds",
    )
    initial_cooldown_period: int | None = field(
        default=None, doc="How long the first pods stay in any case.", minimum=0, unit="seconds"
    )
    idle_replica_count: int | None = field(
        default=None,
        doc="Pods while no trigger is active: 0, with minReplicas once one is.",
        minimum=0,
        unit="pods",
    )
    fallback: KedaFallback | None = field(default=None, doc="What happens where triggers fail.")
    scaling_modifiers: KedaModifiers | None = field(default=None, doc="One number made of all triggers.")
    restore_to_original_replica_count: bool = field(
        default=False, doc="Whether the number of pods from before comes back with the ScaledObject's end."
    )
    horizontal_pod_autoscaler_name: str | None = field(
        default=None, doc="Name of the autoscaler that KEDA makes; keda-hpa-<name> without it."
    )
    transfer_hpa_ownership: bool = field(
        default=False,
        doc="Whether KEDA takes over the autoscaler of that name, which would stand in its way otherwise.",
    )
    paused_replicas: int | None = field(
        default=None, doc="Holds the workload at that many pods.", minimum=0, unit="pods"
    )

    def faults(self, path: Path, least: int, most: int | None) -> Iterator[Fault]:
        """Yield what KEDA refuses or leaves aside; `least` and `most` are the bounds of the pods."""
        if not self.triggers:
            yield Fault((*path, "triggers"), "KEDA has nothing to watch", "name one")
        for at, trigger in enumerate(self.triggers):
            yield from trigger.faults((*path, "triggers", at))
        yield from self._idle(path, least)
        if least == 0 or self.idle_replica_count == 0:
            yield from self._asleep(path, least)
        yield from self._fallback(path, most)
        yield from self._formula(path)
        for at, trigger in enumerate(self.triggers):
            wanted = 0 if trigger.cron is None else trigger.cron.desired_replicas
            if most is not None and wanted > most:
                where = (*path, "triggers", at, "cron", "desiredReplicas")
                yield Fault(
                    where, f"{wanted} is more than maxReplicas, {most}", other=(*path[:-1], "maxReplicas")
                )
        if self.transfer_hpa_ownership and self.horizontal_pod_autoscaler_name is None:
            reason, hint = "says nothing of which autoscaler", "name it: horizontalPodAutoscalerName"
            yield Fault((*path, "transferHpaOwnership"), reason, hint)

    def _idle(self, path: Path, least: int) -> Iterator[Fault]:
        """Yield numbers of idle pods that KEDA refuses, or that the autoscaler would undo.

        Source: github.com/kedacore/keda/issues/2314.
        """
        if self.idle_replica_count is None:
            return
        where = (*path, "idleReplicaCount")
        if self.idle_replica_count >= least:
            reason = f"{self.idle_replica_count} must be less than minReplicas, {least}"
            yield Fault(
                where, reason, "leave it out, or raise minReplicas", other=(*path[:-1], "minReplicas")
            )
        elif self.idle_replica_count:
            yield Fault(where, "the autoscaler undoes any number but 0", "set 0, or leave it out")

    def _asleep(self, path: Path, least: int) -> Iterator[Fault]:
        """Yield a workload at no pods that nothing would wake again."""
        where = (*path[:-1], "minReplicas") if least == 0 else (*path, "idleReplicaCount")
        wakers = [trigger for trigger in self.triggers if not trigger.of_resource]
        if self.triggers and not wakers:
            reason = "no pod has any CPU or memory to count: nothing would start the first one"
            yield Fault(where, reason, "add another trigger, or keep a pod", other=(*path, "triggers"))
        elif wakers and all(each.prometheus is not None and each.prometheus.query is None for each in wakers):
            reason = "no pod reports any load: nothing would start the first one"
            hint = "give a query of what stands in front of the pods, or keep a pod"
            yield Fault(where, reason, hint, other=(*path, "triggers"))
        for at, trigger in enumerate(self.triggers):
            if trigger.kafka is not None and trigger.kafka.topic is None:
                reason = "without a topic, KEDA finds those of running consumers only, and here may be none"
                yield Fault((*path, "triggers", at, "kafka"), reason, "name topic", other=where)

    def _fallback(self, path: Path, most: int | None) -> Iterator[Fault]:
        """Yield a fallback that never is."""
        fallback = self.fallback
        if fallback is None:
            return
        where = (*path, "fallback")
        if self.triggers and all(trigger.of_resource for trigger in self.triggers):
            reason = "KEDA knows no failure of CPU and memory triggers"
            yield Fault(where, reason, "leave it out, or add another trigger", other=(*path, "triggers"))
        if most is not None and fallback.replicas > most:
            reason = f"{fallback.replicas} is more than maxReplicas, {most}"
            yield Fault((*where, "replicas"), reason, other=(*path[:-1], "maxReplicas"))
        if fallback.behavior == "scalingModifiers" and self.scaling_modifiers is None:
            yield Fault((*where, "behavior"), "there is no formula", "give scalingModifiers")

    def _formula(self, path: Path) -> Iterator[Fault]:
        """Yield names that a formula cannot hold, and a target of nothing."""
        modifiers = self.scaling_modifiers
        if modifiers is None:
            return
        where = (*path, "scalingModifiers")
        if not modifiers.target:
            yield Fault((*where, "target"), "must be more than 0")
        for at, trigger in enumerate(self.triggers):
            if "-" in trigger.name:
                reason = f"{trigger.name!r} cannot stand in a formula, where `-` subtracts"
                yield Fault((*path, "triggers", at, "name"), reason, "write `_`", other=(*where, "formula"))
