"""What a Cluster builds on each platform, beside what the examples show."""
# ruff: noqa: ANN401, FBT001  cases hold fields of a spec

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.schema import SUPPORTED_VERSIONS
from mlkube.schema.releases import RELEASES, SUPPORTED_RELEASES

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def bodies(**fields: Any) -> dict[str, Any]:
    cluster = mlkube.Cluster(name="c", kubernetes_version="1.36.2", **fields)
    return {str(each["kind"]): each for each in cluster.build().bodies()}


@pytest.mark.parametrize(
    ("platform", "provider", "plugin", "ipam"),
    [
        ("aws", "EKS", "AmazonVPC", "AmazonVPC"),
        ("azure", "AKS", "AzureVNET", "AzureVNET"),
        ("gcp", "GKE", "GKE", "HostLocal"),
    ],
)
def test_on_a_cloud_its_own_plugin_gives_addresses(
    platform: Any, provider: str, plugin: str, ipam: str
) -> None:
    assert bodies(platform=platform, calico=mlkube.Calico())["Installation"]["spec"] == {
        "variant": "Calico",
        "kubernetesProvider": provider,
        "cni": {"type": plugin, "ipam": {"type": ipam}},
        "calicoNetwork": {
            "bgp": "Disabled",
            "linuxDataplane": "Iptables",
            "nodeAddressAutodetectionV4": {"kubernetes": "NodeInternalIP"},
        },
    }


def test_calico_gives_addresses_on_a_cloud_where_it_is_chosen() -> None:
    networking = mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16")
    built = bodies(platform="azure", networking=networking, calico=mlkube.Calico(cni="Calico"))
    spec = built["Installation"]["spec"]
    assert spec["kubernetesProvider"] == "AKS"
    assert spec["cni"] == {"type": "Calico", "ipam": {"type": "Calico"}}
    assert spec["calicoNetwork"]["ipPools"] == [
        {
            "name": "default-ipv4-ippool",
            "cidr": "10.244.0.0/16",
            "encapsulation": "VXLANCrossSubnet",
            "natOutgoing": "Enabled",
            "nodeSelector": "all()",
        }
    ]


def test_a_cluster_of_kubeadm_on_a_cloud_is_nobody_elses() -> None:
    networking = mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16")
    built = bodies(platform="aws", networking=networking, calico=mlkube.Calico(), kubeadm=mlkube.Kubeadm())
    spec = built["Installation"]["spec"]
    assert "kubernetesProvider" not in spec
    assert spec["cni"]["type"] == "Calico"


def test_two_families_get_a_pool_each_and_find_both_addresses() -> None:
    networking = mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16,fd00:10:244::/56")
    network = bodies(networking=networking, calico=mlkube.Calico())["Installation"]["spec"]["calicoNetwork"]
    assert [(pool["name"], pool["cidr"]) for pool in network["ipPools"]] == [
        ("default-ipv4-ippool", "10.244.0.0/16"),
        ("default-ipv6-ippool", "fd00:10:244::/56"),
    ]
    assert network["nodeAddressAutodetectionV6"] == {"kubernetes": "NodeInternalIP"}


@pytest.mark.parametrize(
    ("encapsulation", "bgp"), [("IPIP", "Enabled"), ("None", "Enabled"), ("VXLAN", "Disabled")]
)
def test_bgp_is_on_where_a_pool_needs_it(encapsulation: Any, bgp: str) -> None:
    pool = mlkube.CalicoPool(cidr="10.244.0.0/16", encapsulation=encapsulation)
    network = bodies(calico=mlkube.Calico(ip_pools=[pool]))["Installation"]["spec"]["calicoNetwork"]
    assert network["bgp"] == bgp


def test_a_pool_for_load_balancers_is_an_object_of_its_own() -> None:
    pool = mlkube.CalicoPool(name="lb", cidr="192.0.2.0/25", allowed_uses=["LoadBalancer"])
    built = bodies(
        networking=mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16"),
        calico=mlkube.Calico(api_server=True, ip_pools=[pool]),
    )
    assert built["IPPool"]["spec"] == {
        "cidr": "192.0.2.0/25",
        "ipipMode": "Never",
        "vxlanMode": "Never",
        "natOutgoing": True,
        "nodeSelector": "all()",
        "allowedUses": ["LoadBalancer"],
    }
    network = built["Installation"]["spec"]["calicoNetwork"]
    assert network["bgp"] == "Enabled"
    assert [each["cidr"] for each in network["ipPools"]] == ["10.244.0.0/16"]


@pytest.mark.parametrize(
    ("platform", "shared", "parameters", "expected"),
    [
        ("aws", False, {}, ("ebs.csi.aws.com", {"type": "gp3", "encrypted": "true"}, True)),
        (
            "aws",
            True,
            {"fileSystemId": "fs-1"},
            (
                "efs.csi.aws.com",
                {"provisioningMode": "efs-ap", "directoryPerms": "700", "fileSystemId": "fs-1"},
                False,
            ),
        ),
        (
            "azure",
            False,
            {"skuName": "Premium_LRS"},
            ("disk.csi.azure.com", {"skuName": "Premium_LRS"}, True),
        ),
        ("azure", True, {}, ("file.csi.azure.com", {"skuName": "Standard_LRS"}, True)),
        ("gcp", False, {}, ("pd.csi.storage.gke.io", {"type": "pd-balanced"}, True)),
        ("gcp", True, {}, ("filestore.csi.storage.gke.io", {"tier": "standard", "network": "default"}, True)),
    ],
)
def test_a_class_has_the_driver_of_the_platform(
    platform: Any,
    shared: bool,
    parameters: dict[str, str],
    expected: tuple[str, dict[str, str], bool],
) -> None:
    chosen = mlkube.ClusterStorageClass(name="a", default=True, shared=shared, parameters=parameters)
    built = bodies(platform=platform, storage_classes=[chosen])["StorageClass"]
    assert (built["provisioner"], built["parameters"], built["allowVolumeExpansion"]) == expected
    assert built["volumeBindingMode"] == "WaitForFirstConsumer"
    assert built["metadata"]["annotations"] == {"storageclass.kubernetes.io/is-default-class": "true"}


