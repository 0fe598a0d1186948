"""Which metrics APIs autoscalers ask, and who serves them.

Sources: kubernetes.io, Horizontal Pod Autoscaling, "Support for metrics APIs"; keda.sh, Architecture; the
kubernetes/autoscaler repository, vertical-pod-autoscaler.
"""

from __future__ import annotations

from mlkube.planning.body import at, items, text
from mlkube.planning.requirements.requirement import METRICS, Requirement
from mlkube.planning.requirements.systems import CUSTOM_METRICS, EXTERNAL_METRICS, KEDA, METRICS_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.systems import System
    from mlkube.planning.requirements.walk import Steps

RESOURCE, CUSTOM, EXTERNAL = "metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"

_SAYS = {
    RESOURCE: "CPU and memory of pods",
    CUSTOM: "metrics of pods and objects",
    EXTERNAL: "metrics from outside of the cluster",
}
_SERVED_BY = {RESOURCE: METRICS_SERVER, CUSTOM: CUSTOM_METRICS, EXTERNAL: EXTERNAL_METRICS}
_OF_TYPE = {
    "ContainerResource": RESOURCE,
    "External": EXTERNAL,
    "Object": CUSTOM,
    "Pods": CUSTOM,
    "Resource": RESOURCE,
}
_RESOURCE_TRIGGERS = frozenset(("cpu", "memory"))


def metrics_needs(resource: Resource) -> Iterator[tuple[Requirement, Steps]]:
    """Yield the metrics APIs that an object asks, and where it says so."""
    spec = at(resource.body, "spec")
    if resource.kind == "HorizontalPodAutoscaler":
        metrics = items(spec.get("metrics"))
        for number, metric in enumerate(metrics):
            group = _OF_TYPE.get(text(metric.get("type")))
            if group is not None:
                yield _api(group), ("spec", "metrics", number)
        if not metrics:  # it scales on 80 % of the CPU requests then
            yield _api(RESOURCE), ("spec",)
    elif resource.kind == "VerticalPodAutoscaler":
        yield _api(RESOURCE), ("spec",)
    elif resource.kind == "ScaledObject":
        for number, trigger in enumerate(items(spec.get("triggers"))):
            steps = ("spec", "triggers", number)
            if text(trigger.get("type")) in _RESOURCE_TRIGGERS:
                yield _api(RESOURCE), steps
            else:
                yield _api(EXTERNAL, KEDA), steps
    elif resource.kind == "InferenceService":
        yield from _of_inference_service(resource)


def _of_inference_service(resource: Resource) -> Iterator[tuple[Requirement, Steps]]:
    """Yield what KServe's own autoscaler asks in Standard mode: an HPA on CPU unless told otherwise."""
    annotations = at(resource.body, "metadata", "annotations")
    mode = text(annotations.get("serving.kserve.io/deploymentMode"))
    scaler = text(annotations.get("serving.kserve.io/autoscalerClass"), "hpa")
    if mode in {"Standard", "RawDeployment"} and scaler == "hpa":
        metric = text(at(resource.body, "spec", "predictor").get("scaleMetric"), "cpu")
        if metric in _RESOURCE_TRIGGERS:
            yield _api(RESOURCE), ("spec", "predictor")


def _api(group: str, by: System | None = None) -> Requirement:
    return Requirement(METRICS, group, text=_SAYS[group], by=by or _SERVED_BY[group])
