"""GPUs of a cluster: NVIDIA's device plugin, or classes of devices for dynamic resource allocation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.container_rules import floating_image
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.spec import LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path

NVIDIA_DRIVER = "gpu.nvidia.com"
_GPU = "nvidia.com/gpu"
_MIG = "nvidia.com/mig-"
_PROFILE = r"([0-9]+c\.)?[0-9]+g\.[0-9]+gb(\.[a-z.]+)?"
_PATH = ("spec", "gpu")


class TimeSlicedResource(Spec):
    """A resource whose devices several containers use in turn."""

    name: str = field(
        default=_GPU,
        doc="nvidia.com/gpu, or a MIG slice of the strategy mixed such as nvidia.com/mig-1g.10gb.",
        pattern=rf"nvidia\.com/(gpu|mig-{_PROFILE})",
        hint="write it as nvidia.com/gpu or nvidia.com/mig-1g.10gb",
    )
    replicas: int = field(doc="How often each device is handed out.", minimum=2)


class TimeSlicing(Spec):
    """Devices that containers take turns on, without a border between their memories.

    Source: github.com/NVIDIA/k8s-device-plugin, README, shared access to GPUs.
    """

    rename_by_default: bool = field(
        default=True,
        doc="Whether shared devices are called nvidia.com/gpu.shared, so that nobody takes one for a whole "
        "GPU.",
    )
    fail_requests_greater_than_one: bool = field(
        default=True,
        doc="Whether asking for two is refused: two turns on a GPU are no more of it than one.",
    )
    resources: Sequence[TimeSlicedResource] = field(doc="What is shared, and how often.", keys=("name",))


class DevicePlugin(Spec):
    """NVIDIA's device plugin, which makes GPUs a resource that containers ask for.

    Source: github.com/NVIDIA/k8s-device-plugin, README and deployments.
    """

    image: str = field(default="nvcr.io/nvidia/k8s-device-plugin:v0.19.3", doc="Image of the plugin.")
    image_pull_secrets: Sequence[core_v1.LocalObjectReference] = field(
        default=(), doc="Secrets with the registry's credentials.", keys=("name",)
    )
    mig_strategy: Literal["none", "single", "mixed"] = field(
        default="none",
        doc="How slices of GPUs are offered: single as nvidia.com/gpu, where all GPUs of a node are cut "
        "alike; mixed as a resource for each profile.",
    )
    time_slicing: TimeSlicing | None = field(default=None, doc="Hands each device out several times.")
    node_selector: Mapping[str, str] = field(
        default={},
        doc="Labels of the nodes with GPUs. There the plugin fails aloud where it finds none; without labels "
        "it runs everywhere, and waits in silence on nodes that have no GPU.",
        pattern=LABEL_VALUE,
    )
    tolerations: Sequence[core_v1.Toleration] = field(
        default=(),
        doc="Taints that it tolerates, beside those of GPU nodes.",
        keys=("key", "operator", "value", "effect"),
    )
    resources: Resources = field(
        default=Resources(cpu="50m", memory="128Mi"), doc="Requests and limits of the plugin."
    )


class DeviceClass(Spec):
    """A class of devices that NVIDIA's DRA driver offers, for claims to name.

    The driver's own chart brings gpu.nvidia.com and mig.nvidia.com; these are further, narrower ones.
    Source: kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation;
    github.com/kubernetes-sigs/dra-driver-nvidia-gpu.
    """

    name: str = field(
        doc="Name of the class.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
        hint="lower-case letters, digits, `-` and `.`, as l4.gpu.example.com",
    )
    type: Literal["gpu", "mig"] = field(default="gpu", doc="Whole GPUs, or MIG slices.")
    product_name: str | None = field(
        default=None, doc="Product as the driver tells it, such as NVIDIA L4.", pattern=r"[^'\\]+"
    )
    profile: str | None = field(
        default=None, doc="Profile of the MIG slices, such as 1g.10gb.", pattern=_PROFILE, hint="as 1g.10gb"
    )
    memory: Quantity | None = field(default=None, doc="Least memory of a device.", unit="bytes")
    expressions: Sequence[str] = field(
        default=(), doc="Further conditions in CEL, on `device`; all of them hold."
    )
    extended_resource_name: str | None = field(
        default=None,
        doc="Extended resource under which containers may ask for such devices as of a device plugin "
        "(on by default since Kubernetes 1.36).",
        pattern=r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?",
        hint="write it as example.com/gpu",
    )

    def selectors(self) -> list[str]:
        """Return the conditions in CEL that a device of the class meets."""
        attributes = f"device.attributes['{NVIDIA_DRIVER}']"
        found = [f"device.driver == '{NVIDIA_DRIVER}' && {attributes}.type == '{self.type}'"]
        if self.product_name is not None:
            found.append(f"{attributes}.productName == '{self.product_name}'")
        if self.profile is not None:
            found.append(f"{attributes}.profile == '{self.profile}'")
        if self.memory is not None:
            least = f"quantity('{self.memory}')"
            found.append(f"device.capacity['{NVIDIA_DRIVER}'].memory.compareTo({least}) >= 0")
        return [*found, *self.expressions]


class ClusterGpu(Spec):
    """How the cluster hands out GPUs: by a device plugin, or by dynamic resource allocation."""

    device_plugin: DevicePlugin | None = field(default=None, doc="NVIDIA's device plugin on every GPU node.")
    device_classes: Sequence[DeviceClass] = field(
        default=(), doc="Classes of devices for claims, where NVIDIA's DRA driver runs.", keys=("name",)
    )
    runtime_class: str | None = field(
        default=None,
        doc="RuntimeClass to make for NVIDIA's runtime, where it is not the nodes' default one: nvidia. Pods "
        "name it in placement.runtimeClass.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?",
    )

    def faults(self, platform: str | None) -> Iterator[Fault]:
        """Yield GPUs that two parties hand out, or one too many."""
        if self.device_plugin is not None and self.device_classes:
            yield Fault(
                (*_PATH, "deviceClasses"),
                "the device plugin hands the same GPUs out, and neither knows of the other",
                "leave one out",
                other=(*_PATH, "devicePlugin"),
            )
        if self.device_plugin is not None and platform == "gcp":
            reason = "GKE runs NVIDIA's device plugin itself; a second one offers each GPU again"
            yield Fault((*_PATH, "devicePlugin"), reason, "leave it out", other=("spec", "platform"))
        if self.device_plugin is not None:
            yield from _of_plugin(self.device_plugin, (*_PATH, "devicePlugin"))
        yield from _of_classes(self.device_classes)


def _of_plugin(plugin: DevicePlugin, path: Path) -> Iterator[Fault]:
    """Yield an image without a fixed version, and shared slices that the strategy never offers."""
    for fault in floating_image(plugin.image, (*path, "image")):
        yield Fault(fault.path, fault.reason, "name a tag or a digest")
    yield from plugin.resources.faults((*path, "resources"))
    if plugin.time_slicing is None:
        return
    own: Path = (*path, "timeSlicing", "resources")
    if not plugin.time_slicing.resources:
        yield Fault(own, "nothing is shared", "name nvidia.com/gpu, or leave timeSlicing out")
    for at, shared in enumerate(plugin.time_slicing.resources):
        if shared.name.startswith(_MIG) and plugin.mig_strategy != "mixed":
            reason = f"the MIG strategy {plugin.mig_strategy} offers no {shared.name}"
            other = (*path, "migStrategy")
            yield Fault(
                (*own, at, "name"), reason, "set migStrategy: mixed, or share nvidia.com/gpu", other=other
            )


def _of_classes(classes: Sequence[DeviceClass]) -> Iterator[Fault]:
    """Yield profiles of whole GPUs, and a resource that two classes offer."""
    resources: dict[str, int] = {}
    for at, each in enumerate(classes):
        path: Path = (*_PATH, "deviceClasses", at)
        if each.profile is not None and each.type != "mig":
            reason = "a whole GPU has no profile"
            yield Fault((*path, "profile"), reason, "set type: mig", other=(*path, "type"))
        resource = each.extended_resource_name
        if resource is not None and resource in resources:
            other = (*_PATH, "deviceClasses", resources[resource], "extendedResourceName")
            reason = f"another class offers {resource}, and only the newer of the two counts"
            yield Fault((*path, "extendedResourceName"), reason, "choose another name", other=other)
        if resource is not None:
            resources.setdefault(resource, at)
