"""The schema that a target merges by: its version's, definitions, and pods that are known by their shape."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from mlkube.schema import Node

    class Schemas(Protocol):
        """Schemas by kind, and those of pods, which custom resources embed."""

        def find(self, api_version: str, kind: str) -> Node | None:
            """Return the schema of a kind."""

        def pod_template(self) -> Node | None:
            """Return the schema of a pod template."""

        def pod_spec(self) -> Node | None:
            """Return the schema of a pod's spec."""


_ATOMIC = "atomic"


class TargetNode:
    """A place in an object, as the target sees it: the native schema first, then that of a recognised pod.

    It has what a merge asks of a `Node`: `child`, `element`, `merges` and `merge_keys`.
    """

    __slots__ = ("_children", "_element", "merge_keys", "merges", "nodes")

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes
        self._children: dict[str, TargetNode | None] = {}
        self._element: TargetNode | None = None
        self.merges = False
        self.merge_keys: tuple[str, ...] = ()
        for node in nodes:
            if node.merges:
                self.merges = True
                self.merge_keys = node.merge_keys
            if node.merges or node.list_type == _ATOMIC:
                break

    def child(self, key: str) -> TargetNode | None:
        """Return the place under a key."""
        if key not in self._children:
            self._children[key] = target_node(tuple(node.child(key) for node in self.nodes))
        return self._children[key]

    def element(self) -> TargetNode | None:
        """Return the place of a list's elements."""
        if self._element is None:
            self._element = target_node(tuple(node.element() for node in self.nodes))
        return self._element


def target_node(nodes: tuple[Node | None, ...]) -> TargetNode | None:
    """Return the place that some schemas describe, None where none does."""
    known = tuple(node for node in nodes if node is not None)
    return TargetNode(known) if known else None


class TargetNodes:
    """Finds the places of a target; `fallback` knows the kinds that the target has no longer."""

    __slots__ = ("_fallback", "_kinds", "_pods", "_schemas")

    def __init__(self, schemas: Schemas, fallback: Callable[[str, str], Node | None]) -> None:
        self._schemas = schemas
        self._fallback = fallback
        self._kinds: dict[tuple[str, str], TargetNode | None] = {}
        self._pods: dict[tuple[TargetNode | None, str], TargetNode | None] = {}

    def find(self, api_version: str, kind: str) -> TargetNode | None:
        """Return the place of an object."""
        key = (api_version, kind)
        if key not in self._kinds:
            node = self._schemas.find(api_version, kind) or self._fallback(api_version, kind)
            self._kinds[key] = target_node((node,))
        return self._kinds[key]

    def with_pod(
        self, dest: dict[str, Any], patch: dict[str, Any], node: TargetNode | None
    ) -> TargetNode | None:
        """Return the place with what the shape of the mapping adds: a pod template's or a pod's."""
        if _lists_containers(dest) or _lists_containers(patch):
            return self._with(node, "spec")
        for source in (dest, patch):
            spec = source.get("spec") if "kind" not in source else None
            if isinstance(spec, dict) and _lists_containers(spec):
                return self._with(node, "template")
        return node

    def _with(self, node: TargetNode | None, shape: str) -> TargetNode | None:
        key = (node, shape)
        if key not in self._pods:
            pod = self._schemas.pod_spec() if shape == "spec" else self._schemas.pod_template()
            nodes = node.nodes if node is not None else ()
            same = any(each.raw is pod.raw for each in nodes) if pod is not None else True
            self._pods[key] = node if same else target_node((*nodes, pod))
        return self._pods[key]


def _lists_containers(value: dict[str, Any]) -> bool:
    """Return whether a mapping looks like the spec of a pod: `containers`, a list of mappings with names."""
    containers = value.get("containers")
    return (
        isinstance(containers, list)
        and bool(containers)
        and all(isinstance(each, dict) and ("name" in each or "$patch" in each) for each in containers)
    )
