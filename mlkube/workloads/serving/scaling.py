"""Scaling of model servers: who decides on the number of pods, and by what."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload


class Autoscaling(Spec):
    """A HorizontalPodAutoscaler on the serving container's CPU; it then owns the number of replicas.

    Source: kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale.
    """

    min_replicas: int = field(default=1, doc="Fewest pods.", minimum=1, unit="pods")
    max_replicas: int = field(doc="Most pods.", minimum=1, unit="pods")
    cpu_utilization: int = field(
        default=70,
        doc="CPU use to aim at, in percent of what the container reserves.",
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

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield bounds that cross: the server refuses such an autoscaler."""
        if self.min_replicas > self.max_replicas:
            yield Fault(
                (*path, "minReplicas"),
                f"{self.min_replicas} is more than maxReplicas, {self.max_replicas}",
                other=(*path, "maxReplicas"),
            )


def scaler_objects(
    workload: ServingWorkload, context: Context, server: Server, name: str, target: JsonObject
) -> list[JsonObject]:
    """Return what scales the pods behind `target` (a scaleTargetRef): objects named `name`, or none."""
    scaling = workload.autoscaling
    if scaling is None:
        return []
    return [
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": metadata(workload, context, name, "serving"),
            "spec": _autoscaler_spec(scaling, target, server.container),
        }
    ]


def _autoscaler_spec(scaling: Autoscaling, target: JsonObject, container: str) -> JsonObject:
    """Return `spec` of the autoscaler; it counts the serving container alone, whatever sidecars use."""
    return {
        "scaleTargetRef": target,
        "minReplicas": scaling.min_replicas,
        "maxReplicas": scaling.max_replicas,
        "metrics": [
            {
                "type": "ContainerResource",
                "containerResource": {
                    "name": "cpu",
                    "container": container,
                    "target": {"type": "Utilization", "averageUtilization": scaling.cpu_utilization},
                },
            }
        ],
        "behavior": {
            "scaleDown": {
                "stabilizationWindowSeconds": scaling.scale_down_seconds,
                "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}],
            }
        },
    }
