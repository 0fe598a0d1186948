"""What watches a Spark application: the monitor of its driver, alerts, a dashboard."""

from __future__ import annotations

from mlkube.workloads.metrics import spark_alerts
from mlkube.workloads.metrics.objects import dashboard_object, rules_of
from mlkube.workloads.metrics.promql import Where, equals, literal, matches
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.monitoring import pod_monitor
from mlkube.workloads.spark.configuration import DRIVER_METRICS, EXECUTOR_METRICS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.metrics.alerts import Alert
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.alert_settings import DashboardSettings
    from mlkube.workloads.parts.monitoring import SparkMonitoring
    from mlkube.workloads.spark.workload import SparkJob

_DRIVER = "driver"
# What the port of the UI is called: here, and by Spark itself where an operator starts the driver.
# Source: apache/spark, resource-managers/kubernetes, Constants.scala, UI_PORT_NAME.
_OWN_PORT, _PORT_OF_SPARK = "ui", "spark-ui"


def add_watching(job: SparkJob, context: Context, objects: Objects, settings: SparkMonitoring) -> None:
    """Add monitor, rules and dashboard."""
    port = _OWN_PORT if job.backend == "submit" else _PORT_OF_SPARK
    own = metadata(job, context, context.name, _DRIVER)
    selected = selector(job, _DRIVER)
    objects.add(pod_monitor(own, settings, selected, port=port, paths=(EXECUTOR_METRICS, DRIVER_METRICS)))
    if settings.rules:
        alerts = _alerts(job, context, settings)
        for rules in rules_of(
            job, context, _DRIVER, "spark", alerts, settings.alerts, settings.prometheus_labels
        ):
            objects.add(rules)
    if settings.dashboard is not None:
        objects.add(_dashboard(job, context, settings.dashboard))


def _jobs(job: SparkJob, context: Context) -> str:
    """Return a pattern for the name of the Job that runs the driver."""
    name = literal(context.final(context.name))
    if job.schedule is not None:
        return f"{name}-[0-9]+"
    return f"{name}-[a-z0-9]{{10}}" if job.name_hash else name


def _drivers(job: SparkJob, context: Context) -> str:
    """Return a pattern for the names of driver pods, by who makes them."""
    name = literal(context.final(context.name))
    if job.backend == "submit":
        return f"{_jobs(job, context)}-[a-z0-9]{{5}}"
    return f"{name}(-[0-9]+)?-driver" if job.backend == "operator" else f"{name}-.+-driver"


def _alerts(job: SparkJob, context: Context, settings: SparkMonitoring) -> list[Alert]:
    namespace = equals("namespace", context.namespace) if context.namespace else ""
    drivers = _drivers(job, context)
    scraped = ",".join(matcher for matcher in (namespace, matches("pod", drivers)) if matcher)
    where = Where(namespace=namespace, scraped=scraped)
    failed = (
        spark_alerts.driver_job_failed(where, _jobs(job, context))
        if job.backend == "submit"
        else spark_alerts.driver_pod_failed(where, drivers)
    )
    # Spark calls executors after the application, whose name no layer changes where it submits itself.
    names = dict.fromkeys((literal(job.name), literal(context.final(context.name))))
    pods = f"{drivers}|({'|'.join(names)})-.+-exec-[0-9]+"
    return spark_alerts.spark_alerts(where, settings.alerts, driver_failed=failed, pods=pods)


def _dashboard(job: SparkJob, context: Context, settings: DashboardSettings) -> JsonObject:
    from mlkube.workloads.metrics.boards.spark import spark_board  # noqa: PLC0415  few jobs have one
    from mlkube.workloads.metrics.dashboard import stable_uid, to_text  # noqa: PLC0415  as above

    final = context.final(context.name)
    uid = stable_uid("spark", context.namespace, final, job.name)
    board = spark_board(uid, f"{final}: Spark", namespace=context.namespace, application=job.name)
    return dashboard_object(job, context, f"{context.name}-dashboard", _DRIVER, to_text(board), settings)
