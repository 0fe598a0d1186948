"""What stands behind a volume: an existing claim, a new one, a static pair, a share, an image, a download."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.container_rules import floating_image
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path


class Nfs(Spec):
    """A share of an NFS server."""

    server: str = field(doc="Host name or address of the server.")
    path: str = field(doc="Exported path on the server.", pattern=r"/.*", hint="an absolute path")
    mount_options: Sequence[str] = field(
        default=(),
        doc="Mount options such as nfsvers=4.1; a pod has no place for them, only a static pair has.",
    )


class Csi(Spec):
    """A volume of a CSI driver that exists already."""

    driver: str = field(doc="Name of the driver, such as ebs.csi.aws.com.")
    volume_handle: str = field(doc="The driver's name for the volume.")
    fs_type: str | None = field(default=None, doc="File system on the volume.")
    attributes: Mapping[str, str] = field(default={}, doc="The driver's own settings.")


class HostPath(Spec):
    """A folder of the node itself. Every node has its own, so it serves one node: `profile: dev` only."""

    path: str = field(doc="Folder on the node.", pattern=r"/.*", hint="an absolute path")
    type: Literal["Directory", "DirectoryOrCreate"] = field(
        default="Directory",
        doc="With Directory a node that lacks the folder is an error to see, not an empty volume.",
    )


class StaticVolume(Spec):
    """A PersistentVolume and the claim on it, bound to each other and to nothing else."""

    size: Quantity = field(doc="Capacity of the volume.", unit="bytes")
    access_modes: Sequence[Literal["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]] = (
        field(default=("ReadOnlyMany",), doc="How nodes may mount it.")
    )
    nfs: Nfs | None = field(default=None, doc="The volume is an NFS share.")
    csi: Csi | None = field(default=None, doc="The volume is one of a CSI driver.")
    host_path: HostPath | None = field(default=None, doc="The volume is a folder of the node.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a pair with no volume behind it, or several."""
        yield from exactly_one(self, ("nfs", "csi", "host_path"), path)


