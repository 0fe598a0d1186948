"""Metrics of a workload: the monitors by which prometheus-operator collects them, alerts, a dashboard."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.alert_settings import (
    DURATION,
    DURATION_HINT,
    SERVING_ALERTS,
    SPARK_ALERTS,
    TRAINING_ALERTS,
    DashboardSettings,
    ServingAlerts,
    SparkAlerts,
    TrainingAlerts,
)
from mlkube.workloads.spec import LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path


class Scraping(Spec):
    """How Prometheus collects the metrics of a workload."""

    interval: str = field(
        default="15s", doc="How often metrics are collected.", pattern=DURATION, hint=DURATION_HINT
    )
    prometheus_labels: Mapping[str, str] = field(
        default={},
        doc="Labels by which Prometheus selects monitor and rules, such as release: kube-prometheus-stack.",
        pattern=LABEL_VALUE,
    )


class WorkloadMonitoring(Scraping):
    """What every workload that is watched may say."""

    rules: bool = field(default=True, doc="Whether alerts are built (PrometheusRule).")
    dashboard: DashboardSettings | None = field(
        default=None,
        doc="A dashboard of this workload alone. One for all of a system is built by a Monitoring.",
    )


class ServingMonitoring(WorkloadMonitoring):
    """A ServiceMonitor, so that prometheus-operator collects the server's metrics, and alerts on them."""

    alerts: ServingAlerts = field(default=ServingAlerts(), doc="When the alerts fire, and what they carry.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield alerts that do not exist."""
        yield from self.alerts.faults((*path, "alerts"), SERVING_ALERTS)


class TrainingMonitoring(WorkloadMonitoring):
    """Alerts on jobs that fail, wait, or run out of time; a PodMonitor where the code has metrics itself."""

    port: int | None = field(
        default=None,
        doc="Port on which the training code shows its metrics; a PodMonitor then collects them.",
        minimum=1,
        maximum=65535,
    )
    path: str = field(default="/metrics", doc="Path of these metrics.", pattern=r"/.*")
    alerts: TrainingAlerts = field(default=TrainingAlerts(), doc="When the alerts fire, and what they carry.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield alerts that do not exist."""
        yield from self.alerts.faults((*path, "alerts"), TRAINING_ALERTS)


class SparkMonitoring(WorkloadMonitoring):
    """A PodMonitor for the driver, which tells of all executors, and alerts on them."""

    alerts: SparkAlerts = field(default=SparkAlerts(), doc="When the alerts fire, and what they carry.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield alerts that do not exist."""
        yield from self.alerts.faults((*path, "alerts"), SPARK_ALERTS)


def service_monitor(
    metadata: JsonObject, settings: Scraping, selected: Mapping[str, str], *, port: str, path: str
) -> JsonObject:
    """Return a ServiceMonitor for the Services with these labels; `port` is the name of their port."""
    endpoints: JsonObject = {"endpoints": [_endpoint(settings, port, path)]}
    return _monitor("ServiceMonitor", metadata, settings, selected, endpoints)


def pod_monitor(
    metadata: JsonObject,
    settings: Scraping,
    selected: Mapping[str, str],
    *,
    port: str,
    paths: Sequence[str],
) -> JsonObject:
    """Return a PodMonitor for the pods with these labels; `port` is the name of a container's port."""
    endpoints: JsonObject = {"podMetricsEndpoints": [_endpoint(settings, port, path) for path in paths]}
    return _monitor("PodMonitor", metadata, settings, selected, endpoints)


def _endpoint(settings: Scraping, port: str, path: str) -> JsonObject:
    return {"port": port, "path": path, "interval": settings.interval}


def _monitor(
    kind: str,
    metadata: JsonObject,
    settings: Scraping,
    selected: Mapping[str, str],
    endpoints: JsonObject,
) -> JsonObject:
    labels = metadata.get("labels")
    own = {
        **metadata,
        "labels": {**(labels if isinstance(labels, dict) else {}), **settings.prometheus_labels},
    }
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": kind,
        "metadata": own,
        "spec": {"selector": {"matchLabels": {**selected}}, **endpoints},
    }