def test_a_class_of_auto_mode_begins_as_one_of_the_driver_for_other_nodes() -> None:
    chosen = mlkube.ClusterStorageClass(name="a", default=True, provisioner="ebs.csi.eks.amazonaws.com")
    built = bodies(platform="aws", storage_classes=[chosen])["StorageClass"]
    assert built["parameters"] == {"type": "gp3", "encrypted": "true"}
    assert built["allowVolumeExpansion"] is True


def test_a_class_of_devices_selects_by_expressions() -> None:
    chosen = mlkube.DeviceClass(
        name="a100-slice",
        type="mig",
        product_name="NVIDIA A100-SXM4-80GB",
        profile="1g.10gb",
        memory="9Gi",
        expressions=["device.attributes['gpu.nvidia.com'].index > 0"],
        extended_resource_name="example.com/slice",
    )
    built = bodies(gpu=mlkube.ClusterGpu(device_classes=[chosen]))["DeviceClass"]
    assert built["apiVersion"] == "resource.k8s.io/v1"
    assert [each["cel"]["expression"] for each in built["spec"]["selectors"]] == [
        "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'mig'",
        "device.attributes['gpu.nvidia.com'].productName == 'NVIDIA A100-SXM4-80GB'",
        "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'",
        "device.capacity['gpu.nvidia.com'].memory.compareTo(quantity('9Gi')) >= 0",
        "device.attributes['gpu.nvidia.com'].index > 0",
    ]
    assert built["spec"]["extendedResourceName"] == "example.com/slice"


def test_a_namespace_around_a_cluster_reaches_only_what_has_one() -> None:
    cluster = mlkube.Cluster(
        name="c",
        namespace="gpu-system",
        kubernetes_version="1.36.2",
        networking=mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16"),
        calico=mlkube.Calico(api_server=True),
        gpu=mlkube.ClusterGpu(device_classes=[mlkube.DeviceClass(name="a")], runtime_class="nvidia"),
    )
    assert {each.kind: each.namespace for each in cluster.build()} == dict.fromkeys(
        ("Installation", "APIServer", "RuntimeClass", "DeviceClass"), ""
    )


def test_the_plugin_follows_a_prefix_with_all_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text(
        "resources: [c.yaml]\nnamespace: gpu-system\nnamePrefix: a-\nimages: "
        "[{name: nvcr.io/nvidia/k8s-device-plugin, newName: registry.example.com/plugin, newTag: '1'}]\n"
    )
    (tmp_path / "c.yaml").write_text(
        """\
apiVersion: mlkube.dev/v1alpha1
kind: Cluster
metadata: {name: c}
spec:
  kubernetesVersion: "1.36"
  platform: azure
  gpu:
    devicePlugin:
      timeSlicing: {resources: [{replicas: 2}]}
      imagePullSecrets: [{name: registry}]
      tolerations:
      - {key: team, operator: Exists}
      - {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}
"""
    )
    built = {each.kind: each for each in mlkube.build(tmp_path)}
    pod: Any = built["DaemonSet"].body["spec"]
    spec = pod["template"]["spec"]
    volumes = {each["name"]: each for each in spec["volumes"]}
    assert built["ConfigMap"].name.startswith("a-c-device-plugin-")
    assert volumes["config"]["configMap"]["name"] == built["ConfigMap"].name
    assert spec["serviceAccountName"] == built["ServiceAccount"].name == "a-c-device-plugin"
    assert spec["containers"][0]["image"] == "registry.example.com/plugin:1"
    assert [each["key"] for each in spec["tolerations"]] == ["nvidia.com/gpu", "sku", "team"]
    assert spec["imagePullSecrets"] == [{"name": "registry"}]
    data: Any = built["ConfigMap"].body["data"]
    assert data["config.yaml"] == (
        "sharing:\n  timeSlicing:\n    failRequestsGreaterThanOne: true\n    renameByDefault: true\n"
        "    resources:\n    - name: nvidia.com/gpu\n      replicas: 2\nversion: v1\n"
    )


def test_supported_releases_are_the_newest_and_can_be_validated() -> None:
    assert SUPPORTED_RELEASES == ("1.35", "1.36", "1.37")
    assert set(SUPPORTED_RELEASES) <= set(SUPPORTED_VERSIONS)
    versions = [tuple(map(int, version.split("."))) for version in RELEASES]
    assert versions == sorted(versions)
    for before, after in zip(list(RELEASES.values()), list(RELEASES.values())[1:], strict=False):
        assert before.released < after.released < after.end_of_life
        assert before.end_of_life < after.end_of_life
