"""What contradicts in a Cluster, with the exact text of each refusal."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Refusals = Callable[..., list[str]]

CALICO = "networking: {podSubnet: 10.244.0.0/16}\n"
KUBEADM = CALICO + "kubeadm: "


@pytest.fixture
def refusals(tmp_path: Path, refusals_of: Callable[[Path], list[str]]) -> Refusals:
    """Return what builds a Cluster with changes in YAML and tells its errors."""

    def refused(changes: str, prefix: str = "") -> list[str]:
        spec = {"kubernetesVersion": "1.36.2"} | yaml.safe_load(changes)
        body = {
            "apiVersion": "mlkube.dev/v1alpha1",
            "kind": "Cluster",
            "metadata": {"name": "c"},
            "spec": spec,
        }
        (tmp_path / "kustomization.yaml").write_text(f"resources: [c.yaml]\nnamePrefix: '{prefix}'\n")
        (tmp_path / "c.yaml").write_text(yaml.safe_dump(body))
        return refusals_of(tmp_path)

    return refused


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # versions
        (
            "kubernetesVersion: '1.24'",
            "spec.kubernetesVersion: Kubernetes 1.24 reached its end of life on 2023-07-28; use one of 1.35, 1.36, 1.37",
        ),
        (
            "kubernetesVersion: v1.34.3",
            "spec.kubernetesVersion: Kubernetes 1.34 reached its end of life on 2026-10-27; use one of 1.35, 1.36, 1.37",
        ),
        (
            "kubernetesVersion: 1.99.0",
            "spec.kubernetesVersion: Kubernetes 1.99 is not in the table of releases; use one of 1.35, 1.36, 1.37",
        ),
        (
            "kubernetesVersion: 1.36",
            "spec.kubernetesVersion: must be a string, is a number; put it in quotes",
        ),
        # addresses
        (
            "networking: {podSubnet: 10.244.0.0}",
            'spec.networking.podSubnet: "10.244.0.0" has no mask; write it as 10.244.0.0/16',
        ),
        (
            "networking: {podSubnet: pods}",
            'spec.networking.podSubnet: "pods" is no range of addresses; write it as 10.244.0.0/16',
        ),
        (
            "networking: {podSubnet: 10.244.1.0/16}",
            'spec.networking.podSubnet: "10.244.1.0/16" has bits beyond its mask; write 10.244.0.0/16',
        ),
        (
            "networking: {podSubnet: '10.244.0.0/16,10.245.0.0/16'}",
            'spec.networking.podSubnet: "10.244.0.0/16,10.245.0.0/16" is neither one range nor one of IPv4 and one of IPv6; write it as 10.244.0.0/16, or 10.244.0.0/16,fd00:10:244::/56',
        ),
        (
            "networking: {serviceSubnet: 10.0.0.0/8}",
            "spec.networking.serviceSubnet: 10.0.0.0/8 is too large: the mask of a range of Services is /12 or longer; write it as /12 or longer",
        ),
        (
            "networking: {serviceSubnet: 10.96.0.0/30}",
            "spec.networking.serviceSubnet: 10.96.0.0/30 has 4 addresses, fewer than 10; write a shorter mask",
        ),
        (
            "networking: {podSubnet: 10.96.0.0/16, serviceSubnet: 10.96.128.0/17}",
            "spec.networking.podSubnet: 10.96.0.0/16 overlaps with the addresses of Services, 10.96.128.0/17; choose ranges that are apart",
        ),
        # Calico
        (
            "calico: {}",
            "spec.networking.podSubnet: missing: nothing says which addresses pods get; write it as 10.244.0.0/16",
        ),
        (
            "platform: aws\ncalico: {cni: AzureVNET}",
            "spec.calico.cni: AzureVNET gives addresses on azure, not on aws; leave it out",
        ),
        (
            "kubeadm: {}\ncalico: {cni: AmazonVPC}",
            "spec.calico.cni: AmazonVPC belongs to a cluster that aws runs, not to one of kubeadm's; use Calico",
        ),
        (
            "platform: aws\ncalico: {bgp: Enabled}",
            "spec.calico.bgp: AmazonVPC gives the addresses, and knows no BGP; leave it out, or set cni: Calico",
        ),
        (
            CALICO + "calico: {ipPools: [{cidr: 10.245.0.0/16}]}",
            "spec.calico.ipPools[0].cidr: 10.245.0.0/16 is not in the addresses of pods, 10.244.0.0/16; make the two agree",
        ),
        (
            "networking: {serviceSubnet: 10.96.0.0/16}\ncalico: {ipPools: [{cidr: 10.96.0.0/17}]}",
            "spec.calico.ipPools[0].cidr: 10.96.0.0/17 overlaps with the addresses of Services, 10.96.0.0/16; choose ranges that are apart",
        ),
        (
            "kubeadm: {}\ncalico: {ipPools: [{cidr: 10.100.0.0/16}]}",
            "spec.calico.ipPools[0].cidr: 10.100.0.0/16 overlaps with the addresses of Services, 10.96.0.0/12 (kubeadm takes 10.96.0.0/12 by default); choose ranges that are apart",
        ),
        (
            "calico: {ipPools: [{cidr: 169.254.0.0/20}]}",
            "spec.calico.ipPools[0].cidr: 169.254.0.0/20 overlaps with link-local addresses, 169.254.0.0/16; choose another range",
        ),
        (
            "calico: {ipPools: [{cidr: 10.244.0.0/16, blockSize: 18}]}",
            "spec.calico.ipPools[0].blockSize: is 18, but blocks of IPv4 have 20 to 32; leave it out for 26",
        ),
        (
            "calico: {ipPools: [{cidr: 'fd00::/56', blockSize: 26}]}",
            "spec.calico.ipPools[0].blockSize: is 26, but blocks of IPv6 have 116 to 128; leave it out for 122",
        ),
        (
            "calico: {ipPools: [{cidr: 10.244.0.0/28}]}",
            "spec.calico.ipPools[0].cidr: 10.244.0.0/28 is smaller than a block of it, /26; widen the range, or set a larger blockSize",
        ),
        (
            "calico: {ipPools: [{cidr: 'fd00::/56', encapsulation: IPIP}]}",
            "spec.calico.ipPools[0].encapsulation: IPIP wraps IPv4 only; use VXLAN or VXLANCrossSubnet",
        ),
        (
            "calico: {bgp: Disabled, ipPools: [{cidr: 10.244.0.0/16, encapsulation: None}]}",
            "spec.calico.ipPools[0].encapsulation: None needs routes from BGP, which is off; use VXLANCrossSubnet, or leave bgp out",
        ),
        (
            "platform: aws\ncalico: {ipPools: [{cidr: 10.244.0.0/16, encapsulation: VXLAN}]}",
            "spec.calico.ipPools[0].encapsulation: AmazonVPC gives the addresses and carries the packets; leave it out",
        ),
        (
            "calico: {ipPools: [{cidr: 10.244.0.0/16, encapsulation: vxlan}]}",
            'spec.calico.ipPools[0].encapsulation: is "vxlan", but must be one of IPIPCrossSubnet, IPIP, VXLAN, VXLANCrossSubnet, None; did you mean "VXLAN"?',
        ),
        (
            "calico: {ipPools: [{cidr: 10.244.0.0/17}, {cidr: 10.244.0.0/18}]}",
            "spec.calico.ipPools[1].cidr: 10.244.0.0/18 overlaps with another pool, 10.244.0.0/17; choose ranges that are apart",
        ),
        (
            "calico: {ipPools: [{name: a, cidr: 10.244.0.0/17}, {name: a, cidr: 10.244.128.0/17}]}",
            'spec.calico.ipPools[1].name: another pool is called "a"; choose another name',
        ),
        (
            CALICO + "calico: {ipPools: [{cidr: 10.244.0.0/17, namespaceSelector: all()}]}",
            "spec.calico.ipPools[0].namespaceSelector: such a pool is an IPPool of projectcalico.org, which Calico's API server serves; set calico.apiServer: true",
        ),
        (
            CALICO
            + "calico: {apiServer: true, ipPools: [{cidr: 10.0.0.0/24, allowedUses: [LoadBalancer], encapsulation: VXLAN}]}",
            "spec.calico.ipPools[0].encapsulation: addresses of load balancers are not wrapped; leave it out",
        ),
        (
            CALICO
            + "calico: {apiServer: true, ipPools: [{cidr: 10.0.0.0/24, allowedUses: [LoadBalancer, Tunnel]}]}",
            "spec.calico.ipPools[0].allowedUses: LoadBalancer stands alone; use two pools",
        ),
        (
            CALICO + "calico: {ipPools: [{cidr: 10.244.0.0/17, nodeSelector: global()}]}",
            "spec.calico.ipPools[0].nodeSelector: global() selects no node and no namespace; use all()",
        ),
        (
            CALICO + "calico: {nodeAddressAutodetectionV4: {interface: 'eth.*', canReach: 10.0.0.1}}",
            "spec.calico.nodeAddressAutodetectionV4.canReach: interface and canReach exclude each other; leave one out",
        ),
        (
            CALICO + "calico: {kubeProxyManagement: Enabled}",
            "spec.calico.kubeProxyManagement: Iptables needs kube-proxy, and the operator would take it away; leave it out",
        ),
        (
            KUBEADM + "{}\ncalico: {linuxDataplane: BPF}",
            "spec.calico.linuxDataplane: BPF does the work of kube-proxy, and kubeadm installs it; set kubeadm.proxy.disabled: true, or kubeProxyManagement: Enabled",
        ),
        (
            KUBEADM + "{}\ncalico: {linuxDataplane: Nftables}",
            "spec.calico.linuxDataplane: Nftables wants kube-proxy in the mode nftables, not iptables; make the two agree",
        ),
        (
            KUBEADM + "{proxy: {disabled: true}}\ncalico: {}",
            "spec.kubeadm.proxy.disabled: Iptables needs kube-proxy: without it no Service has an address; leave it out, or set linuxDataplane: BPF",
        ),
        # classes of volumes
        (
            "storageClasses: [{name: a, default: true}]",
            "spec.storageClasses[0].provisioner: missing: the driver that makes the volumes; name it; only aws, azure and gcp have drivers of their own",
        ),
        (
            "storageClasses: [{name: a, default: true, provisioner: kubernetes.io/aws-ebs}]",
            "spec.storageClasses[0].provisioner: kubernetes.io/aws-ebs is no longer part of Kubernetes; use ebs.csi.aws.com",
        ),
        (
            "storageClasses: [{name: a, default: true, provisioner: kubernetes.io/glusterfs}]",
            "spec.storageClasses[0].provisioner: kubernetes.io/glusterfs is no longer part of Kubernetes; use a CSI driver; this one has no successor",
        ),
        (
            "storageClasses: [{name: a, default: true, shared: true, provisioner: x.example.com}]",
            "spec.storageClasses[0].shared: says which of the platform's drivers is meant, and provisioner names one; leave one out",
        ),
        (
            "platform: aws\nstorageClasses: [{name: a, default: true, shared: true}]",
            "spec.storageClasses[0].parameters: fileSystemId is missing: efs.csi.aws.com makes no volume without it; give parameters.fileSystemId",
        ),
        (
            "storageClasses: [{name: a, default: true, provisioner: kubernetes.io/no-provisioner, allowVolumeExpansion: true}]",
            "spec.storageClasses[0].allowVolumeExpansion: local volumes do not grow; leave it out",
        ),
        (
            "storageClasses: [{name: a, default: true, provisioner: kubernetes.io/no-provisioner, volumeBindingMode: Immediate}]",
            "spec.storageClasses[0].volumeBindingMode: binds a claim to a node's disk before anybody knows on which node its pod can run; leave it out",
        ),
        (
            "platform: aws\nstorageClasses: [{name: a, default: true}, {name: b, default: true}]",
            'spec.storageClasses[1].default: "a" is the default already; choose one',
        ),
        (
            "platform: aws\nstorageClasses: [{name: a}]",
            "spec.storageClasses: no class is the default: a claim that names none would wait; choose one",
        ),
        # GPUs
        (
            "gpu: {devicePlugin: {}, deviceClasses: [{name: l4}]}",
            "spec.gpu.deviceClasses: the device plugin hands the same GPUs out, and neither knows of the other; leave one out",
        ),
        (
            "platform: gcp\ngpu: {devicePlugin: {}}",
            "spec.gpu.devicePlugin: GKE runs NVIDIA's device plugin itself; a second one offers each GPU again; leave it out",
        ),
        (
            "gpu: {devicePlugin: {image: 'nvcr.io/nvidia/k8s-device-plugin:latest'}}",
            "spec.gpu.devicePlugin.image: nvcr.io/nvidia/k8s-device-plugin:latest has no fixed version; name a tag or a digest",
        ),
        (
            "gpu: {devicePlugin: {timeSlicing: {resources: [{name: nvidia.com/mig-1g.10gb, replicas: 2}]}}}",
            "spec.gpu.devicePlugin.timeSlicing.resources[0].name: the MIG strategy none offers no nvidia.com/mig-1g.10gb; set migStrategy: mixed, or share nvidia.com/gpu",
        ),
        (
            "gpu: {devicePlugin: {timeSlicing: {resources: []}}}",
            "spec.gpu.devicePlugin.timeSlicing.resources: nothing is shared; name nvidia.com/gpu, or leave timeSlicing out",
        ),
        (
            "gpu: {deviceClasses: [{name: a, profile: 1g.10gb}]}",
            "spec.gpu.deviceClasses[0].profile: a whole GPU has no profile; set type: mig",
        ),
        (
            "gpu: {deviceClasses: [{name: a, extendedResourceName: x.io/a}, {name: b, extendedResourceName: x.io/a}]}",
            "spec.gpu.deviceClasses[1].extendedResourceName: another class offers x.io/a, and only the newer of the two counts; choose another name",
        ),
        (
            "kubernetesVersion: 1.35.3\ngpu: {deviceClasses: [{name: a, extendedResourceName: x.io/a}]}",
            "spec.gpu.deviceClasses[0].extendedResourceName: Kubernetes 1.35 ignores it; it is on by default from 1.36 on: leave it out, or upgrade",
        ),
    ],
)
def test_a_contradiction_is_refused(changes: str, expected: str, refusals: Refusals) -> None:
    assert refusals(changes) == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "{}\nkubernetesVersion: '1.36'",
            "spec.kubernetesVersion: kubeadm needs the whole version, not 1.36; write it as 1.36.2",
        ),
        (
            "{controlPlanes: 3}",
            "spec.kubeadm.controlPlaneEndpoint: missing: 3 control-plane nodes need an address in front of them; give the name of the load balancer, as api.example.com:6443",
        ),
        (
            "{controlPlaneEndpoint: 'https://api:6443'}",
            'spec.kubeadm.controlPlaneEndpoint: "https://api:6443" is no name or address with a port; write it as api.example.com:6443',
        ),
        (
            "{controlPlaneEndpoint: 'api:99999'}",
            'spec.kubeadm.controlPlaneEndpoint: "api:99999" is no name or address with a port; write it as api.example.com:6443',
        ),
        (
            "{controllerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: '15'}]}}",
            "spec.networking.podSubnet: 10.244.0.0/16 is smaller than the range of a node, /15; choose another range, or another node-cidr-mask-size-ipv4 of controllerManager",
        ),
        (
            "{controllerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: '33'}]}}",
            "spec.networking.podSubnet: 10.244.0.0/16 holds more ranges of nodes, /33, than kubeadm takes; choose another range, or another node-cidr-mask-size-ipv4 of controllerManager",
        ),
        (
            "{scheduler: {extraArgs: [{name: --v, value: '2'}]}}",
            'spec.kubeadm.scheduler.extraArgs[0].name: "--v" has dashes, which kubeadm puts in front itself; write v',
        ),
        (
            "{apiServer: {certSANs: [api.example.com, 'a b']}}",
            'spec.kubeadm.apiServer.certSANs[1]: "a b" is neither a name nor an address; write it as api.example.com',
        ),
        (
            "{etcd: {local: {}, external: {endpoints: ['https://10.0.0.1:2379']}}}",
            "spec.kubeadm.etcd.external: local and external exclude each other; leave one out",
        ),
        (
            "{etcd: {external: {endpoints: ['http://10.0.0.1:2379'], caFile: /a.crt}}}",
            'spec.kubeadm.etcd.external.endpoints[0]: "http://10.0.0.1:2379" is no URL that begins with https://; write it as https://10.0.0.1:2379',
        ),
        (
            "{etcd: {external: {endpoints: ['https://10.0.0.1:2379'], caFile: /a.crt, certFile: /b.crt}}}",
            "spec.kubeadm.etcd.external.certFile: keyFile is missing beside it; give both",
        ),
        (
            "{nodeRegistration: {criSocket: 'unix:///var/run/dockershim.sock'}}",
            "spec.kubeadm.nodeRegistration.criSocket: Kubernetes has no dockershim since 1.24; use containerd, or cri-dockerd: unix:///var/run/cri-dockerd.sock",
        ),
        (
            "{nodeRegistration: {criSocket: /run/containerd/containerd.sock}}",
            'spec.kubeadm.nodeRegistration.criSocket: "/run/containerd/containerd.sock" does not have the form unix://.+; write it as unix:///var/run/containerd/containerd.sock',
        ),
        (
            "{nodeRegistration: {ignorePreflightErrors: [all, Swap]}}",
            "spec.kubeadm.nodeRegistration.ignorePreflightErrors: all leaves no check to name beside it; name only those that must not stop it",
        ),
        (
            "{pools: [{name: a, labels: {node-role.kubernetes.io/gpu: ''}}]}",
            "spec.kubeadm.pools[0].labels[node-role.kubernetes.io/gpu]: the kubelet does not start with a label of Kubernetes' own names; label the node by kubectl, or use a prefix of your own or node.kubernetes.io/",
        ),
        (
            "{pools: [{name: a, kubeletExtraArgs: [{name: node-labels, value: a=b}]}]}",
            "spec.kubeadm.pools[0].kubeletExtraArgs[0]: node-labels belongs to labels; set labels instead",
        ),
        (
            "{kubelet: {cpuManagerPolicy: static}}",
            "spec.kubeadm.kubelet.cpuManagerPolicy: static needs CPU that no pod gets, and none is reserved; set kubeReserved.cpu or systemReserved.cpu",
        ),
        (
            "{kubelet: {imageGCHighThresholdPercent: 70}}",
            "spec.kubeadm.kubelet.imageGCHighThresholdPercent: images are removed from 70 percent of the disk down to 80, which is not less; keep imageGCLowThresholdPercent below imageGCHighThresholdPercent",
        ),
        (
            "{kubelet: {kubeReserved: {nvidia.com/gpu: '1'}}}",
            "spec.kubeadm.kubelet.kubeReserved[nvidia.com/gpu]: the kubelet reserves no nvidia.com/gpu; known are cpu, memory, ephemeral-storage, pid",
        ),
        (
            "{kubelet: {systemReserved: {memory: 1 Gi}}}",
            'spec.kubeadm.kubelet.systemReserved.memory: "1 Gi" is no quantity; write it as 500m or 1Gi',
        ),
        (
            "{kubelet: {shutdownGracePeriod: 30s, shutdownGracePeriodCriticalPods: 1m}}",
            "spec.kubeadm.kubelet.shutdownGracePeriodCriticalPods: 1m is more than shutdownGracePeriod, 30s; it is a part of that",
        ),
        (
            "{kubelet: {further: {maxPods: 200}}}",
            "spec.kubeadm.kubelet.further.maxPods: maxPods is a field of kubelet itself; set kubeadm.kubelet.maxPods instead",
        ),
        (
            "{kubelet: {further: {readOnlyPort: 10255}}}",
            "spec.kubeadm.kubelet.further.readOnlyPort: 10255 would tell everybody of pods and logs, and ask nobody for a password; leave it out",
        ),
        (
            "{localAPIEndpoint: {advertiseAddress: node-1}}",
            'spec.kubeadm.localAPIEndpoint.advertiseAddress: "node-1" is no address; write it as 10.0.0.10',
        ),
        (
            "{controlPlanes: 3, controlPlaneEndpoint: 'api:6443', localAPIEndpoint: {advertiseAddress: 10.0.0.1}}",
            "spec.kubeadm.localAPIEndpoint.advertiseAddress: the configuration is that of every control-plane node, and each has an address of its own; leave it out",
        ),
        (
            "{discovery: {bootstrapToken: {token: abcdef.0123456789abcdef}}}",
            'spec.kubeadm.discovery.bootstrapToken: unknown field "bootstrapToken"',
        ),
    ],
)
def test_what_kubeadm_refuses_is_refused(changes: str, expected: str, refusals: Refusals) -> None:
    (found,) = refusals(KUBEADM + changes)
    assert found.startswith(expected)
    assert found == expected or "bootstrapToken" in expected


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        (CALICO + "calico: {}", "default"),
        ("platform: aws\nstorageClasses: [{name: gp3, default: true}]", "gp3"),
        ("gpu: {runtimeClass: nvidia}", "nvidia"),
        ("gpu: {deviceClasses: [{name: l4.example.com}]}", "l4.example.com"),
    ],
)
def test_a_prefix_would_rename_what_the_cluster_knows_by_name(
    changes: str, name: str, refusals: Refusals
) -> None:
    assert refusals(changes, prefix="a-") == [
        f'metadata.name: a layer would rename "{name}" to "a-{name}", and the whole cluster knows it by its name; build the cluster without namePrefix and nameSuffix'
    ]


def test_a_prefix_may_rename_the_device_plugin(refusals: Refusals) -> None:
    assert refusals("gpu: {devicePlugin: {}}", prefix="a-") == []


@pytest.mark.parametrize(
    "changes",
    [
        "platform: gcp\nstorageClasses: [{name: fast, parameters: {type: pd-ssd}}]",
        "platform: azure\nstorageClasses: [{name: shared, shared: true}]",
        "gpu: {devicePlugin: {migStrategy: mixed, timeSlicing: {resources: [{name: nvidia.com/mig-1g.10gb, replicas: 2}]}}}",
        KUBEADM + "{proxy: {disabled: true}}\ncalico: {linuxDataplane: BPF}",
        KUBEADM + "{}\ncalico: {linuxDataplane: BPF, kubeProxyManagement: Enabled}",
        KUBEADM + "{controlPlaneEndpoint: '[fd00::1]:6443', controlPlanes: 3}",
        KUBEADM + "{controlPlaneEndpoint: 10.0.0.1}",
        KUBEADM
        + "{pools: [{name: a, labels: {node.kubernetes.io/gpu: 'true', topology.kubernetes.io/zone: a}}]}",
    ],
)
def test_what_works_is_taken(changes: str, refusals: Refusals) -> None:
    assert refusals(changes) == []
