"""Alerts of model servers: by what they count themselves, and by what Kubernetes says of them."""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import CRITICAL, PERCENT, POD, VALUE, WARNING, Alert
from mlkube.workloads.metrics.promql import series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.metrics.promql import Where
    from mlkube.workloads.metrics.systems.serving import ServingSystem
    from mlkube.workloads.parts.alert_settings import ServingAlerts

_JOB = "{{ $labels.job }} in {{ $labels.namespace }}"


def request_alerts(system: ServingSystem, where: Where, settings: ServingAlerts) -> list[Alert]:
    """Return the alerts on requests: those that fail, take too long, or wait."""
    model = f"Model {{{{ $labels.{system.model} }}}} of {_JOB}"
    how = "on the average" if system.mean_only else f"at the quantile {settings.latency_quantile:g}"
    alerts = [
        Alert(
            "ServingErrors",
            f"{system.error_ratio(where)} > {settings.error_rate:g}",
            since="10m",
            severity=CRITICAL,
            system=system.key,
            summary="Too many requests fail.",
            description=f"{model if system.by_model else _JOB}: {PERCENT} of the requests of the last 5 "
            f"minutes failed; {settings.error_rate * 100:.4g} % may.",
        ),
        Alert(
            "ServingSlow",
            f"{system.latency(where, settings.latency_quantile)} > {settings.latency_seconds:g}",
            since="10m",
            severity=WARNING,
            system=system.key,
            summary="Requests take too long.",
            description=f"{model}: requests take {{{{ $value | humanizeDuration }}}} {how}; "
            f"{settings.latency_seconds:g} s is allowed.",
        ),
    ]
    if system.waiting:
        alerts.append(
            Alert(
                "ServingQueue",
                f"{system.queue(where)} > {settings.waiting_requests}",
                since="10m",
                severity=WARNING,
                system=system.key,
                summary="Requests wait.",
                description=f"{model}: {{{{ $value | humanize }}}} requests wait in each pod; "
                f"{settings.waiting_requests} may.",
            )
        )
    return alerts


def target_down(where: Where) -> Alert:
    """Return the alert on metrics that cannot be collected."""
    return Alert(
        "ServingTargetDown",
        f"{series('up', where.scraped)} == 0",
        since="5m",
        severity=CRITICAL,
        summary="Prometheus gets no metrics from a pod.",
        description=f"{POD} has not answered Prometheus for 5 minutes; other alerts are blind to it.",
    )


def server_alerts(
    where: Where, settings: ServingAlerts, *, deployment: str, container: str, autoscaler: str
) -> list[Alert]:
    """Return the alerts on replicas, restarts, memory and the autoscaler of a model server.

    The last three arguments are matchers of a Deployment, a container and a HorizontalPodAutoscaler; an empty
    one says that there is none.
    """
    restarts = series("kube_pod_container_status_restarts_total", where.pods, container)
    # A container that restarts has two series for a while.
    used = _largest(series("container_memory_working_set_bytes", where.pods, container))
    limit = _largest(series("kube_pod_container_resource_limits", where.pods, container, 'resource="memory"'))
    return [
        *([_replicas(where, deployment)] if deployment else []),
        Alert(
            "ServingRestarts",
            f"increase({restarts}[1h]) > {settings.restarts}",
            since="",
            severity=WARNING,
            summary="The server keeps restarting.",
            description=f"{POD} restarted {{{{ $value | humanize }}}} times within an hour.",
        ),
        Alert(
            "ServingMemory",
            f"{used} / {limit} > {settings.memory_fraction:g}",
            since="15m",
            severity=WARNING,
            summary="The server is about to be killed for its use of memory.",
            description=f"{POD} uses {PERCENT} of its memory limit.",
        ),
        *([_at_maximum(where, autoscaler)] if autoscaler else []),
    ]


def _replicas(where: Where, deployment: str) -> Alert:
    available = series("kube_deployment_status_replicas_available", where.namespace, deployment)
    wanted = series("kube_deployment_spec_replicas", where.namespace, deployment)
    return Alert(
        "ServingReplicas",
        f"{available} < {wanted}",
        since="15m",
        severity=WARNING,
        summary="Pods are missing.",
        description=f"{{{{ $labels.deployment }}}} in {{{{ $labels.namespace }}}} has had {VALUE} pods "
        "for 15 minutes, and asks for more.",
    )


def _at_maximum(where: Where, autoscaler: str) -> Alert:
    current = series("kube_horizontalpodautoscaler_status_current_replicas", where.namespace, autoscaler)
    most = series("kube_horizontalpodautoscaler_spec_max_replicas", where.namespace, autoscaler)
    return Alert(
        "ServingAtMaximum",
        f"{current} >= {most}",
        since="30m",
        severity=WARNING,
        summary="The autoscaler has nothing left to give.",
        description="{{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} has stood at its "
        f"maximum, {VALUE} pods, for 30 minutes.",
    )


def _largest(expression: str) -> str:
    return f"max by (namespace, pod, container) ({expression})"
