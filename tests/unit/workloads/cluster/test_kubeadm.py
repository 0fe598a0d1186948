"""What kubeadm is told: every field is one of its own, patches count, and no secret is printed."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

_ARGUMENTS = [{"name": str, "value": str}]
_VOLUMES = [{"name": str, "hostPath": str, "mountPath": str, "readOnly": bool, "pathType": str}]
_ENVS = [{"name": str, "value": str}]
_COMPONENT = {"extraArgs": _ARGUMENTS, "extraVolumes": _VOLUMES, "extraEnvs": _ENVS}
_NODE = {
    "name": str,
    "criSocket": str,
    "taints": [{"key": str, "value": str, "effect": str}],
    "kubeletExtraArgs": _ARGUMENTS,
    "ignorePreflightErrors": [str],
    "imagePullPolicy": str,
    "imagePullSerial": bool,
}
_ENDPOINT = {"advertiseAddress": str, "bindPort": int}
_TIMEOUTS = dict.fromkeys(
    (
        "controlPlaneComponentHealthCheck",
        "kubeletHealthCheck",
        "kubernetesAPICall",
        "etcdAPICall",
        "tlsBootstrap",
        "discovery",
        "upgradeManifests",
    ),
    str,
)
_IMAGE = {"imageRepository": str, "imageTag": str}
_COMMON = {
    "dryRun": bool,
    "nodeRegistration": _NODE,
    "skipPhases": [str],
    "patches": {"directory": str},
    "timeouts": _TIMEOUTS,
}

# The types of kubeadm.k8s.io/v1beta4, kubelet.config.k8s.io/v1beta1 and kubeproxy.config.k8s.io/v1alpha1, the
# last two as far as a description has fields for them.
# Source: github.com/kubernetes/kubernetes, cmd/kubeadm/app/apis/kubeadm/v1beta4/types.go;
# staging/src/k8s.io/kubelet/config/v1beta1/types.go and kube-proxy/config/v1alpha1/types.go.
TYPES: dict[tuple[str, str], Any] = {
    ("kubeadm.k8s.io/v1beta4", "InitConfiguration"): {
        **_COMMON,
        "bootstrapTokens": [],
        "certificateKey": str,
        "localAPIEndpoint": _ENDPOINT,
    },
    ("kubeadm.k8s.io/v1beta4", "ClusterConfiguration"): {
        "etcd": {
            "local": {
                **_IMAGE,
                "dataDir": str,
                "extraArgs": _ARGUMENTS,
                "extraEnvs": _ENVS,
                "serverCertSANs": [str],
                "peerCertSANs": [str],
            },
            "external": {"endpoints": [str], "caFile": str, "certFile": str, "keyFile": str},
        },
        "networking": {"serviceSubnet": str, "podSubnet": str, "dnsDomain": str},
        "kubernetesVersion": str,
        "controlPlaneEndpoint": str,
        "apiServer": {**_COMPONENT, "certSANs": [str]},
        "controllerManager": _COMPONENT,
        "scheduler": _COMPONENT,
        "dns": {**_IMAGE, "disabled": bool},
        "proxy": {"disabled": bool},
        "certificatesDir": str,
        "imageRepository": str,
        "featureGates": {},
        "clusterName": str,
        "encryptionAlgorithm": str,
        "certificateValidityPeriod": str,
        "caCertificateValidityPeriod": str,
    },
    ("kubeadm.k8s.io/v1beta4", "JoinConfiguration"): {
        **_COMMON,
        "caCertPath": str,
        "discovery": {"file": {"kubeConfigPath": str}},
        "controlPlane": {"localAPIEndpoint": _ENDPOINT},
    },
    ("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration"): {
        "cgroupDriver": str,
        "maxPods": int,
        "serverTLSBootstrap": bool,
        "kubeReserved": {"cpu": str, "memory": str},
        "systemReserved": {"memory": str},
        "evictionHard": dict.fromkeys(
            (
                "imagefs.available",
                "imagefs.inodesFree",
                "memory.available",
                "nodefs.available",
                "nodefs.inodesFree",
            ),
            str,
        ),
        "cpuManagerPolicy": str,
        "topologyManagerPolicy": str,
        "imageGCHighThresholdPercent": int,
        "imageGCLowThresholdPercent": int,
        "containerLogMaxSize": str,
        "containerLogMaxFiles": int,
        "shutdownGracePeriod": str,
        "shutdownGracePeriodCriticalPods": str,
        "featureGates": {"ImageVolume": bool},
        "registryPullQPS": int,
    },
    ("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration"): {
        "mode": str,
        "metricsBindAddress": str,
        "ipvs": {"strictARP": bool},
    },
}

EVERYTHING = """\
apiVersion: mlkube.dev/v1alpha1
kind: Cluster
metadata: {name: big}
spec:
  kubernetesVersion: v1.36.2
  networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16, dnsDomain: ml.local}
  kubeadm:
    controlPlanes: 3
    controlPlaneEndpoint: api.example.com:6443
    clusterName: prod
    localAPIEndpoint: {bindPort: 7443}
    apiServer:
      certSANs: [api.example.com, "*.example.com", 10.0.0.1]
      extraArgs: [{name: v, value: "2"}, {name: service-account-issuer, value: a}, {name: service-account-issuer, value: b}]
      extraVolumes: [{name: a, hostPath: /a, mountPath: /b, readOnly: true, pathType: Directory}]
      extraEnvs: [{name: A, value: b}]
    controllerManager: {extraArgs: [{name: bind-address, value: 0.0.0.0}]}
    scheduler: {extraArgs: [{name: bind-address, value: 0.0.0.0}]}
    etcd:
      local:
        dataDir: /data/etcd
        extraArgs: [{name: quota-backend-bytes, value: "8589934592"}]
        extraEnvs: [{name: A, value: b}]
        serverCertSANs: [etcd.example.com]
        peerCertSANs: [etcd.example.com]
    dns: {imageRepository: registry.example.com, imageTag: v1.12.1}
    certificatesDir: /pki
    imageRepository: registry.example.com/k8s
    encryptionAlgorithm: ECDSA-P256
    certificateValidityPeriod: 4380h
    caCertificateValidityPeriod: 87600h
    nodeRegistration:
      taints: []
      kubeletExtraArgs: [{name: node-ip, value: 10.0.0.1}]
      ignorePreflightErrors: [NumCPU]
      imagePullPolicy: IfNotPresent
      imagePullSerial: false
    pools:
    - name: gpu
      labels: {gpu: "true", accelerator: nvidia}
      taints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]
      kubeletExtraArgs: [{name: v, value: "4"}]
    discovery: {file: {kubeConfigPath: /etc/kubernetes/join.conf}}
    skipPhases: [addon/coredns]
    patches: {directory: /patches}
    timeouts:
      controlPlaneComponentHealthCheck: 10m
      kubeletHealthCheck: 5m
      kubernetesAPICall: 2m
      etcdAPICall: 2m
      tlsBootstrap: 5m
      discovery: 5m
    kubelet:
      cgroupDriver: systemd
      maxPods: 60
      serverTLSBootstrap: true
      kubeReserved: {cpu: 500m, memory: 1Gi}
      systemReserved: {memory: 1Gi}
      evictionHard: {memory.available: 1Gi}
      cpuManagerPolicy: static
      topologyManagerPolicy: restricted
      imageGCHighThresholdPercent: 70
      imageGCLowThresholdPercent: 50
      containerLogMaxSize: 50Mi
      containerLogMaxFiles: 3
      shutdownGracePeriod: 2m
      shutdownGracePeriodCriticalPods: 30s
      featureGates: {ImageVolume: true}
      further: {registryPullQPS: 10}
    kubeProxy: {mode: ipvs, metricsBindAddress: 0.0.0.0:10249, further: {ipvs: {strictARP: true}}}
