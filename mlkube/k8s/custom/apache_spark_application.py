"""SparkApplication of spark.apache.org/v1, as the Apache spark-kubernetes-operator 1.0 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INTEGER,
    STRING,
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

_POD_TEMPLATE: JsonObject = {"podTemplateSpec": kubernetes("core.v1.PodTemplateSpec")}

_RESTART_CONFIG: JsonObject = structure(
    "RestartConfig",
    {
        "maxRestartAttempts": INTEGER,
        "maxRestartOnFailure": INTEGER,
        "maxRestartOnSchedulingFailure": INTEGER,
        "restartBackoffMillis": INTEGER,
        "restartBackoffMillisForFailure": INTEGER,
        "restartBackoffMillisForSchedulingFailure": INTEGER,
        "restartCounterResetMillis": INTEGER,
        "restartPolicy": choice("Always", "Never", "OnFailure", "OnInfrastructureFailure"),
    },
)

_TOLERATIONS: JsonObject = structure(
    "ApplicationTolerations",
    {
        "applicationTimeoutConfig": structure(
            "ApplicationTimeoutConfig",
            {
                "driverReadyTimeoutMillis": INTEGER,
                "driverStartTimeoutMillis": INTEGER,
                "executorStartTimeoutMillis": INTEGER,
                "forceTerminationGracePeriodMillis": INTEGER,
                "terminationRequeuePeriodMillis": INTEGER,
            },
        ),
        "instanceConfig": structure(
            "ExecutorInstanceConfig",
            {"initExecutors": INTEGER, "maxExecutors": INTEGER, "minExecutors": INTEGER},
        ),
        "resourceRetainDurationMillis": INTEGER,
        "resourceRetainPolicy": choice("Always", "Never", "OnFailure"),
        "restartConfig": _RESTART_CONFIG,
        "ttlAfterStopMillis": INTEGER,
    },
)

_CONFIG_MAP: JsonObject = structure(
    "ConfigMapSpec",
    {"annotations": map_of(STRING), "data": map_of(STRING), "labels": map_of(STRING), "name": STRING},
    "name",
)

SCHEMA: JsonObject = custom_resource(
    "SparkApplication",
    structure(
        "SparkApplicationSpec",
        {
            "applicationTolerations": _TOLERATIONS,
            "configMapSpecs": merged_list_of(_CONFIG_MAP, "name"),
            "deploymentMode": choice("ClientMode", "ClusterMode"),
            "driverArgs": list_of(STRING),
            "driverSpec": structure("DriverSpec", _POD_TEMPLATE),
            "executorSpec": structure("ExecutorSpec", _POD_TEMPLATE),
            "files": STRING,
            "jars": STRING,
            "mainClass": STRING,
            "proxyUser": STRING,
            "pyFiles": STRING,
            "runtimeVersions": structure(
                "RuntimeVersions",
                {"jdkVersion": STRING, "scalaVersion": STRING, "sparkVersion": STRING},
                "sparkVersion",
            ),
            "sparkConf": map_of(STRING),
            "sparkRFiles": STRING,
        },
        "runtimeVersions",
    ),
)
