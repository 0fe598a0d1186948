"""Kubernetes 1.36, storage.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class CSIDriver(TypedDict, total=False):
    """CSIDriver of storage.k8s.io/v1."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    kind: Required[Literal["CSIDriver"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[CSIDriverSpec]


class CSIDriverSpec(TypedDict, total=False):
    """CSIDriverSpec of storage.k8s.io/v1."""

    attachRequired: bool
    fsGroupPolicy: str
    nodeAllocatableUpdatePeriodSeconds: int
    podInfoOnMount: bool
    preventPodSchedulingIfMissing: bool
    requiresRepublish: bool
    seLinuxMount: bool
    serviceAccountTokenInSecrets: bool
    storageCapacity: bool
    tokenRequests: list[TokenRequest]
    volumeLifecycleModes: list[str]


class CSINode(TypedDict, total=False):
    """CSINode of storage.k8s.io/v1."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    kind: Required[Literal["CSINode"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[CSINodeSpec]


class CSINodeDriver(TypedDict, total=False):
    """CSINodeDriver of storage.k8s.io/v1."""

    allocatable: VolumeNodeResources
    name: Required[str]
    nodeID: Required[str]
    topologyKeys: list[str]


class CSINodeSpec(TypedDict, total=False):
    """CSINodeSpec of storage.k8s.io/v1."""

    drivers: Required[list[CSINodeDriver]]


class CSIStorageCapacity(TypedDict, total=False):
    """CSIStorageCapacity of storage.k8s.io/v1."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    capacity: str | int | float
    kind: Required[Literal["CSIStorageCapacity"]]
    maximumVolumeSize: str | int | float
    metadata: meta_v1.ObjectMeta
    nodeTopology: meta_v1.LabelSelector
    storageClassName: Required[str]


class StorageClass(TypedDict, total=False):
    """StorageClass of storage.k8s.io/v1."""

    allowVolumeExpansion: bool
    allowedTopologies: list[core_v1.TopologySelectorTerm]
    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    kind: Required[Literal["StorageClass"]]
    metadata: meta_v1.ObjectMeta
    mountOptions: list[str]
    parameters: Mapping[str, str]
    provisioner: Required[str]
    reclaimPolicy: str
    volumeBindingMode: str


class TokenRequest(TypedDict, total=False):
    """TokenRequest of storage.k8s.io/v1."""

    audience: Required[str]
    expirationSeconds: int


class VolumeAttachment(TypedDict, total=False):
    """VolumeAttachment of storage.k8s.io/v1."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    kind: Required[Literal["VolumeAttachment"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[VolumeAttachmentSpec]
    status: VolumeAttachmentStatus


class VolumeAttachmentSource(TypedDict, total=False):
    """VolumeAttachmentSource of storage.k8s.io/v1."""

    inlineVolumeSpec: core_v1.PersistentVolumeSpec
    persistentVolumeName: str


class VolumeAttachmentSpec(TypedDict, total=False):
    """VolumeAttachmentSpec of storage.k8s.io/v1."""

    attacher: Required[str]
    nodeName: Required[str]
    source: Required[VolumeAttachmentSource]


class VolumeAttachmentStatus(TypedDict, total=False):
    """VolumeAttachmentStatus of storage.k8s.io/v1."""

    attachError: VolumeError
    attached: Required[bool]
    attachmentMetadata: Mapping[str, str]
    detachError: VolumeError


class VolumeAttributesClass(TypedDict, total=False):
    """VolumeAttributesClass of storage.k8s.io/v1."""

    apiVersion: Required[Literal["storage.k8s.io/v1"]]
    driverName: Required[str]
    kind: Required[Literal["VolumeAttributesClass"]]
    metadata: meta_v1.ObjectMeta
    parameters: Mapping[str, str]


class VolumeError(TypedDict, total=False):
    """VolumeError of storage.k8s.io/v1."""

    errorCode: int
    message: str
    time: str


class VolumeNodeResources(TypedDict, total=False):
    """VolumeNodeResources of storage.k8s.io/v1."""

    count: int
