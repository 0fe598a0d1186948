"""The fields of `autoscaling`: who owns the number of pods, its bounds, and what each engine goes by."""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.serving.scaling.behavior import ScalingBehavior
    from mlkube.workloads.serving.scaling.keda import Keda
    from mlkube.workloads.serving.scaling.metrics import ScalingMetric
    from mlkube.workloads.serving.scaling.vpa import Vpa

# Most servers scale by CPU alone, and need none of these.
SPECS_BY_MODULE = {
    "Keda": "mlkube.workloads.serving.scaling.keda",
    "ScalingMetric": "mlkube.workloads.serving.scaling.metrics",
    "ScalingBehavior": "mlkube.workloads.serving.scaling.behavior",
    "Vpa": "mlkube.workloads.serving.scaling.vpa",
}


class Autoscaling(Spec):
    """Lets the number of pods follow the load (hpa, keda), or their size (vpa).

    hpa builds a HorizontalPodAutoscaler, keda a ScaledObject, vpa a VerticalPodAutoscaler; only the first two
    own the number of replicas. By default an HPA looks at the CPU of the serving container.
    """

    engine: Literal["hpa", "keda", "vpa"] = field(
        default="hpa",
        doc="What scales: Kubernetes itself (hpa); KEDA, by queries and queues, down to no pods; the "
        "Vertical Pod Autoscaler, which sizes pods. The last two must be installed in the cluster.",
    )
    min_replicas: int = field(
        default=1, doc="Fewest pods; none at all with keda only.", minimum=0, unit="pods"
    )
    max_replicas: int | None = field(
        default=None, doc="Most pods; hpa and keda ask for it.", minimum=1, unit="pods"
    )
    cpu_utilization: int = field(
        default=70,
        doc="CPU use to aim at, in percent of what the container reserves; hpa without metrics.",
        minimum=1,
        unit="percent",
    )
    scale_down_seconds: int = field(
        default=300,
        doc="How long use must be low before pods are removed: a removed pod has to load its models anew.",
        minimum=0,
        maximum=3600,
        unit="seconds",
    )
    metrics: Sequence[ScalingMetric] = field(
        default=(), doc="What an HPA goes by in place of CPU; the one that asks for most pods decides."
    )
    behavior: ScalingBehavior | None = field(
        default=None, doc="How fast pods are added and removed; hpa and keda."
    )
    keda: Keda | None = field(default=None, doc="What KEDA watches.")
    vpa: Vpa | None = field(
        default=None,
        doc="Sizes the pods; beside hpa and keda, of resources that these do not count.",
    )

    @property
    def owns_replicas(self) -> bool:
        """Whether it decides on the number of pods."""
        return self.engine != "vpa"

    @property
    def sizes(self) -> Vpa | None:
        """What sizes the pods, None where nothing does."""
        if self.vpa is not None or self.engine != "vpa":
            return self.vpa
        from mlkube.workloads.serving.scaling.vpa import Vpa  # noqa: PLC0415  few servers are sized

        return Vpa()

    def of_hpa(self, container: str) -> list[JsonObject]:
        """Return the metrics of the autoscaler; `container` is the server's."""
        if self.metrics:
            return [metric.to_kubernetes(container) for metric in self.metrics]
        target: JsonObject = {"type": "Utilization", "averageUtilization": self.cpu_utilization}
        source: JsonObject = {"name": "cpu", "container": container, "target": target}
        return [{"type": "ContainerResource", "containerResource": source}]

    def behavior_of(self) -> JsonObject:
        """Return HorizontalPodAutoscalerBehavior: pods go one a minute, unless the fields say else."""
        down: JsonObject = {
            "stabilizationWindowSeconds": self.scale_down_seconds,
            "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}],
        }
        result: JsonObject = {"scaleDown": down}
        given = self.behavior
        if given is not None and given.scale_down is not None:
            down.update(given.scale_down.to_kubernetes())
        if given is not None and given.scale_up is not None:
            result["scaleUp"] = given.scale_up.to_kubernetes()
        return result
