"""What a namespace may use in all (ResourceQuota): compute, devices, storage, objects, per class.

Source: kubernetes.io/docs/concepts/policy/resource-quotas.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.workspace.resource_names import class_fault, device_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path

_CLASS_NAME = r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?"

# What the core group has to count; `services.*` are no resources but counted all the same.
_CORE = (
    "configmaps",
    "endpoints",
    "events",
    "limitranges",
    "persistentvolumeclaims",
    "pods",
    "podtemplates",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "serviceaccounts",
    "services",
    "services.loadbalancers",
    "services.nodeports",
)


class ComputeQuota(Spec):
    """What all pods together may ask for."""

    cpu: Quantity | None = field(default=None, doc="CPU that all pods request.", unit="cores")
    memory: Quantity | None = field(default=None, doc="Memory that all pods request.", unit="bytes")
    cpu_limit: Quantity | None = field(
        default=None,
        doc="Sum of CPU limits. Every container then needs one, and a limit throttles: leave it out for most "
        "teams.",
        unit="cores",
    )
    memory_limit: Quantity | None = field(
        default=None, doc="Sum of memory limits. Every container then needs one.", unit="bytes"
    )
    pods: int | None = field(default=None, doc="Pods that have not ended.", minimum=0, unit="pods")
    accelerators: Mapping[str, int] = field(
        default={},
        doc="Devices by their extended resource: nvidia.com/gpu, or a MIG slice such as "
        "nvidia.com/mig-1g.5gb. The keys are written as requests, the only form that counts.",
        minimum=0,
        unit="devices",
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield devices that are called as no resource is: they would count nothing."""
        for name in self.accelerators:
            yield from device_fault(name, (*path, "accelerators", name))


class PriorityClassQuota(ComputeQuota):
    """What all pods of one PriorityClass together may ask for, within the whole quota."""

    name: str = field(
        doc="One of priorityClasses, or the full name of a PriorityClass of the cluster.", pattern=_CLASS_NAME
    )


class StorageClassQuota(Spec):
    """What claims of one StorageClass together may take, within the whole quota."""

    storage: Quantity | None = field(default=None, doc="Sum of the sizes of the claims.", unit="bytes")
    claims: int | None = field(default=None, doc="Number of claims.", minimum=0, unit="claims")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a class without anything to count."""
        if self.storage is None and self.claims is None:
            yield Fault(path, "limits nothing", "give storage or claims")


class NamespaceQuota(ComputeQuota):
    """The quota of the namespace: no more is created once it is used up."""

    ephemeral_storage: Quantity | None = field(
        default=None, doc="Local disk that all pods request.", unit="bytes"
    )
    storage: Quantity | None = field(
        default=None, doc="Sum of the sizes of all PersistentVolumeClaims.", unit="bytes"
    )
    claims: int | None = field(
        default=None, doc="Number of PersistentVolumeClaims.", minimum=0, unit="claims"
    )
    storage_classes: Mapping[str, StorageClassQuota] = field(
        default={}, doc="Further limits of claims, by StorageClass."
    )
    device_classes: Mapping[str, int] = field(
        default={},
        doc="Devices that ResourceClaims may take, by DeviceClass, such as gpu.nvidia.com (dynamic resource "
        "allocation).",
        minimum=0,
        unit="devices",
    )
    counts: Mapping[str, int] = field(
        default={},
        doc="Objects that may exist, by resource: jobs.batch, pytorchjobs.kubeflow.org, secrets, "
        "services.loadbalancers.",
        minimum=0,
        unit="objects",
    )
    priority_classes: Sequence[PriorityClassQuota] = field(
        default=(), doc="Further limits of pods, by PriorityClass.", keys=("name",)
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a quota of nothing, and keys under which nothing would ever be counted."""
        yield from super().faults(path)
        if not any(True for _ in self.given()):
            yield Fault(path, "limits nothing", "give cpu, memory, accelerators, or another of its fields")
        for name, storage in self.storage_classes.items():
            yield from storage.faults((*path, "storageClasses", name))
        for name in (*self.storage_classes, *self.device_classes):
            part = "storageClasses" if name in self.storage_classes else "deviceClasses"
            yield from class_fault(name, (*path, part, name))
        for name in self.counts:
            yield from _count_fault(name, (*path, "counts", name))
        for at, priority in enumerate(self.priority_classes):
            here: Path = (*path, "priorityClasses", at)
            yield from priority.faults(here)
            if [each.name for each in priority.given()] == ["name"]:
                yield Fault(here, "limits nothing", "give cpu, memory, pods or accelerators")

    def compute(self) -> Iterator[tuple[str, str, Quantity]]:
        """Yield key, resource and amount of what is requested and may be queued for."""
        for key, name, amount in (
            ("cpu", "cpu", self.cpu),
            ("memory", "memory", self.memory),
            ("ephemeralStorage", "ephemeral-storage", self.ephemeral_storage),
            ("pods", "pods", self.pods),
        ):
            if amount is not None:
                yield key, name, amount


def _count_fault(name: str, path: Path) -> Iterator[Fault]:
    """Yield a resource that no group has: `count/jobs` is of the core group and counts nothing."""
    if "/" in name:
        hint = "write the resource alone, such as jobs.batch"
        yield Fault(path, f'"{name}" is the key of a quota, not a resource', hint)
    elif "." not in name and name not in _CORE:
        from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

        near = suggest(name, _CORE)
        hint = f'did you mean "{near}"?' if near else "name its group too, such as jobs.batch"
        yield Fault(path, f"the core group has no resource {name}", hint)
