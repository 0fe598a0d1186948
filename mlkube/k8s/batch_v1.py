"""Kubernetes 1.36, batch/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import core_v1, meta_v1


class CronJob(TypedDict, total=False):
    """CronJob of batch/v1."""

    apiVersion: Required[Literal["batch/v1"]]
    kind: Required[Literal["CronJob"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[CronJobSpec]
    status: CronJobStatus


class CronJobSpec(TypedDict, total=False):
    """CronJobSpec of batch/v1."""

    concurrencyPolicy: str
    failedJobsHistoryLimit: int
    jobTemplate: Required[JobTemplateSpec]
    schedule: Required[str]
    startingDeadlineSeconds: int
    successfulJobsHistoryLimit: int
    suspend: bool
    timeZone: str


class CronJobStatus(TypedDict, total=False):
    """CronJobStatus of batch/v1."""

    active: list[core_v1.ObjectReference]
    lastScheduleTime: str
    lastSuccessfulTime: str


class Job(TypedDict, total=False):
    """Job of batch/v1."""

    apiVersion: Required[Literal["batch/v1"]]
    kind: Required[Literal["Job"]]
    metadata: meta_v1.ObjectMeta
    spec: JobSpec
    status: JobStatus


class JobCondition(TypedDict, total=False):
    """JobCondition of batch/v1."""

    lastProbeTime: str
    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class JobSpec(TypedDict, total=False):
    """JobSpec of batch/v1."""

    activeDeadlineSeconds: int
    backoffLimit: int
    backoffLimitPerIndex: int
    completionMode: str
    completions: int
    managedBy: str
    manualSelector: bool
    maxFailedIndexes: int
    parallelism: int
    podFailurePolicy: PodFailurePolicy
    podReplacementPolicy: str
    selector: meta_v1.LabelSelector
    successPolicy: SuccessPolicy
    suspend: bool
    template: Required[core_v1.PodTemplateSpec]
    ttlSecondsAfterFinished: int


class JobStatus(TypedDict, total=False):
    """JobStatus of batch/v1."""

    active: int
    completedIndexes: str
    completionTime: str
    conditions: list[JobCondition]
    failed: int
    failedIndexes: str
    ready: int
    startTime: str
    succeeded: int
    terminating: int
    uncountedTerminatedPods: UncountedTerminatedPods


class JobTemplateSpec(TypedDict, total=False):
    """JobTemplateSpec of batch/v1."""

    metadata: meta_v1.ObjectMeta
    spec: JobSpec


class PodFailurePolicy(TypedDict, total=False):
    """PodFailurePolicy of batch/v1."""

    rules: Required[list[PodFailurePolicyRule]]


class PodFailurePolicyOnExitCodesRequirement(TypedDict, total=False):
    """PodFailurePolicyOnExitCodesRequirement of batch/v1."""

    containerName: str
    operator: Required[str]
    values: Required[list[int]]


class PodFailurePolicyOnPodConditionsPattern(TypedDict, total=False):
    """PodFailurePolicyOnPodConditionsPattern of batch/v1."""

    status: str
    type: Required[str]


class PodFailurePolicyRule(TypedDict, total=False):
    """PodFailurePolicyRule of batch/v1."""

    action: Required[str]
    onExitCodes: PodFailurePolicyOnExitCodesRequirement
    onPodConditions: list[PodFailurePolicyOnPodConditionsPattern]


class SuccessPolicy(TypedDict, total=False):
    """SuccessPolicy of batch/v1."""

    rules: Required[list[SuccessPolicyRule]]


class SuccessPolicyRule(TypedDict, total=False):
    """SuccessPolicyRule of batch/v1."""

    succeededCount: int
    succeededIndexes: str


class UncountedTerminatedPods(TypedDict, total=False):
    """UncountedTerminatedPods of batch/v1."""

    failed: list[str]
    succeeded: list[str]
