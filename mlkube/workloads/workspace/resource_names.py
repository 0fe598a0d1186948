"""Names of resources as quotas and queues have them: cpu, memory, extended resources."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import OBJECT_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path

_PARTS = ("requests.", "limits.")
_NATIVE = ("cpu", "memory", "ephemeral-storage", "pods")


def device_fault(name: str, path: Path) -> Iterator[Fault]:
    """Yield a name that is no extended resource, or has the beginning that the key of a quota has."""
    if name.startswith(_PARTS):
        bare = name.partition(".")[2]
        yield Fault(path, f'"{name}" is the key of a quota, not a resource', f"write {bare}")
    elif "/" not in name:
        yield Fault(path, f'"{name}" is no extended resource', "write it as nvidia.com/gpu")


def class_fault(name: str, path: Path) -> Iterator[Fault]:
    """Yield what no class is called: the server refuses a quota with such a key."""
    import re  # noqa: PLC0415  few quotas count by class

    if not re.fullmatch(OBJECT_NAME, name):
        yield Fault(path, f'no class is called "{name}"')


def resource_fault(name: str, path: Path) -> Iterator[Fault]:
    """Yield a name under which no container requests anything."""
    if name not in _NATIVE and not name.startswith("hugepages-"):
        yield from device_fault(name, path)
