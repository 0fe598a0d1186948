"""What a description adds to a pod against what its kind puts there: only the builder knows both."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.pod_rules import bare, further_containers, mounts, volume_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.pod_workload import PodWorkload


def clashes(
    workload: PodWorkload,
    *,
    own_volumes: Collection[str],
    own_mounts: Mapping[str, str],
    own_containers: Collection[str],
    own_ports: Sequence[Json],
) -> list[Fault]:
    """Return all clashes; `own_mounts` are volumes by path, `own_containers` those beside the main one."""
    return [
        *_volume_clashes(workload, own_volumes),
        *_mount_clashes(workload, own_mounts),
        *_container_clashes(workload, own_containers),
        *_port_clashes(workload, [port for port in own_ports if isinstance(port, dict)]),
    ]


def _volume_clashes(workload: PodWorkload, own: Collection[str]) -> Iterator[Fault]:
    """Yield volumes that are called as one of the kind's own: the server refuses two of a name."""
    for path, name in volume_names(workload):
        if name in own:
            yield Fault(path, f'the workload has a volume "{name}" of its own', "choose another name")


def _mount_clashes(workload: PodWorkload, own: Mapping[str, str]) -> Iterator[Fault]:
    """Yield volumes where the kind mounts its own: the server refuses such a container."""
    taken = {bare(path): name for path, name in own.items()}
    for path, value in mounts(workload):
        if value in taken:
            reason = f'{value} is where the workload mounts its volume "{taken[value]}"'
            yield Fault(path, reason, "choose another path")


def _container_clashes(workload: PodWorkload, own: Collection[str]) -> Iterator[Fault]:
    """Yield containers that are called as one of the kind's own."""
    for path, container in further_containers(workload):
        name = container["name"]
        if name in own:
            reason = f'the workload has a container "{name}" of its own'
            yield Fault((*path, "name"), reason, "choose another name")


def _port_clashes(workload: PodWorkload, own: Sequence[JsonObject]) -> Iterator[Fault]:
    """Yield ports that the main container has already, by name or by number.

    A Service that means a port by its name would lead to either.
    """
    names = {port.get("name") for port in own}
    numbers = {(port.get("containerPort"), port.get("protocol", "TCP")) for port in own}
    for at, port in enumerate(workload.ports):
        path: Path = ("spec", "ports", at)
        name, number = port.get("name"), port["containerPort"]
        if name is not None and name in names:
            reason = f'the workload has a port "{name}" of its own'
            yield Fault((*path, "name"), reason, "choose another name")
        if (number, port.get("protocol", "TCP")) in numbers:
            reason = f"the workload has a port {number} of its own"
            yield Fault((*path, "containerPort"), reason, "leave it out, or choose another port")


def mounts_of_nothing(workload: PodWorkload, volumes: Collection[str]) -> Iterator[Fault]:
    """Yield mounts of volumes that the pod does not have: the server refuses it."""
    own: Path = ("spec",)
    lists = [(own, workload.volume_mounts)]
    lists += [(path, each.get("volumeMounts", ())) for path, each in further_containers(workload)]
    for path, entries in lists:
        for at, mount in enumerate(entries):
            name = mount["name"]
            if name not in volumes:
                reason = f'the pod has no volume "{name}"'
                yield Fault((*path, "volumeMounts", at, "name"), reason, _nearest(name, volumes))


def _nearest(name: str, volumes: Collection[str]) -> str:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(name, volumes)
    return f'did you mean "{near}"?' if near else "declare it in storage or volumes"
