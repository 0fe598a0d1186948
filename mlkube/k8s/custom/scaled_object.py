"""ScaledObject of keda.sh/v1alpha1, as KEDA 2.20 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    STRING,
    choice,
    custom_resource,
    kubernetes,
    map_of,
    merged_list_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_TRIGGER: JsonObject = structure(
    "ScaleTriggers",
    {
        "authenticationRef": structure(
            "AuthenticationRef",
            {"kind": choice("TriggerAuthentication", "ClusterTriggerAuthentication"), "name": STRING},
            "name",
        ),
        "metadata": map_of(STRING),
        "metricType": STRING,
        "name": STRING,
        "type": STRING,
        "useCachedMetrics": BOOLEAN,
    },
    "metadata",
    "type",
)

SCHEMA: JsonObject = custom_resource(
    "ScaledObject",
    structure(
        "ScaledObjectSpec",
        {
            "advanced": structure(
                "AdvancedConfig",
                {
                    "horizontalPodAutoscalerConfig": structure(
                        "HorizontalPodAutoscalerConfig",
                        {
                            "behavior": kubernetes("autoscaling.v2.HorizontalPodAutoscalerBehavior"),
                            "name": STRING,
                        },
                    ),
                    "restoreToOriginalReplicaCount": BOOLEAN,
                    "scalingModifiers": structure(
                        "ScalingModifiers",
                        {
                            "activationTarget": STRING,
                            "formula": STRING,
                            "metricType": choice("AverageValue", "Value"),
                            "target": STRING,
                        },
                    ),
                },
            ),
            "cooldownPeriod": INT32,
            "fallback": structure(
                "Fallback",
                {
                    "behavior": choice(
                        "static",
                        "currentReplicas",
                        "currentReplicasIfHigher",
                        "currentReplicasIfLower",
                        "scalingModifiers",
                    ),
                    "failureThreshold": INT32,
                    "replicas": INT32,
                },
                "failureThreshold",
                "replicas",
            ),
            "idleReplicaCount": INT32,
            "initialCooldownPeriod": INT32,
            "maxReplicaCount": INT32,
            "minReplicaCount": INT32,
            "pollingInterval": INT32,
            "scaleTargetRef": structure(
                "ScaleTarget",
                {"apiVersion": STRING, "envSourceContainerName": STRING, "kind": STRING, "name": STRING},
                "name",
            ),
            # Their names are the user's own, and unique where they are given.
            "triggers": merged_list_of(_TRIGGER, "name"),
        },
        "scaleTargetRef",
        "triggers",
    ),
    "spec",
)
