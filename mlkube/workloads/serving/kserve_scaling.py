"""Who decides on the number of pods where KServe runs the server: KServe's own autoscaler, ours, or nobody.

Source: kserve/kserve v0.20.0, pkg/controller/v1beta1/inferenceservice/reconcilers/{hpa,deployment}.
"""

from __future__ import annotations

from mlkube.workloads.objects import Context
from mlkube.workloads.serving.scaling import scaler_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

NONE, HPA, EXTERNAL = "none", "hpa", "external"
_MOST_PERCENT = 100
# What KServe's own autoscaler can be told.
_KNOWN = frozenset(("engine", "minReplicas", "maxReplicas", "cpuUtilization", "vpa"))


def autoscaler_class(workload: ServingWorkload) -> str:
    """Return what `serving.kserve.io/autoscalerClass` says.

    `hpa`: KServe builds an autoscaler on the CPU of whole pods. `external`: one of ours has the Deployment.
    `none`: the number of pods is fixed.
    """
    scaling = workload.autoscaling
    if scaling is None or not scaling.owns_replicas:
        return NONE
    given = {described.key for described in scaling.given()}
    simple = scaling.engine == "hpa" and given <= _KNOWN and scaling.cpu_utilization <= _MOST_PERCENT
    # Sidecars count among a whole pod, and one without a request would end the counting.
    return HPA if simple and not workload.sidecars else EXTERNAL


def scaling_fields(workload: ServingWorkload, others: int) -> JsonObject:
    """Return the fields of the predictor.

    Its fewest pods are those of all versions: KServe takes the pods of canaries, `others`, from them.
    """
    scaling = workload.autoscaling
    chosen = autoscaler_class(workload)
    if chosen == NONE or scaling is None:
        return {"minReplicas": workload.replicas + others}
    if chosen == EXTERNAL:
        return {}
    most = scaling.max_replicas or scaling.min_replicas
    return {
        "minReplicas": min(scaling.min_replicas + others, most),
        "maxReplicas": most,
        "scaleMetric": "cpu",
        "scaleTarget": scaling.cpu_utilization,
    }


def own_scalers(
    workload: ServingWorkload, context: Context, server: Server, deployment: str
) -> Iterator[JsonObject]:
    """Yield the autoscalers that KServe does not build; `deployment` is the final name of KServe's."""
    target: JsonObject = {"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment}
    for scaler in scaler_objects(workload, _Deployed(context, deployment), server, context.name, target):
        if autoscaler_class(workload) != HPA or scaler["kind"] == "VerticalPodAutoscaler":
            yield scaler


class _Deployed(Context):
    """Surroundings in which one name is final already: that of the Deployment, which KServe makes."""

    __slots__ = ("_deployment",)

    def __init__(self, context: Context, deployment: str) -> None:
        super().__init__(context.description)
        self._deployment = deployment

    def final(self, name: str) -> str:
        """Return a base name as all layers leave it, and the Deployment's as it is."""
        return name if name == self._deployment else super().final(name)
