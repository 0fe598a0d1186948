"""The Monitoring kind: what a team's namespace needs once, or a cluster."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.monitoring.alertmanager import Alerting
from mlkube.workloads.monitoring.dcgm import GpuMetrics
from mlkube.workloads.monitoring.rules import RuleGroup
from mlkube.workloads.monitoring.targets import MonitorTarget, ProbeTarget
from mlkube.workloads.parts.alert_settings import (
    SERVING_ALERTS,
    SPARK_ALERTS,
    TRAINING_ALERTS,
    DashboardSettings,
    ServingAlerts,
    SparkAlerts,
    TrainingAlerts,
)
from mlkube.workloads.spec import LABEL_VALUE, field
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects

_FILE = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"


class Dashboards(DashboardSettings):
    """Dashboards of Grafana, each in a ConfigMap of its own."""

    enabled: bool = field(
        default=True, doc="Whether every system above, and gpu, gets the dashboard that is written for it."
    )
    files: Mapping[str, str] = field(
        default={}, doc="Dashboards of your own: a name, and a JSON file beside the description or below it."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield names from which no name of an object can be made."""
        import re  # noqa: PLC0415  few descriptions bring dashboards

        for name in self.files:
            if not re.fullmatch(_FILE, name):
                reason = f'"{name}" cannot be part of the name of an object'
                yield Fault((*path, "files", name), reason, "lower-case letters, digits and `-`")


class Monitoring(Workload):
    """What a team watches: rules, dashboards, who is told, further targets, GPUs.

    A workload that says monitoring: {} brings its own monitor and alerts; here stands what belongs to no
    single one.
    """

    prometheus_labels: Mapping[str, str] = field(
        default={},
        doc="Labels by which Prometheus selects monitors, probes and rules: release: kube-prometheus-stack.",
        pattern=LABEL_VALUE,
    )
    systems: Sequence[
        Literal["tf-serving", "triton", "vllm", "mlserver", "torchserve", "training", "spark"]
    ] = field(default=(), doc="Systems for which alerts, recordings and a dashboard are built.")
    scope: Literal["namespace", "cluster"] = field(
        default="namespace",
        doc="Whether alerts and recordings look at this namespace or at all of them.",
    )
    rules: bool = field(default=True, doc="Whether alerts of systems and GPUs are built.")
    recordings: bool = field(
        default=True, doc="Whether requests, errors and latency of model servers are recorded."
    )
    serving: ServingAlerts = field(
        default=ServingAlerts(), doc="When alerts of model servers fire, and what they carry."
    )
    training: TrainingAlerts = field(
        default=TrainingAlerts(), doc="When alerts of training jobs fire, and what they carry."
    )
    spark: SparkAlerts = field(
        default=SparkAlerts(), doc="When alerts of Spark applications fire, and what they carry."
    )
    gpu: GpuMetrics | None = field(default=None, doc="Metrics, alerts and a dashboard of GPUs.")
    groups: Sequence[RuleGroup] = field(
        default=(), doc="Rules of your own, as a rule file of Prometheus has them.", keys=("name",)
    )
    rule_files: Sequence[str] = field(
        default=(), doc="Rule files of Prometheus, beside the description or below it."
    )
    dashboards: Dashboards = field(default=Dashboards(), doc="Dashboards of Grafana.")
    alerting: Alerting | None = field(default=None, doc="Who is told: an AlertmanagerConfig.")
    service_monitors: Sequence[MonitorTarget] = field(
        default=(), doc="Services whose metrics are collected.", keys=("name",)
    )
    pod_monitors: Sequence[MonitorTarget] = field(
        default=(), doc="Pods whose metrics are collected, where no Service leads to them.", keys=("name",)
    )
    probes: Sequence[ProbeTarget] = field(default=(), doc="Addresses that a prober asks.", keys=("name",))

    def objects(self, context: Context) -> Objects:
        """Return monitors, rules, dashboards, the AlertmanagerConfig, and the exporter of GPU metrics."""
        from mlkube.workloads.monitoring.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        spec = ("spec",)
        yield from self._nothing()
        yield from self._twice()
        yield from self.serving.faults((*spec, "serving"), SERVING_ALERTS)
        yield from self.training.faults((*spec, "training"), TRAINING_ALERTS)
        yield from self.spark.faults((*spec, "spark"), SPARK_ALERTS)
        for at, group in enumerate(self.groups):
            yield from group.faults((*spec, "groups", at))
        yield from self.dashboards.faults((*spec, "dashboards"))
        if self.alerting is not None:
            yield from self.alerting.faults((*spec, "alerting"))
        if self.gpu is not None:
            yield from self.gpu.faults((*spec, "gpu"))
        for key, targets in (("serviceMonitors", self.service_monitors), ("podMonitors", self.pod_monitors)):
            for at, target in enumerate(targets):
                yield from target.faults((*spec, key, at))
        for at, probe in enumerate(self.probes):
            yield from probe.faults((*spec, "probes", at))

    def _nothing(self) -> Iterator[Fault]:
        """Yield a description that builds no object."""
        if not (
            self.systems
            or self.gpu is not None
            or self.groups
            or self.rule_files
            or self.dashboards.files
            or self.alerting is not None
            or self.service_monitors
            or self.pod_monitors
            or self.probes
        ):
            hint = "name systems, or give gpu, groups, alerting or targets"
            yield Fault(("spec",), "nothing is watched", hint)

    def _twice(self) -> Iterator[Fault]:
        """Yield a system that stands in the list twice: its rules would."""
        seen: dict[str, int] = {}
        for at, system in enumerate(self.systems):
            if system in seen:
                yield Fault(
                    ("spec", "systems", at),
                    f'"{system}" stands in the list already',
                    "leave one out",
                    other=("spec", "systems", seen[system]),
                )
            seen.setdefault(system, at)
