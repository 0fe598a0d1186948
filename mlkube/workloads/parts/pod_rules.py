"""Rules for a pod as a description gives it: what contradicts between its parts, one function a rule."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.container_rules import container_faults, floating_image, secrets_in_env
from mlkube.workloads.parts.metadata import COMPONENT_LABEL, NAME_LABEL
from mlkube.workloads.parts.volume_sources import host_path_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.pod_workload import PodWorkload


def pod_faults(workload: PodWorkload, image: str, replicas: int, main: str) -> Iterator[Fault]:
    """Yield what contradicts in the pod; `replicas` is the most pods at a time, `main` the container."""
    dev = workload.profile == "dev"
    yield from workload.resources.faults(("spec", "resources"))
    if workload.accelerator is not None:
        yield from workload.accelerator.faults(("spec", "accelerator"))
    for at, storage in enumerate(workload.storage):
        yield from storage.faults(("spec", "storage", at), dev=dev, replicas=replicas)
    for name, file in workload.config_files.items():
        yield from file.faults(("spec", "configFiles", name))
    yield from workload.placement.faults(("spec", "placement"))
    if workload.cluster_autoscaler is not None:
        hints = ("spec", "clusterAutoscaler")
        yield from workload.cluster_autoscaler.faults(hints, workload.pod_annotations)
    yield from workload.security.faults(("spec", "security"))
    yield from workload.service_account.faults(("spec", "serviceAccount"))
    if workload.network_policy is not None:
        yield from workload.network_policy.faults(("spec", "networkPolicy"))
    if workload.platform is not None or _asks_for_platform(workload):
        from mlkube.workloads.parts.platform_rules import platform_faults  # noqa: PLC0415  few name one

        yield from platform_faults(workload)
    for rule in _RULES:
        yield from rule(workload)
    yield from _one_container_of_a_name(workload, main)
    yield from secrets_in_env(workload.env)
    for path, container in further_containers(workload):
        yield from container_faults(container, path, dev=dev)
    if not dev:
        yield from floating_image(image)


def _asks_for_platform(workload: PodWorkload) -> bool:
    """Tell whether something is given that only a platform can word."""
    model = workload.accelerator.model if workload.accelerator is not None else None
    return model is not None or workload.service_account.identity is not None


def further_containers(workload: PodWorkload) -> Iterator[tuple[Path, core_v1.Container]]:
    """Yield the containers beside and before the main one, each with its path."""
    lists: tuple[tuple[str, Sequence[core_v1.Container]], ...] = (
        ("sidecars", workload.sidecars),
        ("initContainers", workload.init_containers),
    )
    for field_name, containers in lists:
        for at, container in enumerate(containers):
            yield ("spec", field_name, at), container


def mounts(workload: PodWorkload) -> Iterator[tuple[Path, str]]:
    """Yield the paths at which a description mounts volumes of its own, without a slash behind them."""
    for at, storage in enumerate(workload.storage):
        yield ("spec", "storage", at, "mountPath"), bare(storage.mount_path)
    for at, mount in enumerate(workload.volume_mounts):
        yield ("spec", "volumeMounts", at, "mountPath"), bare(mount["mountPath"])


def volume_names(workload: PodWorkload) -> Iterator[tuple[Path, str]]:
    """Yield the names of the volumes that a description declares."""
    for at, storage in enumerate(workload.storage):
        yield ("spec", "storage", at, "name"), storage.name
    for at, volume in enumerate(workload.volumes):
        yield ("spec", "volumes", at, "name"), volume["name"]


def bare(path: str) -> str:
    """Return a path without a slash at its end, as the server compares it."""
    return path.rstrip("/") or "/"


def _one_mount_at_a_path(workload: PodWorkload) -> Iterator[Fault]:
    """Yield two volumes at one path: the server refuses such a container."""
    for path, value, first in _repeated(mounts(workload)):
        yield Fault(path, f"{value} is mounted already", other=first)


def _one_volume_of_a_name(workload: PodWorkload) -> Iterator[Fault]:
    """Yield two volumes of one name: the server refuses such a pod."""
    for path, value, first in _repeated(volume_names(workload)):
        yield Fault(path, f'another volume is called "{value}"', "choose another name", other=first)


def _one_container_of_a_name(workload: PodWorkload, main: str) -> Iterator[Fault]:
    """Yield two containers of one name, the main one among them: the server refuses such a pod."""
    seen: dict[str, Path] = {}
    for path, container in further_containers(workload):
        name, own = container["name"], (*path, "name")
        if name == main:
            yield Fault(own, f'"{main}" is the name of the main container', "choose another name")
        elif name in seen:
            reason = f'another container is called "{name}"'
            yield Fault(own, reason, "choose another name", other=seen[name])
        seen.setdefault(name, own)


def _labels_that_select(workload: PodWorkload) -> Iterator[Fault]:
    """Yield labels of pods in place of those that Services and Deployments select by: they find no pod."""
    for key in workload.pod_labels:
        if key in {NAME_LABEL, COMPONENT_LABEL}:
            reason = "the workload selects its pods by this label"
            yield Fault(("spec", "podLabels", key), reason, "leave it out")


def _host_paths_among_volumes(workload: PodWorkload) -> Iterator[Fault]:
    """Yield a hostPath outside of dev: each node has its own folder, and a pod elsewhere finds none."""
    for at, volume in enumerate(workload.volumes):
        if "hostPath" in volume and workload.profile != "dev":
            yield host_path_fault(("spec", "volumes", at, "hostPath"))


def _memory_volumes_over_limit(workload: PodWorkload) -> Iterator[Fault]:
    """Yield a volume in memory that alone fills the memory limit."""
    for at, storage in enumerate(workload.storage):
        room = storage.empty_dir
        if room is not None and room.memory:
            path: Path = ("spec", "storage", at, "emptyDir", "sizeLimit")
            yield from workload.resources.filled_by(room.size_limit, path)


def _downloads_that_nothing_lets_out(workload: PodWorkload) -> Iterator[Fault]:
    """Yield downloads of pods that may call nobody: they would never start."""
    policy = workload.network_policy
    if policy is None or not policy.closed:
        return
    for path, what in workload.downloads():
        reason = f"nothing goes out, and the pods download {what} before they can work"
        hint = "give where it lies as egress, or set deny: ingress"
        yield Fault(("spec", "networkPolicy"), reason, hint, other=path)


_RULES = (
    _one_mount_at_a_path,
    _one_volume_of_a_name,
    _labels_that_select,
    _host_paths_among_volumes,
    _memory_volumes_over_limit,
    _downloads_that_nothing_lets_out,
)


def _repeated(values: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str, Path]]:
    """Yield each value that came before, with its path and the path of the first one."""
    seen: dict[str, Path] = {}
    for path, value in values:
        if value in seen:
            yield path, value, seen[value]
        seen.setdefault(value, path)
