"""Custom resources of spark.apache.org/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class ApplicationTimeoutConfig(TypedDict, total=False):
    """ApplicationTimeoutConfig of spark.apache.org/v1."""

    driverReadyTimeoutMillis: int
    driverStartTimeoutMillis: int
    executorStartTimeoutMillis: int
    forceTerminationGracePeriodMillis: int
    terminationRequeuePeriodMillis: int


class ApplicationTolerations(TypedDict, total=False):
    """ApplicationTolerations of spark.apache.org/v1."""

    applicationTimeoutConfig: ApplicationTimeoutConfig
    instanceConfig: ExecutorInstanceConfig
    resourceRetainDurationMillis: int
    resourceRetainPolicy: Literal["Always", "Never", "OnFailure"]
    restartConfig: RestartConfig
    ttlAfterStopMillis: int


class ConfigMapSpec(TypedDict, total=False):
    """ConfigMapSpec of spark.apache.org/v1."""

    annotations: Mapping[str, str]
    data: Mapping[str, str]
    labels: Mapping[str, str]
    name: Required[str]


class DriverSpec(TypedDict, total=False):
    """DriverSpec of spark.apache.org/v1."""

    podTemplateSpec: core_v1.PodTemplateSpec


class ExecutorInstanceConfig(TypedDict, total=False):
    """ExecutorInstanceConfig of spark.apache.org/v1."""

    initExecutors: int
    maxExecutors: int
    minExecutors: int


class ExecutorSpec(TypedDict, total=False):
    """ExecutorSpec of spark.apache.org/v1."""

    podTemplateSpec: core_v1.PodTemplateSpec


class RestartConfig(TypedDict, total=False):
    """RestartConfig of spark.apache.org/v1."""

    maxRestartAttempts: int
    maxRestartOnFailure: int
    maxRestartOnSchedulingFailure: int
    restartBackoffMillis: int
    restartBackoffMillisForFailure: int
    restartBackoffMillisForSchedulingFailure: int
    restartCounterResetMillis: int
    restartPolicy: Literal["Always", "Never", "OnFailure", "OnInfrastructureFailure"]


class RuntimeVersions(TypedDict, total=False):
    """RuntimeVersions of spark.apache.org/v1."""

    jdkVersion: str
    scalaVersion: str
    sparkVersion: Required[str]


class SparkApplication(TypedDict, total=False):
    """SparkApplication of spark.apache.org/v1."""

    apiVersion: Required[Literal["spark.apache.org/v1"]]
    kind: Required[Literal["SparkApplication"]]
    metadata: meta_v1.ObjectMeta
    spec: SparkApplicationSpec


class SparkApplicationSpec(TypedDict, total=False):
    """SparkApplicationSpec of spark.apache.org/v1."""

    applicationTolerations: ApplicationTolerations
    configMapSpecs: list[ConfigMapSpec]
    deploymentMode: Literal["ClientMode", "ClusterMode"]
    driverArgs: list[str]
    driverSpec: DriverSpec
    executorSpec: ExecutorSpec
    files: str
    jars: str
    mainClass: str
    proxyUser: str
    pyFiles: str
    runtimeVersions: Required[RuntimeVersions]
    sparkConf: Mapping[str, str]
    sparkRFiles: str
