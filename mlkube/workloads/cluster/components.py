"""Parts of kubeadm's ClusterConfiguration: arguments, volumes and certificates of the control plane, etcd.

Names and structure are kubeadm's own, so that its documentation holds.
Source: kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4.
"""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from mlkube.k8s import core_v1

ABSOLUTE = r"/.*"
ABSOLUTE_HINT = "an absolute path"


class KubeadmArgument(Spec):
    """A flag of a component; a list, because some flags are given several times."""

    name: str = field(doc="Name of the flag, without dashes in front.")
    value: str = field(doc="Its value, as text.")


class HostPathMount(Spec):
    """A path of the node inside of a component's pod."""

    name: str = field(doc="Name of the volume.")
    host_path: str = field(doc="Path on the node.", pattern=ABSOLUTE, hint=ABSOLUTE_HINT)
    mount_path: str = field(doc="Path in the pod.", pattern=ABSOLUTE, hint=ABSOLUTE_HINT)
    read_only: bool = field(default=False, doc="Whether the component may not write to it.")
    path_type: Literal["File", "FileOrCreate", "Directory", "DirectoryOrCreate", "Socket"] | None = field(
        default=None, doc="What must be there."
    )


class ControlPlaneComponent(Spec):
    """A component of the control plane."""

    extra_args: Sequence[KubeadmArgument] = field(
        default=(), doc="Flags over those that kubeadm sets.", keys=("name", "value")
    )
    extra_volumes: Sequence[HostPathMount] = field(
        default=(), doc="Paths of the node that its pod sees.", keys=("name",)
    )
    extra_envs: Sequence[core_v1.EnvVar] = field(default=(), doc="Environment of its pod.", keys=("name",))


class ApiServer(ControlPlaneComponent):
    """The API server."""

    cert_sans: Sequence[str] = field(
        default=(), doc="Further names and addresses in its certificate.", key="certSANs"
    )


class LocalEtcd(Spec):
    """etcd as a pod on each control-plane node."""

    data_dir: str = field(
        default="/var/lib/etcd",
        doc="Where its data lie; best a fast disk of its own.",
        pattern=ABSOLUTE,
        hint=ABSOLUTE_HINT,
    )
    extra_args: Sequence[KubeadmArgument] = field(default=(), doc="Flags of etcd.", keys=("name", "value"))
    extra_envs: Sequence[core_v1.EnvVar] = field(default=(), doc="Environment of its pod.", keys=("name",))
    server_cert_sans: Sequence[str] = field(
        default=(), doc="Further names in its server certificate.", key="serverCertSANs"
    )
    peer_cert_sans: Sequence[str] = field(
        default=(), doc="Further names in its peer certificate.", key="peerCertSANs"
    )


class ExternalEtcd(Spec):
    """An etcd cluster that runs already."""

    endpoints: Sequence[str] = field(doc="URLs of its members.")
    ca_file: str | None = field(
        default=None,
        doc="Certificate of its authority, on every control-plane node.",
        pattern=ABSOLUTE,
        hint=ABSOLUTE_HINT,
    )
    cert_file: str | None = field(
        default=None, doc="Client certificate.", pattern=ABSOLUTE, hint=ABSOLUTE_HINT
    )
    key_file: str | None = field(
        default=None, doc="Key of the client certificate.", pattern=ABSOLUTE, hint=ABSOLUTE_HINT
    )


class Etcd(Spec):
    """Where the cluster keeps its state; local without either field."""

    local: LocalEtcd | None = field(default=None, doc="etcd on the control-plane nodes.")
    external: ExternalEtcd | None = field(default=None, doc="An etcd cluster that runs already.")


class DnsAddon(Spec):
    """The DNS add-on."""

    disabled: bool = field(default=False, doc="Whether kubeadm leaves it out.")
    image_repository: str | None = field(default=None, doc="Registry of its image.")
    image_tag: str | None = field(
        default=None, doc="Tag of its image; kubeadm does not upgrade one that is chosen here."
    )


class ProxyAddon(Spec):
    """The kube-proxy add-on."""

    disabled: bool = field(default=False, doc="Whether kubeadm leaves it out, for a data plane without it.")


class ApiEndpoint(Spec):
    """Under which address a control-plane node offers its API server."""

    advertise_address: str | None = field(
        default=None, doc="Address of the node; that of its default interface without it."
    )
    bind_port: int = field(default=6443, doc="Port of the API server.", minimum=1, maximum=65535)
