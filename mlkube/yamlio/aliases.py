"""Owns the expansion of aliases: an alias is the object of its anchor, and bombs and cycles are refused."""

from __future__ import annotations

from mlkube.yamlio.parse import RefusedNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SMALL = 400_000
_LARGE = 4_000_000
_FEW_ALIASED = 100
_FEW_NODES = 1000


class Aliases:
    """The collections of one document that were read, and how much of it aliases make up.

    Source: go-yaml's limits on the share of nodes that come from aliases.
    """

    def __init__(self) -> None:
        self._read: dict[int, tuple[Any, int]] = {}
        self._open: dict[int, int] = {}
        self._nodes = 0
        self._aliased = 0

    def enter(self, node: Any) -> Any:  # noqa: ANN401 (yaml's nodes are not typed)
        """Return what the node stood for where it was read before, None the first time.

        Raises:
            RefusedNode: the node contains itself, or the document is an alias bomb.

        """
        key = id(node)
        if key in self._open:
            raise RefusedNode(node.start_mark, "an anchor whose value contains itself", "")
        known = self._read.get(key)
        if known is None:
            self._open[key] = self._nodes
            return None
        value, size = known
        self._nodes += size
        self._aliased += size
        if (
            self._aliased > _FEW_ALIASED
            and self._nodes > _FEW_NODES
            and self._aliased / self._nodes > _allowed_share(self._nodes)
        ):
            raise RefusedNode(
                node.start_mark,
                "document contains excessive aliasing",
                f"it expands to more than {self._nodes} values, most of them from aliases",
            )
        return value

    def leave(self, node: Any, value: Any) -> None:  # noqa: ANN401 (yaml's nodes are not typed)
        """Remember what the node stands for, and its size with all aliases expanded."""
        self._nodes += 1 + len(node.value)
        self._read[id(node)] = value, self._nodes - self._open.pop(id(node))


def _allowed_share(nodes: int) -> float:
    if nodes <= _SMALL:
        return 0.99
    if nodes >= _LARGE:
        return 0.10
    return 0.99 - 0.89 * (nodes - _SMALL) / (_LARGE - _SMALL)
