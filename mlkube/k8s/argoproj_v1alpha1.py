"""Custom resources of argoproj.io/v1alpha1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import Json
    from mlkube.k8s import core_v1, meta_v1


class AnalysisRunArgument(TypedDict, total=False):
    """AnalysisRunArgument of argoproj.io/v1alpha1."""

    name: Required[str]
    value: str


class AnalysisTemplateRef(TypedDict, total=False):
    """AnalysisTemplateRef of argoproj.io/v1alpha1."""

    clusterScope: bool
    templateName: str


class BlueGreenStrategy(TypedDict, total=False):
    """BlueGreenStrategy of argoproj.io/v1alpha1."""

    abortScaleDownDelaySeconds: int
    activeMetadata: PodTemplateMetadata
    activeService: Required[str]
    autoPromotionEnabled: bool
    autoPromotionSeconds: int
    maxUnavailable: int | str
    postPromotionAnalysis: RolloutAnalysis
    prePromotionAnalysis: RolloutAnalysis
    previewMetadata: PodTemplateMetadata
    previewReplicaCount: int
    previewService: str
    scaleDownDelayRevisionLimit: int
    scaleDownDelaySeconds: int


class CanaryStep(TypedDict, total=False):
    """CanaryStep of argoproj.io/v1alpha1."""

    analysis: RolloutAnalysis
    pause: RolloutPause
    setCanaryScale: SetCanaryScale
    setWeight: int


class CanaryStrategy(TypedDict, total=False):
    """CanaryStrategy of argoproj.io/v1alpha1."""

    abortScaleDownDelaySeconds: int
    analysis: RolloutAnalysisBackground
    canaryMetadata: PodTemplateMetadata
    canaryService: str
    dynamicStableScale: bool
    maxSurge: int | str
    maxUnavailable: int | str
    minPodsPerReplicaSet: int
    scaleDownDelayRevisionLimit: int
    scaleDownDelaySeconds: int
    stableMetadata: PodTemplateMetadata
    stableService: str
    steps: list[CanaryStep]
    trafficRouting: RolloutTrafficRouting


class ObjectRef(TypedDict, total=False):
    """ObjectRef of argoproj.io/v1alpha1."""

    apiVersion: str
    kind: str
    name: str
    scaleDown: str


class PodTemplateMetadata(TypedDict, total=False):
    """PodTemplateMetadata of argoproj.io/v1alpha1."""

    annotations: Mapping[str, str]
    labels: Mapping[str, str]


class RollbackWindowSpec(TypedDict, total=False):
    """RollbackWindowSpec of argoproj.io/v1alpha1."""

    revisions: int


class Rollout(TypedDict, total=False):
    """Rollout of argoproj.io/v1alpha1."""

    apiVersion: Required[Literal["argoproj.io/v1alpha1"]]
    kind: Required[Literal["Rollout"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[RolloutSpec]


class RolloutAnalysis(TypedDict, total=False):
    """RolloutAnalysis of argoproj.io/v1alpha1."""

    args: list[AnalysisRunArgument]
    templates: list[AnalysisTemplateRef]


class RolloutAnalysisBackground(TypedDict, total=False):
    """RolloutAnalysisBackground of argoproj.io/v1alpha1."""

    args: list[AnalysisRunArgument]
    templates: list[AnalysisTemplateRef]
    startingStep: int


class RolloutPause(TypedDict, total=False):
    """RolloutPause of argoproj.io/v1alpha1."""

    duration: int | str


class RolloutSpec(TypedDict, total=False):
    """RolloutSpec of argoproj.io/v1alpha1."""

    minReadySeconds: int
    paused: bool
    progressDeadlineAbort: bool
    progressDeadlineSeconds: int
    replicas: int
    revisionHistoryLimit: int
    rollbackWindow: RollbackWindowSpec
    selector: meta_v1.LabelSelector
    strategy: RolloutStrategy
    template: core_v1.PodTemplateSpec
    workloadRef: ObjectRef


class RolloutStrategy(TypedDict, total=False):
    """RolloutStrategy of argoproj.io/v1alpha1."""

    blueGreen: BlueGreenStrategy
    canary: CanaryStrategy


class RolloutTrafficRouting(TypedDict, total=False):
    """RolloutTrafficRouting of argoproj.io/v1alpha1."""

    maxTrafficWeight: int
    plugins: Mapping[str, Json]


class SetCanaryScale(TypedDict, total=False):
    """SetCanaryScale of argoproj.io/v1alpha1."""

    matchTrafficWeight: bool
    replicas: int
    weight: int
