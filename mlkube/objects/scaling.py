"""HorizontalPodAutoscalers."""

from __future__ import annotations

from mlkube.objects.parts import Checks, filled, metadata, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import autoscaling_v2

_UTILIZATION = 70


def horizontal_pod_autoscaler(  # noqa: PLR0913  keyword-only, one a field
    *,
    name: str,
    max_replicas: int | None = None,
    min_replicas: int | None = None,
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    target: str = "",
    target_kind: str = "Deployment",
    container: str = "",
    cpu_utilization: int | None = None,
    metrics: list[autoscaling_v2.MetricSpec] | None = None,
    behavior: autoscaling_v2.HorizontalPodAutoscalerBehavior | None = None,
    spec: autoscaling_v2.HorizontalPodAutoscalerSpec | None = None,
) -> autoscaling_v2.HorizontalPodAutoscaler:
    """Return an autoscaler of an apps/v1 object in its own namespace: that named `target`, else `name`.

    It holds the CPU use of the pods at `cpu_utilization` per cent of their requests (70), of `container`
    alone where one is named, so that a sidecar does not count. Without requests such an autoscaler does
    nothing. `metrics` stands instead of it.

    Raises:
        BuildError: min_replicas over max_replicas or below 1, a utilisation below 1, both CPU and metrics.

    Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
    """
    checks = Checks("HorizontalPodAutoscaler", name)
    checks.at_least(1, "spec.metrics[0]", cpu_utilization)
    is_cpu = cpu_utilization is not None or bool(container)
    checks.that(
        metrics is None or not is_cpu,
        "spec.metrics",
        "is given beside cpu_utilization or container",
        hint="keep one of them",
    )
    cpu = [_cpu(container, _UTILIZATION if cpu_utilization is None else cpu_utilization)]
    reference = {"apiVersion": "apps/v1", "kind": target_kind, "name": target or name}
    fields = filled(
        checks,
        {"scaleTargetRef": reference, "minReplicas": 1, "metrics": cpu},
        {
            "scaleTargetRef": reference if target else None,
            "minReplicas": min_replicas,
            "maxReplicas": max_replicas,
            "metrics": cpu if is_cpu and metrics is None else metrics,
            "behavior": behavior,
        },
        spec,
    )
    least, most = fields["minReplicas"], fields.get("maxReplicas")
    checks.that(most is not None, "spec.maxReplicas", "is not given", hint="pass max_replicas=")
    checks.at_least(1, "spec.minReplicas", least)
    checks.at_least(1, "spec.maxReplicas", most)
    checks.that(
        most is None or least <= most, "spec.minReplicas", f"{least} is more than maxReplicas, {most}"
    )
    checks.finish()
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata(name, namespace, named(target or name, labels), annotations),
        "spec": fields,
    }


def _cpu(container: str, utilization: int) -> autoscaling_v2.MetricSpec:
    target: autoscaling_v2.MetricTarget = {"type": "Utilization", "averageUtilization": utilization}
    if container:
        resource: autoscaling_v2.ContainerResourceMetricSource = {
            "name": "cpu",
            "container": container,
            "target": target,
        }
        return {"type": "ContainerResource", "containerResource": resource}
    return {"type": "Resource", "resource": {"name": "cpu", "target": target}}
