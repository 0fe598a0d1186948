"""Driver and executor of sparkoperator.k8s.io/v1beta2: the pod as that operator describes it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INT64,
    STRING,
    kubernetes,
    list_of,
    map_of,
    merged_list_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

# The definition names no keys for the lists of named things here; patches merge them as those of a pod.
_POD_FIELDS: JsonObject = {
    "affinity": kubernetes("core.v1.Affinity"),
    "annotations": map_of(STRING),
    "configMaps": merged_list_of(
        structure("NamePath", {"name": STRING, "path": STRING}, "name", "path"), "path"
    ),
    "coreLimit": STRING,
    "coreRequest": STRING,
    "cores": INT32,
    "dnsConfig": kubernetes("core.v1.PodDNSConfig"),
    "env": merged_list_of(kubernetes("core.v1.EnvVar"), "name"),
    "envFrom": list_of(kubernetes("core.v1.EnvFromSource")),
    "gpu": structure("GpuSpec", {"name": STRING, "quantity": INT64}, "name", "quantity"),
    "hostAliases": merged_list_of(kubernetes("core.v1.HostAlias"), "ip"),
    "hostNetwork": BOOLEAN,
    "image": STRING,
    "initContainers": merged_list_of(kubernetes("core.v1.Container"), "name"),
    "javaOptions": STRING,
    "labels": map_of(STRING),
    "lifecycle": kubernetes("core.v1.Lifecycle"),
    "memory": STRING,
    "memoryLimit": STRING,
    "memoryOverhead": STRING,
    "nodeSelector": map_of(STRING),
    "podSecurityContext": kubernetes("core.v1.PodSecurityContext"),
    "ports": merged_list_of(
        structure(
            "Port",
            {"containerPort": INT32, "name": STRING, "protocol": STRING},
            "containerPort",
            "name",
            "protocol",
        ),
        "name",
    ),
    "priorityClassName": STRING,
    "schedulerName": STRING,
    "secrets": merged_list_of(
        structure(
            "SecretInfo",
            {"name": STRING, "path": STRING, "secretType": STRING},
            "name",
            "path",
            "secretType",
        ),
        "path",
    ),
    "securityContext": kubernetes("core.v1.SecurityContext"),
    "serviceAccount": STRING,
    "shareProcessNamespace": BOOLEAN,
    "sidecars": merged_list_of(kubernetes("core.v1.Container"), "name"),
    # Without a schema there, so the API server checks nothing of it; Spark reads a pod template.
    "template": kubernetes("core.v1.PodTemplateSpec"),
    "terminationGracePeriodSeconds": INT64,
    "tolerations": list_of(kubernetes("core.v1.Toleration")),
    "volumeMounts": merged_list_of(kubernetes("core.v1.VolumeMount"), "mountPath"),
}

DRIVER: JsonObject = structure(
    "DriverSpec",
    {
        **_POD_FIELDS,
        "kubernetesMaster": STRING,
        "podName": STRING,
        "serviceAnnotations": map_of(STRING),
        "serviceLabels": map_of(STRING),
    },
)

EXECUTOR: JsonObject = structure(
    "ExecutorSpec", {**_POD_FIELDS, "deleteOnTermination": BOOLEAN, "instances": INT32}
)
