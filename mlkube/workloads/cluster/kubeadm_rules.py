"""What kubeadm refuses, told before a machine is touched.

Source: github.com/kubernetes/kubernetes, cmd/kubeadm/app/apis/kubeadm/validation/validation.go.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from mlkube.workloads.cluster.kubelet_rules import kubelet_faults
from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.workloads.cluster.components import Etcd, ExternalEtcd, KubeadmArgument
    from mlkube.workloads.cluster.kubeadm_settings import Kubeadm
    from mlkube.workloads.cluster.nodes import NodeRegistration
    from mlkube.workloads.cluster.workload import Cluster
    from mlkube.workloads.faults import Path

_PATH = ("spec", "kubeadm")
_NAME = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_LONGEST_NAME = 253
_LAST_PORT = 65535
# kubeadm's own node masks, and how many bits they may be behind the mask of all pods.
_NODE_MASKS = {4: 24, 6: 64}
_MOST_NODE_BITS = 16
# Labels of Kubernetes' own names that a kubelet may give its node; it does not start with others.
_KUBELET_LABELS = (
    "kubelet.kubernetes.io",
    "node.kubernetes.io",
)
_KUBELET_LABEL_NAMES = (
    "kubernetes.io/hostname",
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
)


def faults(cluster: Cluster, kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield everything that is wrong with what kubeadm is told."""
    yield from _whole_version(cluster)
    yield from _endpoint(kubeadm)
    yield from _node_masks(cluster, kubeadm)
    yield from _arguments(kubeadm)
    yield from _names(kubeadm.api_server.cert_sans, (*_PATH, "apiServer", "certSANs"))
    yield from _etcd(kubeadm.etcd)
    yield from _registration(kubeadm.node_registration, (*_PATH, "nodeRegistration"))
    yield from _pools(kubeadm)
    yield from kubelet_faults(kubeadm)
    yield from _address(kubeadm)


def _whole_version(cluster: Cluster) -> Iterator[Fault]:
    """Yield a version without its last number: kubeadm would ask the network which one is meant."""
    if cluster.kubernetes_version.count(".") < 2:  # noqa: PLR2004  x.y.z
        reason = f"kubeadm needs the whole version, not {cluster.kubernetes_version}"
        hint = f"write it as {cluster.kubernetes_version.removeprefix('v')}.2"
        yield Fault(("spec", "kubernetesVersion"), reason, hint, other=_PATH)


