"""Builds what a Cluster describes: Calico, StorageClasses, GPUs. kubeadm's part is no API object."""

from __future__ import annotations

from mlkube.workloads.cluster.calico import NEED_BGP, CalicoPool
from mlkube.workloads.cluster.storage_classes import DEFAULT_CLASS
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.cluster.calico import AddressAutodetection, Calico
    from mlkube.workloads.cluster.gpu import ClusterGpu, DeviceClass
    from mlkube.workloads.cluster.workload import Cluster
    from mlkube.workloads.objects import Context

# The operator reads an Installation of this name, and no other.
_INSTALLATION = "default"
_PROVIDERS = {"aws": "EKS", "azure": "AKS", "gcp": "GKE"}
_IPAM = {"Calico": "Calico", "AmazonVPC": "AmazonVPC", "AzureVNET": "AzureVNET", "GKE": "HostLocal"}


def build(cluster: Cluster, context: Context) -> Objects:
    """Return everything that a description of a cluster stands for.

    Raises:
        Refusal: a layer renames what others know by its name: Calico's operator, claims, pods.

    """
    _refuse_renaming(cluster, context)
    objects = Objects()
    if cluster.calico is not None:
        _add_calico(cluster, cluster.calico, objects)
    for each in cluster.storage_classes:
        metadata = _metadata(cluster, each.name, "storage")
        if each.default:
            metadata["annotations"] = {**cluster.annotations, DEFAULT_CLASS: "true"}
        objects.add(
            {
                "apiVersion": "storage.k8s.io/v1",
                "kind": "StorageClass",
                "metadata": metadata,
                **each.to_kubernetes(cluster.platform),
            }
        )
    if cluster.gpu is not None:
        _add_gpu(cluster, cluster.gpu, context, objects)
    return objects


def _refuse_renaming(cluster: Cluster, context: Context) -> None:
    """Refuse prefixes and suffixes where names are those of the whole cluster."""
    gpu = cluster.gpu
    names = [_INSTALLATION] if cluster.calico is not None else []
    names += [each.name for each in cluster.storage_classes]
    names += [each.name for each in gpu.device_classes] if gpu is not None else []
    names += [gpu.runtime_class] if gpu is not None and gpu.runtime_class is not None else []
    for name in names[:1]:
        final = context.final(name)
        if final != name:
            reason = f'a layer would rename "{name}" to "{final}", and the whole cluster knows it by its name'
            hint = "build the cluster without namePrefix and nameSuffix"
            raise Refusal([Fault(("metadata", "name"), reason, hint)])


def _metadata(cluster: Cluster, name: str, component: str) -> JsonObject:
    """Return the metadata of an object of the whole cluster: there is but one, so its name is plain."""
    result: JsonObject = {"name": name, "labels": labels(cluster, component)}
    if cluster.annotations:
        result["annotations"] = {**cluster.annotations}
    return result


def _add_calico(cluster: Cluster, calico: Calico, objects: Objects) -> None:
    pools = _pools(cluster, calico)
    objects.add(
        {
            "apiVersion": "operator.tigera.io/v1",
            "kind": "Installation",
            "metadata": _metadata(cluster, _INSTALLATION, "network"),
            "spec": _installation(cluster, calico, pools),
        }
    )
    if calico.api_server:
        objects.add(
            {
                "apiVersion": "operator.tigera.io/v1",
                "kind": "APIServer",
                "metadata": _metadata(cluster, _INSTALLATION, "network"),
                "spec": {},
            }
        )
    for pool in calico.ip_pools:
        if pool.stands_alone:
            objects.add(
                {
                    "apiVersion": "projectcalico.org/v3",
                    "kind": "IPPool",
                    "metadata": _metadata(cluster, pool.name or _name_of(pool.cidr), "network"),
                    "spec": _own_pool(pool, _encapsulation(cluster, pool)),
                }
            )


def _installation(cluster: Cluster, calico: Calico, pools: list[JsonObject]) -> JsonObject:
    plugin = cluster.calico_plugin
    spec: JsonObject = {"variant": "Calico", "cni": {"type": plugin, "ipam": {"type": _IPAM[plugin]}}}
    if cluster.kubeadm is None and cluster.platform in _PROVIDERS:
        spec["kubernetesProvider"] = _PROVIDERS[cluster.platform]
    network: JsonObject = {"bgp": _bgp(cluster, calico), "linuxDataplane": calico.linux_dataplane}
    if pools:
        network["ipPools"] = [*pools]
    versions = {":" in str(pool["cidr"]) for pool in pools}
    if versions != {True}:
        network["nodeAddressAutodetectionV4"] = _detection(calico.node_address_autodetection_v4)
    if True in versions:
        network["nodeAddressAutodetectionV6"] = _detection(calico.node_address_autodetection_v6)
    if calico.mtu is not None:
        network["mtu"] = calico.mtu
    if calico.kube_proxy_management is not None:
        network["kubeProxyManagement"] = calico.kube_proxy_management
    spec["calicoNetwork"] = network
    further: tuple[tuple[str, str | int | None], ...] = (
        ("registry", calico.registry),
        ("controlPlaneReplicas", calico.control_plane_replicas),
        ("nodeMetricsPort", calico.node_metrics_port),
        ("typhaMetricsPort", calico.typha_metrics_port),
    )
    for key, value in further:
        if value is not None:
            spec[key] = value
    return spec


