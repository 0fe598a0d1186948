"""SparkApplication of sparkoperator.k8s.io/v1beta2, as the Kubeflow spark-operator 2.5 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INT64,
    QUANTITY,
    STRING,
    choice,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    merged_list_of,
    structure,
)
from mlkube.k8s.custom.spark_pods import DRIVER, EXECUTOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_DEPENDENCIES: JsonObject = structure(
    "Dependencies",
    {
        "archives": list_of(STRING),
        "excludePackages": list_of(STRING),
        "files": list_of(STRING),
        "jars": list_of(STRING),
        "packages": list_of(STRING),
        "pyFiles": list_of(STRING),
        "repositories": list_of(STRING),
    },
)

_MONITORING: JsonObject = structure(
    "MonitoringSpec",
    {
        "exposeDriverMetrics": BOOLEAN,
        "exposeExecutorMetrics": BOOLEAN,
        "metricsProperties": STRING,
        "metricsPropertiesFile": STRING,
        "prometheus": structure(
            "PrometheusSpec",
            {
                "configFile": STRING,
                "configuration": STRING,
                "jmxExporterJar": STRING,
                "port": INT32,
                "portName": STRING,
            },
            "jmxExporterJar",
        ),
    },
    "exposeDriverMetrics",
    "exposeExecutorMetrics",
)

_RESTART_POLICY: JsonObject = structure(
    "RestartPolicy",
    {
        "onFailureRetries": INT32,
        "onFailureRetryInterval": INT64,
        "onSubmissionFailureRetries": INT32,
        "onSubmissionFailureRetryInterval": INT64,
        "type": choice("Never", "Always", "OnFailure"),
    },
)

SPEC: JsonObject = structure(
    "SparkApplicationSpec",
    {
        "arguments": list_of(STRING),
        "batchScheduler": STRING,
        "batchSchedulerOptions": structure(
            "BatchSchedulerConfiguration",
            {"priorityClassName": STRING, "queue": STRING, "resources": map_of(QUANTITY)},
        ),
        "deps": _DEPENDENCIES,
        "driver": DRIVER,
        "dynamicAllocation": structure(
            "DynamicAllocation",
            {
                "enabled": BOOLEAN,
                "initialExecutors": INT32,
                "maxExecutors": INT32,
                "minExecutors": INT32,
                "shuffleTrackingEnabled": BOOLEAN,
                "shuffleTrackingTimeout": INT64,
            },
        ),
        "executor": EXECUTOR,
        "failureRetries": INT32,
        "hadoopConf": map_of(STRING),
        "hadoopConfigMap": STRING,
        "image": STRING,
        "imagePullPolicy": STRING,
        "imagePullSecrets": list_of(STRING),
        "mainApplicationFile": STRING,
        "mainClass": STRING,
        "memoryOverheadFactor": STRING,
        "mode": choice("cluster", "client"),
        "monitoring": _MONITORING,
        "nodeSelector": map_of(STRING),
        "proxyUser": STRING,
        "pythonVersion": choice("2", "3"),
        "restartPolicy": _RESTART_POLICY,
        "retryInterval": INT64,
        "sparkConf": map_of(STRING),
        "sparkConfigMap": STRING,
        "sparkVersion": STRING,
        "suspend": BOOLEAN,
        "timeToLiveSeconds": INT64,
        "type": choice("Java", "Python", "Scala", "R"),
        "volumes": merged_list_of(kubernetes("core.v1.Volume"), "name"),
    },
    "driver",
    "executor",
    "mainApplicationFile",
    "sparkVersion",
    "type",
)

SCHEMA: JsonObject = custom_resource("SparkApplication", SPEC, "metadata", "spec")
