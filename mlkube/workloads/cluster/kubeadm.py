"""The configuration files of kubeadm for a cluster, one role at a time: documents as plain data.

Source: kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4, kubelet-config.v1beta1 and
kube-proxy-config.v1alpha1.
"""

from __future__ import annotations

import re

from mlkube.errors import MlkubeError
from mlkube.workloads.cluster.networking import DEFAULT_SERVICE_SUBNET
from mlkube.workloads.construction import copied
from mlkube.workloads.writing import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.cluster.kubeadm_settings import Kubeadm
    from mlkube.workloads.cluster.nodes import NodePool
    from mlkube.workloads.cluster.workload import Cluster

KUBEADM = "kubeadm.k8s.io/v1beta4"
KUBELET = "kubelet.config.k8s.io/v1beta1"
KUBE_PROXY = "kubeproxy.config.k8s.io/v1alpha1"

INIT, JOIN, JOIN_CONTROL_PLANE = "init", "join", "join-control-plane"
ROLES = (INIT, JOIN, JOIN_CONTROL_PLANE)

# What the kubelet evicts by; a map that names some of them sets all others to zero.
_EVICTION_HARD = {
    "imagefs.available": "15%",
    "imagefs.inodesFree": "5%",
    "memory.available": "100Mi",
    "nodefs.available": "10%",
    "nodefs.inodesFree": "5%",
}
_OLDEST_KUBELET = 3


def documents(cluster: Cluster, name: str, role: str, pool: str | None = None) -> list[JsonObject]:
    """Return the documents of one configuration file; `name` is the cluster's where it has no other.

    Raises:
        MlkubeError: the cluster is none of kubeadm's; there is no such role or pool.

    """
    kubeadm = cluster.kubeadm
    if kubeadm is None:
        hint = "give spec.kubeadm, at least as {}"
        raise MlkubeError(f"Cluster/{cluster.name} is not made by kubeadm", hint=hint)
    if role not in ROLES:
        raise MlkubeError(f'no role "{role}"', hint=f"known are {', '.join(ROLES)}")
    found = _pool(kubeadm, pool, role)
    if role == INIT:
        return [
            _init(kubeadm),
            _cluster(cluster, kubeadm, name),
            _kubelet(kubeadm),
            *([] if kubeadm.proxy.disabled else [_kube_proxy(kubeadm)]),
        ]
    return [_join(kubeadm, found, control_plane=role == JOIN_CONTROL_PLANE)]


def _pool(kubeadm: Kubeadm, name: str | None, role: str) -> NodePool | None:
    if name is None:
        return None
    if role != JOIN:
        raise MlkubeError("a pool has worker nodes", hint=f"use the role {JOIN}")
    for pool in kubeadm.pools:
        if pool.name == name:
            return pool
    known = ", ".join(pool.name for pool in kubeadm.pools) or "none"
    raise MlkubeError(f'no pool "{name}" in the cluster', hint=f"there are: {known}")


def _init(kubeadm: Kubeadm) -> JsonObject:
    """Return what the first node is told. It has no token: kubeadm makes one that nobody has seen."""
    return {
        "apiVersion": KUBEADM,
        "kind": "InitConfiguration",
        **_of_node(kubeadm, None),
        **({} if kubeadm.local_api_endpoint is None else {"localAPIEndpoint": _endpoint(kubeadm)}),
        **({"skipPhases": [*kubeadm.skip_phases]} if kubeadm.skip_phases else {}),
    }


def _join(kubeadm: Kubeadm, pool: NodePool | None, *, control_plane: bool) -> JsonObject:
    path = kubeadm.discovery.file.kube_config_path
    result: JsonObject = {
        "apiVersion": KUBEADM,
        "kind": "JoinConfiguration",
        "discovery": {"file": {"kubeConfigPath": path}},
        **_of_node(kubeadm, pool),
    }
    if control_plane:
        own = kubeadm.local_api_endpoint is not None
        result["controlPlane"] = {"localAPIEndpoint": _endpoint(kubeadm)} if own else {}
    return result


def _of_node(kubeadm: Kubeadm, pool: NodePool | None) -> JsonObject:
    """Return what init and join have in common."""
    registration = kubeadm.node_registration
    node: JsonObject = {"criSocket": registration.cri_socket, **to_json(registration)}
    if pool is not None:
        arguments: list[Json] = []
        if pool.labels:
            labels = ",".join(f"{key}={value}" for key, value in sorted(pool.labels.items()))
            arguments.append({"name": "node-labels", "value": labels})
        arguments += [to_json(each) for each in (*registration.kubelet_extra_args, *pool.kubelet_extra_args)]
        if arguments:
            node["kubeletExtraArgs"] = arguments
        if pool.taints:
            node["taints"] = copied(pool.taints)
    result: JsonObject = {"nodeRegistration": node}
    if kubeadm.patches is not None:
        result["patches"] = {"directory": kubeadm.patches.directory}
    if timeouts := to_json(kubeadm.timeouts):
        result["timeouts"] = timeouts
    return result


