"""StorageClasses: which driver makes volumes, with which settings, and what each driver can do."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path

DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
_LOCAL = "kubernetes.io/no-provisioner"


class Driver:
    """What is known of a CSI driver: settings to begin with, settings that it needs, whether volumes grow."""

    __slots__ = ("expands", "needed", "parameters")

    def __init__(
        self, parameters: dict[str, str], *, needed: tuple[str, ...] = (), expands: bool = True
    ) -> None:
        self.parameters = parameters
        self.needed = needed
        self.expands = expands


# Settings that a class begins with; those of its own stand over them.
# Source: the parameters of each driver in github.com/kubernetes-sigs: aws-ebs-csi-driver, aws-efs-csi-driver,
# azuredisk-csi-driver, azurefile-csi-driver, gcp-compute-persistent-disk-csi-driver and
# gcp-filestore-csi-driver; docs.aws.amazon.com/eks/latest/userguide/create-storage-class (EKS Auto Mode).
DRIVERS = {
    "ebs.csi.aws.com": Driver({"type": "gp3", "encrypted": "true"}),
    "ebs.csi.eks.amazonaws.com": Driver({"type": "gp3", "encrypted": "true"}),
    "efs.csi.aws.com": Driver(
        {"provisioningMode": "efs-ap", "directoryPerms": "700"}, needed=("fileSystemId",), expands=False
    ),
    "disk.csi.azure.com": Driver({"skuName": "StandardSSD_LRS"}),
    "file.csi.azure.com": Driver({"skuName": "Standard_LRS"}),
    "pd.csi.storage.gke.io": Driver({"type": "pd-balanced"}),
    "filestore.csi.storage.gke.io": Driver({"tier": "standard", "network": "default"}),
    _LOCAL: Driver({}, expands=False),
}

# The driver of each platform: for volumes of one node, and for those that many nodes share.
PLATFORM_DRIVERS = {
    "aws": ("ebs.csi.aws.com", "efs.csi.aws.com"),
    "azure": ("disk.csi.azure.com", "file.csi.azure.com"),
    "gcp": ("pd.csi.storage.gke.io", "filestore.csi.storage.gke.io"),
}

# Provisioners that once were part of Kubernetes, and the driver in place of each; empty where there is none.
# Source: kubernetes.io/docs/concepts/storage/volumes and .../storage-classes.
REMOVED_PROVISIONERS = {
    "kubernetes.io/aws-ebs": "ebs.csi.aws.com",
    "kubernetes.io/azure-disk": "disk.csi.azure.com",
    "kubernetes.io/azure-file": "file.csi.azure.com",
    "kubernetes.io/cinder": "cinder.csi.openstack.org",
    "kubernetes.io/flocker": "",
    "kubernetes.io/gce-pd": "pd.csi.storage.gke.io",
    "kubernetes.io/glusterfs": "",
    "kubernetes.io/portworx-volume": "pxd.portworx.com",
    "kubernetes.io/quobyte": "",
    "kubernetes.io/rbd": "rbd.csi.ceph.com",
    "kubernetes.io/scaleio": "",
    "kubernetes.io/storageos": "",
    "kubernetes.io/vsphere-volume": "csi.vsphere.vmware.com",
}


# GKE and AKS bring a class that is the default.
_WITH_DEFAULT = ("azure", "gcp")


class ClusterStorageClass(Spec):
    """A class of volumes that claims may name.

    Source: kubernetes.io/docs/concepts/storage/storage-classes.
    """

    name: str = field(
        doc="Name of the class.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
        hint="lower-case letters, digits, `-` and `.`",
    )
    provisioner: str | None = field(
        default=None, doc="The CSI driver, such as ebs.csi.aws.com; the platform's own without it."
    )
    shared: bool = field(
        default=False,
        doc="Whether the platform's driver for volumes that many nodes mount at a time is meant: EFS, Azure "
        "Files, Filestore.",
    )
    parameters: Mapping[str, str] = field(
        default={}, doc="The driver's own settings, over those that a class of it begins with."
    )
    default: bool = field(
        default=False,
        doc="Whether claims that name no class get this one; one class is, but where the platform brings "
        "one: GKE and AKS do.",
    )
    volume_binding_mode: Literal["WaitForFirstConsumer", "Immediate"] = field(
        default="WaitForFirstConsumer",
        doc="WaitForFirstConsumer makes a volume where its pod can run; Immediate makes it in any zone, and "
        "the pod then has to follow it there.",
    )
    reclaim_policy: Literal["Delete", "Retain"] = field(
        default="Delete", doc="What becomes of a volume whose claim is deleted; Retain keeps the data."
    )
    allow_volume_expansion: bool | None = field(
        default=None, doc="Whether a claim may grow; as the driver can without it."
    )
    mount_options: Sequence[str] = field(default=(), doc="Options of every mount; the driver checks them.")
    allowed_topologies: Sequence[core_v1.TopologySelectorTerm] = field(
        default=(), doc="Zones to make volumes in; those of the pods without it."
    )

    def driver(self, platform: str | None) -> str | None:
        """Return the driver, None where neither the class nor the platform says it."""
        if self.provisioner is not None:
            return self.provisioner
        drivers = PLATFORM_DRIVERS.get(platform or "")
        return None if drivers is None else drivers[self.shared]

    def faults(self, platform: str | None, path: Path) -> Iterator[Fault]:
        """Yield a class without a driver, with one that is gone, or with settings that cannot work."""
        driver = self.driver(platform)
        if driver is None:
            yield Fault(
                (*path, "provisioner"),
                "missing: the driver that makes the volumes",
                "name it; only aws, azure and gcp have drivers of their own",
            )
            return
        if self.provisioner is not None and self.shared:
            reason = "says which of the platform's drivers is meant, and provisioner names one"
            yield Fault((*path, "shared"), reason, "leave one out", other=(*path, "provisioner"))
        replacement = REMOVED_PROVISIONERS.get(driver)
        if replacement is not None:
            reason = f"{driver} is no longer part of Kubernetes"
            hint = f"use {replacement}" if replacement else "use a CSI driver; this one has no successor"
            yield Fault((*path, "provisioner"), reason, hint)
            return
        yield from self._settings(driver, path)

    def _settings(self, driver: str, path: Path) -> Iterator[Fault]:
        """Yield settings that are missing, and what volumes of this driver cannot do."""
        known = DRIVERS.get(driver)
        if known is None:
            return
        for name in known.needed:
            if name not in self.parameters:
                reason = f"{name} is missing: {driver} makes no volume without it"
                yield Fault((*path, "parameters"), reason, f"give parameters.{name}")
        if self.allow_volume_expansion and not known.expands:
            what = "local volumes do" if driver == _LOCAL else f"volumes of {driver} do"
            yield Fault((*path, "allowVolumeExpansion"), f"{what} not grow", "leave it out")
        if driver == _LOCAL and self.volume_binding_mode == "Immediate":
            reason = "binds a claim to a node's disk before anybody knows on which node its pod can run"
            yield Fault((*path, "volumeBindingMode"), reason, "leave it out")

    def to_kubernetes(self, platform: str | None) -> JsonObject:
        """Return the fields of the StorageClass beside its metadata."""
        driver = self.driver(platform) or ""
        known = DRIVERS.get(driver)
        expands = self.allow_volume_expansion
        result: JsonObject = {
            "provisioner": driver,
            "volumeBindingMode": self.volume_binding_mode,
            "reclaimPolicy": self.reclaim_policy,
            "allowVolumeExpansion": (known is None or known.expands) if expands is None else expands,
        }
        parameters = {**(known.parameters if known is not None else {}), **self.parameters}
        if parameters:
            result["parameters"] = {**parameters}
        if self.mount_options:
            result["mountOptions"] = [*self.mount_options]
        if self.allowed_topologies:
            result["allowedTopologies"] = copied(self.allowed_topologies)
        return result


def one_default(classes: Sequence[ClusterStorageClass], platform: str | None) -> Iterator[Fault]:
    """Yield two default classes, and none where the platform brings none: claims would wait for ever."""
    path = ("spec", "storageClasses")
    chosen = [at for at, each in enumerate(classes) if each.default]
    for at in chosen[1:]:
        reason = f'"{classes[chosen[0]].name}" is the default already'
        yield Fault((*path, at, "default"), reason, "choose one", other=(*path, chosen[0], "default"))
    if classes and not chosen and platform not in _WITH_DEFAULT:
        yield Fault(path, "no class is the default: a claim that names none would wait", "choose one")
