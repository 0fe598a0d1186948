"""Nodes of a kubeadm cluster: how they register, and what kubelet and kube-proxy are told."""

from __future__ import annotations

from mlkube.workloads.cluster.components import KubeadmArgument
from mlkube.workloads.spec import LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import Json
    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1

DURATION = r"([0-9]+(\.[0-9]+)?(ms|s|m|h))+"
DURATION_HINT = "write it as 30s, 10m or 8760h"


class NodeRegistration(Spec):
    """How a node registers; its name is its host name.

    Source: kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4, NodeRegistrationOptions.
    """

    cri_socket: str = field(
        default="unix:///var/run/containerd/containerd.sock",
        doc="Socket of the container runtime.",
        pattern=r"unix://.+",
        hint="write it as unix:///var/run/containerd/containerd.sock",
    )
    taints: Sequence[core_v1.Taint] | None = field(
        default=None,
        doc="Taints to register with. kubeadm gives control-plane nodes their own; an empty list gives none.",
        keys=("key", "effect"),
    )
    kubelet_extra_args: Sequence[KubeadmArgument] = field(
        default=(), doc="Flags of the kubelet on this node.", keys=("name", "value")
    )
    ignore_preflight_errors: Sequence[str] = field(
        default=(), doc="Checks before the start whose errors do not stop it."
    )
    image_pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = field(
        default=None, doc="When kubeadm pulls images; IfNotPresent without it."
    )
    image_pull_serial: bool | None = field(
        default=None, doc="Whether images are pulled one after the other; so without it."
    )


class NodePool(Spec):
    """Worker nodes that are alike, such as those with GPUs; `--pool NAME` prints how they join."""

    name: str = field(doc="Name of the pool.", pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    labels: Mapping[str, str] = field(
        default={}, doc="Labels that the nodes register with.", pattern=LABEL_VALUE
    )
    taints: Sequence[core_v1.Taint] = field(
        default=(), doc="Taints that the nodes register with.", keys=("key", "effect")
    )
    kubelet_extra_args: Sequence[KubeadmArgument] = field(
        default=(), doc="Further flags of the kubelet on these nodes.", keys=("name", "value")
    )


class Kubelet(Spec):
    """What every kubelet is told: fields of KubeletConfiguration, with its own names.

    Source: kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1.
    """

    cgroup_driver: Literal["systemd", "cgroupfs"] = field(
        default="systemd",
        doc="Who manages cgroups; the container runtime must be told the same (SystemdCgroup = true).",
    )
    max_pods: int | None = field(default=None, doc="Pods of a node at most; 110 without it.", minimum=1)
    server_tls_bootstrap: bool | None = field(
        default=None,
        doc="Whether the kubelet asks the cluster for its serving certificate, which somebody must approve. "
        "metrics-server trusts no other one.",
        key="serverTLSBootstrap",
    )
    kube_reserved: Mapping[str, str] = field(
        default={}, doc="Resources kept for Kubernetes itself: cpu, memory, ephemeral-storage."
    )
    system_reserved: Mapping[str, str] = field(
        default={}, doc="Resources kept for the system: cpu, memory, ephemeral-storage."
    )
    eviction_hard: Mapping[str, str] = field(
        default={},
        doc="When pods are evicted at once, such as memory.available: 500Mi. What is not named here keeps "
        "the kubelet's default: alone, the kubelet would take it for zero.",
    )
    cpu_manager_policy: Literal["none", "static"] | None = field(
        default=None, doc="static gives pods with whole CPUs cores of their own; CPU must be reserved for it."
    )
    topology_manager_policy: Literal["none", "best-effort", "restricted", "single-numa-node"] | None = field(
        default=None, doc="Whether CPU, memory and GPUs of a pod come from one NUMA node."
    )
    image_gc_high_threshold_percent: int | None = field(
        default=None,
        doc="Use of the disk at which images are removed; 85 without it. Images of ML are large.",
        minimum=1,
        maximum=100,
        unit="percent",
        key="imageGCHighThresholdPercent",
    )
    image_gc_low_threshold_percent: int | None = field(
        default=None,
        doc="Use of the disk at which it stops; 80 without it.",
        minimum=0,
        maximum=100,
        unit="percent",
        key="imageGCLowThresholdPercent",
    )
    container_log_max_size: Quantity | None = field(
        default=None, doc="Size of a log at which a new one begins; 10Mi without it.", unit="bytes"
    )
    container_log_max_files: int | None = field(
        default=None, doc="Logs that are kept for a container; 5 without it.", minimum=2
    )
    shutdown_grace_period: str | None = field(
        default=None,
        doc="How long a node that is shut down waits for its pods.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    shutdown_grace_period_critical_pods: str | None = field(
        default=None,
        doc="Part of it that is kept for critical pods.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    feature_gates: Mapping[str, bool] = field(default={}, doc="Features that are switched on or off.")
    further: Mapping[str, Json] = field(
        default={}, doc="Further fields of KubeletConfiguration, by its names; they are not checked."
    )


class KubeProxy(Spec):
    """What kube-proxy is told: fields of KubeProxyConfiguration, with its own names.

    Source: kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1.
    """

    mode: Literal["iptables", "ipvs", "nftables"] = field(
        default="iptables",
        doc="How Services are made; it goes with Calico's data plane. ipvs is deprecated since 1.35.",
    )
    metrics_bind_address: str | None = field(
        default=None, doc="Address of its metrics, such as 0.0.0.0:10249; this node alone without it."
    )
    further: Mapping[str, Json] = field(
        default={}, doc="Further fields of KubeProxyConfiguration, by its names; they are not checked."
    )
