"""InferenceService of serving.kserve.io/v1beta1, as KServe 0.20 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INT64,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    merged_list_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_QUANTITY: JsonObject = {"x-kubernetes-int-or-string": True}

# A pod's spec, whose fields stand among those of the predictor.
_POD: JsonObject = {
    "affinity": kubernetes("core.v1.Affinity"),
    "automountServiceAccountToken": BOOLEAN,
    "containers": merged_list_of(kubernetes("core.v1.Container"), "name"),
    "dnsPolicy": STRING,
    "enableServiceLinks": BOOLEAN,
    "imagePullSecrets": merged_list_of(kubernetes("core.v1.LocalObjectReference"), "name"),
    "initContainers": merged_list_of(kubernetes("core.v1.Container"), "name"),
    "nodeName": STRING,
    "nodeSelector": map_of(STRING),
    "preemptionPolicy": STRING,
    "priorityClassName": STRING,
    "resourceClaims": list_of(kubernetes("core.v1.PodResourceClaim"), "name"),
    "runtimeClassName": STRING,
    "schedulerName": STRING,
    "securityContext": kubernetes("core.v1.PodSecurityContext"),
    "serviceAccountName": STRING,
    "shareProcessNamespace": BOOLEAN,
    "subdomain": STRING,
    "terminationGracePeriodSeconds": INT64,
    "tolerations": list_of(kubernetes("core.v1.Toleration")),
    "topologySpreadConstraints": list_of(
        kubernetes("core.v1.TopologySpreadConstraint"), "topologyKey", "whenUnsatisfiable"
    ),
    "volumes": merged_list_of(kubernetes("core.v1.Volume"), "name"),
}

_TARGET: JsonObject = structure(
    "MetricTarget",
    {
        "averageUtilization": INT32,
        "averageValue": _QUANTITY,
        "type": choice("Utilization", "Value", "AverageValue"),
        "value": _QUANTITY,
    },
)
_METRIC: JsonObject = structure(
    "MetricsSpec",
    {
        "external": structure(
            "ExternalMetricSource",
            {
                "metric": structure(
                    "ExternalMetrics",
                    {
                        "backend": choice("prometheus", "graphite"),
                        "namespace": STRING,
                        "query": STRING,
                        "serverAddress": STRING,
                    },
                ),
                "target": _TARGET,
            },
            "metric",
            "target",
        ),
        "resource": structure(
            "ResourceMetricSource",
            {"name": choice("cpu", "memory"), "target": _TARGET},
            "name",
            "target",
        ),
        "type": choice("Resource", "External", "PodMetric"),
    },
    "type",
)

# What KServe adds to a pod.
_EXTENSION: JsonObject = {
    "annotations": map_of(STRING),
    "autoScaling": structure("AutoScalingSpec", {"metrics": list_of(_METRIC)}),
    "batcher": structure(
        "Batcher",
        {
            "maxBatchSize": {"type": "integer"},
            "maxLatency": {"type": "integer"},
            "timeout": {"type": "integer"},
        },
    ),
    "deploymentStrategy": structure(
        "DeploymentStrategy",
        {
            "rollingUpdate": structure(
                "RollingUpdateDeployment", {"maxSurge": _QUANTITY, "maxUnavailable": _QUANTITY}
            ),
            "type": STRING,
        },
    ),
    "labels": map_of(STRING),
    "maxReplicas": INT32,
    "minReplicas": INT32,
    "name": STRING,
    "scaleMetric": choice("cpu", "memory", "concurrency", "rps"),
    "scaleMetricType": choice("Utilization", "Value", "AverageValue"),
    "scaleTarget": INT32,
    "storageContainerName": STRING,
    "timeout": INT64,
}

# A container, whose fields stand among those of the model; `name` is the container's.
_MODEL: JsonObject = {
    "args": atomic_list_of(STRING),
    "command": atomic_list_of(STRING),
    "env": list_of(kubernetes("core.v1.EnvVar"), "name"),
    "envFrom": atomic_list_of(kubernetes("core.v1.EnvFromSource")),
    "image": STRING,
    "imagePullPolicy": STRING,
    "lifecycle": kubernetes("core.v1.Lifecycle"),
    "livenessProbe": kubernetes("core.v1.Probe"),
    "modelFormat": structure("ModelFormat", {"name": STRING, "version": STRING}, "name"),
    "name": STRING,
    "ports": list_of(kubernetes("core.v1.ContainerPort"), "containerPort", "protocol"),
    "protocolVersion": STRING,
    "readinessProbe": kubernetes("core.v1.Probe"),
    "resources": kubernetes("core.v1.ResourceRequirements"),
    "runtime": STRING,
    "runtimeVersion": STRING,
    "securityContext": kubernetes("core.v1.SecurityContext"),
    "startupProbe": kubernetes("core.v1.Probe"),
    "storage": structure(
        "ModelStorageSpec",
        {"key": STRING, "parameters": map_of(STRING), "path": STRING, "schemaPath": STRING},
    ),
    "storageUri": STRING,
    "volumeMounts": list_of(kubernetes("core.v1.VolumeMount"), "mountPath"),
    "workingDir": STRING,
}

_PREDICTOR: JsonObject = structure(
    "PredictorSpec", {**_POD, **_EXTENSION, "model": structure("ModelSpec", _MODEL)}
)
# The definition asks for the name of a canary's container, and for that of no other.
_CANARY: JsonObject = structure(
    "CanarySpec",
    {
        "predictor": structure(
            "CanaryPredictorSpec",
            {**_POD, **_EXTENSION, "model": structure("CanaryModelSpec", _MODEL, "modelFormat", "name")},
        ),
        "trafficPercent": INT32,
    },
    "predictor",
    "trafficPercent",
)

SCHEMA: JsonObject = custom_resource(
    "InferenceService",
    structure(
        "InferenceServiceSpec", {"canary": atomic_list_of(_CANARY), "predictor": _PREDICTOR}, "predictor"
    ),
)