"""


def tree(root: Path, text: str = EVERYTHING, further: str = "") -> str:
    (root / "c.yaml").write_text(text)
    (root / "kustomization.yaml").write_text(f"resources: [c.yaml]\n{further}")
    return f"{root}/"


def misfits(value: Any, expected: Any, path: str) -> Iterator[str]:  # noqa: ANN401  any JSON
    """Yield fields that a type does not have, and values of another type."""
    if isinstance(expected, dict):
        for key, inner in value.items():
            if key in expected:
                yield from misfits(inner, expected[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} is unknown"
    elif isinstance(expected, list):
        for at, inner in enumerate(value):
            yield from misfits(inner, expected[0], f"{path}[{at}]")
    elif type(value) is not expected:
        yield f"{path} is {value!r}"


@pytest.mark.parametrize(
    ("role", "pool", "kinds"),
    [
        (
            "init",
            None,
            ["InitConfiguration", "ClusterConfiguration", "KubeletConfiguration", "KubeProxyConfiguration"],
        ),
        ("join", None, ["JoinConfiguration"]),
        ("join", "gpu", ["JoinConfiguration"]),
        ("join-control-plane", None, ["JoinConfiguration"]),
    ],
)
def test_every_field_is_one_of_kubeadms_own(
    role: str, pool: str | None, kinds: list[str], tmp_path: Path
) -> None:
    documents: list[Any] = mlkube.kubeadm(tree(tmp_path), role=role, pool=pool)
    assert [each["kind"] for each in documents] == kinds
    for document in documents:
        kind = document.pop("apiVersion"), document.pop("kind")
        assert list(misfits(document, TYPES[kind], kind[1])) == []


def test_every_field_of_the_description_is_printed(tmp_path: Path) -> None:
    init, cluster, kubelet, proxy = map(dict, mlkube.kubeadm(tree(tmp_path)))
    types = TYPES["kubeadm.k8s.io/v1beta4", "ClusterConfiguration"]
    assert set(types) - set(cluster) == {"featureGates", "proxy"}
    assert set(init) == {
        "apiVersion",
        "kind",
        "localAPIEndpoint",
        "nodeRegistration",
        "patches",
        "skipPhases",
        "timeouts",
    }
    assert set(kubelet) - {"apiVersion", "kind"} == set(
        TYPES["kubelet.config.k8s.io/v1beta1", "KubeletConfiguration"]
    )
    assert proxy["ipvs"] == {"strictARP": True}
    assert cluster["kubernetesVersion"] == "v1.36.2"
    assert cluster["clusterName"] == "prod"


def test_the_kubelet_keeps_its_own_thresholds_beside_those_of_the_description(tmp_path: Path) -> None:
    kubelet: Any = mlkube.kubeadm(tree(tmp_path))[2]
    assert kubelet["evictionHard"] == {
        "imagefs.available": "15%",
        "imagefs.inodesFree": "5%",
        "memory.available": "1Gi",
        "nodefs.available": "10%",
        "nodefs.inodesFree": "5%",
    }


def test_a_pool_joins_with_labels_and_taints_of_its_own(tmp_path: Path) -> None:
    (join,) = map(dict, mlkube.kubeadm(tree(tmp_path), role="join", pool="gpu"))
    node: Any = join["nodeRegistration"]
    assert node["kubeletExtraArgs"] == [
        {"name": "node-labels", "value": "accelerator=nvidia,gpu=true"},
        {"name": "node-ip", "value": "10.0.0.1"},
        {"name": "v", "value": "4"},
    ]
    assert node["taints"] == [{"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}]
    assert "controlPlane" not in join


def test_a_further_control_plane_offers_its_api_server(tmp_path: Path) -> None:
    (join,) = mlkube.kubeadm(tree(tmp_path), role="join-control-plane")
    assert join["controlPlane"] == {"localAPIEndpoint": {"bindPort": 7443}}


@pytest.mark.parametrize("role", ["init", "join", "join-control-plane"])
def test_nothing_that_is_printed_is_a_secret(role: str, tmp_path: Path) -> None:
    text = str(mlkube.kubeadm(tree(tmp_path), role=role)).lower()
    assert [word for word in ("token", "certificatekey", "hash") if word in text] == []


def test_every_patch_of_the_description_counts_and_so_do_layers(tmp_path: Path) -> None:
    patch = """\
