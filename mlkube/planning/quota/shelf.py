"""Open nodes of one type, in the order of opening, searched by what is free on them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from mlkube.planning.amounts import Amounts

    Wanted: TypeAlias = list[tuple[list[int], int]]

_EMPTY = -1


class Node:
    """One node: what is free on it, its domains by topology key, and its place on the shelf of its type.

    `beyond` says that it is one more than there may be.
    """

    __slots__ = ("beyond", "domains", "free", "place", "type")

    def __init__(
        self, node_type: int, place: int, free: Amounts, domains: dict[str, str], *, beyond: bool
    ) -> None:
        self.type = node_type
        self.place = place
        self.free = free
        self.domains = domains
        self.beyond = beyond


class Shelf:
    """The open nodes of a type.

    For each resource it holds a tree of maxima (a segment tree): the root is the most that is free on any
    node, its children the most in each half. So the first node with room is found in logarithmic time, and
    full nodes cost nothing.
    """

    def __init__(self, resources: Iterable[str]) -> None:
        self.nodes: list[Node] = []
        self._size = 1
        self._trees: dict[str, list[int]] = {name: [_EMPTY] * 2 for name in resources}

    def append(self, node: Node) -> None:
        """Put a node at the end."""
        self.nodes.append(node)
        if len(self.nodes) > self._size:
            self._grow()
        else:
            self.update(node)

    def cut(self, length: int) -> None:
        """Take away the nodes that were put there last, down to a length."""
        for place in range(length, len(self.nodes)):
            for tree in self._trees.values():
                _set(tree, self._size + place, _EMPTY)
        del self.nodes[length:]

    def update(self, node: Node) -> None:
        """Note that what is free on a node has changed."""
        for name, tree in self._trees.items():
            _set(tree, self._size + node.place, node.free[name])

    def with_room(self, needs: Amounts) -> Iterator[Node]:
        """Yield the nodes with room for a pod; one may be filled before the next is asked for."""
        wanted = [(tree, needs[name]) for name, tree in self._trees.items() if needs.get(name)]
        place = self._next(0, wanted)
        while place != _EMPTY:
            yield self.nodes[place]
            place = self._next(place + 1, wanted)

    def _next(self, start: int, wanted: Wanted) -> int:
        """Return the first place from `start` on where everything wanted is free, -1 where there is none."""
        if start >= len(self.nodes):
            return _EMPTY
        at = start + self._size
        while True:
            if all(tree[at] >= need for tree, need in wanted):
                if at >= self._size:
                    return at - self._size
                at *= 2
                continue
            while at % 2:  # nothing in this half: the next one is to the right of where it hangs
                at //= 2
            if not at:
                return _EMPTY
            at += 1

    def _grow(self) -> None:
        self._size *= 2
        for name, tree in self._trees.items():
            free = [node.free[name] for node in self.nodes]
            tree[:] = [_EMPTY] * self._size + free + [_EMPTY] * (self._size - len(free))
            for at in range(self._size - 1, 0, -1):
                tree[at] = max(tree[2 * at], tree[2 * at + 1])


def _set(tree: list[int], at: int, value: int) -> None:
    """Set a leaf, and the maxima above it as far as they change."""
    tree[at] = value
    at //= 2
    while at:
        larger = max(tree[2 * at], tree[2 * at + 1])
        if tree[at] == larger:
            return
        tree[at] = larger
        at //= 2
