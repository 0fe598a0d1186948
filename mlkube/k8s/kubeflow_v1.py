"""Custom resources of kubeflow.org/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import autoscaling_v2, core_v1, meta_v1


class ElasticPolicy(TypedDict, total=False):
    """ElasticPolicy of kubeflow.org/v1."""

    maxReplicas: int
    maxRestarts: int
    metrics: list[autoscaling_v2.MetricSpec]
    minReplicas: int
    nProcPerNode: int
    rdzvBackend: str
    rdzvConf: list[RendezvousSetting]
    rdzvHost: str
    rdzvId: str
    rdzvPort: int
    standalone: bool


class JAXJob(TypedDict, total=False):
    """JAXJob of kubeflow.org/v1."""

    apiVersion: Required[Literal["kubeflow.org/v1"]]
    kind: Required[Literal["JAXJob"]]
    metadata: meta_v1.ObjectMeta
    spec: JAXJobSpec


class JAXJobSpec(TypedDict, total=False):
    """JAXJobSpec of kubeflow.org/v1."""

    jaxReplicaSpecs: Required[Mapping[str, ReplicaSpec]]
    runPolicy: RunPolicy


class MPIJob(TypedDict, total=False):
    """MPIJob of kubeflow.org/v1."""

    apiVersion: Required[Literal["kubeflow.org/v1"]]
    kind: Required[Literal["MPIJob"]]
    metadata: meta_v1.ObjectMeta
    spec: MPIJobSpec


class MPIJobSpec(TypedDict, total=False):
    """MPIJobSpec of kubeflow.org/v1."""

    cleanPodPolicy: str
    mainContainer: str
    mpiReplicaSpecs: Required[Mapping[str, ReplicaSpec]]
    runPolicy: RunPolicy
    slotsPerWorker: int


class PyTorchJob(TypedDict, total=False):
    """PyTorchJob of kubeflow.org/v1."""

    apiVersion: Required[Literal["kubeflow.org/v1"]]
    kind: Required[Literal["PyTorchJob"]]
    metadata: meta_v1.ObjectMeta
    spec: PyTorchJobSpec


class PyTorchJobSpec(TypedDict, total=False):
    """PyTorchJobSpec of kubeflow.org/v1."""

    elasticPolicy: ElasticPolicy
    nprocPerNode: str
    pytorchReplicaSpecs: Required[Mapping[str, ReplicaSpec]]
    runPolicy: RunPolicy


class RendezvousSetting(TypedDict, total=False):
    """RendezvousSetting of kubeflow.org/v1."""

    key: str
    value: str


class ReplicaSpec(TypedDict, total=False):
    """ReplicaSpec of kubeflow.org/v1."""

    replicas: int
    restartPolicy: str
    template: core_v1.PodTemplateSpec


class RunPolicy(TypedDict, total=False):
    """RunPolicy of kubeflow.org/v1."""

    activeDeadlineSeconds: int
    backoffLimit: int
    cleanPodPolicy: str
    managedBy: str
    schedulingPolicy: SchedulingPolicy
    suspend: bool
    ttlSecondsAfterFinished: int


class SchedulingPolicy(TypedDict, total=False):
    """SchedulingPolicy of kubeflow.org/v1."""

    minAvailable: int
    minResources: Mapping[str, str | int | float]
    priorityClass: str
    queue: str
    scheduleTimeoutSeconds: int


class TFJob(TypedDict, total=False):
    """TFJob of kubeflow.org/v1."""

    apiVersion: Required[Literal["kubeflow.org/v1"]]
    kind: Required[Literal["TFJob"]]
    metadata: meta_v1.ObjectMeta
    spec: TFJobSpec


class TFJobSpec(TypedDict, total=False):
    """TFJobSpec of kubeflow.org/v1."""

    enableDynamicWorker: bool
    runPolicy: RunPolicy
    successPolicy: str
    tfReplicaSpecs: Required[Mapping[str, ReplicaSpec]]
