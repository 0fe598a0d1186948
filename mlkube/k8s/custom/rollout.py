"""Rollout of argoproj.io/v1alpha1, as Argo Rollouts 1.9 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INT_OR_STRING,
    LABEL_SELECTOR,
    STRING,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_ANALYSIS_FIELDS: JsonObject = {
    "args": list_of(structure("AnalysisRunArgument", {"name": STRING, "value": STRING}, "name")),
    "templates": list_of(structure("AnalysisTemplateRef", {"clusterScope": BOOLEAN, "templateName": STRING})),
}
_ANALYSIS: JsonObject = structure("RolloutAnalysis", _ANALYSIS_FIELDS)

_METADATA: JsonObject = structure(
    "PodTemplateMetadata", {"annotations": map_of(STRING), "labels": map_of(STRING)}
)

_BLUE_GREEN: JsonObject = structure(
    "BlueGreenStrategy",
    {
        "abortScaleDownDelaySeconds": INT32,
        "activeMetadata": _METADATA,
        "activeService": STRING,
        "autoPromotionEnabled": BOOLEAN,
        "autoPromotionSeconds": INT32,
        "maxUnavailable": INT_OR_STRING,
        "postPromotionAnalysis": _ANALYSIS,
        "prePromotionAnalysis": _ANALYSIS,
        "previewMetadata": _METADATA,
        "previewReplicaCount": INT32,
        "previewService": STRING,
        "scaleDownDelayRevisionLimit": INT32,
        "scaleDownDelaySeconds": INT32,
    },
    "activeService",
)

_STEP: JsonObject = structure(
    "CanaryStep",
    {
        "analysis": _ANALYSIS,
        "pause": structure("RolloutPause", {"duration": INT_OR_STRING}),
        "setCanaryScale": structure(
            "SetCanaryScale", {"matchTrafficWeight": BOOLEAN, "replicas": INT32, "weight": INT32}
        ),
        "setWeight": INT32,
    },
)

_CANARY: JsonObject = structure(
    "CanaryStrategy",
    {
        "abortScaleDownDelaySeconds": INT32,
        "analysis": structure("RolloutAnalysisBackground", {**_ANALYSIS_FIELDS, "startingStep": INT32}),
        "canaryMetadata": _METADATA,
        "canaryService": STRING,
        "dynamicStableScale": BOOLEAN,
        "maxSurge": INT_OR_STRING,
        "maxUnavailable": INT_OR_STRING,
        "minPodsPerReplicaSet": INT32,
        "scaleDownDelayRevisionLimit": INT32,
        "scaleDownDelaySeconds": INT32,
        "stableMetadata": _METADATA,
        "stableService": STRING,
        "steps": list_of(_STEP),
        # Each plugin has a form of its own.
        "trafficRouting": structure(
            "RolloutTrafficRouting",
            {
                "maxTrafficWeight": INT32,
                "plugins": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
            },
        ),
    },
)

SCHEMA: JsonObject = custom_resource(
    "Rollout",
    structure(
        "RolloutSpec",
        {
            "minReadySeconds": INT32,
            "paused": BOOLEAN,
            "progressDeadlineAbort": BOOLEAN,
            "progressDeadlineSeconds": INT32,
            "replicas": INT32,
            "revisionHistoryLimit": INT32,
            "rollbackWindow": structure("RollbackWindowSpec", {"revisions": INT32}),
            "selector": LABEL_SELECTOR,
            "strategy": structure("RolloutStrategy", {"blueGreen": _BLUE_GREEN, "canary": _CANARY}),
            "template": kubernetes("core.v1.PodTemplateSpec"),
            "workloadRef": structure(
                "ObjectRef", {"apiVersion": STRING, "kind": STRING, "name": STRING, "scaleDown": STRING}
            ),
        },
    ),
    "spec",
)