def _pools(cluster: Cluster, calico: Calico) -> list[JsonObject]:
    """Return the pools of the Installation: those that are given, or one for each range of pods."""
    given = [pool for pool in calico.ip_pools if not pool.stands_alone]
    if not given and cluster.calico_plugin == "Calico":
        given = [CalicoPool(cidr=str(each)) for each in cluster.networking.pods()]
    result: list[JsonObject] = []
    named: set[str] = set()
    for pool in given:
        usual = f"default-ipv{6 if ':' in pool.cidr else 4}-ippool"
        name = pool.name or (_name_of(pool.cidr) if usual in named else usual)
        named.add(name)
        spec: JsonObject = {
            "name": name,
            "cidr": pool.cidr,
            "encapsulation": _encapsulation(cluster, pool),
            "natOutgoing": pool.nat_outgoing,
            "nodeSelector": pool.node_selector,
        }
        result.append({**spec, **_common(pool)})
    return result


def _common(pool: CalicoPool) -> JsonObject:
    """Return what both forms of a pool word alike."""
    result: JsonObject = {}
    if pool.block_size is not None:
        result["blockSize"] = pool.block_size
    if pool.allowed_uses:
        result["allowedUses"] = [*pool.allowed_uses]
    if pool.assignment_mode is not None:
        result["assignmentMode"] = pool.assignment_mode
    if pool.disable_bgp_export:
        result["disableBGPExport"] = True
    return result


def _own_pool(pool: CalicoPool, encapsulation: str) -> JsonObject:
    """Return `spec` of an IPPool, which has a mode for each way to wrap packets."""
    mode = "CrossSubnet" if encapsulation.endswith("CrossSubnet") else "Always"
    spec: JsonObject = {
        "cidr": pool.cidr,
        "ipipMode": mode if encapsulation.startswith("IPIP") else "Never",
        "vxlanMode": mode if encapsulation.startswith("VXLAN") else "Never",
        "natOutgoing": pool.nat_outgoing == "Enabled",
        "nodeSelector": pool.node_selector,
    }
    if pool.namespace_selector is not None:
        spec["namespaceSelector"] = pool.namespace_selector
    return {**spec, **_common(pool)}


def _encapsulation(cluster: Cluster, pool: CalicoPool) -> str:
    if pool.encapsulation is not None:
        return pool.encapsulation
    wrapped = cluster.calico_plugin == "Calico" and not pool.for_load_balancers
    return "VXLANCrossSubnet" if wrapped else "None"


def _bgp(cluster: Cluster, calico: Calico) -> str:
    """Return whether nodes exchange routes: as given, else where a pool needs it."""
    if calico.bgp is not None:
        return calico.bgp
    needed = any(pool.for_load_balancers or pool.encapsulation in NEED_BGP for pool in calico.ip_pools)
    return "Enabled" if needed and cluster.calico_plugin == "Calico" else "Disabled"


def _name_of(cidr: str) -> str:
    """Return a range as the name of its pool."""
    return "".join(char if char.isalnum() else "-" for char in cidr)


def _detection(detection: AddressAutodetection) -> JsonObject:
    result: JsonObject = {}
    for described in detection.given():
        value = getattr(detection, described.name)
        result[described.key] = [*value] if isinstance(value, tuple) else value
    return result


def _add_gpu(cluster: Cluster, gpu: ClusterGpu, context: Context, objects: Objects) -> None:
    if gpu.runtime_class is not None:
        objects.add(
            {
                "apiVersion": "node.k8s.io/v1",
                "kind": "RuntimeClass",
                "metadata": _metadata(cluster, gpu.runtime_class, "gpu"),
                "handler": "nvidia",
            }
        )
    if gpu.device_plugin is not None:
        from mlkube.workloads.cluster.device_plugin import add_device_plugin  # noqa: PLC0415  one way of two

        add_device_plugin(cluster, gpu.device_plugin, gpu.runtime_class, context, objects)
    for each in gpu.device_classes:
        objects.add(
            {
                "apiVersion": "resource.k8s.io/v1",
                "kind": "DeviceClass",
                "metadata": _metadata(cluster, each.name, "gpu"),
                "spec": _device_class(each),
            }
        )


def _device_class(device_class: DeviceClass) -> JsonObject:
    spec: JsonObject = {
        "selectors": [{"cel": {"expression": expression}} for expression in device_class.selectors()]
    }
    if device_class.extended_resource_name is not None:
        spec["extendedResourceName"] = device_class.extended_resource_name
    return spec
