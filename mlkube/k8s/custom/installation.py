"""Installation of operator.tigera.io/v1, as the Tigera operator of Calico 3.32 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    STRING,
    choice,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_SWITCH: JsonObject = choice("Enabled", "Disabled")
_DETECTION: JsonObject = structure(
    "NodeAddressAutodetection",
    {
        "canReach": STRING,
        "cidrs": list_of(STRING),
        "firstFound": BOOLEAN,
        "interface": STRING,
        "kubernetes": choice("NodeInternalIP"),
        "skipInterface": STRING,
    },
)
_POOL: JsonObject = structure(
    "InstallationIPPool",
    {
        "allowedUses": list_of(STRING),
        "assignmentMode": STRING,
        "blockSize": INT32,
        "cidr": STRING,
        "disableBGPExport": BOOLEAN,
        "disableNewAllocations": BOOLEAN,
        "encapsulation": choice("IPIPCrossSubnet", "IPIP", "VXLAN", "VXLANCrossSubnet", "None"),
        "name": STRING,
        "natOutgoing": _SWITCH,
        "nodeSelector": STRING,
    },
    "cidr",
)

SCHEMA: JsonObject = custom_resource(
    "Installation",
    structure(
        "InstallationSpec",
        {
            "calicoNetwork": structure(
                "CalicoNetwork",
                {
                    "bgp": _SWITCH,
                    "containerIPForwarding": _SWITCH,
                    "hostPorts": _SWITCH,
                    "ipPools": list_of(_POOL),
                    "kubeProxyManagement": choice("Disabled", "Enabled"),
                    "linuxDataplane": choice("Iptables", "BPF", "VPP", "Nftables"),
                    "mtu": INT32,
                    "multiInterfaceMode": choice("None", "Multus"),
                    "nodeAddressAutodetectionV4": _DETECTION,
                    "nodeAddressAutodetectionV6": _DETECTION,
                },
            ),
            "cni": structure(
                "CNI",
                {
                    "ipam": structure(
                        "IPAM", {"type": choice("Calico", "HostLocal", "AmazonVPC", "AzureVNET")}, "type"
                    ),
                    "type": choice("Calico", "GKE", "AmazonVPC", "AzureVNET"),
                },
                "type",
            ),
            "controlPlaneNodeSelector": map_of(STRING),
            "controlPlaneReplicas": INT32,
            "controlPlaneTolerations": list_of(kubernetes("core.v1.Toleration")),
            "flexVolumePath": STRING,
            "imagePullSecrets": list_of(kubernetes("core.v1.LocalObjectReference")),
            "kubeletVolumePluginPath": STRING,
            "kubernetesProvider": choice(
                "", "EKS", "GKE", "AKS", "OpenShift", "DockerEnterprise", "RKE2", "TKG", "Kind"
            ),
            "nodeMetricsPort": INT32,
            "registry": STRING,
            "serviceCIDRs": list_of(STRING),
            "typhaMetricsPort": INT32,
            "variant": choice("Calico", "CalicoEnterprise", "TigeraSecureEnterprise"),
        },
    ),
)
