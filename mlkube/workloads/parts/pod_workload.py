"""What every workload with one kind of pod has: the container, its surroundings, the rules for both."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.accelerators import Accelerator
from mlkube.workloads.parts.config_files import ConfigFile
from mlkube.workloads.parts.placement import Placement
from mlkube.workloads.parts.pod_rules import pod_faults
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.parts.security import Security
from mlkube.workloads.parts.volume_sources import Storage
from mlkube.workloads.spec import LABEL_VALUE, Spec, field
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.cluster_autoscaler import ClusterAutoscaler
    from mlkube.workloads.parts.network_policy import NetworkPolicy
    from mlkube.workloads.parts.volume_sources import VolumeSource

# Parts that few workloads have.
SPECS_BY_MODULE = {
    "ClusterAutoscaler": "mlkube.workloads.parts.cluster_autoscaler",
    "NetworkPolicy": "mlkube.workloads.parts.network_policy",
}


class ServiceAccount(Spec):
    """The identity of the pods towards the API server and, by annotations, towards clouds."""

    name: str | None = field(
        default=None, doc="An existing ServiceAccount; without it one is built with the workload's name."
    )
    annotations: Mapping[str, str] = field(
        default={}, doc="Annotations of the one that is built, such as eks.amazonaws.com/role-arn."
    )
    identity: str | None = field(
        default=None,
        doc="Whom the pods sign in as at the cloud of `platform`, without a key in the cluster: an IAM role "
        "(aws), a service account (gcp), the client id of a managed identity (azure).",
    )
    mount_token: bool = field(
        default=False, doc="Whether the pods get a token for the API server; a model server needs none."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield annotations of an account that exists already: nothing would ever write them."""
        if self.name is not None and self.annotations:
            reason = f'"{self.name}" exists already, and is not built here'
            hint = "annotate it where it is made, or leave name out"
            yield Fault((*path, "annotations"), reason, hint, other=(*path, "name"))


class PodWorkload(Workload):
    """A workload whose pods have one main container."""

    profile: Literal["dev", "prod"] = field(
        default="prod",
        doc="dev allows what works on one node only: hostPath, ReadWriteOnce under several replicas, and "
        "images without a fixed tag.",
    )
    platform: Literal["aws", "azure", "gcp", "bare-metal"] | None = field(
        default=None,
        doc="Where it runs: EKS, AKS, GKE, or machines of your own. It decides on labels and taints of GPU "
        "nodes, classes of volumes, load balancers and identities, where nothing else does.",
    )
    image_pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = field(
        default=None, doc="When the image is pulled; Kubernetes' own rule without it."
    )
    image_pull_secrets: Sequence[core_v1.LocalObjectReference] = field(
        default=(), doc="Secrets with the registry's credentials.", keys=("name",)
    )
    command: Sequence[str] = field(default=(), doc="Replaces the image's entrypoint.")
    args: Sequence[str] = field(default=(), doc="Arguments behind those that the workload sets.")
    working_dir: str | None = field(default=None, doc="Working directory of the main container.")
    env: Sequence[core_v1.EnvVar] = field(
        default=(),
        doc="Environment of the main container. Values of secrets never stand here: use "
        "valueFrom.secretKeyRef.",
        keys=("name",),
    )
    env_from: Sequence[core_v1.EnvFromSource] = field(
        default=(), doc="ConfigMaps and Secrets whose keys become environment variables."
    )
    resources: Resources = field(default=Resources(), doc="Requests and limits of the main container.")
    accelerator: Accelerator | None = field(default=None, doc="GPUs or other devices.")
    placement: Placement = field(default=Placement(), doc="On which nodes the pods run.")
    cluster_autoscaler: ClusterAutoscaler | None = field(
        default=None, doc="Whether the pods may move when nodes are given back."
    )
    storage: Sequence[Storage] = field(default=(), doc="Volumes of the main container.", keys=("name",))
    volumes: Sequence[core_v1.Volume] = field(
        default=(), doc="Further volumes as a pod has them.", keys=("name",)
    )
    volume_mounts: Sequence[core_v1.VolumeMount] = field(
        default=(), doc="Where the main container mounts these.", keys=("mountPath",)
    )
    ports: Sequence[core_v1.ContainerPort] = field(
        default=(), doc="Further ports of the main container.", keys=("containerPort", "protocol")
    )
    sidecars: Sequence[core_v1.Container] = field(
        default=(), doc="Containers beside the main one.", keys=("name",)
    )
    init_containers: Sequence[core_v1.Container] = field(
        default=(), doc="Containers that run before the main one.", keys=("name",)
    )
    pod_labels: Mapping[str, str] = field(default={}, doc="Further labels of the pods.", pattern=LABEL_VALUE)
    pod_annotations: Mapping[str, str] = field(default={}, doc="Annotations of the pods.")
    service_account: ServiceAccount = field(default=ServiceAccount(), doc="Identity of the pods.")
    security: Security = field(default=Security(), doc="User and rights of the containers.")
    network_policy: NetworkPolicy | None = field(
        default=None, doc="Who may call the pods, and whom they may call."
    )
    config_files: Mapping[str, ConfigFile] = field(
        default={}, doc="Files for the main container, by name; they stand in configDir."
    )
    config_dir: str = field(
        default="/etc/mlkube", doc="Folder in which the container finds configFiles.", pattern=r"/.*"
    )

    def sources(self) -> Iterator[tuple[Path, VolumeSource]]:
        """Yield what stands behind the volumes of the pods, each with its path."""
        for at, storage in enumerate(self.storage):
            yield ("spec", "storage", at), storage

    def downloads(self) -> Iterator[tuple[Path, str]]:
        """Yield what the pods fetch over the network before they can work, each with its path."""
        for path, source in self.sources():
            if source.s3 is not None:
                yield (*path, "s3"), source.s3.uri

    def pod_faults(self, image: str, replicas: int, main: str) -> Iterator[Fault]:
        """Yield what contradicts in the pod; `replicas` is the most pods at a time, `main` the container."""
        return pod_faults(self, image, replicas, main)
