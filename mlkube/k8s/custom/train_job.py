"""TrainJob of trainer.kubeflow.org/v1alpha1, as Kubeflow Trainer 2.3 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INT64,
    OBJECT_META,
    STRING,
    atomic_list_of,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_ENV: JsonObject = list_of(kubernetes("core.v1.EnvVar"), "name")
_INITIALIZER_FIELDS: JsonObject = {
    "env": _ENV,
    "secretRef": kubernetes("core.v1.LocalObjectReference"),
    "storageUri": STRING,
}

# A runtime patch may set these fields of a pod and a container, no others.
_CONTAINER_PATCH: JsonObject = structure(
    "ContainerPatch",
    {
        "env": _ENV,
        "name": STRING,
        "securityContext": kubernetes("core.v1.SecurityContext"),
        "volumeMounts": list_of(kubernetes("core.v1.VolumeMount"), "name"),
    },
    "name",
)
_POD_SPEC_PATCH: JsonObject = structure(
    "PodSpecPatch",
    {
        "affinity": kubernetes("core.v1.Affinity"),
        "containers": list_of(_CONTAINER_PATCH, "name"),
        "imagePullSecrets": list_of(kubernetes("core.v1.LocalObjectReference"), "name"),
        "initContainers": list_of(_CONTAINER_PATCH, "name"),
        "nodeSelector": map_of(STRING),
        "schedulingGates": list_of(kubernetes("core.v1.PodSchedulingGate"), "name"),
        "securityContext": kubernetes("core.v1.PodSecurityContext"),
        "serviceAccountName": STRING,
        "terminationGracePeriodSeconds": INT64,
        "tolerations": atomic_list_of(kubernetes("core.v1.Toleration")),
        "volumes": list_of(kubernetes("core.v1.Volume"), "name"),
    },
)
_JOB_SPEC_PATCH: JsonObject = structure(
    "JobSpecPatch",
    {"template": structure("PodTemplatePatch", {"metadata": OBJECT_META, "spec": _POD_SPEC_PATCH})},
)
_REPLICATED_JOB_PATCH: JsonObject = structure(
    "ReplicatedJobPatch",
    {
        "name": STRING,
        "template": structure("JobTemplatePatch", {"metadata": OBJECT_META, "spec": _JOB_SPEC_PATCH}),
    },
    "name",
)
_JOB_SET_SPEC_PATCH: JsonObject = structure(
    "JobSetSpecPatch", {"replicatedJobs": list_of(_REPLICATED_JOB_PATCH, "name")}
)
_RUNTIME_SPEC_PATCH: JsonObject = structure(
    "TrainingRuntimeSpecPatch",
    {"template": structure("JobSetTemplatePatch", {"metadata": OBJECT_META, "spec": _JOB_SET_SPEC_PATCH})},
)
_RUNTIME_PATCH: JsonObject = structure(
    "RuntimePatch", {"manager": STRING, "trainingRuntimeSpec": _RUNTIME_SPEC_PATCH}, "manager"
)

SCHEMA: JsonObject = custom_resource(
    "TrainJob",
    structure(
        "TrainJobSpec",
        {
            "activeDeadlineSeconds": INT64,
            "initializer": structure(
                "Initializer",
                {
                    "dataset": structure("DatasetInitializer", _INITIALIZER_FIELDS),
                    "model": structure("ModelInitializer", _INITIALIZER_FIELDS),
                },
            ),
            "managedBy": STRING,
            "runtimePatches": list_of(_RUNTIME_PATCH, "manager"),
            "runtimeRef": structure(
                "RuntimeRef", {"apiGroup": STRING, "kind": STRING, "name": STRING}, "name"
            ),
            "suspend": BOOLEAN,
            "trainer": structure(
                "Trainer",
                {
                    "args": atomic_list_of(STRING),
                    "command": atomic_list_of(STRING),
                    "env": _ENV,
                    "image": STRING,
                    "numNodes": INT32,
                    "numProcPerNode": INT32,
                    "resourcesPerNode": kubernetes("core.v1.ResourceRequirements"),
                },
            ),
        },
        "runtimeRef",
    ),
)
