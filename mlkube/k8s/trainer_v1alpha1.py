"""Custom resources of trainer.kubeflow.org/v1alpha1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class ContainerPatch(TypedDict, total=False):
    """ContainerPatch of trainer.kubeflow.org/v1alpha1."""

    env: list[core_v1.EnvVar]
    name: Required[str]
    securityContext: core_v1.SecurityContext
    volumeMounts: list[core_v1.VolumeMount]


class DatasetInitializer(TypedDict, total=False):
    """DatasetInitializer of trainer.kubeflow.org/v1alpha1."""

    env: list[core_v1.EnvVar]
    secretRef: core_v1.LocalObjectReference
    storageUri: str


class Initializer(TypedDict, total=False):
    """Initializer of trainer.kubeflow.org/v1alpha1."""

    dataset: DatasetInitializer
    model: ModelInitializer


class JobSetSpecPatch(TypedDict, total=False):
    """JobSetSpecPatch of trainer.kubeflow.org/v1alpha1."""

    replicatedJobs: list[ReplicatedJobPatch]


class JobSetTemplatePatch(TypedDict, total=False):
    """JobSetTemplatePatch of trainer.kubeflow.org/v1alpha1."""

    metadata: meta_v1.ObjectMeta
    spec: JobSetSpecPatch


class JobSpecPatch(TypedDict, total=False):
    """JobSpecPatch of trainer.kubeflow.org/v1alpha1."""

    template: PodTemplatePatch


class JobTemplatePatch(TypedDict, total=False):
    """JobTemplatePatch of trainer.kubeflow.org/v1alpha1."""

    metadata: meta_v1.ObjectMeta
    spec: JobSpecPatch


class ModelInitializer(TypedDict, total=False):
    """ModelInitializer of trainer.kubeflow.org/v1alpha1."""

    env: list[core_v1.EnvVar]
    secretRef: core_v1.LocalObjectReference
    storageUri: str


class PodSpecPatch(TypedDict, total=False):
    """PodSpecPatch of trainer.kubeflow.org/v1alpha1."""

    affinity: core_v1.Affinity
    containers: list[ContainerPatch]
    imagePullSecrets: list[core_v1.LocalObjectReference]
    initContainers: list[ContainerPatch]
    nodeSelector: Mapping[str, str]
    schedulingGates: list[core_v1.PodSchedulingGate]
    securityContext: core_v1.PodSecurityContext
    serviceAccountName: str
    terminationGracePeriodSeconds: int
    tolerations: list[core_v1.Toleration]
    volumes: list[core_v1.Volume]


class PodTemplatePatch(TypedDict, total=False):
    """PodTemplatePatch of trainer.kubeflow.org/v1alpha1."""

    metadata: meta_v1.ObjectMeta
    spec: PodSpecPatch


class ReplicatedJobPatch(TypedDict, total=False):
    """ReplicatedJobPatch of trainer.kubeflow.org/v1alpha1."""

    name: Required[str]
    template: JobTemplatePatch


class RuntimePatch(TypedDict, total=False):
    """RuntimePatch of trainer.kubeflow.org/v1alpha1."""

    manager: Required[str]
    trainingRuntimeSpec: TrainingRuntimeSpecPatch


class RuntimeRef(TypedDict, total=False):
    """RuntimeRef of trainer.kubeflow.org/v1alpha1."""

    apiGroup: str
    kind: str
    name: Required[str]


class TrainJob(TypedDict, total=False):
    """TrainJob of trainer.kubeflow.org/v1alpha1."""

    apiVersion: Required[Literal["trainer.kubeflow.org/v1alpha1"]]
    kind: Required[Literal["TrainJob"]]
    metadata: meta_v1.ObjectMeta
    spec: TrainJobSpec


class TrainJobSpec(TypedDict, total=False):
    """TrainJobSpec of trainer.kubeflow.org/v1alpha1."""

    activeDeadlineSeconds: int
    initializer: Initializer
    managedBy: str
    runtimePatches: list[RuntimePatch]
    runtimeRef: Required[RuntimeRef]
    suspend: bool
    trainer: Trainer


class Trainer(TypedDict, total=False):
    """Trainer of trainer.kubeflow.org/v1alpha1."""

    args: list[str]
    command: list[str]
    env: list[core_v1.EnvVar]
    image: str
    numNodes: int
    numProcPerNode: int
    resourcesPerNode: core_v1.ResourceRequirements


class TrainingRuntimeSpecPatch(TypedDict, total=False):
    """TrainingRuntimeSpecPatch of trainer.kubeflow.org/v1alpha1."""

    template: JobSetTemplatePatch
