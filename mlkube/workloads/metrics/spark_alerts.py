"""Alerts of Spark applications: by their pods, and by what the driver says of executors."""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import CRITICAL, PERCENT, POD, WARNING, Alert
from mlkube.workloads.metrics.promql import literal, matches, rate, series, summed
from mlkube.workloads.metrics.systems.spark import PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.metrics.promql import Where
    from mlkube.workloads.parts.alert_settings import SparkAlerts

_WINDOW = "15m"
_APPLICATION = "{{ $labels.application_name }} in {{ $labels.namespace }}"


def spark_alerts(where: Where, settings: SparkAlerts, application: str = "") -> list[Alert]:
    """Return the alerts of an application, or of all of them."""
    name = literal(application) if application else ".+"
    driver = series(
        "kube_pod_status_phase", where.namespace, matches("pod", f"{name}-driver"), 'phase="Failed"'
    )
    pods = matches("pod", f"{name}-(driver|.*exec-[0-9]+)")
    waiting = series("kube_pod_status_phase", where.namespace, pods, 'phase="Pending"')
    # The driver is an executor too, in Spark's own count; it collects garbage of its own.
    executors = 'executor_id!="driver"'
    collecting = _rate("totalGCTime_seconds_total", where, executors)
    working = _rate("totalDuration_seconds_total", where, executors)
    return [
        Alert(
            "SparkDriverFailed",
            f"{driver} > 0",
            since="",
            severity=CRITICAL,
            summary="A Spark application failed.",
            description=f"The driver {POD} failed.",
        ),
        Alert(
            "SparkPending",
            f"{waiting} > 0",
            since=f"{settings.pending_minutes}m",
            severity=WARNING,
            summary="A Spark application waits for a node.",
            description=f"{POD} has waited for {settings.pending_minutes} minutes.",
        ),
        Alert(
            "SparkTaskFailures",
            f"{_rate('failedTasks_total', where)} / {_rate('totalTasks_total', where)} "
            f"> {settings.failed_task_fraction:g}",
            since="10m",
            severity=WARNING,
            summary="Tasks of a Spark application fail.",
            description=f"{_APPLICATION}: {PERCENT} of the tasks failed.",
        ),
        Alert(
            "SparkGarbageCollection",
            f"{collecting} / {working} > {settings.gc_fraction:g}",
            since="15m",
            severity=WARNING,
            summary="Executors have too little memory.",
            description=f"{_APPLICATION}: executors spend {PERCENT} of their time on garbage.",
        ),
    ]


def _rate(metric: str, where: Where, matcher: str = "") -> str:
    counted = rate(f"{PREFIX}{metric}", where.scraped, matcher, window=_WINDOW)
    return summed(("namespace", "application_name"), counted)
