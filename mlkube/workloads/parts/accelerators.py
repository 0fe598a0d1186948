"""Accelerators: extended resources (GPUs, MIG slices) and devices by dynamic resource allocation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

_VENDORS = {"nvidia.com": "nvidia.com/gpu", "amd.com": "amd.com/gpu", "gpu.intel.com": "gpu.intel.com"}


class Accelerator(Spec):
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
    )
    tolerate: bool = field(
        default=True, doc="Whether pods tolerate the vendor's taint, which keeps other pods off GPU nodes."
    )

    def toleration(self) -> JsonObject | None:
        """Return the toleration of the vendor's taint, None where there is none."""
        vendor = (self.device_class or self.resource).partition("/")[0]
        key = _VENDORS.get(vendor.removeprefix("gpu.") if self.device_class else vendor)
        if not self.tolerate or key is None:
            return None
        return {"key": key, "operator": "Exists", "effect": "NoSchedule"}

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
        """Yield an extended resource beside a device class: a container would get both, or wait for both."""
        if self.device_class is not None and self.resource != "nvidia.com/gpu":
            yield Fault(
                (*path, "resource"),
                "an extended resource and a device class exclude each other",
                "leave one out",
                other=(*path, "deviceClass"),
            )


def wants_gpu_image(image: str) -> bool:
    """Tell whether a tag says that the image is built for GPUs: it ends in -gpu."""
    name = image.partition("@")[0]
    return name.rpartition("/")[2].endswith("-gpu")