def _endpoint(kubeadm: Kubeadm) -> JsonObject:
    endpoint = kubeadm.local_api_endpoint
    return {} if endpoint is None else {"bindPort": endpoint.bind_port, **to_json(endpoint)}


def _cluster(cluster: Cluster, kubeadm: Kubeadm, name: str) -> JsonObject:
    networking = cluster.networking
    network: JsonObject = {
        "dnsDomain": networking.dns_domain,
        "serviceSubnet": networking.service_subnet or DEFAULT_SERVICE_SUBNET,
    }
    if networking.pod_subnet is not None:
        network["podSubnet"] = networking.pod_subnet
    result: JsonObject = {
        "apiVersion": KUBEADM,
        "kind": "ClusterConfiguration",
        "clusterName": kubeadm.cluster_name or name,
        "kubernetesVersion": f"v{cluster.kubernetes_version.removeprefix('v')}",
        "networking": network,
    }
    for key, part in (
        ("apiServer", kubeadm.api_server),
        ("controllerManager", kubeadm.controller_manager),
        ("scheduler", kubeadm.scheduler),
        ("dns", kubeadm.dns),
        ("proxy", kubeadm.proxy),
    ):
        if fields := to_json(part):
            result[key] = fields
    if etcd := _etcd(kubeadm):
        result["etcd"] = etcd
    for key, value in (
        ("controlPlaneEndpoint", kubeadm.control_plane_endpoint),
        ("certificatesDir", kubeadm.certificates_dir),
        ("imageRepository", kubeadm.image_repository),
        ("encryptionAlgorithm", kubeadm.encryption_algorithm),
        ("certificateValidityPeriod", kubeadm.certificate_validity_period),
        ("caCertificateValidityPeriod", kubeadm.ca_certificate_validity_period),
    ):
        if value is not None:
            result[key] = value
    return result


def _etcd(kubeadm: Kubeadm) -> JsonObject:
    """Return where the state is kept; files that are not given are empty texts, as kubeadm wants them."""
    local, external = kubeadm.etcd.local, kubeadm.etcd.external
    if external is not None:
        files = {"caFile": "", "certFile": "", "keyFile": ""}
        return {"external": {**files, **to_json(external)}}
    return {} if local is None else {"local": {"dataDir": local.data_dir, **to_json(local)}}


def _kubelet(kubeadm: Kubeadm) -> JsonObject:
    kubelet = kubeadm.kubelet
    fields = to_json(kubelet)
    fields.pop("further", None)
    result: JsonObject = {
        "apiVersion": KUBELET,
        "kind": "KubeletConfiguration",
        "cgroupDriver": kubelet.cgroup_driver,
        **fields,
    }
    if kubelet.eviction_hard:
        result["evictionHard"] = {**_EVICTION_HARD, **kubelet.eviction_hard}
    return {**result, **kubelet.further}


def _kube_proxy(kubeadm: Kubeadm) -> JsonObject:
    proxy = kubeadm.kube_proxy
    fields = to_json(proxy)
    fields.pop("further", None)
    return {
        "apiVersion": KUBE_PROXY,
        "kind": "KubeProxyConfiguration",
        "mode": proxy.mode,
        **fields,
        **proxy.further,
    }


def check_versions(cluster: Cluster, kubeadm_version: str | None, kubelet_version: str | None) -> None:
    """Hold the programs of a machine against the version of the cluster.

    The versions are as the programs print them: v1.36.2, or Kubernetes v1.36.2.
    Source: kubernetes.io/releases/version-skew-policy and create-cluster-kubeadm.

    Raises:
        MlkubeError: kubeadm would refuse to make this cluster, or the kubelet to join it.

    """
    _, minor = cluster.release
    if kubeadm_version is not None:
        found = _minor(kubeadm_version, "kubeadm")
        if found not in {minor, minor + 1}:
            reason = f"kubeadm 1.{found} makes no cluster of version {cluster.kubernetes_version}"
            raise MlkubeError(reason, hint=f"use kubeadm 1.{minor} or 1.{minor + 1}")
    if kubelet_version is not None:
        found = _minor(kubelet_version, "the kubelet")
        if found > minor:
            reason = f"the kubelet 1.{found} is newer than the cluster, {cluster.kubernetes_version}"
            raise MlkubeError(reason, hint=f"use a kubelet of 1.{minor}, or upgrade the control plane first")
        if found < minor - _OLDEST_KUBELET:
            reason = f"the kubelet 1.{found} is too old for the cluster, {cluster.kubernetes_version}"
            raise MlkubeError(reason, hint=f"use a kubelet of 1.{minor - _OLDEST_KUBELET} to 1.{minor}")


def _minor(version: str, program: str) -> int:
    found = re.search(r"v?1\.([0-9]+)", version)
    if found is None:
        raise MlkubeError(f'"{version}" is no version of {program}', hint="write it as v1.36.2")
    return int(found[1])
