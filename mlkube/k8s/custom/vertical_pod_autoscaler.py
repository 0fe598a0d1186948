"""VerticalPodAutoscaler of autoscaling.k8s.io/v1, as the Vertical Pod Autoscaler 1.7 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT32,
    INT64,
    INT_OR_STRING,
    QUANTITY,
    STRING,
    choice,
    custom_resource,
    list_of,
    map_of,
    merged_list_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_STARTUP_BOOST: JsonObject = structure(
    "StartupBoost",
    {
        "cpu": structure(
            "GenericStartupBoost",
            {
                "durationSeconds": INT32,
                "factor": INT32,
                "quantity": QUANTITY,
                "type": choice("Factor", "Quantity"),
            },
            "type",
        )
    },
)

_CONTAINER: JsonObject = structure(
    "ContainerResourcePolicy",
    {
        "containerName": STRING,
        "controlledResources": list_of(STRING),
        "controlledValues": choice("RequestsAndLimits", "RequestsOnly"),
        "maxAllowed": map_of(QUANTITY),
        "memoryAggregationIntervalCount": INT64,
        "memoryAggregationIntervalSeconds": INT32,
        "minAllowed": map_of(QUANTITY),
        "mode": choice("Auto", "Off"),
        "oomBumpUpRatio": INT_OR_STRING,
        "oomMinBumpUp": INT_OR_STRING,
        "startupBoost": _STARTUP_BOOST,
    },
)

SCHEMA: JsonObject = custom_resource(
    "VerticalPodAutoscaler",
    structure(
        "VerticalPodAutoscalerSpec",
        {
            "recommenders": merged_list_of(
                structure("VerticalPodAutoscalerRecommenderSelector", {"name": STRING}, "name"), "name"
            ),
            "resourcePolicy": structure(
                "PodResourcePolicy", {"containerPolicies": merged_list_of(_CONTAINER, "containerName")}
            ),
            "startupBoost": _STARTUP_BOOST,
            "targetRef": structure(
                "CrossVersionObjectReference",
                {"apiVersion": STRING, "kind": STRING, "name": STRING},
                "kind",
                "name",
            ),
            "updatePolicy": structure(
                "PodUpdatePolicy",
                {
                    "evictAfterOOMSeconds": INT32,
                    "evictionRequirements": list_of(
                        structure(
                            "EvictionRequirement",
                            {
                                "changeRequirement": choice(
                                    "TargetHigherThanRequests", "TargetLowerThanRequests"
                                ),
                                "resources": list_of(STRING),
                            },
                            "changeRequirement",
                            "resources",
                        )
                    ),
                    "minReplicas": INT32,
                    "updateMode": choice(
                        "Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto"
                    ),
                },
            ),
        },
        "targetRef",
    ),
    "spec",
)
