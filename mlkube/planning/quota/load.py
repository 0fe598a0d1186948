"""Pods that are alike and have to find a place on nodes."""

from __future__ import annotations

from mlkube.planning.amounts import ONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.apartness import Apart
    from mlkube.planning.quota.fitting import Room

UNIVERSAL = frozenset(("cpu", "memory", "ephemeral-storage", "pods"))
"""What every node has; all else are devices, which few have."""

_MILLION = 10**6


class Load:
    """Pods of one set.

    `number` is that of their pod set, `needs` what one of them takes, `types` the numbers of the types that
    take them. `revision` is 1 for the new pods of a rollout. `keys` are the topology keys by which they are
    kept apart.
    """

    __slots__ = ("apart", "keys", "needs", "number", "revision", "types")

    def __init__(
        self, number: int, needs: Amounts, types: Sequence[int], apart: Apart, revision: int = 0
    ) -> None:
        self.number = number
        self.needs = needs
        self.types = types
        self.apart = apart
        self.revision = revision
        self.keys = {spread.key for spread in apart.spreads} | apart.others.keys()


def largest_first(loads: Iterable[Load], rooms: Sequence[Room]) -> list[Load]:
    """Return loads in the order of placing: those that ask for devices, then by their share of a node."""

    def rank(load: Load) -> tuple[bool, int, int]:
        devices = any(name not in UNIVERSAL and need for name, need in load.needs.items())
        return not devices, -_share(load, rooms), len(load.types)

    return sorted(loads, key=rank)


def _share(load: Load, rooms: Sequence[Room]) -> int:
    """Return how much of the roomiest node that takes it one pod takes, in millionths."""
    found = []
    for number in load.types:
        free = rooms[number].free
        found.append(max(need * _MILLION // max(free.get(name, ONE), 1) for name, need in load.needs.items()))
    return min(found, default=0)
