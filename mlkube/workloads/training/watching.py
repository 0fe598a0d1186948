"""What watches a training job: alerts by what kube-state-metrics says, a monitor of the code's metrics."""

from __future__ import annotations

from mlkube.workloads.metrics import training_alerts
from mlkube.workloads.metrics.objects import dashboard_object, rules_of
from mlkube.workloads.metrics.promql import Where, equals, literal, matches
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.monitoring import pod_monitor
from mlkube.workloads.training.builder import COMPONENT, METRICS
from mlkube.workloads.training.operator import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.metrics.alerts import Alert
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.alert_settings import DashboardSettings
    from mlkube.workloads.parts.monitoring import TrainingMonitoring
    from mlkube.workloads.training.workload import TrainingJob

_HASH, _TIME, _RANDOM = "-[a-z0-9]{10}", "-[0-9]+", "-[a-z0-9]{5}"
_WITHIN = "5m"  # in which JobSet and the training operator remove what failed, where they try again


def add_watching(
    workload: TrainingJob, context: Context, objects: Objects, settings: TrainingMonitoring
) -> None:
    """Add monitor, rules and dashboard."""
    if settings.port is not None:
        own = metadata(workload, context, context.name, COMPONENT)
        selected = selector(workload, COMPONENT)
        objects.add(pod_monitor(own, settings, selected, port=METRICS, paths=(settings.path,)))
    if settings.rules:
        alerts = _alerts(workload, context, settings)
        for rules in rules_of(
            workload, context, COMPONENT, "training", alerts, settings.alerts, settings.prometheus_labels
        ):
            objects.add(rules)
    if settings.dashboard is not None:
        objects.add(_dashboard(workload, context, settings.dashboard))


def _name(workload: TrainingJob, context: Context) -> str:
    """Return a pattern for the name of the job, which may end in a hash or in the time of its run."""
    name = literal(context.final(context.name))
    if workload.schedule is not None:
        return f"{name}{_TIME}"
    return f"{name}{_HASH}" if workload.hashed else name


def _pods(workload: TrainingJob, name: str) -> str:
    """Return a pattern for the names of the pods, by who makes them."""
    if workload.backend == "job":
        return f"{name}{_TIME}{_RANDOM}"
    if workload.backend == "training-operator":
        return f"{name}-[a-z]+({_TIME})?"
    return f"{name}-[a-z]+{_TIME}{_TIME}{_RANDOM}"


def _jobs(workload: TrainingJob, name: str) -> str:
    """Return the matcher of the Jobs of the workload."""
    own = name if workload.backend == "job" else f"{name}-[a-z]+{_TIME}"
    return matches("job_name", own)


def _where(workload: TrainingJob, context: Context) -> Where:
    namespace = equals("namespace", context.namespace) if context.namespace else ""
    pods = matches("pod", _pods(workload, _name(workload, context)))
    return Where(namespace=namespace, pods=",".join(matcher for matcher in (namespace, pods) if matcher))


def _alerts(workload: TrainingJob, context: Context, settings: TrainingMonitoring) -> list[Alert]:
    where, name = _where(workload, context), _name(workload, context)
    alerts = [_failed(workload, where, name)]
    if workload.backend == "job":
        alerts.append(training_alerts.retries(where, _jobs(workload, name)))
    alerts.append(
        training_alerts.pending(training_alerts.pending_pods(where), settings.alerts.pending_minutes)
    )
    if workload.deadline_seconds is not None and workload.backend in {"job", "jobset"}:
        fraction = settings.alerts.deadline_fraction
        alerts.append(training_alerts.deadline(where, fraction, _jobs(workload, name)))
    return alerts


def _failed(workload: TrainingJob, where: Where, name: str) -> Alert:
    if workload.backend == "job":
        return training_alerts.failed(training_alerts.failed_jobs(where, _jobs(workload, name)))
    if workload.backend == "training-operator":
        pods = training_alerts.failed_pods_of(KINDS[workload.framework], name, where)
        return training_alerts.failed(pods, name="owner_name", since=_WITHIN)
    jobs = training_alerts.failed_jobs_of("JobSet", name, where)
    return training_alerts.failed(jobs, name="owner_name", since=_WITHIN)


def _dashboard(workload: TrainingJob, context: Context, settings: DashboardSettings) -> JsonObject:
    from mlkube.workloads.metrics.boards.training import training_board  # noqa: PLC0415  few jobs have one
    from mlkube.workloads.metrics.dashboard import stable_uid, to_text  # noqa: PLC0415  as above

    name, final = _name(workload, context), context.final(context.name)
    board = training_board(
        stable_uid("training", context.namespace, final, workload.name),
        f"{final}: training",
        namespace=context.namespace,
        pods=matches("pod", _pods(workload, name)),
        job=_jobs(workload, name),
    )
    dashboard = f"{context.name}-dashboard"
    return dashboard_object(workload, context, dashboard, COMPONENT, to_text(board), settings)
