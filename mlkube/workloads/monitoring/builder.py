"""Builds what a Monitoring stands for: exporter, monitors, probes, rules, dashboards, AlertmanagerConfig."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.metrics import training_alerts
from mlkube.workloads.metrics.alerts import group
from mlkube.workloads.metrics.boards.gpu import gpu_board
from mlkube.workloads.metrics.boards.serving import serving_board
from mlkube.workloads.metrics.boards.spark import spark_board
from mlkube.workloads.metrics.boards.training import training_board
from mlkube.workloads.metrics.dashboard import stable_uid, to_text
from mlkube.workloads.metrics.gpu_alerts import exporter_down, gpu_alerts
from mlkube.workloads.metrics.objects import OPERATOR, dashboard_object, labelled, rule_object
from mlkube.workloads.metrics.promql import Where, equals
from mlkube.workloads.metrics.recordings import serving_recordings
from mlkube.workloads.metrics.serving_alerts import request_alerts
from mlkube.workloads.metrics.spark_alerts import driver_pod_failed, spark_alerts
from mlkube.workloads.metrics.systems.serving import SERVING_SYSTEMS
from mlkube.workloads.monitoring.dcgm import COMPONENT, add_exporter, exporter_monitor_spec
from mlkube.workloads.monitoring.files import own_dashboards, own_groups
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.metrics.alerts import Alert
    from mlkube.workloads.monitoring.dcgm import GpuMetrics
    from mlkube.workloads.monitoring.workload import Monitoring
    from mlkube.workloads.objects import Context

MONITORING = "monitoring"


def build(workload: Monitoring, context: Context) -> Objects:
    """Return everything that a description of monitoring stands for.

    Raises:
        Refusal: files that cannot be read, or hold no rules and no dashboards; a namespace that nobody knows;
            all of it.

    """
    objects = Objects()
    faults: list[Fault] = []
    for add in (_add_targets, _add_rules, _add_dashboards):
        try:
            add(workload, context, objects)
        except Refusal as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise Refusal(faults)
    if workload.alerting is not None:
        own = metadata(workload, context, context.name, MONITORING)
        objects.add(
            {
                "apiVersion": "monitoring.coreos.com/v1alpha1",
                "kind": "AlertmanagerConfig",
                "metadata": labelled(own, workload.alerting.alertmanager_labels),
                "spec": workload.alerting.to_kubernetes(),
            }
        )
    return objects


def _add_targets(workload: Monitoring, context: Context, objects: Objects) -> None:
    def monitor(kind: str, name: str, spec: JsonObject, component: str = MONITORING) -> None:
        own = labelled(metadata(workload, context, name, component), workload.prometheus_labels)
        objects.add({"apiVersion": OPERATOR, "kind": kind, "metadata": own, "spec": spec})

    gpu = workload.gpu
    if gpu is not None and gpu.exporter:
        name = add_exporter(workload, context, objects, gpu)
        monitor("ServiceMonitor", name, exporter_monitor_spec(workload, gpu), COMPONENT)
    for target in workload.service_monitors:
        monitor("ServiceMonitor", f"{context.name}-{target.name}", target.to_kubernetes("endpoints"))
    for target in workload.pod_monitors:
        monitor("PodMonitor", f"{context.name}-{target.name}", target.to_kubernetes("podMetricsEndpoints"))
    for probe in workload.probes:
        monitor("Probe", f"{context.name}-{probe.name}", probe.to_kubernetes())


def _where(workload: Monitoring, context: Context) -> Where:
    """Return what the rules look at: one namespace or all of them.

    Raises:
        Refusal: the namespace is asked for, and nothing says which it is.

    """
    if workload.scope == "cluster":
        return Where()
    if not context.namespace:
        reason = "nothing says in which namespace this will be"
        hint = "set namespace: in a kustomization, or scope: cluster"
        raise Refusal([Fault(("spec", "scope"), reason, hint)])
    matcher = equals("namespace", context.namespace)
    return Where(namespace=matcher, scraped=matcher, pods=matcher)


def _add_rules(workload: Monitoring, context: Context, objects: Objects) -> None:
    groups: list[Json] = []
    if workload.systems and (workload.rules or workload.recordings):
        groups += _system_groups(workload, _where(workload, context))
    if workload.gpu is not None and workload.rules:
        groups += _gpu_group(context, workload.gpu)
    groups += own_groups(workload, context, groups)
    if groups:
        labels = workload.prometheus_labels
        objects.add(rule_object(workload, context, context.name, MONITORING, groups, labels))


def _system_groups(workload: Monitoring, where: Where) -> list[Json]:
    groups: list[Json] = []
    for key in workload.systems:
        system = SERVING_SYSTEMS.get(key)
        if system is not None and workload.recordings:
            groups.append({"name": f"{key}-recordings", "rules": serving_recordings(system, where)})
        if not workload.rules:
            continue
        if system is not None:
            groups += group(key, request_alerts(system, where, workload.serving), workload.serving)
        elif key == "spark":
            groups += group(key, _spark_alerts(workload, where), workload.spark)
        else:
            groups += group(key, _training_alerts(workload, where), workload.training)
    return groups


def _spark_alerts(workload: Monitoring, where: Where) -> list[Alert]:
    failed = driver_pod_failed(where, ".+-driver")
    return spark_alerts(where, workload.spark, driver_failed=failed, pods=".+-(driver|exec-[0-9]+)")


def _training_alerts(workload: Monitoring, where: Where) -> list[Alert]:
    settings = workload.training
    return [
        training_alerts.failed(training_alerts.failed_jobs(where)),
        training_alerts.operator_failed(where.namespace),
        training_alerts.retries(where),
        training_alerts.pending(training_alerts.pending_pods_of_jobs(where), settings.pending_minutes),
        training_alerts.deadline(where, settings.deadline_fraction),
    ]


def _gpu_group(context: Context, gpu: GpuMetrics) -> list[Json]:
    given = gpu_alerts(gpu.alerts)
    if gpu.exporter:
        namespace = equals("namespace", context.namespace) if context.namespace else ""
        job = equals("job", context.final(f"{context.name}-{COMPONENT}"))
        given.append(exporter_down(",".join(matcher for matcher in (namespace, job) if matcher)))
    return group("gpu", given, gpu.alerts)


def _add_dashboards(workload: Monitoring, context: Context, objects: Objects) -> None:
    settings = workload.dashboards
    namespace = context.namespace if workload.scope == "namespace" else ""
    boards: dict[str, str] = {}
    if settings.enabled:
        for key in workload.systems:
            boards[key] = to_text(_board(key, context, namespace))
        if workload.gpu is not None:
            uid = _uid("gpu", context)
            boards["gpu"] = to_text(gpu_board(uid, "GPUs", namespace="", profiling=workload.gpu.profiling))
    boards |= own_dashboards(workload, context, tuple(boards))
    for name, text in ((f"{context.name}-dashboard-{key}", text) for key, text in boards.items()):
        objects.add(dashboard_object(workload, context, name, MONITORING, text, settings))


def _board(key: str, context: Context, namespace: str) -> JsonObject:
    uid = _uid(key, context)
    system = SERVING_SYSTEMS.get(key)
    if system is not None:
        return serving_board(system, uid, system.title, namespace=namespace, job="")
    if key == "spark":
        return spark_board(uid, "Spark", namespace=namespace, application="")
    return training_board(uid, "Training", namespace=namespace)


def _uid(key: str, context: Context) -> str:
    return stable_uid(key, context.namespace, context.final(context.name), key)
