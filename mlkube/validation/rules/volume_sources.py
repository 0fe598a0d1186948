"""Sources that volumes of pods and PersistentVolumes share."""

from __future__ import annotations

from mlkube.validation.rules.mounts import check_no_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_HOST_PATH_TYPES = (
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
)
REQUIRED_FIELDS: dict[str, tuple[str, ...]] = {
    "gitRepo": ("repository",),
    "iscsi": ("targetPortal", "iqn"),
    "glusterfs": ("endpoints", "path"),
    "flexVolume": ("driver",),
    "rbd": ("monitors", "image"),
    "cinder": ("volumeID",),
    "cephfs": ("monitors",),
    "azureFile": ("secretName", "shareName"),
    "gcePersistentDisk": ("pdName",),
    "awsElasticBlockStore": ("volumeID",),
    "vsphereVolume": ("volumePath",),
    "photonPersistentDisk": ("pdID",),
    "portworxVolume": ("volumeID",),
    "azureDisk": ("diskName", "diskURI"),
    "quobyte": ("registry", "volume"),
}
"""What the older sources cannot be without."""


def check_host_path(source: dict[str, Any], path: str, check: Check, rule: str, type_rule: str) -> None:
    """Check a path of the node."""
    target = source.get("path") or ""
    if not target:
        check.required(rule, f"{path}.path")
    else:
        check_no_up(rule, target, f"{path}.path", check)
    kind = source.get("type") or ""
    if kind not in _HOST_PATH_TYPES:
        check.unsupported(type_rule, f"{path}.type", kind, _HOST_PATH_TYPES)


def check_nfs(source: dict[str, Any], path: str, check: Check, rule: str) -> None:
    """Check an NFS share."""
    if not source.get("server"):
        check.required(rule, f"{path}.server")
    target = source.get("path") or ""
    if not target:
        check.required(rule, f"{path}.path")
    elif not target.startswith("/"):
        check.invalid(rule, f"{path}.path", target, "must be an absolute path")
