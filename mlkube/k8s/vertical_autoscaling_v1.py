"""Custom resources of autoscaling.k8s.io/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import meta_v1


class ContainerResourcePolicy(TypedDict, total=False):
    """ContainerResourcePolicy of autoscaling.k8s.io/v1."""

    containerName: str
    controlledResources: list[str]
    controlledValues: Literal["RequestsAndLimits", "RequestsOnly"]
    maxAllowed: Mapping[str, str | int | float]
    memoryAggregationIntervalCount: int
    memoryAggregationIntervalSeconds: int
    minAllowed: Mapping[str, str | int | float]
    mode: Literal["Auto", "Off"]
    oomBumpUpRatio: int | str
    oomMinBumpUp: int | str
    startupBoost: StartupBoost


class CrossVersionObjectReference(TypedDict, total=False):
    """CrossVersionObjectReference of autoscaling.k8s.io/v1."""

    apiVersion: str
    kind: Required[str]
    name: Required[str]


class EvictionRequirement(TypedDict, total=False):
    """EvictionRequirement of autoscaling.k8s.io/v1."""

    changeRequirement: Required[Literal["TargetHigherThanRequests", "TargetLowerThanRequests"]]
    resources: Required[list[str]]


class GenericStartupBoost(TypedDict, total=False):
    """GenericStartupBoost of autoscaling.k8s.io/v1."""

    durationSeconds: int
    factor: int
    quantity: str | int | float
    type: Required[Literal["Factor", "Quantity"]]


class PodResourcePolicy(TypedDict, total=False):
    """PodResourcePolicy of autoscaling.k8s.io/v1."""

    containerPolicies: list[ContainerResourcePolicy]


class PodUpdatePolicy(TypedDict, total=False):
    """PodUpdatePolicy of autoscaling.k8s.io/v1."""

    evictAfterOOMSeconds: int
    evictionRequirements: list[EvictionRequirement]
    minReplicas: int
    updateMode: Literal["Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto"]


class StartupBoost(TypedDict, total=False):
    """StartupBoost of autoscaling.k8s.io/v1."""

    cpu: GenericStartupBoost


class VerticalPodAutoscaler(TypedDict, total=False):
    """VerticalPodAutoscaler of autoscaling.k8s.io/v1."""

    apiVersion: Required[Literal["autoscaling.k8s.io/v1"]]
    kind: Required[Literal["VerticalPodAutoscaler"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[VerticalPodAutoscalerSpec]


class VerticalPodAutoscalerRecommenderSelector(TypedDict, total=False):
    """VerticalPodAutoscalerRecommenderSelector of autoscaling.k8s.io/v1."""

    name: Required[str]


class VerticalPodAutoscalerSpec(TypedDict, total=False):
    """VerticalPodAutoscalerSpec of autoscaling.k8s.io/v1."""

    recommenders: list[VerticalPodAutoscalerRecommenderSelector]
    resourcePolicy: PodResourcePolicy
    startupBoost: StartupBoost
    targetRef: Required[CrossVersionObjectReference]
    updatePolicy: PodUpdatePolicy
