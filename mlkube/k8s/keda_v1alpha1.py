"""Custom resources of keda.sh/v1alpha1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import autoscaling_v2, meta_v1


class AdvancedConfig(TypedDict, total=False):
    """AdvancedConfig of keda.sh/v1alpha1."""

    horizontalPodAutoscalerConfig: HorizontalPodAutoscalerConfig
    restoreToOriginalReplicaCount: bool
    scalingModifiers: ScalingModifiers


class AuthEnvironment(TypedDict, total=False):
    """AuthEnvironment of keda.sh/v1alpha1."""

    containerName: str
    name: Required[str]
    parameter: Required[str]


class AuthPodIdentity(TypedDict, total=False):
    """AuthPodIdentity of keda.sh/v1alpha1."""

    externalID: str
    identityAuthorityHost: str
    identityId: str
    identityOwner: Literal["keda", "workload"]
    identityTenantId: str
    provider: Required[Literal["azure-workload", "gcp", "aws", "aws-eks", "none"]]
    roleArn: str


class AuthTargetRef(TypedDict, total=False):
    """AuthTargetRef of keda.sh/v1alpha1."""

    key: Required[str]
    name: Required[str]
    parameter: Required[str]


class AuthenticationRef(TypedDict, total=False):
    """AuthenticationRef of keda.sh/v1alpha1."""

    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"]
    name: Required[str]


class BoundServiceAccountToken(TypedDict, total=False):
    """BoundServiceAccountToken of keda.sh/v1alpha1."""

    parameter: Required[str]
    serviceAccountName: Required[str]


class Fallback(TypedDict, total=False):
    """Fallback of keda.sh/v1alpha1."""

    behavior: Literal["static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower", "scalingModifiers"]
    failureThreshold: Required[int]
    replicas: Required[int]


class HorizontalPodAutoscalerConfig(TypedDict, total=False):
    """HorizontalPodAutoscalerConfig of keda.sh/v1alpha1."""

    behavior: autoscaling_v2.HorizontalPodAutoscalerBehavior
    name: str


class ScaleTarget(TypedDict, total=False):
    """ScaleTarget of keda.sh/v1alpha1."""

    apiVersion: str
    envSourceContainerName: str
    kind: str
    name: Required[str]


class ScaleTriggers(TypedDict, total=False):
    """ScaleTriggers of keda.sh/v1alpha1."""

    authenticationRef: AuthenticationRef
    metadata: Required[Mapping[str, str]]
    metricType: str
    name: str
    type: Required[str]
    useCachedMetrics: bool


class ScaledObject(TypedDict, total=False):
    """ScaledObject of keda.sh/v1alpha1."""

    apiVersion: Required[Literal["keda.sh/v1alpha1"]]
    kind: Required[Literal["ScaledObject"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ScaledObjectSpec]


class ScaledObjectSpec(TypedDict, total=False):
    """ScaledObjectSpec of keda.sh/v1alpha1."""

    advanced: AdvancedConfig
    cooldownPeriod: int
    fallback: Fallback
    idleReplicaCount: int
    initialCooldownPeriod: int
    maxReplicaCount: int
    minReplicaCount: int
    pollingInterval: int
    scaleTargetRef: Required[ScaleTarget]
    triggers: Required[list[ScaleTriggers]]


class ScalingModifiers(TypedDict, total=False):
    """ScalingModifiers of keda.sh/v1alpha1."""

    activationTarget: str
    formula: str
    metricType: Literal["AverageValue", "Value"]
    target: str


class TriggerAuthentication(TypedDict, total=False):
    """TriggerAuthentication of keda.sh/v1alpha1."""

    apiVersion: Required[Literal["keda.sh/v1alpha1"]]
    kind: Required[Literal["TriggerAuthentication"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[TriggerAuthenticationSpec]


class TriggerAuthenticationSpec(TypedDict, total=False):
    """TriggerAuthenticationSpec of keda.sh/v1alpha1."""

    boundServiceAccountToken: list[BoundServiceAccountToken]
    configMapTargetRef: list[AuthTargetRef]
    env: list[AuthEnvironment]
    podIdentity: AuthPodIdentity
    secretTargetRef: list[AuthTargetRef]
