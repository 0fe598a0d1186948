"""Accelerators: extended resources (GPUs, MIG slices) and devices by dynamic resource allocation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

_TAINTS = {"nvidia.com": "nvidia.com/gpu", "amd.com": "amd.com/gpu"}
_INTEL = "gpu.intel.com"
_MIG = "nvidia.com/mig-"


class GpuModel(Spec):
    """Which GPUs are wanted."""

    model: (
        Literal[
            "nvidia-t4",
            "nvidia-a10",
            "nvidia-l4",
            "nvidia-l40s",
            "nvidia-a100-40gb",
            "nvidia-a100-80gb",
            "nvidia-h100",
            "nvidia-h200",
            "nvidia-b200",
        ]
        | None
    ) = field(
        default=None,
        doc="Model of the GPUs: pods go to nodes that have it, by the labels of `platform`. Any model "
        "without it.",
    )


class Accelerator(GpuModel):
    """GPUs for the main container, with the toleration that GPU nodes ask for.

    Either `resource` counts devices of a device plugin, or `device_class` claims them by dynamic resource
    allocation (Kubernetes 1.34 and later).
    """

    resource: str = field(
        default="nvidia.com/gpu",
        doc="Extended resource of the device plugin: nvidia.com/gpu, amd.com/gpu, or a MIG slice such as "
        "nvidia.com/mig-1g.5gb.",
        pattern=r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?",
        hint="write it as nvidia.com/gpu",
    )
    count: int = field(default=1, doc="Devices for each container.", minimum=1, unit="devices")
    device_class: str | None = field(
        default=None,
        doc="DeviceClass to claim from instead, such as gpu.nvidia.com; a ResourceClaimTemplate is built.",
        pattern=OBJECT_NAME,
    )
    tolerate: bool = field(
        default=True, doc="Whether pods tolerate the vendor's taint, which keeps other pods off GPU nodes."
    )

    def toleration(self) -> JsonObject | None:
        """Return the toleration of the vendor's taint, None where there is none.

        Intel's plugins know no taint of their own; one is called after the extended resource, as the
        admission plugin ExtendedResourceToleration has it.
        """
        key = next((key for vendor, key in _TAINTS.items() if self._is_of(vendor)), None)
        if key is None and self.device_class is None and self._is_of(_INTEL):
            key = self.resource
        if not self.tolerate or key is None:
            return None
        return {"key": key, "operator": "Exists", "effect": "NoSchedule"}

    @property
    def of_nvidia(self) -> bool:
        """Whether the devices are NVIDIA's."""
        return self._is_of("nvidia.com")

    def _is_of(self, vendor: str) -> bool:
        """Tell whether the devices are a vendor's: gpu.nvidia.com and mig.nvidia.com are NVIDIA's."""
        if self.device_class is None:
            return self.resource.partition("/")[0] == vendor
        return self.device_class == vendor or self.device_class.endswith(f".{vendor}")

    def limits(self) -> JsonObject:
        """Return the limit of the extended resource; its request follows from it."""
        return {} if self.device_class else {self.resource: str(self.count)}

    def claim_template(self) -> JsonObject:
        """Return `spec` of a ResourceClaimTemplate for the devices."""
        exactly: JsonObject = {
            "deviceClassName": self.device_class,
            "allocationMode": "ExactCount",
            "count": self.count,
        }
        return {"spec": {"devices": {"requests": [{"name": "gpu", "exactly": exactly}]}}}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield an extended resource beside a device class; slices that no node has, or no process sees."""
        if self.device_class is not None and self.resource != "nvidia.com/gpu":
            yield Fault(
                (*path, "resource"),
                "an extended resource and a device class exclude each other",
                "leave one out",
                other=(*path, "deviceClass"),
            )
        if self.device_class is None and self.resource.startswith(_MIG):
            yield from self._slices(path)

    def _slices(self, path: Path) -> Iterator[Fault]:
        """Yield several MIG slices for a container: a CUDA process sees one, the others stand idle.

        Source: docs.nvidia.com/datacenter/tesla/mig-user-guide, CUDA device enumeration;
        github.com/NVIDIA/k8s-device-plugin, resources of the strategy mixed.
        """
        from re import fullmatch  # noqa: PLC0415  few clusters cut their GPUs

        if not fullmatch(r"([0-9]+c\.)?[0-9]+g\.[0-9]+gb(\.[a-z.]+)?", self.resource.removeprefix(_MIG)):
            reason = f'"{self.resource}" names no MIG profile'
            yield Fault((*path, "resource"), reason, "write it as nvidia.com/mig-1g.5gb")
        if self.count > 1:
            reason = f"a process sees one MIG slice, not {self.count}"
            hint = "choose a larger slice, or more pods with one each"
            yield Fault((*path, "count"), reason, hint, other=(*path, "resource"))


def wants_gpu_image(image: str) -> bool:
    """Tell whether a tag says that the image is built for GPUs: it ends in -gpu."""
    name = image.partition("@")[0]
    return name.rpartition("/")[2].endswith("-gpu")
