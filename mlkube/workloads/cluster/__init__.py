"""Cluster: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.cluster.calico import AddressAutodetection, Calico, CalicoPool
from mlkube.workloads.cluster.components import (
    ApiEndpoint,
    ApiServer,
    ControlPlaneComponent,
    DnsAddon,
    Etcd,
    ExternalEtcd,
    HostPathMount,
    KubeadmArgument,
    LocalEtcd,
    ProxyAddon,
)
from mlkube.workloads.cluster.gpu import (
    ClusterGpu,
    DeviceClass,
    DevicePlugin,
    TimeSlicedResource,
    TimeSlicing,
)
from mlkube.workloads.cluster.kubeadm_settings import (
    FileDiscovery,
    Kubeadm,
    KubeadmDiscovery,
    KubeadmPatches,
    KubeadmTimeouts,
)
from mlkube.workloads.cluster.networking import ClusterNetworking
from mlkube.workloads.cluster.nodes import Kubelet, KubeProxy, NodePool, NodeRegistration
from mlkube.workloads.cluster.storage_classes import ClusterStorageClass
from mlkube.workloads.cluster.workload import Cluster

__all__ = [
    "AddressAutodetection",
    "ApiEndpoint",
    "ApiServer",
    "Calico",
    "CalicoPool",
    "Cluster",
    "ClusterGpu",
    "ClusterNetworking",
    "ClusterStorageClass",
    "ControlPlaneComponent",
    "DeviceClass",
    "DevicePlugin",
    "DnsAddon",
    "Etcd",
    "ExternalEtcd",
    "FileDiscovery",
    "HostPathMount",
    "KubeProxy",
    "Kubeadm",
    "KubeadmArgument",
    "KubeadmDiscovery",
    "KubeadmPatches",
    "KubeadmTimeouts",
    "Kubelet",
    "LocalEtcd",
    "NodePool",
    "NodeRegistration",
    "ProxyAddon",
    "TimeSlicedResource",
    "TimeSlicing",
]
