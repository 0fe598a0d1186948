"""Rolling updates: how many pods there are beyond and below the wanted number while they are replaced."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.workload import ServingWorkload


def rolling_update(workload: ServingWorkload) -> JsonObject:
    """Return `rollingUpdate` of a Deployment.

    A pod more than there are replicas would wait for a GPU that no node has spare, or for a volume that the
    old pod holds.
    """
    rollout = workload.rollout
    surge, unavailable = rollout.max_surge, rollout.max_unavailable
    if surge is None:
        scarce = workload.accelerator is not None or next(mounted_once(workload), None) is not None
        surge = 0 if scarce else 1
    if unavailable is None:
        unavailable = 1 if is_zero(surge) else 0
    return {"maxSurge": surge, "maxUnavailable": unavailable}


def mounted_once(workload: ServingWorkload) -> Iterator[Path]:
    """Yield the access modes of volumes that two pods cannot mount at a time.

    On the one node of `profile: dev` pods share a ReadWriteOnce volume, but not a ReadWriteOncePod one.
    """
    once = {"ReadWriteOncePod"} if workload.profile == "dev" else {"ReadWriteOnce", "ReadWriteOncePod"}
    for path, source in workload.sources():
        for key, made in (("newClaim", source.new_claim), ("static", source.static)):
            if made is not None and made.access_modes and set(made.access_modes) <= once:
                yield (*path, key, "accessModes")


def is_zero(amount: int | str) -> bool:
    """Tell whether a number or a percentage of pods is none."""
    return str(amount).rstrip("%").strip("0") == ""
