"""Custom resources of sparkoperator.k8s.io/v1beta2, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class BatchSchedulerConfiguration(TypedDict, total=False):
    """BatchSchedulerConfiguration of sparkoperator.k8s.io/v1beta2."""

    priorityClassName: str
    queue: str
    resources: Mapping[str, str | int | float]


class Dependencies(TypedDict, total=False):
    """Dependencies of sparkoperator.k8s.io/v1beta2."""

    archives: list[str]
    excludePackages: list[str]
    files: list[str]
    jars: list[str]
    packages: list[str]
    pyFiles: list[str]
    repositories: list[str]


class DriverSpec(TypedDict, total=False):
    """DriverSpec of sparkoperator.k8s.io/v1beta2."""

    affinity: core_v1.Affinity
    annotations: Mapping[str, str]
    configMaps: list[NamePath]
    coreLimit: str
    coreRequest: str
    cores: int
    dnsConfig: core_v1.PodDNSConfig
    env: list[core_v1.EnvVar]
    envFrom: list[core_v1.EnvFromSource]
    gpu: GpuSpec
    hostAliases: list[core_v1.HostAlias]
    hostNetwork: bool
    image: str
    initContainers: list[core_v1.Container]
    javaOptions: str
    labels: Mapping[str, str]
    lifecycle: core_v1.Lifecycle
    memory: str
    memoryLimit: str
    memoryOverhead: str
    nodeSelector: Mapping[str, str]
    podSecurityContext: core_v1.PodSecurityContext
    ports: list[Port]
    priorityClassName: str
    schedulerName: str
    secrets: list[SecretInfo]
    securityContext: core_v1.SecurityContext
    serviceAccount: str
    shareProcessNamespace: bool
    sidecars: list[core_v1.Container]
    template: core_v1.PodTemplateSpec
    terminationGracePeriodSeconds: int
    tolerations: list[core_v1.Toleration]
    volumeMounts: list[core_v1.VolumeMount]
    kubernetesMaster: str
    podName: str
    serviceAnnotations: Mapping[str, str]
    serviceLabels: Mapping[str, str]


class DynamicAllocation(TypedDict, total=False):
    """DynamicAllocation of sparkoperator.k8s.io/v1beta2."""

    enabled: bool
    initialExecutors: int
    maxExecutors: int
    minExecutors: int
    shuffleTrackingEnabled: bool
    shuffleTrackingTimeout: int


class ExecutorSpec(TypedDict, total=False):
    """ExecutorSpec of sparkoperator.k8s.io/v1beta2."""

    affinity: core_v1.Affinity
    annotations: Mapping[str, str]
    configMaps: list[NamePath]
    coreLimit: str
    coreRequest: str
    cores: int
    dnsConfig: core_v1.PodDNSConfig
    env: list[core_v1.EnvVar]
    envFrom: list[core_v1.EnvFromSource]
    gpu: GpuSpec
    hostAliases: list[core_v1.HostAlias]
    hostNetwork: bool
    image: str
    initContainers: list[core_v1.Container]
    javaOptions: str
    labels: Mapping[str, str]
    lifecycle: core_v1.Lifecycle
    memory: str
    memoryLimit: str
    memoryOverhead: str
    nodeSelector: Mapping[str, str]
    podSecurityContext: core_v1.PodSecurityContext
    ports: list[Port]
    priorityClassName: str
    schedulerName: str
    secrets: list[SecretInfo]
    securityContext: core_v1.SecurityContext
    serviceAccount: str
    shareProcessNamespace: bool
    sidecars: list[core_v1.Container]
    template: core_v1.PodTemplateSpec
    terminationGracePeriodSeconds: int
    tolerations: list[core_v1.Toleration]
    volumeMounts: list[core_v1.VolumeMount]
    deleteOnTermination: bool
    instances: int


class GpuSpec(TypedDict, total=False):
    """GpuSpec of sparkoperator.k8s.io/v1beta2."""

    name: Required[str]
    quantity: Required[int]


class MonitoringSpec(TypedDict, total=False):
    """MonitoringSpec of sparkoperator.k8s.io/v1beta2."""

    exposeDriverMetrics: Required[bool]
    exposeExecutorMetrics: Required[bool]
    metricsProperties: str
    metricsPropertiesFile: str
    prometheus: PrometheusSpec


class NamePath(TypedDict, total=False):
    """NamePath of sparkoperator.k8s.io/v1beta2."""

    name: Required[str]
    path: Required[str]


class Port(TypedDict, total=False):
    """Port of sparkoperator.k8s.io/v1beta2."""

    containerPort: Required[int]
    name: Required[str]
    protocol: Required[str]


class PrometheusSpec(TypedDict, total=False):
    """PrometheusSpec of sparkoperator.k8s.io/v1beta2."""

    configFile: str
    configuration: str
    jmxExporterJar: Required[str]
    port: int
    portName: str


class RestartPolicy(TypedDict, total=False):
    """RestartPolicy of sparkoperator.k8s.io/v1beta2."""

    onFailureRetries: int
    onFailureRetryInterval: int
    onSubmissionFailureRetries: int
    onSubmissionFailureRetryInterval: int
    type: Literal["Never", "Always", "OnFailure"]


class ScheduledSparkApplication(TypedDict, total=False):
    """ScheduledSparkApplication of sparkoperator.k8s.io/v1beta2."""

    apiVersion: Required[Literal["sparkoperator.k8s.io/v1beta2"]]
    kind: Required[Literal["ScheduledSparkApplication"]]
    metadata: Required[meta_v1.ObjectMeta]
    spec: Required[ScheduledSparkApplicationSpec]


class ScheduledSparkApplicationSpec(TypedDict, total=False):
    """ScheduledSparkApplicationSpec of sparkoperator.k8s.io/v1beta2."""

    concurrencyPolicy: str
    failedRunHistoryLimit: int
    schedule: Required[str]
    successfulRunHistoryLimit: int
    suspend: bool
    template: Required[SparkApplicationSpec]
    timeZone: str


class SecretInfo(TypedDict, total=False):
    """SecretInfo of sparkoperator.k8s.io/v1beta2."""

    name: Required[str]
    path: Required[str]
    secretType: Required[str]


class SparkApplication(TypedDict, total=False):
    """SparkApplication of sparkoperator.k8s.io/v1beta2."""

    apiVersion: Required[Literal["sparkoperator.k8s.io/v1beta2"]]
    kind: Required[Literal["SparkApplication"]]
    metadata: Required[meta_v1.ObjectMeta]
    spec: Required[SparkApplicationSpec]


class SparkApplicationSpec(TypedDict, total=False):
    """SparkApplicationSpec of sparkoperator.k8s.io/v1beta2."""

    arguments: list[str]
    batchScheduler: str
    batchSchedulerOptions: BatchSchedulerConfiguration
    deps: Dependencies
    driver: Required[DriverSpec]
    dynamicAllocation: DynamicAllocation
    executor: Required[ExecutorSpec]
    failureRetries: int
    hadoopConf: Mapping[str, str]
    hadoopConfigMap: str
    image: str
    imagePullPolicy: str
    imagePullSecrets: list[str]
    mainApplicationFile: Required[str]
    mainClass: str
    memoryOverheadFactor: str
    mode: Literal["cluster", "client"]
    monitoring: MonitoringSpec
    nodeSelector: Mapping[str, str]
    proxyUser: str
    pythonVersion: Literal["2", "3"]
    restartPolicy: RestartPolicy
    retryInterval: int
    sparkConf: Mapping[str, str]
    sparkConfigMap: str
    sparkVersion: Required[str]
    suspend: bool
    timeToLiveSeconds: int
    type: Required[Literal["Java", "Python", "Scala", "R"]]
    volumes: list[core_v1.Volume]
