"""Metrics of a workload: the monitors by which prometheus-operator collects them."""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import JsonObject


class MonitoringSettings(Spec):
    """A ServiceMonitor, so that prometheus-operator collects the server's metrics."""

    interval: str = field(
        default="15s", doc="How often metrics are collected.", pattern=r"([0-9]+(ms|s|m|h))+"
    )
    labels: Mapping[str, str] = field(
        default={},
        doc="Labels by which Prometheus selects the monitor, such as release: kube-prometheus-stack.",
    )


def service_monitor(
    metadata: JsonObject, settings: MonitoringSettings, selected: Mapping[str, str], *, port: str, path: str
) -> JsonObject:
    """Return a ServiceMonitor for the Services with these labels; `port` is the name of their port."""
    labels = metadata.get("labels")
    own = {**metadata, "labels": {**(labels if isinstance(labels, dict) else {}), **settings.labels}}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "ServiceMonitor",
        "metadata": own,
        "spec": {
            "selector": {"matchLabels": {**selected}},
            "endpoints": [{"port": port, "path": path, "interval": settings.interval}],
        },
    }
