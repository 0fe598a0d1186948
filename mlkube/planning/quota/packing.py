"""Puts pods onto nodes: first fit, largest pods first. What it needs is an upper bound of what is needed."""

from __future__ import annotations

from mlkube.planning.quota.apartness import HOSTNAME
from mlkube.planning.quota.domains import Domains
from mlkube.planning.quota.fitting import room_for
from mlkube.planning.quota.load import UNIVERSAL
from mlkube.planning.quota.shelf import Node, Shelf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.planning.quota.fitting import Room
    from mlkube.planning.quota.load import Load


class Pool:
    """Nodes that are filled one after the other.

    A node of a type is opened where no open one has room: one that is there first, then what an autoscaler
    may add, and last, where that is allowed, one beyond both, so that it is known how many are missing.
    """

    def __init__(self, rooms: Sequence[Room]) -> None:
        self._rooms = rooms
        self._shelves = [Shelf(room.free) for room in rooms]
        self._domains = Domains(rooms, self._shelves)
        self._log: list[tuple[Node, Load, int]] | None = None

    def opened(self) -> list[int]:
        """Return how many nodes of each type are open."""
        return [len(shelf.nodes) for shelf in self._shelves]

    def nodes(self) -> Iterable[Node]:
        """Yield the open nodes."""
        for shelf in self._shelves:
            yield from shelf.nodes

    def place(self, load: Load, pods: int, *, beyond: bool = True) -> int:
        """Place so many pods of a load; return how many found a place.

        Without `beyond`, only nodes that there are, or that an autoscaler may add, are taken.
        """
        left = pods
        while left and load.types:
            placed = self._fill(load, left, beyond=beyond)
            left -= placed
            if placed and load.apart.spreads:
                continue  # the emptiest domain may have more pods now, and then so may the others
            least = self._domains.least(load)
            while left and self._domains.least(load) == least:
                node = self._opened_for(load, left, beyond=beyond)
                if node is None:
                    return pods - left
                left -= self._put(node, load, min(left, self._fits(node, load, self._domains.least(load))))
        return pods - left

    def attempt(self, loads: Iterable[tuple[Load, int]], *, beyond: bool) -> tuple[list[int], list[int]]:
        """Place loads and take them away again; return how many found a place, and what was opened for it."""
        before = self.opened()
        self._log = []
        placed = [self.place(load, pods, beyond=beyond) for load, pods in loads]
        more = [after - earlier for after, earlier in zip(self.opened(), before, strict=True)]
        for node, load, pods in reversed(self._log):
            self._count(node, load, -pods)
        for shelf, kept in zip(self._shelves, before, strict=True):
            shelf.cut(kept)
        self._log = None
        return placed, more

    def _fill(self, load: Load, pods: int, *, beyond: bool) -> int:
        """Place pods on open nodes: first those that have nothing which the pods do not ask for."""
        left, least = pods, self._domains.least(load)
        for number in sorted(load.types, key=lambda each: (self._waste(each, load), each)):
            for node in self._shelves[number].with_room(load.needs):
                fits = self._fits(node, load, least) if beyond or not node.beyond else 0
                if fits:
                    left -= self._put(node, load, min(left, fits))
                    if not left:
                        return pods
                elif load.keys and not self._type_allows(number, load, least):
                    break
        return pods - left

    def _type_allows(self, number: int, load: Load, least: Sequence[int]) -> bool:
        """Tell whether a type's own domains, such as its zone, take a pod more."""
        some_node = {**self._rooms[number].type.labels, HOSTNAME: ""}
        return self._domains.allowed(load, some_node, least) > 0

    def _fits(self, node: Node, load: Load, least: Sequence[int]) -> int:
        room = room_for(load.needs, node.free)
        return min(room, self._domains.allowed(load, node.domains, least)) if room and load.keys else room

    def _put(self, node: Node, load: Load, pods: int) -> int:
        self._count(node, load, pods)
        if self._log is not None:
            self._log.append((node, load, pods))
        return pods

    def _count(self, node: Node, load: Load, pods: int) -> None:
        for name, need in load.needs.items():
            if name in node.free:
                node.free[name] -= need * pods
        self._shelves[node.type].update(node)
        if load.keys:
            self._domains.count(load, node.domains, pods)

    def _opened_for(self, load: Load, pods: int, *, beyond: bool) -> Node | None:
        """Open the node that suits best, None where none may be opened.

        Nodes that may be had come first, then those without devices that the pods do not ask for, those that
        are there, those that cost least for the pods that are left, and those that stand first.
        """
        best: tuple[tuple[bool, int, bool, int, int], Node] | None = None
        spreads = zip(load.apart.spreads, self._domains.least(load), strict=True)
        least = [0 if spread.key == HOSTNAME else fewest for spread, fewest in spreads]
        for number in load.types:
            room = self._rooms[number]
            opened = len(self._shelves[number].nodes)
            missing = room.type.most is not None and opened >= room.type.most
            if missing and not beyond:
                continue
            node = self._new_node(number, beyond=missing)
            fits = self._fits(node, load, least)
            if not fits:
                continue
            there = room.type.count is not None and opened < room.type.count
            cost = (room.type.price or 0) * -(-pods // fits)
            rank = (missing, self._waste(number, load), not there, cost, number)
            if best is None or rank < best[0]:
                best = rank, node
        if best is None:
            return None
        self._shelves[best[1].type].append(best[1])
        return best[1]

    def _new_node(self, number: int, *, beyond: bool) -> Node:
        room, place = self._rooms[number], len(self._shelves[number].nodes)
        domains = {**room.type.labels, HOSTNAME: f"{number}/{place}"}
        return Node(number, place, dict(room.free), domains, beyond=beyond)

    def _waste(self, number: int, load: Load) -> int:
        """Return how many kinds of devices a type has that the pods do not ask for."""
        free = self._rooms[number].free
        spare = free.keys() - load.needs.keys() - UNIVERSAL
        return sum(1 for name in spare if free[name] > 0)
