"""What the kinds of kubeflow.org/v1 share: the policy of a run, and its replicas."""

from __future__ import annotations

from mlkube.k8s.custom.forms import BOOLEAN, INT32, INT64, QUANTITY, STRING, kubernetes, map_of, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

RUN_POLICY: JsonObject = structure(
    "RunPolicy",
    {
        "activeDeadlineSeconds": INT64,
        "backoffLimit": INT32,
        "cleanPodPolicy": STRING,
        "managedBy": STRING,
        "schedulingPolicy": structure(
            "SchedulingPolicy",
            {
                "minAvailable": INT32,
                "minResources": map_of(QUANTITY),
                "priorityClass": STRING,
                "queue": STRING,
                "scheduleTimeoutSeconds": INT32,
            },
        ),
        "suspend": BOOLEAN,
        "ttlSecondsAfterFinished": INT32,
    },
)

REPLICA_SPECS: JsonObject = map_of(
    structure(
        "ReplicaSpec",
        {"replicas": INT32, "restartPolicy": STRING, "template": kubernetes("core.v1.PodTemplateSpec")},
    )
)
