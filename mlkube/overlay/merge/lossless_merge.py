"""Strategic merge that keeps what kustomize loses: lists merge by the keys of the target's own schema."""

from __future__ import annotations

from mlkube.overlay.merge.merging import DELETE, DIRECTIVE, GONE, REPLACE, directive_of, list_index, same
from mlkube.overlay.merge.strategic_merge import StrategicMerge
from mlkube.overlay.merge.target_nodes import TargetNode
from mlkube.overlay.merge.unsound_lists import or_same
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from mlkube.overlay.merge.merging import Place
    from mlkube.overlay.merge.target_nodes import TargetNodes

    Keys: TypeAlias = tuple[str, ...]
    Identity: TypeAlias = tuple[str, ...]


class LosslessMerge(StrategicMerge):
    """Merges as kustomize does, but lists as the target would: by its keys, with defaults filled in.

    The order is kustomize's own. The patch's elements come first; where elements have several keys, new ones
    come first and the others stay where they are. Elements without a key, and all but the last of those with
    the same, are left alone.
    """

    __slots__ = ("_nodes",)

    def __init__(self, nodes: TargetNodes) -> None:
        super().__init__(nodes.find)
        self._nodes = nodes

    def schema_of(self, dest: dict[str, Any], patch: dict[str, Any], node: Place | None) -> Place | None:
        """Return the schema of a mapping, with that of a pod where it looks like one."""
        known = super().schema_of(dest, patch, node)
        return self._nodes.with_pod(dest, patch, known if isinstance(known, TargetNode) else None)

    def merge_lists(self, dest: list[Any], patch: list[Any], keys: Keys, element: Place | None) -> Any:  # noqa: ANN401
        """Return the list that both make."""
        directive, patch = self._list_directive(patch)
        if directive == DELETE:
            return GONE
        if directive == REPLACE:
            adopted = self.adopt_list(patch, keys, element)
            return dest if same(adopted, dest) else adopted
        if not keys:
            return or_same(dest, _union(dest, patch))
        merged: dict[Identity | int, Any] = {}
        positions = {identity(item, keys) or -1 - at: at for at, item in enumerate(dest)}
        for number, item in enumerate(patch):
            wanted = identity(item, keys) or -1 - len(dest) - number
            at = positions.get(wanted, -1)
            old = merged[wanted] if wanted in merged else dest[at] if at >= 0 else GONE
            self.path.append(list_index(number, at))
            merged[wanted] = self.adopt(item, element) if old is GONE else self.value(old, item, element)
            self.path.pop()
        several = any(
            sum(key in item for key in keys) > 1 for item in (*dest, *patch) if isinstance(item, dict)
        )
        in_place = {at: wanted for wanted, at in positions.items()} if several else {}
        result = [
            value
            for wanted, value in merged.items()
            if value is not GONE and not (in_place and wanted in positions)
        ]
        touched = {positions[wanted] for wanted in merged if wanted in positions}
        for at, item in enumerate(dest):
            if at not in touched:
                result.append(self.settle(item, element))
            elif in_place and merged[in_place[at]] is not GONE:
                result.append(merged[in_place[at]])
        return or_same(dest, result)

    def adopt_list(self, patch: list[Any], keys: Keys, element: Place | None) -> list[Any]:
        """Return what a list becomes where the target has none."""
        _, patch = self._list_directive(patch)
        result = []
        for number, item in enumerate(patch):
            self.path.append(number)
            value = self.refine(item, element) if keys else item
            self.path.pop()
            if value is not GONE:
                result.append(value)
        return or_same(patch, result)

    def refine_list(self, patch: list[Any], keys: Keys, element: Place | None) -> Any:  # noqa: ANN401 (or `GONE`)
        """Return what a list becomes inside of what the target does not have."""
        directive, patch = self._list_directive(patch)
        return GONE if directive == DELETE else self.adopt_list(patch, keys, element)

    def settle_list(self, dest: list[Any], keys: Keys, element: Place | None) -> list[Any]:
        """Return the list of the target, whose elements lose their blank nulls only."""
        if not keys:
            return dest
        return or_same(dest, [self.settle(item, element) for item in dest])

    def replace_list(self, dest: list[Any], patch: list[Any]) -> Any:  # noqa: ANN401 (a list, or `GONE`)
        """Return what becomes of a list that has no merge keys: the patch's own, without directives."""
        directive, patch = self._list_directive(patch)
        return GONE if directive == DELETE else super().replace_list(dest, patch)

    def _list_directive(self, patch: list[Any]) -> tuple[str, list[Any]]:
        """Return what `- $patch: ...` says of the whole list, empty for nothing, and the list without it."""
        directives = [item for item in patch if isinstance(item, dict) and item.keys() == {DIRECTIVE}]
        if not directives:
            return "", patch
        rest = [item for item in patch if not (isinstance(item, dict) and item.keys() == {DIRECTIVE})]
        return directive_of(directives[0][DIRECTIVE], self.path), rest


def identity(item: Any, keys: Keys) -> Identity | None:  # noqa: ANN401 (any JSON)
    """Return the texts of an element's keys, None for an element that has none of them."""
    if not isinstance(item, dict) or not any(item.get(key) is not None for key in keys):
        return None
    return tuple(_text(item[key]) if item.get(key) is not None else DEFAULTS.get(key, "") for key in keys)


def _text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    return "" if isinstance(value, dict | list) else scalar_text(value)


DEFAULTS = {"protocol": "TCP"}
"""What a server fills in before it compares elements by their keys; no other key of a list has a default."""


def _union(dest: list[Any], patch: list[Any]) -> list[Any]:
    """Return the values of both, the patch's first, each once."""
    result: list[Any] = []
    seen: set[str] = set()
    for item in (*patch, *dest):
        text = _text(item)
        if isinstance(item, dict | list) or text not in seen:
            result.append(item)
            seen.add(text)
    return result
