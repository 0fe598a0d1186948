"""The Cluster kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.cluster.calico import Calico
from mlkube.workloads.cluster.gpu import ClusterGpu
from mlkube.workloads.cluster.kubeadm_settings import Kubeadm
from mlkube.workloads.cluster.networking import ClusterNetworking
from mlkube.workloads.cluster.storage_classes import ClusterStorageClass, one_default
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import field
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.workloads.objects import Context, Objects

# Under which name a resource of the driver's may be asked for as one of a device plugin: on by default here.
_EXTENDED_RESOURCES = (1, 36)
_PLUGINS = {"aws": "AmazonVPC", "azure": "AzureVNET", "gcp": "GKE"}


class Cluster(Workload):
    """The cluster under the workloads: Calico, StorageClasses, GPUs, and the configuration of kubeadm."""

    kubernetes_version: str = field(
        doc="Version that it runs; one that Kubernetes' own project still mends. kubeadm wants all of it: "
        "1.36.2.",
        pattern=r"v?1\.[0-9]+(\.[0-9]+)?",
        hint='write it as "1.36" or 1.36.2',
    )
    platform: Literal["aws", "azure", "gcp", "bare-metal"] | None = field(
        default=None,
        doc="Where it runs: EKS, AKS, GKE, or machines of your own. It decides on drivers, and on who gives "
        "pods their addresses.",
    )
    networking: ClusterNetworking = field(default=ClusterNetworking(), doc="Address ranges and domain.")
    calico: Calico | None = field(default=None, doc="Calico by the Tigera operator.")
    storage_classes: Sequence[ClusterStorageClass] = field(
        default=(), doc="Classes of volumes that claims may name; exactly one is the default.", keys=("name",)
    )
    gpu: ClusterGpu | None = field(default=None, doc="How GPUs are handed out.")
    kubeadm: Kubeadm | None = field(
        default=None,
        doc="What kubeadm is told. It is no part of a render: `mlkube cluster kubeadm` prints it.",
    )

    def objects(self, context: Context) -> Objects:
        """Return Installation, IPPools, StorageClasses, and what hands out GPUs."""
        from mlkube.workloads.cluster.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    @property
    def release(self) -> tuple[int, int]:
        """The major and minor number of its version."""
        major, minor = self.kubernetes_version.removeprefix("v").split(".")[:2]
        return int(major), int(minor)

    @property
    def calico_plugin(self) -> str:
        """The plugin that gives pods their addresses, where Calico runs."""
        if self.calico is not None and self.calico.cni is not None:
            return self.calico.cni
        if self.kubeadm is not None:
            return "Calico"
        return _PLUGINS.get(self.platform or "", "Calico")

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        yield from self._supported()
        yield from self.networking.faults()
        if self.calico is not None:
            from mlkube.workloads.cluster import calico_rules  # noqa: PLC0415  a cluster may do without

            yield from calico_rules.faults(self, self.calico)
        for at, each in enumerate(self.storage_classes):
            yield from each.faults(self.platform, ("spec", "storageClasses", at))
        yield from one_default(self.storage_classes, self.platform)
        if self.gpu is not None:
            yield from self.gpu.faults(self.platform)
            yield from self._extended_resources(self.gpu)
        if self.kubeadm is not None:
            from mlkube.workloads.cluster import kubeadm_rules  # noqa: PLC0415  as above

            yield from kubeadm_rules.faults(self, self.kubeadm)

    def _supported(self) -> Iterator[Fault]:
        """Yield a version that nobody mends any more, or that the table does not know."""
        from mlkube.schema.releases import RELEASES, SUPPORTED_RELEASES  # noqa: PLC0415  a table for this alone

        path, version = ("spec", "kubernetesVersion"), "{}.{}".format(*self.release)
        known = RELEASES.get(version)
        hint = f"use one of {', '.join(SUPPORTED_RELEASES)}"
        if known is None:
            yield Fault(path, f"Kubernetes {version} is not in the table of releases", hint)
        elif not known.supported:
            reason = f"Kubernetes {version} reached its end of life on {known.end_of_life}"
            yield Fault(path, reason, hint)

    def _extended_resources(self, gpu: ClusterGpu) -> Iterator[Fault]:
        """Yield a resource name of a class that this version ignores unless a feature is switched on."""
        for at, each in enumerate(gpu.device_classes):
            if each.extended_resource_name is not None and self.release < _EXTENDED_RESOURCES:
                yield Fault(
                    ("spec", "gpu", "deviceClasses", at, "extendedResourceName"),
                    "Kubernetes {}.{} ignores it".format(*self.release),
                    "it is on by default from 1.36 on: leave it out, or upgrade",
                    other=("spec", "kubernetesVersion"),
                )