class NewClaim(Spec):
    """A claim that the cluster provisions a volume for."""

    size: Quantity = field(doc="Size to ask for.", unit="bytes")
    storage_class: str | None = field(
        default=None,
        doc="StorageClass to provision from; without it that of `platform`, else the cluster's default.",
        pattern=f"({OBJECT_NAME})?",
    )
    access_modes: Sequence[Literal["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]] = (
        field(default=("ReadWriteOnce",), doc="How nodes may mount it.")
    )


class ImageVolume(Spec):
    """Files of an OCI image, mounted read-only (Kubernetes 1.36; on by default since 1.35)."""

    reference: str = field(doc="The image, best by digest.")
    pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = field(
        default=None, doc="When to pull it; as for containers without it."
    )


class S3Download(Spec):
    """Files that an init container copies from an object store before the main container starts."""

    uri: str = field(doc="What to copy.", pattern=r"s3://.+", hint="write it as s3://bucket/prefix")
    size_limit: Quantity = field(default="20Gi", doc="Room for the files on the node.", unit="bytes")
    image: str = field(default="amazon/aws-cli:2.31.22", doc="Image with the aws command.")
    secret: str | None = field(
        default=None,
        doc="Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; without it the pod's own identity.",
        pattern=OBJECT_NAME,
    )
    endpoint: str | None = field(default=None, doc="URL of a store other than AWS, such as MinIO.")
    region: str | None = field(default=None, doc="Region of the bucket.")


class EmptyDir(Spec):
    """Room on the node that lives as long as the pod."""

    size_limit: Quantity = field(default="1Gi", doc="Size at most.", unit="bytes")
    memory: bool = field(
        default=False, doc="Whether it lies in memory, where it counts against the memory limit."
    )


class VolumeSource(Spec):
    """What stands behind a volume; exactly one of the fields."""

    claim: str | None = field(
        default=None, doc="An existing PersistentVolumeClaim of this name.", pattern=OBJECT_NAME
    )
    new_claim: NewClaim | None = field(default=None, doc="A claim that the cluster provisions a volume for.")
    static: StaticVolume | None = field(
        default=None, doc="A PersistentVolume and its claim, bound to each other and to nothing else."
    )
    nfs: Nfs | None = field(default=None, doc="An NFS share, mounted directly.")
    csi: core_v1.CSIVolumeSource | None = field(
        default=None, doc="An ephemeral volume of a CSI driver, as a pod has it."
    )
    host_path: HostPath | None = field(default=None, doc="A folder of the node: `profile: dev` only.")
    image: ImageVolume | None = field(default=None, doc="Files of an OCI image.")
    s3: S3Download | None = field(default=None, doc="Files that are downloaded before the start.")
    empty_dir: EmptyDir | None = field(default=None, doc="Room on the node.")
    config_map: str | None = field(default=None, doc="A ConfigMap of this name.", pattern=OBJECT_NAME)
    secret: str | None = field(default=None, doc="A Secret of this name.", pattern=OBJECT_NAME)

    def faults(self, path: Path, *, dev: bool, replicas: int) -> Iterator[Fault]:
        """Yield no source or several; folders of nodes and volumes of one node where pods run on many."""
        yield from exactly_one(self, SOURCES, path)
        if self.static is not None:
            yield from self.static.faults((*path, "static"))
        if self.nfs is not None and self.nfs.mount_options:
            yield Fault(
                (*path, "nfs", "mountOptions"), "a pod has no mount options", "use static with this nfs"
            )
        yield from self._mounted_somehow(path)
        if dev:
            return
        if self.image is not None:
            yield from floating_image(self.image.reference, (*path, "image", "reference"))
        yield from self._on_one_node(path)
        yield from self._mounted_once(path, replicas)

    def _mounted_somehow(self, path: Path) -> Iterator[Fault]:
        """Yield a claim that no node may mount in any way: the server refuses it."""
        for key, made in (("newClaim", self.new_claim), ("static", self.static)):
            if made is not None and not made.access_modes:
                yield Fault((*path, key, "accessModes"), "says no way to mount it", "name one")

    def _on_one_node(self, path: Path) -> Iterator[Fault]:
        """Yield a hostPath: each node has its own folder, and a pod elsewhere finds none."""
        where = (
            (*path, "hostPath")
            if self.host_path is not None
            else (*path, "static", "hostPath")
            if self.static is not None and self.static.host_path is not None
            else None
        )
        if where is not None:
            yield host_path_fault(where)

    def _mounted_once(self, path: Path, replicas: int) -> Iterator[Fault]:
        """Yield a volume that only one node may mount where several pods want it."""
        for key, made in (("newClaim", self.new_claim), ("static", self.static)):
            if made is None or replicas <= 1 or not made.access_modes:
                continue
            modes = set(made.access_modes)
            if modes <= {"ReadWriteOnce", "ReadWriteOncePod"}:
                yield Fault(
                    (*path, key, "accessModes"),
                    f"{', '.join(made.access_modes)}: one node mounts it, but up to {replicas} pods want it",
                    "use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
                    other=("spec", "profile"),
                )


SOURCES = (
    "claim",
    "new_claim",
    "static",
    "nfs",
    "csi",
    "host_path",
    "image",
    "s3",
    "empty_dir",
    "config_map",
    "secret",
)


class Storage(VolumeSource):
    """A volume of the main container."""

    name: str = field(doc="Name of the volume.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    mount_path: str = field(doc="Where the container finds it.", pattern=r"/.*", hint="an absolute path")
    sub_path: str | None = field(default=None, doc="Folder of the volume to mount instead of all of it.")
    read_only: bool = field(default=False, doc="Whether the container may not write to it.")

    def faults(self, path: Path, *, dev: bool, replicas: int) -> Iterator[Fault]:
        """Yield what a source yields, and a folder outside of the volume."""
        yield from super().faults(path, dev=dev, replicas=replicas)
        sub_path = self.sub_path or ""
        if sub_path.startswith("/") or ".." in sub_path.split("/"):
            reason = f'"{sub_path}" is no folder of the volume'
            yield Fault((*path, "subPath"), reason, "a path within it, without .. and / in front")


def host_path_fault(path: Path) -> Fault:
    """Return what is wrong with a folder of a node outside of `profile: dev`."""
    hint = "use storage that several nodes reach, or `profile: dev` for one node"
    return Fault(path, "a hostPath serves one node", hint, other=("spec", "profile"))


def exactly_one(spec: Spec, names: Sequence[str], path: Path) -> Iterator[Fault]:
    """Yield alternatives of which none or several are given."""
    fields = type(spec).spec_fields
    given = [name for name in names if getattr(spec, name) is not None]
    if not given:
        known = ", ".join(fields[name].key for name in names)
        yield Fault(path, "says nothing of what stands behind it", f"give one of {known}")
    for name in given[1:]:
        first, other = fields[given[0]].key, fields[name].key
        reason = f"{first} and {other} exclude each other"
        yield Fault((*path, other), reason, "leave one out", other=(*path, first))
