"""Owns the expansion of aliases: an alias is the object of its anchor, and bombs and cycles are refused."""

from __future__ import annotations

from mlkube.yamlio.parse import RefusedNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_ALIASED = 400_000
_ALLOWED_SHARE = 0.1


class Aliases:
    """The collections of one document that were read, and how much of it aliases make up.

    Source: go-yaml allows about 400,000 values that come from aliases, in large documents a tenth of all;
    kustomize itself expands resources without a limit.
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
        if self._aliased > max(_MOST_ALIASED, _ALLOWED_SHARE * self._nodes):
            raise RefusedNode(
                node.start_mark,
                "document contains excessive aliasing",
                f"aliases expand to more than {_MOST_ALIASED} values; is the file a generated bomb?",
            )
        return value

    def leave(self, node: Any, value: Any) -> None:  # noqa: ANN401 (yaml's nodes are not typed)
        """Remember what the node stands for, and its size with all aliases expanded."""
        self._nodes += 1 + len(node.value)
        self._read[id(node)] = value, self._nodes - self._open.pop(id(node))
