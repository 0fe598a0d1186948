"""Custom resources of serving.kserve.io/v1beta1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class AutoScalingSpec(TypedDict, total=False):
    """AutoScalingSpec of serving.kserve.io/v1beta1."""

    metrics: list[MetricsSpec]


class Batcher(TypedDict, total=False):
    """Batcher of serving.kserve.io/v1beta1."""

    maxBatchSize: int
    maxLatency: int
    timeout: int


class CanaryModelSpec(TypedDict, total=False):
    """CanaryModelSpec of serving.kserve.io/v1beta1."""

    args: list[str]
    command: list[str]
    env: list[core_v1.EnvVar]
    envFrom: list[core_v1.EnvFromSource]
    image: str
    imagePullPolicy: str
    lifecycle: core_v1.Lifecycle
    livenessProbe: core_v1.Probe
    modelFormat: Required[ModelFormat]
    name: Required[str]
    ports: list[core_v1.ContainerPort]
    protocolVersion: str
    readinessProbe: core_v1.Probe
    resources: core_v1.ResourceRequirements
    runtime: str
    runtimeVersion: str
    securityContext: core_v1.SecurityContext
    startupProbe: core_v1.Probe
    storage: ModelStorageSpec
    storageUri: str
    volumeMounts: list[core_v1.VolumeMount]
    workingDir: str


class CanaryPredictorSpec(TypedDict, total=False):
    """CanaryPredictorSpec of serving.kserve.io/v1beta1."""

    affinity: core_v1.Affinity
    automountServiceAccountToken: bool
    containers: list[core_v1.Container]
    dnsPolicy: str
    enableServiceLinks: bool
    imagePullSecrets: list[core_v1.LocalObjectReference]
    initContainers: list[core_v1.Container]
    nodeName: str
    nodeSelector: Mapping[str, str]
    preemptionPolicy: str
    priorityClassName: str
    resourceClaims: list[core_v1.PodResourceClaim]
    runtimeClassName: str
    schedulerName: str
    securityContext: core_v1.PodSecurityContext
    serviceAccountName: str
    shareProcessNamespace: bool
    subdomain: str
    terminationGracePeriodSeconds: int
    tolerations: list[core_v1.Toleration]
    topologySpreadConstraints: list[core_v1.TopologySpreadConstraint]
    volumes: list[core_v1.Volume]
    annotations: Mapping[str, str]
    autoScaling: AutoScalingSpec
    batcher: Batcher
    deploymentStrategy: DeploymentStrategy
    labels: Mapping[str, str]
    maxReplicas: int
    minReplicas: int
    name: str
    scaleMetric: Literal["cpu", "memory", "concurrency", "rps"]
    scaleMetricType: Literal["Utilization", "Value", "AverageValue"]
    scaleTarget: int
    storageContainerName: str
    timeout: int
    model: CanaryModelSpec


class CanarySpec(TypedDict, total=False):
    """CanarySpec of serving.kserve.io/v1beta1."""

    predictor: Required[CanaryPredictorSpec]
    trafficPercent: Required[int]


class DeploymentStrategy(TypedDict, total=False):
    """DeploymentStrategy of serving.kserve.io/v1beta1."""

    rollingUpdate: RollingUpdateDeployment
    type: str


class ExternalMetricSource(TypedDict, total=False):
    """ExternalMetricSource of serving.kserve.io/v1beta1."""

    metric: Required[ExternalMetrics]
    target: Required[MetricTarget]


class ExternalMetrics(TypedDict, total=False):
    """ExternalMetrics of serving.kserve.io/v1beta1."""

    backend: Literal["prometheus", "graphite"]
    namespace: str
    query: str
    serverAddress: str


class InferenceService(TypedDict, total=False):
    """InferenceService of serving.kserve.io/v1beta1."""

    apiVersion: Required[Literal["serving.kserve.io/v1beta1"]]
    kind: Required[Literal["InferenceService"]]
    metadata: meta_v1.ObjectMeta
    spec: InferenceServiceSpec


class InferenceServiceSpec(TypedDict, total=False):
    """InferenceServiceSpec of serving.kserve.io/v1beta1."""

    canary: list[CanarySpec]
    predictor: Required[PredictorSpec]


class MetricTarget(TypedDict, total=False):
    """MetricTarget of serving.kserve.io/v1beta1."""

    averageUtilization: int
    averageValue: int | str
    type: Literal["Utilization", "Value", "AverageValue"]
    value: int | str


class MetricsSpec(TypedDict, total=False):
    """MetricsSpec of serving.kserve.io/v1beta1."""

    external: ExternalMetricSource
    resource: ResourceMetricSource
    type: Required[Literal["Resource", "External", "PodMetric"]]


class ModelFormat(TypedDict, total=False):
    """ModelFormat of serving.kserve.io/v1beta1."""

    name: Required[str]
    version: str


class ModelSpec(TypedDict, total=False):
    """ModelSpec of serving.kserve.io/v1beta1."""

    args: list[str]
    command: list[str]
    env: list[core_v1.EnvVar]
    envFrom: list[core_v1.EnvFromSource]
    image: str
    imagePullPolicy: str
    lifecycle: core_v1.Lifecycle
    livenessProbe: core_v1.Probe
    modelFormat: ModelFormat
    name: str
    ports: list[core_v1.ContainerPort]
    protocolVersion: str
    readinessProbe: core_v1.Probe
    resources: core_v1.ResourceRequirements
    runtime: str
    runtimeVersion: str
    securityContext: core_v1.SecurityContext
    startupProbe: core_v1.Probe
    storage: ModelStorageSpec
    storageUri: str
    volumeMounts: list[core_v1.VolumeMount]
    workingDir: str


class ModelStorageSpec(TypedDict, total=False):
    """ModelStorageSpec of serving.kserve.io/v1beta1."""

    key: str
    parameters: Mapping[str, str]
    path: str
    schemaPath: str


class PredictorSpec(TypedDict, total=False):
    """PredictorSpec of serving.kserve.io/v1beta1."""

    affinity: core_v1.Affinity
    automountServiceAccountToken: bool
    containers: list[core_v1.Container]
    dnsPolicy: str
    enableServiceLinks: bool
    imagePullSecrets: list[core_v1.LocalObjectReference]
    initContainers: list[core_v1.Container]
    nodeName: str
    nodeSelector: Mapping[str, str]
    preemptionPolicy: str
    priorityClassName: str
    resourceClaims: list[core_v1.PodResourceClaim]
    runtimeClassName: str
    schedulerName: str
    securityContext: core_v1.PodSecurityContext
    serviceAccountName: str
    shareProcessNamespace: bool
    subdomain: str
    terminationGracePeriodSeconds: int
    tolerations: list[core_v1.Toleration]
    topologySpreadConstraints: list[core_v1.TopologySpreadConstraint]
    volumes: list[core_v1.Volume]
    annotations: Mapping[str, str]
    autoScaling: AutoScalingSpec
    batcher: Batcher
    deploymentStrategy: DeploymentStrategy
    labels: Mapping[str, str]
    maxReplicas: int
    minReplicas: int
    name: str
    scaleMetric: Literal["cpu", "memory", "concurrency", "rps"]
    scaleMetricType: Literal["Utilization", "Value", "AverageValue"]
    scaleTarget: int
    storageContainerName: str
    timeout: int
    model: ModelSpec


class ResourceMetricSource(TypedDict, total=False):
    """ResourceMetricSource of serving.kserve.io/v1beta1."""

    name: Required[Literal["cpu", "memory"]]
    target: Required[MetricTarget]


class RollingUpdateDeployment(TypedDict, total=False):
    """RollingUpdateDeployment of serving.kserve.io/v1beta1."""

    maxSurge: int | str
    maxUnavailable: int | str