namePrefix: eu-
patches:
- patch: |
    apiVersion: mlkube.dev/v1alpha1
    kind: Cluster
    metadata: {name: big}
    spec: {kubernetesVersion: 1.37.1, kubeadm: {clusterName: null, kubeProxy: {mode: nftables}}}
"""
    _, cluster, _, proxy = mlkube.kubeadm(tree(tmp_path, further=patch))
    assert (cluster["kubernetesVersion"], cluster["clusterName"]) == ("v1.37.1", "eu-big")
    assert proxy["mode"] == "nftables"


def test_no_part_of_it_is_in_a_build(tmp_path: Path) -> None:
    assert mlkube.build(tree(tmp_path)).to_yaml() == ""


def test_kube_proxy_is_left_out_where_it_is_disabled(tmp_path: Path) -> None:
    text = EVERYTHING.replace("    certificatesDir", "    proxy: {disabled: true}\n    certificatesDir")
    kinds = [each["kind"] for each in mlkube.kubeadm(tree(tmp_path, text))]
    assert kinds == ["InitConfiguration", "ClusterConfiguration", "KubeletConfiguration"]


def test_files_that_an_external_etcd_does_without_are_empty(tmp_path: Path) -> None:
    local = EVERYTHING[EVERYTHING.index("      local:") : EVERYTHING.index("    dns:")]
    text = EVERYTHING.replace(local, "      external: {endpoints: ['http://10.0.0.1:2379']}\n")
    cluster = mlkube.kubeadm(tree(tmp_path, text))[1]
    assert cluster["etcd"] == {
        "external": {"endpoints": ["http://10.0.0.1:2379"], "caFile": "", "certFile": "", "keyFile": ""}
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            {"kubeadm_version": "v1.34.2"},
            "error: kubeadm 1.34 makes no cluster of version v1.36.2; use kubeadm 1.36 or 1.37",
        ),
        (
            {"kubelet_version": "Kubernetes v1.37.0"},
            "error: the kubelet 1.37 is newer than the cluster, v1.36.2; use a kubelet of 1.36, or upgrade the control plane first",
        ),
        (
            {"kubelet_version": "v1.32.9"},
            "error: the kubelet 1.32 is too old for the cluster, v1.36.2; use a kubelet of 1.33 to 1.36",
        ),
        ({"kubelet_version": "new"}, 'error: "new" is no version of the kubelet; write it as v1.36.2'),
        ({"role": "leave"}, 'error: no role "leave"; known are init, join, join-control-plane'),
        ({"role": "join", "pool": "cpu"}, 'error: no pool "cpu" in the cluster; there are: gpu'),
        ({"pool": "gpu"}, "error: a pool has worker nodes; use the role join"),
        ({"name": "small"}, 'error: no Cluster "small" in {}; there are: big'),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: dict[str, str], expected: str, tmp_path: Path
) -> None:
    target = tree(tmp_path)
    with pytest.raises(MlkubeError) as raised:
        mlkube.kubeadm(target, arguments.pop("name", None), **arguments)
    assert str(raised.value) == expected.format(target)


@pytest.mark.parametrize("arguments", [{"kubeadm_version": "v1.37.0"}, {"kubelet_version": "v1.33.1"}])
def test_versions_within_the_skew_are_taken(arguments: dict[str, str], tmp_path: Path) -> None:
    assert len(mlkube.kubeadm(tree(tmp_path), **arguments)) == 4  # type: ignore[arg-type]


def test_a_target_without_a_cluster_and_one_with_several_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    (folder / "kustomization.yaml").write_text("resources: []\n")
    with pytest.raises(MlkubeError) as raised:
        mlkube.kubeadm(f"{folder}/")
    assert str(raised.value) == f"error: {folder}/ describes no clusters; add a description of kind Cluster"

    two = tree(tmp_path, EVERYTHING + "---\n" + EVERYTHING.replace("{name: big}", "{name: other}"))
    with pytest.raises(MlkubeError) as raised:
        mlkube.kubeadm(two)
    assert str(raised.value) == f"error: {two} describes 2 clusters; name one of big, other"
    assert mlkube.kubeadm(two, "other")[0]["kind"] == "InitConfiguration"


def test_a_cluster_that_kubeadm_does_not_make_is_told(tmp_path: Path) -> None:
    target = tree(tmp_path, EVERYTHING[: EVERYTHING.index("  kubeadm:")])
    with pytest.raises(MlkubeError) as raised:
        mlkube.kubeadm(target)
    assert str(raised.value) == "error: Cluster/big is not made by kubeadm; give spec.kubeadm, at least as {}"


def test_a_description_that_is_wrong_is_refused_where_it_was_written(tmp_path: Path) -> None:
    target = tree(tmp_path, EVERYTHING.replace("v1.36.2", "v1.24.0"))
    with pytest.raises(MlkubeError) as raised:
        mlkube.kubeadm(target)
    assert str(raised.value).endswith(
        "c.yaml:5:3: error Cluster/big spec.kubernetesVersion: Kubernetes 1.24 reached its end of life on "
        "2023-07-28; use one of 1.35, 1.36, 1.37"
    )
