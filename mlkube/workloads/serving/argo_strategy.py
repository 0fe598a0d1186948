"""The strategy of a Rollout of Argo Rollouts.

Source: argoproj/argo-rollouts v1.9.1, manifests/crds/rollout-crd.yaml;
argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi 0.13.0, pkg/plugin/types.go.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.serving.rolling import rolling_update
from mlkube.workloads.writing import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.argo import CanaryStep
    from mlkube.workloads.serving.workload import ServingWorkload

GATEWAY_PLUGIN = "argoproj-labs/gatewayAPI"


def argo_strategy(workload: ServingWorkload, context: Context) -> JsonObject:
    """Return `strategy` of the Rollout."""
    if workload.rollout.strategy == "blueGreen":
        return {"blueGreen": _blue_green(workload, context)}
    return {"canary": _canary(workload, context)}


def _blue_green(workload: ServingWorkload, context: Context) -> JsonObject:
    argo = workload.rollout.argo
    result: JsonObject = {
        "activeService": context.name,
        "previewService": f"{context.name}-preview",
        "autoPromotionEnabled": argo.auto_promotion_enabled,
    }
    for key, value in (
        ("autoPromotionSeconds", argo.auto_promotion_seconds),
        ("scaleDownDelaySeconds", argo.scale_down_delay_seconds),
        ("previewReplicaCount", workload.rollout.preview_replicas),
        ("maxUnavailable", workload.rollout.max_unavailable),
        ("prePromotionAnalysis", argo.pre_promotion_analysis),
        ("postPromotionAnalysis", argo.post_promotion_analysis),
    ):
        if value is not None:
            result[key] = plain(value)
    return result


def _canary(workload: ServingWorkload, context: Context) -> JsonObject:
    argo = workload.rollout.argo
    result: JsonObject = {**rolling_update(workload), "steps": [_step(step) for step in argo.steps]}
    if workload.rollout.by == "route":
        result["stableService"] = context.name
        result["canaryService"] = f"{context.name}-canary"
        result["trafficRouting"] = {"plugins": {GATEWAY_PLUGIN: _routes(workload, context)}}
    if argo.dynamic_stable_scale:
        result["dynamicStableScale"] = True
    if argo.scale_down_delay_seconds is not None:
        result["scaleDownDelaySeconds"] = argo.scale_down_delay_seconds
    if argo.analysis is not None:
        result["analysis"] = plain(argo.analysis)
    return result


def _step(step: CanaryStep) -> Json:
    """Return a step; a pause without an end is an empty one."""
    if step.pause is not None:
        return {"pause": plain(step.pause)}
    if step.analysis is not None:
        return {"analysis": plain(step.analysis)}
    return {"setWeight": step.set_weight}


def _routes(workload: ServingWorkload, context: Context) -> JsonObject:
    """Return the routes whose weights the plugin writes.

    Raises:
        Refusal: no layer says in which namespace they are.

    """
    if not context.namespace:
        reason = "the strategy holds the namespace of its routes, and no layer gives one"
        hint = "set `namespace:` in a kustomization above, or metadata.namespace"
        raise Refusal([Fault(("spec", "rollout", "engine"), reason, hint)])
    result: JsonObject = {"namespace": context.namespace, "httpRoutes": [{"name": context.name}]}
    if workload.route is not None and workload.route.grpc is not None:
        result["grpcRoutes"] = [{"name": context.name}]
    return result
