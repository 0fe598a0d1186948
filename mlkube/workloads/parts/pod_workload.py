"""What every workload with one kind of pod has: the container, its surroundings, the rules for both."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.accelerators import Accelerator
from mlkube.workloads.parts.config_files import ConfigFile
from mlkube.workloads.parts.placement import Placement
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.parts.security import Security
from mlkube.workloads.parts.volume_sources import Storage
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.k8s import core_v1


class ServiceAccount(Spec):
    """The identity of the pods towards the API server and, by annotations, towards clouds."""

    name: str | None = field(
        default=None, doc="An existing ServiceAccount; without it one is built with the workload's name."
    )
    annotations: Mapping[str, str] = field(
        default={}, doc="Annotations of the one that is built, such as eks.amazonaws.com/role-arn."
    )
    mount_token: bool = field(
        default=False, doc="Whether the pods get a token for the API server; a model server needs none."
    )


class PodWorkload(Workload):
    """A workload whose pods have one main container."""

    profile: Literal["dev", "prod"] = field(
        default="prod",
        doc="dev allows what works on one node only: hostPath, ReadWriteOnce under several replicas, and "
        "images without a fixed tag.",
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
    pod_labels: Mapping[str, str] = field(default={}, doc="Further labels of the pods.")
    pod_annotations: Mapping[str, str] = field(default={}, doc="Annotations of the pods.")
    service_account: ServiceAccount = field(default=ServiceAccount(), doc="Identity of the pods.")
    security: Security = field(default=Security(), doc="User and rights of the containers.")
    config_files: Mapping[str, ConfigFile] = field(
        default={}, doc="Files for the main container, by name; they stand in configDir."
    )
    config_dir: str = field(
        default="/etc/mlkube", doc="Folder in which the container finds configFiles.", pattern=r"/.*"
    )

    def pod_faults(self, image: str, replicas: int, main: str) -> Iterator[Fault]:
        """Yield what contradicts in the pod; `replicas` is the most pods at a time, `main` the container."""
        dev = self.profile == "dev"
        yield from self.resources.faults(("spec", "resources"))
        if self.accelerator is not None:
            yield from self.accelerator.faults(("spec", "accelerator"))
        for at, storage in enumerate(self.storage):
            yield from storage.faults(("spec", "storage", at), dev=dev, replicas=replicas)
        for name, file in self.config_files.items():
            yield from file.faults(("spec", "configFiles", name))
        yield from self._mount_faults()
        yield from self._name_faults(main)
        yield from secrets_in_env(self.env)
        if not dev:
            yield from floating_image(image)

    def _mount_faults(self) -> Iterator[Fault]:
        """Yield two volumes at one path: the server refuses such a container."""
        seen: dict[str, int] = {}
        for at, storage in enumerate(self.storage):
            path = storage.mount_path.rstrip("/")
            if path in seen:
                first = ("spec", "storage", seen[path], "mountPath")
                yield Fault(("spec", "storage", at, "mountPath"), f"{path} is mounted already", other=first)
            seen.setdefault(path, at)

    def _name_faults(self, main: str) -> Iterator[Fault]:
        """Yield containers that are called as the main one is: the pod would have two of the name."""
        for field_name, containers in (("sidecars", self.sidecars), ("initContainers", self.init_containers)):
            for at, container in enumerate(containers):
                if container.get("name") == main:
                    reason = f'"{main}" is the name of the main container'
                    yield Fault(("spec", field_name, at, "name"), reason, "choose another name")


_SECRET_WORDS = (
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "CREDENTIAL",
)
_NO_SECRETS = ("_FILE", "_PATH", "_DIR", "_URL", "_NAME")


def secrets_in_env(
    env: Sequence[core_v1.EnvVar], path: tuple[str | int, ...] = ("spec", "env")
) -> Iterator[Fault]:
    """Yield variables that seem to hold a secret's value: all who see the manifest would see it."""
    for at, variable in enumerate(env):
        name = str(variable.get("name", "")).upper()
        secret = any(word in name for word in _SECRET_WORDS) and not name.endswith(_NO_SECRETS)
        value = variable.get("value")
        if secret and isinstance(value, str) and value and "$(" not in value:
            hint = "keep it in a Secret and refer to it with valueFrom.secretKeyRef"
            yield Fault(
                (*path, at, "value"), f"{variable.get('name')} looks like the value of a secret", hint
            )


def floating_image(image: str, path: tuple[str | int, ...] = ("spec", "image")) -> Iterator[Fault]:
    """Yield an image without a fixed version: pods of one rollout could differ, with no way back."""
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    if not digest and tag in ("", "latest"):
        reason = f"{image} has no fixed version"
        yield Fault(path, reason, "name a tag or a digest, or set `profile: dev`", other=("spec", "profile"))
