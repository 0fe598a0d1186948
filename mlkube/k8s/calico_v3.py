"""Custom resources of projectcalico.org/v3, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import meta_v1


class IPPool(TypedDict, total=False):
    """IPPool of projectcalico.org/v3."""

    apiVersion: Required[Literal["projectcalico.org/v3"]]
    kind: Required[Literal["IPPool"]]
    metadata: Required[meta_v1.ObjectMeta]
    spec: Required[IPPoolSpec]


class IPPoolSpec(TypedDict, total=False):
    """IPPoolSpec of projectcalico.org/v3."""

    allowedUses: list[Literal["Workload", "Tunnel", "LoadBalancer"]]
    assignmentMode: Literal["Automatic", "Manual"]
    blockSize: int
    cidr: Required[str]
    disableBGPExport: bool
    disabled: bool
    ipipMode: Literal["Never", "Always", "CrossSubnet"]
    namespaceSelector: str
    natOutgoing: bool
    nodeSelector: str
    vxlanMode: Literal["Never", "Always", "CrossSubnet"]