def _endpoint(kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield several control planes behind no common address, and an address that is none."""
    own, endpoint = (*_PATH, "controlPlaneEndpoint"), kubeadm.control_plane_endpoint
    if endpoint is None:
        if kubeadm.control_planes > 1:
            reason = f"missing: {kubeadm.control_planes} control-plane nodes need an address in front of them"
            hint = "give the name of the load balancer, as api.example.com:6443"
            yield Fault(own, reason, hint, other=(*_PATH, "controlPlanes"))
        return
    host, port = split_endpoint(endpoint)
    if not _is_host(host) or not (port.isdigit() and 1 <= int(port) <= _LAST_PORT):
        reason = f'"{endpoint}" is no name or address with a port'
        yield Fault(own, reason, "write it as api.example.com:6443")


def split_endpoint(endpoint: str) -> tuple[str, str]:
    """Return host and port of an endpoint; without a port that of the API server, which kubeadm takes."""
    if endpoint.startswith("["):
        host, _, port = endpoint[1:].partition("]")
        return host, port.removeprefix(":") or "6443"
    host, colon, port = endpoint.rpartition(":")
    return (host, port) if colon and ":" not in host else (endpoint, "6443")


def _is_host(text: str) -> bool:
    if len(text) <= _LONGEST_NAME and re.fullmatch(_NAME, text):
        return True
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _node_masks(cluster: Cluster, kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield a range of pods that the ranges of nodes do not go into, or go into too often."""
    arguments = {each.name: each.value for each in kubeadm.controller_manager.extra_args}
    if arguments.get("allocate-node-cidrs") == "false":
        return
    own = ("spec", "networking", "podSubnet")
    for network in cluster.networking.pods():
        given = arguments.get(f"node-cidr-mask-size-ipv{network.version}", "")
        mask = int(given) if given.isdigit() else _NODE_MASKS[network.version]
        hint = (
            f"choose another range, or another node-cidr-mask-size-ipv{network.version} of controllerManager"
        )
        if network.prefixlen > mask:
            reason = f"{network} is smaller than the range of a node, /{mask}"
            yield Fault(own, reason, hint, other=_PATH)
        elif mask - network.prefixlen > _MOST_NODE_BITS:
            reason = f"{network} holds more ranges of nodes, /{mask}, than kubeadm takes"
            yield Fault(own, reason, hint, other=_PATH)


def _arguments(kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield flags without a name, and with the dashes that kubeadm puts in front."""
    lists: list[tuple[Path, Sequence[KubeadmArgument]]] = [
        ((*_PATH, "apiServer", "extraArgs"), kubeadm.api_server.extra_args),
        ((*_PATH, "controllerManager", "extraArgs"), kubeadm.controller_manager.extra_args),
        ((*_PATH, "scheduler", "extraArgs"), kubeadm.scheduler.extra_args),
        ((*_PATH, "nodeRegistration", "kubeletExtraArgs"), kubeadm.node_registration.kubelet_extra_args),
    ]
    if kubeadm.etcd.local is not None:
        lists.append(((*_PATH, "etcd", "local", "extraArgs"), kubeadm.etcd.local.extra_args))
    for at, pool in enumerate(kubeadm.pools):
        lists.append(((*_PATH, "pools", at, "kubeletExtraArgs"), pool.kubelet_extra_args))
    for path, arguments in lists:
        for at, argument in enumerate(arguments):
            if not argument.name.strip("-"):
                yield Fault(
                    (*path, at, "name"), "a flag has a name", "write it as it is called, without dashes"
                )
            elif argument.name.startswith("-"):
                reason = f'"{argument.name}" has dashes, which kubeadm puts in front itself'
                yield Fault((*path, at, "name"), reason, f"write {argument.name.lstrip('-')}")


def _names(names: Iterable[str], path: Path) -> Iterator[Fault]:
    """Yield what is neither a name nor an address: no certificate can hold it."""
    for at, name in enumerate(names):
        if not _is_host(name.removeprefix("*.")):
            yield Fault(
                (*path, at), f'"{name}" is neither a name nor an address', "write it as api.example.com"
            )


def _etcd(etcd: Etcd) -> Iterator[Fault]:
    """Yield two places for the state of the cluster, or one that kubeadm cannot reach."""
    path: Path = (*_PATH, "etcd")
    if etcd.local is not None:
        yield from _names(etcd.local.server_cert_sans, (*path, "local", "serverCertSANs"))
        yield from _names(etcd.local.peer_cert_sans, (*path, "local", "peerCertSANs"))
    if etcd.external is None:
        return
    own: Path = (*path, "external")
    if etcd.local is not None:
        yield Fault(own, "local and external exclude each other", "leave one out", other=(*path, "local"))
    yield from _external(etcd.external, own)


def _external(etcd: ExternalEtcd, path: Path) -> Iterator[Fault]:
    """Yield an etcd without members, half a certificate, and plain URLs beside certificates."""
    if not etcd.endpoints:
        yield Fault((*path, "endpoints"), "there is no member to reach", "write it as https://10.0.0.1:2379")
    secured = any((etcd.ca_file, etcd.cert_file, etcd.key_file))
    for at, endpoint in enumerate(etcd.endpoints):
        allowed = ("https://",) if secured else ("https://", "http://")
        if not endpoint.startswith(allowed):
            reason = f'"{endpoint}" is no URL that begins with {" or ".join(allowed)}'
            yield Fault((*path, "endpoints", at), reason, "write it as https://10.0.0.1:2379")
    for key, given, partner, other in (
        ("certFile", etcd.cert_file, "keyFile", etcd.key_file),
        ("keyFile", etcd.key_file, "certFile", etcd.cert_file),
    ):
        if given is not None and other is None:
            yield Fault((*path, key), f"{partner} is missing beside it", "give both", other=(*path, key))
    if etcd.cert_file is not None and etcd.key_file is not None and etcd.ca_file is None:
        yield Fault((*path, "caFile"), "missing: who signed the members' certificates", "give it")


def _registration(registration: NodeRegistration, path: Path) -> Iterator[Fault]:
    """Yield a runtime that Kubernetes left, and checks that are named beside all of them."""
    if "dockershim" in registration.cri_socket:
        reason = "Kubernetes has no dockershim since 1.24"
        hint = "use containerd, or cri-dockerd: unix:///var/run/cri-dockerd.sock"
        yield Fault((*path, "criSocket"), reason, hint)
    ignored = [each.lower() for each in registration.ignore_preflight_errors]
    if "all" in ignored and len(ignored) > 1:
        reason = "all leaves no check to name beside it"
        yield Fault((*path, "ignorePreflightErrors"), reason, "name only those that must not stop it")


def _pools(kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield labels that the kubelet refuses to start with, and flags that belong to labels and taints."""
    for at, pool in enumerate(kubeadm.pools):
        path: Path = (*_PATH, "pools", at)
        for label in pool.labels:
            if not _kubelet_may_set(label):
                reason = "the kubelet does not start with a label of Kubernetes' own names"
                hint = "label the node by kubectl, or use a prefix of your own or node.kubernetes.io/"
                yield Fault((*path, "labels", label), reason, hint)
        for number, argument in enumerate(pool.kubelet_extra_args):
            if argument.name in {"node-labels", "register-with-taints"}:
                key = "labels" if argument.name == "node-labels" else "taints"
                reason = f"{argument.name} belongs to {key}"
                yield Fault((*path, "kubeletExtraArgs", number), reason, f"set {key} instead")


def _kubelet_may_set(label: str) -> bool:
    prefix, slash, _ = label.rpartition("/")
    if not slash or label in _KUBELET_LABEL_NAMES:
        return True
    if not f".{prefix}".endswith((".kubernetes.io", ".k8s.io")):
        return True
    return any(prefix == allowed or prefix.endswith(f".{allowed}") for allowed in _KUBELET_LABELS)


def _address(kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield an address of the API server that is none, or that several nodes would have."""
    endpoint = kubeadm.local_api_endpoint
    if endpoint is None or endpoint.advertise_address is None:
        return
    path = (*_PATH, "localAPIEndpoint", "advertiseAddress")
    try:
        ip_address(endpoint.advertise_address)
    except ValueError:
        yield Fault(path, f'"{endpoint.advertise_address}" is no address', "write it as 10.0.0.10")
        return
    if kubeadm.control_planes > 1:
        reason = "the configuration is that of every control-plane node, and each has an address of its own"
        yield Fault(path, reason, "leave it out", other=(*_PATH, "controlPlanes"))
