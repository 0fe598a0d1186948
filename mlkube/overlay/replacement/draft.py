"""A body while replacements change it: containers are copied when they are first written."""

from __future__ import annotations

from mlkube.overlay.scalar_text import RawScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json
    from mlkube.overlay.scalar_text import Node

    Steps: TypeAlias = "Sequence[str | int]"


class Draft:
    """A body and the containers in it that no one else holds, which therefore may be changed in place.

    `lost_records` says that all annotations were replaced, and what kustomize notes there with them.
    """

    __slots__ = ("_holds_raw", "_owned", "lost_records", "root")

    def __init__(self, root: Node) -> None:
        self.root = root
        self.lost_records = False
        self._holds_raw = False
        # The containers stand beside their ids: an id is used again once its object is gone.
        self._owned: dict[int, Node] = {}

    def get(self, steps: Steps) -> Node:
        """Return the node under a path that exists."""
        node = self.root
        for step in steps:
            node = node[step]  # type: ignore[index]  # the steps were found in this very body
        return node

    def put(self, steps: Steps, value: Node) -> None:
        """Set the node under a path; the key, or the index behind the last element, may be new."""
        if isinstance(value, dict | list | RawScalar):
            self._holds_raw = True
        if not steps:
            self.root = value
            return
        container = self.root = self._own(self.root)
        for step in steps[:-1]:
            child = self._own(container[step])  # type: ignore[index]  # as in `get`
            container[step] = child  # type: ignore[index]  # as in `get`
            container = child
        last = steps[-1]
        if isinstance(container, list) and last == len(container):
            container.append(value)
        else:
            container[last] = value  # type: ignore[index]  # as in `get`

    def share(self) -> None:
        """Give up all containers: a part of this body now stands elsewhere as well."""
        self._owned.clear()

    def _own(self, node: Node) -> Node:
        if id(node) in self._owned:
            return node
        copy: Node = dict(node) if isinstance(node, dict) else list(node)  # type: ignore[arg-type]  # as in `get`
        self._owned[id(copy)] = copy
        return copy

    def settled(self) -> tuple[Json, list[tuple[list[str | int], RawScalar, str]]]:
        """Return the body without raw scalars, and those that cannot be what their tag says.

        Each of these comes with the steps to it and the kind of value that it has to be.
        """
        errors: list[tuple[list[str | int], RawScalar, str]] = []
        if not self._holds_raw:
            return self.root, errors  # type: ignore[return-value]  # so it is plain
        return _settled(self.root, [], errors), errors


def settle(node: Node) -> Json:
    """Return a node without raw scalars; null in place of those that cannot be what their tag says."""
    return _settled(node, [], [])


def _settled(
    node: Node, steps: list[str | int], errors: list[tuple[list[str | int], RawScalar, str]]
) -> Json:
    """Return the node with raw scalars resolved; the same object where it holds none."""
    if isinstance(node, RawScalar):
        try:
            return node.settle()
        except ValueError as error:
            errors.append(([*steps], node, str(error)))
            return None
    if not isinstance(node, dict | list):
        return node
    changes: dict[str | int, Json] = {}
    for step, child in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(child, dict | list | RawScalar):
            steps.append(step)
            value = _settled(child, steps, errors)
            steps.pop()
            if value is not child:
                changes[step] = value
    if not changes:
        return node  # type: ignore[return-value]  # it holds no raw scalar, so it is plain
    copy: Json = dict(node) if isinstance(node, dict) else list(node)  # type: ignore[arg-type]  # as above
    for step, value in changes.items():
        copy[step] = value  # type: ignore[index]  # the steps come from this very node
    return copy
