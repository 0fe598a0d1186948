"""Kubernetes 1.36, autoscaling/v2; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import meta_v1


class ContainerResourceMetricSource(TypedDict, total=False):
    """ContainerResourceMetricSource of autoscaling/v2."""

    container: Required[str]
    name: Required[str]
    target: Required[MetricTarget]


class ContainerResourceMetricStatus(TypedDict, total=False):
    """ContainerResourceMetricStatus of autoscaling/v2."""

    container: Required[str]
    current: Required[MetricValueStatus]
    name: Required[str]


class CrossVersionObjectReference(TypedDict, total=False):
    """CrossVersionObjectReference of autoscaling/v2."""

    apiVersion: str
    kind: Required[str]
    name: Required[str]


class ExternalMetricSource(TypedDict, total=False):
    """ExternalMetricSource of autoscaling/v2."""

    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


class ExternalMetricStatus(TypedDict, total=False):
    """ExternalMetricStatus of autoscaling/v2."""

    current: Required[MetricValueStatus]
    metric: Required[MetricIdentifier]


class HPAScalingPolicy(TypedDict, total=False):
    """HPAScalingPolicy of autoscaling/v2."""

    periodSeconds: Required[int]
    type: Required[str]
    value: Required[int]


class HPAScalingRules(TypedDict, total=False):
    """HPAScalingRules of autoscaling/v2."""

    policies: list[HPAScalingPolicy]
    selectPolicy: str
    stabilizationWindowSeconds: int
    tolerance: str | int | float


class HorizontalPodAutoscaler(TypedDict, total=False):
    """HorizontalPodAutoscaler of autoscaling/v2."""

    apiVersion: Required[Literal["autoscaling/v2"]]
    kind: Required[Literal["HorizontalPodAutoscaler"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[HorizontalPodAutoscalerSpec]
    status: HorizontalPodAutoscalerStatus


class HorizontalPodAutoscalerBehavior(TypedDict, total=False):
    """HorizontalPodAutoscalerBehavior of autoscaling/v2."""

    scaleDown: HPAScalingRules
    scaleUp: HPAScalingRules


class HorizontalPodAutoscalerCondition(TypedDict, total=False):
    """HorizontalPodAutoscalerCondition of autoscaling/v2."""

    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class HorizontalPodAutoscalerSpec(TypedDict, total=False):
    """HorizontalPodAutoscalerSpec of autoscaling/v2."""

    behavior: HorizontalPodAutoscalerBehavior
    maxReplicas: Required[int]
    metrics: list[MetricSpec]
    minReplicas: int
    scaleTargetRef: Required[CrossVersionObjectReference]


class HorizontalPodAutoscalerStatus(TypedDict, total=False):
    """HorizontalPodAutoscalerStatus of autoscaling/v2."""

    conditions: list[HorizontalPodAutoscalerCondition]
    currentMetrics: list[MetricStatus]
    currentReplicas: int
    desiredReplicas: Required[int]
    lastScaleTime: str
    observedGeneration: int


class MetricIdentifier(TypedDict, total=False):
    """MetricIdentifier of autoscaling/v2."""

    name: Required[str]
    selector: meta_v1.LabelSelector


class MetricSpec(TypedDict, total=False):
    """MetricSpec of autoscaling/v2."""

    containerResource: ContainerResourceMetricSource
    external: ExternalMetricSource
    object: ObjectMetricSource
    pods: PodsMetricSource
    resource: ResourceMetricSource
    type: Required[str]


class MetricStatus(TypedDict, total=False):
    """MetricStatus of autoscaling/v2."""

    containerResource: ContainerResourceMetricStatus
    external: ExternalMetricStatus
    object: ObjectMetricStatus
    pods: PodsMetricStatus
    resource: ResourceMetricStatus
    type: Required[str]


class MetricTarget(TypedDict, total=False):
    """MetricTarget of autoscaling/v2."""

    averageUtilization: int
    averageValue: str | int | float
    type: Required[str]
    value: str | int | float


class MetricValueStatus(TypedDict, total=False):
    """MetricValueStatus of autoscaling/v2."""

    averageUtilization: int
    averageValue: str | int | float
    value: str | int | float


class ObjectMetricSource(TypedDict, total=False):
    """ObjectMetricSource of autoscaling/v2."""

    describedObject: Required[CrossVersionObjectReference]
    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


class ObjectMetricStatus(TypedDict, total=False):
    """ObjectMetricStatus of autoscaling/v2."""

    current: Required[MetricValueStatus]
    describedObject: Required[CrossVersionObjectReference]
    metric: Required[MetricIdentifier]


class PodsMetricSource(TypedDict, total=False):
    """PodsMetricSource of autoscaling/v2."""

    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


class PodsMetricStatus(TypedDict, total=False):
    """PodsMetricStatus of autoscaling/v2."""

    current: Required[MetricValueStatus]
    metric: Required[MetricIdentifier]


class ResourceMetricSource(TypedDict, total=False):
    """ResourceMetricSource of autoscaling/v2."""

    name: Required[str]
    target: Required[MetricTarget]


class ResourceMetricStatus(TypedDict, total=False):
    """ResourceMetricStatus of autoscaling/v2."""

    current: Required[MetricValueStatus]
    name: Required[str]
