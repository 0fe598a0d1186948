"""Cluster: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.cluster.calico import AddressAutodetection, Calico, CalicoPool
from mlkube.workloads.cluster.components import (
    ApiEndpoint,
    ApiServer,
    Argument,
    ControlPlaneComponent,
    DnsAddon,
    Etcd,
    ExternalEtcd,
    HostPathMount,
    LocalEtcd,
    ProxyAddon,
)
from mlkube.workloads.cluster.gpu import DeviceClass, DevicePlugin, Gpu, SharedResource, TimeSlicing
from mlkube.workloads.cluster.kubeadm_settings import (
    FileDiscovery,
    Kubeadm,
    KubeadmDiscovery,
    KubeadmPatches,
    KubeadmTimeouts,
)
from mlkube.workloads.cluster.networking import Networking
from mlkube.workloads.cluster.nodes import Kubelet, KubeProxy, NodePool, NodeRegistration
from mlkube.workloads.cluster.storage_classes import ClusterStorageClass
from mlkube.workloads.cluster.workload import Cluster

__all__ = [
    "AddressAutodetection",
    "ApiEndpoint",
    "ApiServer",
    "Argument",
    "Calico",
    "CalicoPool",
    "Cluster",
    "ClusterStorageClass",
    "ControlPlaneComponent",
    "DeviceClass",
    "DevicePlugin",
    "DnsAddon",
    "Etcd",
    "ExternalEtcd",
    "FileDiscovery",
    "Gpu",
    "HostPathMount",
    "KubeProxy",
    "Kubeadm",
    "KubeadmDiscovery",
    "KubeadmPatches",
    "KubeadmTimeouts",
    "Kubelet",
    "LocalEtcd",
    "Networking",
    "NodePool",
    "NodeRegistration",
    "ProxyAddon",
    "SharedResource",
    "TimeSlicing",
]
