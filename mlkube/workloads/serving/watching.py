"""What watches a model server: the monitor of its Services or pods, alerts on all versions, a dashboard."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.monitoring import pod_monitor, service_monitor
from mlkube.workloads.serving.controller import told_apart_by
from mlkube.workloads.serving.editions import editions_of
from mlkube.workloads.serving.kserve_scaling import EXTERNAL, autoscaler_class
from mlkube.workloads.serving.server import PREDICTOR, SERVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.metrics.alerts import Alert
    from mlkube.workloads.metrics.systems.serving import ServingSystem
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.alert_settings import DashboardSettings
    from mlkube.workloads.parts.monitoring import ServingMonitoring
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload


def watching_objects(
    workload: ServingWorkload, context: Context, server: Server, settings: ServingMonitoring
) -> Iterator[JsonObject]:
    """Yield monitor, rules and dashboard.

    Raises:
        Refusal: a dashboard is asked for, and nothing is known of the server's metrics.

    """
    own = metadata(workload, context, context.name, SERVING)
    selected = selector(workload, SERVING)
    if workload.on_kserve:
        # KServe's Services are not ours to label.
        monitor = pod_monitor(own, settings, selected, port=server.metrics, paths=[server.metrics_path])
    else:
        monitor = service_monitor(own, settings, selected, port=server.metrics, path=server.metrics_path)
    spec = monitor["spec"]
    if told_apart_by(workload.rollout) and isinstance(spec, dict):
        # Metrics say of which version they are.
        spec["podTargetLabels"] = [told_apart_by(workload.rollout)]
    yield monitor
    if not settings.rules and settings.dashboard is None:
        return
    from mlkube.workloads.metrics.systems.serving import (  # noqa: PLC0415  few workloads are watched
        SERVING_SYSTEMS,
    )

    system = SERVING_SYSTEMS.get(server.system)
    if settings.rules:
        from mlkube.workloads.metrics.objects import rules_of  # noqa: PLC0415  as above

        alerts = _alerts(workload, context, server, settings, system)
        yield from rules_of(
            workload, context, SERVING, "serving", alerts, settings.alerts, settings.prometheus_labels
        )
    if settings.dashboard is not None:
        yield _dashboard(workload, context, settings.dashboard, system)


def _alerts(
    workload: ServingWorkload,
    context: Context,
    server: Server,
    settings: ServingMonitoring,
    system: ServingSystem | None,
) -> list[Alert]:
    """Return the alerts; pods are told by their names, as the autoscaler's queries tell them."""
    from mlkube.workloads.metrics import serving_alerts  # noqa: PLC0415  few workloads are watched
    from mlkube.workloads.metrics.promql import Where, equals, literal, matches  # noqa: PLC0415  as above

    end = PREDICTOR if workload.on_kserve else ""
    names = [literal(f"{context.final(each.name(context.name))}{end}") for each in editions_of(workload)]
    every = names[0] if len(names) == 1 else f"({'|'.join(names)})"
    namespace = equals("namespace", context.namespace) if context.namespace else ""
    pods = matches("pod", f"{every}-[a-z0-9]+-[a-z0-9]+")
    scraped = ",".join(matcher for matcher in (namespace, pods) if matcher)
    where = Where(namespace=namespace, scraped=scraped, pods=scraped)
    requests = [] if system is None else serving_alerts.request_alerts(system, where, settings.alerts)
    deployed = workload.rollout.engine != "argo"  # kube-state-metrics knows no Rollouts
    return [
        serving_alerts.target_down(where),
        *requests,
        *serving_alerts.server_alerts(
            where,
            settings.alerts,
            deployment=matches("deployment", every) if deployed else "",
            container=equals("container", server.container),
            autoscaler=_autoscaler(workload, context, every),
        ),
    ]


def _autoscaler(workload: ServingWorkload, context: Context, names: str) -> str:
    """Return the matcher of what decides on the number of pods, empty where nothing does."""
    from mlkube.workloads.metrics.promql import literal, matches  # noqa: PLC0415  few workloads are watched

    if not workload.scaled or workload.autoscaling is None:
        return ""
    if workload.on_kserve and autoscaler_class(workload) == EXTERNAL:
        # KServe's own is called as its Deployment, and ours as the workload.
        names = literal(context.final(context.name))
    keda = workload.autoscaling.keda
    own = keda.horizontal_pod_autoscaler_name if keda is not None else None
    return matches("horizontalpodautoscaler", own or f"(keda-hpa-)?{names}")


def _dashboard(
    workload: ServingWorkload, context: Context, settings: DashboardSettings, system: ServingSystem | None
) -> JsonObject:
    from mlkube.workloads.metrics.boards.serving import serving_board  # noqa: PLC0415  few workloads have one
    from mlkube.workloads.metrics.dashboard import stable_uid, to_text  # noqa: PLC0415  as above
    from mlkube.workloads.metrics.objects import dashboard_object  # noqa: PLC0415  as above

    if system is None:
        path = ("spec", "monitoring", "dashboard")
        reason = "nothing is known of this server's metrics"
        raise Refusal([Fault(path, reason, "bring one by a Monitoring, dashboards.files")])
    final = context.final(context.name)
    uid = stable_uid(system.key, context.namespace, final, workload.name)
    if workload.on_kserve:
        # What a PodMonitor finds is one job, called by both its names.
        job = f"{context.namespace}/{final}" if context.namespace else ""
    else:
        # Versions have Services, and so jobs, of their own; those of Argo Rollouts share one for metrics.
        job = "" if told_apart_by(workload.rollout) else final
    board = serving_board(system, uid, f"{final}: {system.title}", namespace=context.namespace, job=job)
    name = f"{context.name}-dashboard"
    return dashboard_object(workload, context, name, SERVING, to_text(board), settings)
