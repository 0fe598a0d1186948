"""Custom resources of operator.tigera.io/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class APIServer(TypedDict, total=False):
    """APIServer of operator.tigera.io/v1."""

    apiVersion: Required[Literal["operator.tigera.io/v1"]]
    kind: Required[Literal["APIServer"]]
    metadata: meta_v1.ObjectMeta
    spec: APIServerSpec


class APIServerDeployment(TypedDict, total=False):
    """APIServerDeployment of operator.tigera.io/v1."""

    spec: APIServerDeploymentSpec


class APIServerDeploymentSpec(TypedDict, total=False):
    """APIServerDeploymentSpec of operator.tigera.io/v1."""

    minReadySeconds: int


class APIServerSpec(TypedDict, total=False):
    """APIServerSpec of operator.tigera.io/v1."""

    apiServerDeployment: APIServerDeployment


class CNI(TypedDict, total=False):
    """CNI of operator.tigera.io/v1."""

    ipam: IPAM
    type: Required[Literal["Calico", "GKE", "AmazonVPC", "AzureVNET"]]


class CalicoNetwork(TypedDict, total=False):
    """CalicoNetwork of operator.tigera.io/v1."""

    bgp: Literal["Enabled", "Disabled"]
    containerIPForwarding: Literal["Enabled", "Disabled"]
    hostPorts: Literal["Enabled", "Disabled"]
    ipPools: list[InstallationIPPool]
    kubeProxyManagement: Literal["Disabled", "Enabled"]
    linuxDataplane: Literal["Iptables", "BPF", "VPP", "Nftables"]
    mtu: int
    multiInterfaceMode: Literal["None", "Multus"]
    nodeAddressAutodetectionV4: NodeAddressAutodetection
    nodeAddressAutodetectionV6: NodeAddressAutodetection


class IPAM(TypedDict, total=False):
    """IPAM of operator.tigera.io/v1."""

    type: Required[Literal["Calico", "HostLocal", "AmazonVPC", "AzureVNET"]]


class Installation(TypedDict, total=False):
    """Installation of operator.tigera.io/v1."""

    apiVersion: Required[Literal["operator.tigera.io/v1"]]
    kind: Required[Literal["Installation"]]
    metadata: meta_v1.ObjectMeta
    spec: InstallationSpec


class InstallationIPPool(TypedDict, total=False):
    """InstallationIPPool of operator.tigera.io/v1."""

    allowedUses: list[str]
    assignmentMode: str
    blockSize: int
    cidr: Required[str]
    disableBGPExport: bool
    disableNewAllocations: bool
    encapsulation: Literal["IPIPCrossSubnet", "IPIP", "VXLAN", "VXLANCrossSubnet", "None"]
    name: str
    natOutgoing: Literal["Enabled", "Disabled"]
    nodeSelector: str


class InstallationSpec(TypedDict, total=False):
    """InstallationSpec of operator.tigera.io/v1."""

    calicoNetwork: CalicoNetwork
    cni: CNI
    controlPlaneNodeSelector: Mapping[str, str]
    controlPlaneReplicas: int
    controlPlaneTolerations: list[core_v1.Toleration]
    flexVolumePath: str
    imagePullSecrets: list[core_v1.LocalObjectReference]
    kubeletVolumePluginPath: str
    kubernetesProvider: Literal["", "EKS", "GKE", "AKS", "OpenShift", "DockerEnterprise", "RKE2", "TKG", "Kind"]
    nodeMetricsPort: int
    registry: str
    serviceCIDRs: list[str]
    typhaMetricsPort: int
    variant: Literal["Calico", "CalicoEnterprise", "TigeraSecureEnterprise"]


class NodeAddressAutodetection(TypedDict, total=False):
    """NodeAddressAutodetection of operator.tigera.io/v1."""

    canReach: str
    cidrs: list[str]
    firstFound: bool
    interface: str
    kubernetes: Literal["NodeInternalIP"]
    skipInterface: str
