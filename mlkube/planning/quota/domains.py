"""How many pods of each set stand in each domain, and how many more may for what keeps them apart."""

from __future__ import annotations

from mlkube.planning.quota.apartness import HOSTNAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from mlkube.planning.quota.apartness import Spread
    from mlkube.planning.quota.fitting import Room
    from mlkube.planning.quota.load import Load
    from mlkube.planning.quota.shelf import Shelf

    Counted: TypeAlias = tuple[str, int, int | None]
    """Topology key, number of a pod set, and a revision; None for both revisions."""

NO_LIMIT = 10**9


class Domains:
    """Counts of pods by domain; domains without pods are not held."""

    def __init__(self, rooms: Sequence[Room], shelves: Sequence[Shelf]) -> None:
        self._rooms = rooms
        self._shelves = shelves
        self._pods: dict[Counted, dict[str, int]] = {}

    def count(self, load: Load, domains: Mapping[str, str], pods: int) -> None:
        """Note that so many pods of a load came to a node, or left it where `pods` is negative."""
        for key in load.keys:
            domain = domains.get(key)
            if domain is None:
                continue
            for revision in (load.revision, None):
                found = self._pods.setdefault((key, load.number, revision), {})
                left = found.get(domain, 0) + pods
                if left:
                    found[domain] = left
                else:
                    del found[domain]

    def least(self, load: Load) -> list[int]:
        """Return for each spread of a load how many of its pods the emptiest domain has."""
        return [self._fewest(spread, load) for spread in load.apart.spreads]

    def _fewest(self, spread: Spread, load: Load) -> int:
        present = self._of(spread.key, load.number, load.revision if spread.per_revision else None)
        if spread.key == HOSTNAME:
            domains = sum(self._nodes_of(number) for number in load.types)
        else:
            labels = (self._rooms[number].type.labels for number in load.types)
            domains = len({each[spread.key] for each in labels if spread.key in each})
        if len(present) < domains or domains < spread.min_domains:
            return 0
        return min(present.values(), default=0)

    def _nodes_of(self, number: int) -> int:
        """Return how many nodes of a type there are: open ones, and those that are there and empty."""
        return max(len(self._shelves[number].nodes), self._rooms[number].type.count or 0)

    def allowed(self, load: Load, domains: Mapping[str, str], least: Sequence[int]) -> int:
        """Return how many more pods of a load its anti-affinity and its spreads allow in some domains.

        A topology key that `domains` does not have keeps nothing apart; but a spread wants it.
        """
        allowed = NO_LIMIT
        for key, others in load.apart.others.items():
            domain = domains.get(key)
            if domain is None:
                continue
            for other in others:
                alone = other == load.number and load.apart.own_per_revision
                if domain in self._of(key, other, load.revision if alone else None):
                    return 0
            if load.number in others:
                allowed = 1
        for spread, fewest in zip(load.apart.spreads, least, strict=True):
            domain = domains.get(spread.key)
            if domain is None:
                return 0
            present = self._of(spread.key, load.number, load.revision if spread.per_revision else None)
            allowed = min(allowed, fewest + spread.max_skew - present.get(domain, 0))
        return max(allowed, 0)

    def _of(self, key: str, pod_set: int, revision: int | None) -> dict[str, int]:
        return self._pods.get((key, pod_set, revision), _NOBODY)


_NOBODY: dict[str, int] = {}
