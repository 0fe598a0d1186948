"""Alerts of Spark applications: by their pods, and by what the driver says of executors."""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import CRITICAL, PERCENT, POD, WARNING, Alert
from mlkube.workloads.metrics.promql import matches, rate, series, summed
from mlkube.workloads.metrics.systems.spark import PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.metrics.promql import Where
    from mlkube.workloads.parts.alert_settings import SparkAlerts

_WINDOW = "15m"
_APPLICATION = "{{ $labels.application_name }} in {{ $labels.namespace }}"


def spark_alerts(where: Where, settings: SparkAlerts, *, driver_failed: Alert, pods: str) -> list[Alert]:
    """Return the alerts of applications; `pods` is a pattern of the names of drivers and executors."""
    waiting = series("kube_pod_status_phase", where.namespace, matches("pod", pods), 'phase="Pending"')
    # The driver is an executor too, in Spark's own count; it collects garbage of its own.
    executors = 'executor_id!="driver"'
    collecting = _rate("totalGCTime_seconds_total", where, executors)
    working = _rate("totalDuration_seconds_total", where, executors)
    return [
        driver_failed,
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


def driver_pod_failed(where: Where, pods: str) -> Alert:
    """Return the alert on a driver that is a pod of its own; `pods` is a pattern of such names."""
    failed = series("kube_pod_status_phase", where.namespace, matches("pod", pods), 'phase="Failed"')
    return _driver_failed(f"{failed} > 0", POD)


def driver_job_failed(where: Where, jobs: str) -> Alert:
    """Return the alert on a driver that a Job runs; `jobs` is a pattern of such names."""
    failed = series("kube_job_failed", where.namespace, matches("job_name", jobs), 'condition="true"')
    return _driver_failed(f"{failed} > 0", "{{ $labels.job_name }} in {{ $labels.namespace }}")


def _driver_failed(expression: str, driver: str) -> Alert:
    return Alert(
        "SparkDriverFailed",
        expression,
        since="",
        severity=CRITICAL,
        summary="A Spark application failed.",
        description=f"The driver {driver} failed.",
    )


def _rate(metric: str, where: Where, matcher: str = "") -> str:
    counted = rate(f"{PREFIX}{metric}", where.scraped, matcher, window=_WINDOW)
    return summed(("namespace", "application_name"), counted)
