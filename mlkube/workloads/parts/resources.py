"""Resources of a container: requests that scheduling and autoscaling go by, and limits."""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path


class Resources(Spec):
    """What a container asks for, and what it may use at most.

    Source: kubernetes.io/docs/concepts/configuration/manage-resources-containers.
    """

    cpu: Quantity | None = field(
        default=None,
        doc="CPU to reserve; an autoscaler on CPU utilisation measures against it.",
        unit="cores",
    )
    memory: Quantity | None = field(default=None, doc="Memory to reserve.", unit="bytes")
    cpu_limit: Quantity | None = field(
        default=None,
        doc="CPU at most. None by default: a limit throttles a server while cores stand idle.",
        unit="cores",
    )
    memory_limit: Quantity | None = field(
        default=None,
        doc="Memory at most. It is the request by default, so that no neighbour's use ends the container.",
        unit="bytes",
    )
    ephemeral_storage: Quantity | None = field(
        default=None, doc="Local disk to reserve and to use at most.", unit="bytes"
    )

    def to_kubernetes(self) -> JsonObject:
        """Return `resources` of a container."""
        requests: JsonObject = {}
        limits: JsonObject = {}
        for name, request, limit in (
            ("cpu", self.cpu, self.cpu_limit),
            ("memory", self.memory, self.memory_limit or self.memory),
            ("ephemeral-storage", self.ephemeral_storage, self.ephemeral_storage),
        ):
            if request is not None:
                requests[name] = quantity(request)
            if limit is not None:
                limits[name] = quantity(limit)
        result: JsonObject = {}
        if requests:
            result["requests"] = requests
        if limits:
            result["limits"] = limits
        return result

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield requests that are over their limits: the server refuses such a container."""
        for key, request, limit in (
            ("cpu", self.cpu, self.cpu_limit),
            ("memory", self.memory, self.memory_limit),
        ):
            if request is not None and limit is not None and exceeds(request, limit):
                yield Fault(
                    (*path, key),
                    f"{request} is more than {key}Limit, {limit}",
                    "a request may reach its limit, but not pass it",
                    other=(*path, f"{key}Limit"),
                )

    def filled_by(self, size: Quantity, path: Path) -> Iterator[Fault]:
        """Yield memory of a volume that alone fills the limit: the container would be killed as it grows."""
        limit = self.memory_limit or self.memory
        if limit is not None and not exceeds(limit, size):
            key = "memoryLimit" if self.memory_limit is not None else "memory"
            yield Fault(
                path,
                f"{size} is not less than the memory limit, {limit}",
                "it counts against the limit: raise that",
                other=("spec", "resources", key),
            )


def quantity(value: Quantity) -> str:
    """Return a quantity as text: so a patch and a reader see one type."""
    return value if isinstance(value, str) else str(value)
