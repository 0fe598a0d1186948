"""What people may say of alerts and dashboards, in every workload the same."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlkube.workloads.faults import Path

DURATION = r"([0-9]+(ms|s|m|h|d|w|y))+"
DURATION_HINT = "write it as 30s, 5m or 1h30m"
_LABEL_NAME = r"[a-zA-Z_][a-zA-Z0-9_]*"


# The alerts of each family by name: what may be left out or get another severity.
SERVING_ALERTS = (
    "ServingTargetDown",
    "ServingErrors",
    "ServingSlow",
    "ServingQueue",
    "ServingReplicas",
    "ServingRestarts",
    "ServingMemory",
    "ServingAtMaximum",
)
TRAINING_ALERTS = (
    "TrainingFailed",
    "TrainingOperatorFailed",
    "TrainingRetries",
    "TrainingPending",
    "TrainingDeadline",
)
SPARK_ALERTS = ("SparkDriverFailed", "SparkPending", "SparkTaskFailures", "SparkGarbageCollection")
GPU_ALERTS = ("GpuXidError", "GpuRowRemapFailure", "GpuHot", "GpuIdle", "GpuExporterDown")


class AlertSettings(Spec):
    """What every alert of a workload has; each is named in the documentation of its kind."""

    disabled: Sequence[str] = field(default=(), doc="Alerts that are left out, by name.")
    severities: Mapping[str, str] = field(
        default={}, doc="Severity of single alerts, by their names, in place of warning or critical."
    )
    labels: Mapping[str, str] = field(
        default={}, doc="Labels of every alert, by which Alertmanager routes, such as team: vision."
    )
    runbook_url: str | None = field(
        default=None,
        doc="Where it is written what to do. The name of the alert is added behind a slash.",
        pattern=r"https?://.+",
        hint="begin it with https://",
    )

    def faults(self, path: Path, known: Iterable[str]) -> Iterator[Fault]:
        """Yield names of alerts that are none; `known` are the kind's own."""
        names = sorted(known)
        given = [((*path, "disabled", at), name) for at, name in enumerate(self.disabled)]
        for place, name in (*given, *(((*path, "severities", name), name) for name in self.severities)):
            if name not in names:
                yield Fault(place, f'there is no alert "{name}"', _near(name, names))
        yield from label_faults(self.labels, (*path, "labels"))
        if "severity" in self.labels:
            hint = "set severities for single alerts, or leave it out"
            yield Fault((*path, "labels", "severity"), "each alert has a severity of its own", hint)


class ServingAlerts(AlertSettings):
    """When the alerts of a model server fire."""

    latency_seconds: float = field(
        default=1.0,
        doc="ServingSlow: how long requests may take, at the quantile below; language models, which write "
        "for many seconds, need more. Triton, MLServer and TorchServe count no distribution: there it is "
        "the mean.",
        minimum=0,
        unit="seconds",
    )
    latency_quantile: float = field(
        default=0.99,
        doc="ServingSlow: the part of requests that has to be faster.",
        minimum=0,
        maximum=1,
    )
    error_rate: float = field(
        default=0.05, doc="ServingErrors: the part of requests that may fail.", minimum=0, maximum=1
    )
    waiting_requests: int = field(
        default=20,
        doc="ServingQueue: requests that may wait in a pod, where the server counts them (Triton, vLLM).",
        minimum=1,
        unit="requests",
    )
    memory_fraction: float = field(
        default=0.9,
        doc="ServingMemory: the part of its limit that the container may use.",
        minimum=0,
        maximum=1,
    )
    restarts: int = field(
        default=3, doc="ServingRestarts: restarts of the container within an hour.", minimum=1
    )


class TrainingAlerts(AlertSettings):
    """When the alerts of a training job fire."""

    pending_minutes: int = field(
        default=30,
        doc="TrainingPending: how long a pod may wait for a node, for an image or for a volume.",
        minimum=1,
        unit="minutes",
    )
    deadline_fraction: float = field(
        default=0.9,
        doc="TrainingDeadline: the part of the deadline after which a running job is told of.",
        minimum=0,
        maximum=1,
    )


class SparkAlerts(AlertSettings):
    """When the alerts of a Spark application fire."""

    pending_minutes: int = field(
        default=30,
        doc="SparkPending: how long a driver or an executor may wait for a node.",
        minimum=1,
        unit="minutes",
    )
    failed_task_fraction: float = field(
        default=0.1, doc="SparkTaskFailures: the part of tasks that may fail.", minimum=0, maximum=1
    )
    gc_fraction: float = field(
        default=0.2,
        doc="SparkGarbageCollection: the part of their time that executors may spend on garbage.",
        minimum=0,
        maximum=1,
    )


class GpuAlerts(AlertSettings):
    """When the alerts of GPUs fire."""

    temperature_celsius: int = field(
        default=85, doc="GpuHot: how warm a GPU may be.", minimum=1, unit="degrees Celsius"
    )
    idle_percent: int = field(
        default=5,
        doc="GpuIdle: use below which a GPU that somebody holds is idle.",
        minimum=0,
        maximum=100,
        unit="percent",
    )
    idle_minutes: int = field(
        default=120, doc="GpuIdle: for how long it has to be idle.", minimum=1, unit="minutes"
    )


class DashboardSettings(Spec):
    """How Grafana's sidecar finds a dashboard: a ConfigMap with a label.

    Source: kiwigrid/k8s-sidecar README; grafana and kube-prometheus-stack charts, `sidecar.dashboards`.
    """

    label: str = field(default="grafana_dashboard", doc="Label by which the sidecar finds the ConfigMap.")
    label_value: str = field(default="1", doc="Value of this label.")
    folder: str | None = field(
        default=None, doc="Folder of Grafana; General without it. The sidecar must know the annotation."
    )
    folder_annotation: str = field(
        default="grafana_folder",
        doc="Annotation that holds the folder: what the chart has as sidecar.dashboards.folderAnnotation.",
    )


def label_faults(labels: Mapping[str, str], path: Path) -> Iterator[Fault]:
    """Yield labels that are none of Prometheus': it would not load the rules."""
    import re  # noqa: PLC0415  few descriptions have labels of alerts

    for name in labels:
        if not re.fullmatch(_LABEL_NAME, name) or name == "__name__":
            hint = "letters, digits and _, no digit in front"
            yield Fault((*path, name), f'"{name}" is no label name of Prometheus', hint)


def _near(name: str, names: list[str]) -> str:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(name, names)
    return f'did you mean "{near}"?' if near else f"one of {', '.join(names)}"
