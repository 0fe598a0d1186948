"""What a description says for kubeadm: one page of fields, named and ordered as kubeadm has them."""

from __future__ import annotations

from mlkube.workloads.cluster.components import (
    ABSOLUTE,
    ABSOLUTE_HINT,
    ApiEndpoint,
    ApiServer,
    ControlPlaneComponent,
    DnsAddon,
    Etcd,
    ProxyAddon,
)
from mlkube.workloads.cluster.nodes import (
    DURATION,
    DURATION_HINT,
    Kubelet,
    KubeProxy,
    NodePool,
    NodeRegistration,
)
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal


class FileDiscovery(Spec):
    """A kubeconfig that tells a joining node of the cluster, and holds what it signs in with."""

    kube_config_path: str = field(
        default="/etc/kubernetes/discovery.conf",
        doc="Path on the joining node, or an https URL. The token stands in that file and nowhere else.",
        pattern=r"(/|https://).*",
        hint="an absolute path, or a URL that begins with https://",
    )


class KubeadmDiscovery(Spec):
    """How a joining node finds the cluster and trusts it.

    By a file only: a bootstrap token is a secret, and what is printed here is kept in repositories.
    """

    file: FileDiscovery = field(default=FileDiscovery(), doc="A kubeconfig on the joining node.")


class KubeadmTimeouts(Spec):
    """How long kubeadm waits."""

    control_plane_component_health_check: str | None = field(
        default=None,
        doc="For a component to be healthy; 4m without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    kubelet_health_check: str | None = field(
        default=None, doc="For the kubelet; 4m without it.", pattern=DURATION, hint=DURATION_HINT
    )
    kubernetes_api_call: str | None = field(
        default=None,
        doc="For an answer of the API server; 1m without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
        key="kubernetesAPICall",
    )
    etcd_api_call: str | None = field(
        default=None,
        doc="For an answer of etcd; 2m without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
        key="etcdAPICall",
    )
    tls_bootstrap: str | None = field(
        default=None,
        doc="For the certificate of a joining node; 5m without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    discovery: str | None = field(
        default=None,
        doc="To find and trust the cluster; 5m without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )


class KubeadmPatches(Spec):
    """KubeadmPatches of what kubeadm deploys."""

    directory: str = field(
        doc="Folder on the node with files such as kube-apiserver+merge.yaml.",
        pattern=ABSOLUTE,
        hint=ABSOLUTE_HINT,
    )


class Kubeadm(Spec):
    """A cluster that kubeadm makes; `mlkube cluster kubeadm` prints its configuration files.

    Source: kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4.
    """

    control_planes: int = field(
        default=1,
        doc="Control-plane nodes. More than one need controlPlaneEndpoint, and an odd number to vote.",
        minimum=1,
        unit="nodes",
    )
    control_plane_endpoint: str | None = field(
        default=None,
        doc="Name or address, with a port, of what stands in front of the API servers. It cannot be given "
        "later: certificates hold it.",
    )
    cluster_name: str | None = field(
        default=None, doc="Name of the cluster in kubeconfigs; that of the description without it."
    )
    local_api_endpoint: ApiEndpoint | None = field(
        default=None, doc="Address and port of the API server on a node.", key="localAPIEndpoint"
    )
    api_server: ApiServer = field(default=ApiServer(), doc="The API server.")
    controller_manager: ControlPlaneComponent = field(
        default=ControlPlaneComponent(), doc="The controller manager."
    )
    scheduler: ControlPlaneComponent = field(default=ControlPlaneComponent(), doc="The scheduler.")
    etcd: Etcd = field(default=Etcd(), doc="Where the cluster keeps its state.")
    dns: DnsAddon = field(default=DnsAddon(), doc="CoreDNS.")
    proxy: ProxyAddon = field(default=ProxyAddon(), doc="kube-proxy.")
    certificates_dir: str | None = field(
        default=None,
        doc="Folder of the certificates; /etc/kubernetes/pki without it.",
        pattern=ABSOLUTE,
        hint=ABSOLUTE_HINT,
    )
    image_repository: str | None = field(
        default=None,
        doc="Registry of the control plane's images; registry.k8s.io without it.",
        pattern=r"[a-z0-9][-a-z0-9._:/]*[a-z0-9]",
        hint="write it as registry.example.com/kubernetes",
    )
    encryption_algorithm: Literal["RSA-2048", "RSA-3072", "RSA-4096", "ECDSA-P256"] | None = field(
        default=None, doc="Algorithm of keys and certificates; RSA-2048 without it."
    )
    certificate_validity_period: str | None = field(
        default=None,
        doc="How long certificates are valid; a year without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    ca_certificate_validity_period: str | None = field(
        default=None,
        doc="How long those of the authorities are valid; ten years without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    node_registration: NodeRegistration = field(default=NodeRegistration(), doc="How every node registers.")
    pools: Sequence[NodePool] = field(
        default=(), doc="Kinds of worker nodes, each with labels and taints of its own.", keys=("name",)
    )
    discovery: KubeadmDiscovery = field(default=KubeadmDiscovery(), doc="How joining nodes find the cluster.")
    skip_phases: Sequence[str] = field(default=(), doc="Phases of init that are left out.")
    patches: KubeadmPatches | None = field(default=None, doc="KubeadmPatches of what kubeadm deploys.")
    timeouts: KubeadmTimeouts = field(default=KubeadmTimeouts(), doc="How long kubeadm waits.")
    kubelet: Kubelet = field(default=Kubelet(), doc="What every kubelet is told.")
    kube_proxy: KubeProxy = field(default=KubeProxy(), doc="What kube-proxy is told.")
