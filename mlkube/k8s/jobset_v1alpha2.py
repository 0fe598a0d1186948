"""Custom resources of jobset.x-k8s.io/v1alpha2, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import batch_v1, core_v1, meta_v1


class Coordinator(TypedDict, total=False):
    """Coordinator of jobset.x-k8s.io/v1alpha2."""

    jobIndex: int
    podIndex: int
    replicatedJob: Required[str]


class DependsOn(TypedDict, total=False):
    """DependsOn of jobset.x-k8s.io/v1alpha2."""

    name: Required[str]
    status: Required[Literal["Ready", "Complete"]]


class FailurePolicy(TypedDict, total=False):
    """FailurePolicy of jobset.x-k8s.io/v1alpha2."""

    maxRestarts: int
    restartStrategy: Literal["Recreate", "BlockingRecreate", "InPlaceRestart"]
    rules: list[FailurePolicyRule]


class FailurePolicyRule(TypedDict, total=False):
    """FailurePolicyRule of jobset.x-k8s.io/v1alpha2."""

    action: Required[Literal["FailJobSet", "RestartJobSet", "RestartJobSetAndIgnoreMaxRestarts", "RestartJob", "RestartJobAndIgnoreMaxRestarts"]]
    name: Required[str]
    onJobFailureMessagePatterns: list[str]
    onJobFailureReasons: list[str]
    targetReplicatedJobs: list[str]


class JobSet(TypedDict, total=False):
    """JobSet of jobset.x-k8s.io/v1alpha2."""

    apiVersion: Required[Literal["jobset.x-k8s.io/v1alpha2"]]
    kind: Required[Literal["JobSet"]]
    metadata: meta_v1.ObjectMeta
    spec: JobSetSpec


class JobSetSpec(TypedDict, total=False):
    """JobSetSpec of jobset.x-k8s.io/v1alpha2."""

    coordinator: Coordinator
    failurePolicy: FailurePolicy
    managedBy: str
    network: Network
    replicatedJobs: list[ReplicatedJob]
    startupPolicy: StartupPolicy
    successPolicy: SuccessPolicy
    suspend: bool
    ttlSecondsAfterFinished: int
    volumeClaimPolicies: list[VolumeClaimPolicy]


class Network(TypedDict, total=False):
    """Network of jobset.x-k8s.io/v1alpha2."""

    enableDNSHostnames: bool
    publishNotReadyAddresses: bool
    subdomain: str


class ReplicatedJob(TypedDict, total=False):
    """ReplicatedJob of jobset.x-k8s.io/v1alpha2."""

    dependsOn: list[DependsOn]
    groupName: str
    name: Required[str]
    replicas: int
    template: Required[batch_v1.JobTemplateSpec]


class StartupPolicy(TypedDict, total=False):
    """StartupPolicy of jobset.x-k8s.io/v1alpha2."""

    startupPolicyOrder: Required[Literal["AnyOrder", "InOrder"]]


class SuccessPolicy(TypedDict, total=False):
    """SuccessPolicy of jobset.x-k8s.io/v1alpha2."""

    operator: Required[Literal["All", "Any"]]
    targetReplicatedJobs: list[str]


class VolumeClaimPolicy(TypedDict, total=False):
    """VolumeClaimPolicy of jobset.x-k8s.io/v1alpha2."""

    retentionPolicy: VolumeRetentionPolicy
    templates: list[core_v1.PersistentVolumeClaim]


class VolumeRetentionPolicy(TypedDict, total=False):
    """VolumeRetentionPolicy of jobset.x-k8s.io/v1alpha2."""

    whenDeleted: Literal["Delete", "Retain"]
