"""JobSet of jobset.x-k8s.io/v1alpha2, as JobSet 0.12 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INTEGER,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    kubernetes,
    list_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_ACTIONS = choice(
    "FailJobSet",
    "RestartJobSet",
    "RestartJobSetAndIgnoreMaxRestarts",
    "RestartJob",
    "RestartJobAndIgnoreMaxRestarts",
)

_FAILURE_POLICY: JsonObject = structure(
    "FailurePolicy",
    {
        "maxRestarts": INT32,
        "restartStrategy": choice("Recreate", "BlockingRecreate", "InPlaceRestart"),
        "rules": list_of(
            structure(
                "FailurePolicyRule",
                {
                    "action": _ACTIONS,
                    "name": STRING,
                    "onJobFailureMessagePatterns": list_of(STRING),
                    "onJobFailureReasons": list_of(STRING),
                    "targetReplicatedJobs": atomic_list_of(STRING),
                },
                "action",
                "name",
            )
        ),
    },
)

_REPLICATED_JOB: JsonObject = structure(
    "ReplicatedJob",
    {
        "dependsOn": list_of(
            structure("DependsOn", {"name": STRING, "status": choice("Ready", "Complete")}, "name", "status"),
            "name",
        ),
        "groupName": STRING,
        "name": STRING,
        "replicas": INT32,
        "template": kubernetes("batch.v1.JobTemplateSpec"),
    },
    "name",
    "template",
)

_VOLUME_CLAIM_POLICY: JsonObject = structure(
    "VolumeClaimPolicy",
    {
        "retentionPolicy": structure("VolumeRetentionPolicy", {"whenDeleted": choice("Delete", "Retain")}),
        "templates": atomic_list_of(kubernetes("core.v1.PersistentVolumeClaim")),
    },
)

SCHEMA: JsonObject = custom_resource(
    "JobSet",
    structure(
        "JobSetSpec",
        {
            "coordinator": structure(
                "Coordinator",
                {"jobIndex": INTEGER, "podIndex": INTEGER, "replicatedJob": STRING},
                "replicatedJob",
            ),
            "failurePolicy": _FAILURE_POLICY,
            "managedBy": STRING,
            "network": structure(
                "Network",
                {"enableDNSHostnames": BOOLEAN, "publishNotReadyAddresses": BOOLEAN, "subdomain": STRING},
            ),
            "replicatedJobs": list_of(_REPLICATED_JOB, "name"),
            "startupPolicy": structure(
                "StartupPolicy", {"startupPolicyOrder": choice("AnyOrder", "InOrder")}, "startupPolicyOrder"
            ),
            "successPolicy": structure(
                "SuccessPolicy",
                {"operator": choice("All", "Any"), "targetReplicatedJobs": atomic_list_of(STRING)},
                "operator",
            ),
            "suspend": BOOLEAN,
            "ttlSecondsAfterFinished": INT32,
            "volumeClaimPolicies": atomic_list_of(_VOLUME_CLAIM_POLICY),
        },
    ),
)
