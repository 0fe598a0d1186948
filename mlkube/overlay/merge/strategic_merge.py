"""Strategic merge of one patch into one object, exactly as kustomize does it, its oddities included."""

from __future__ import annotations

from mlkube.overlay.merge import keyed_lists
from mlkube.overlay.merge.merging import (
    BLANK,
    DELETE,
    DIRECTIVE,
    GONE,
    MERGE,
    REPLACE,
    ListIndex,
    clash,
    directive_of,
    same,
)
from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.merge.merging import Place

    Changed: TypeAlias = Callable[[tuple[str | int, ...], list[Json], list[Json], list[Json] | None], None]
    Keys: TypeAlias = tuple[str, ...]
    Quoted: TypeAlias = Callable[[tuple[str | int, ...], str], bool | None]

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")


class StrategicMerge:
    """Merges patches into objects; one value serves a whole build and remembers what it looked up.

    `find` gives the schema of an apiVersion and kind. Inside, `value` is for what target and patch both have,
    `adopt` for what only the patch has, `settle` for what only the target has; `path` is where the merge
    stands, as a path in the patch.

    Source: kustomize's kyaml/yaml/merge2, kyaml/yaml/walk, api/filters/patchstrategicmerge.
    """

    __slots__ = ("changed", "comments", "find", "path", "quoted", "rules")

    def __init__(self, find: Callable[[str, str], Place | None]) -> None:
        self.find = find
        self.path: list[str | int] = []
        self.rules: dict[Place, tuple[str, ...] | None] = {}
        self.changed: Changed | None = None
        self.quoted: Quoted | None = None
        self.comments: dict[tuple[str | int, ...], Place] = {}

    def merge(
        self,
        target: JsonObject,
        patch: JsonObject,
        *,
        kind: str = "",
        comments: dict[tuple[str | int, ...], Place] | None = None,
        changed: Changed | None = None,
        quoted: Quoted | None = None,
    ) -> JsonObject | None:
        """Return the target with the patch merged in, None where the patch deletes it.

        `kind` is the patch's own where `patch` has that of the target: a target that no schema knows merges
        by it. `comments` are schemas that comments give to the lists at some paths. `quoted` says whether the
        text at a path of the target was written in quotes, None where that is not known.

        `changed` hears of each list that may have lost something: its path, what it was, what it is, and the
        patch's list, or None where that took its place as a whole.

        Unchanged parts stay the same objects; neither argument is changed. `BLANK` may stand in the target;
        what is left of it is in lists that do not merge. `$patch: replace` at the top has no effect.

        Raises:
            MergeError: a field is a mapping in one and a list or scalar in the other; an unknown directive.

        """
        if patch.get(DIRECTIVE) == REPLACE:
            return target  # kustomize puts the patch nowhere
        self.path = []
        self.changed = changed
        self.quoted = quoted
        self.comments = comments or {}
        named = {"apiVersion": patch.get("apiVersion"), "kind": kind} if kind else patch
        merged = self.value(target, patch, self.schema_of(target, named, None))
        return None if merged is GONE else merged

    def merge_keys(self, node: Place | None) -> tuple[str, ...] | None:
        """Return the keys by which a list merges, none for plain values; None where it does not merge."""
        if node is None:
            return None
        if node not in self.rules:
            self.rules[node] = node.merge_keys if node.merges else None
        return self.rules[node]

    def value(self, dest: Any, patch: Any, node: Place | None) -> Any:  # noqa: ANN401 (a case each)
        """Return what a field becomes that both have; `GONE` for none."""
        if patch is None:
            return GONE
        if dest is None or dest is BLANK:
            return self.adopt(patch, node)
        if isinstance(patch, dict):
            if not isinstance(dest, dict):
                raise clash(dest, patch, self.path)
            return self._mapping(dest, patch, node)
        if isinstance(patch, list):
            if not isinstance(dest, list):
                raise clash(dest, patch, self.path)
            if self.comments:
                node = self.comments.get(tuple(self.path), node)
            keys = self.merge_keys(node)
            if keys is not None and node is not None:
                return self.merge_lists(dest, patch, keys, node.element())
            return self.replace_list(dest, patch)
        if isinstance(dest, dict | list):
            raise clash(dest, patch, self.path)
        return self._scalar(dest, patch)

    def _mapping(  # noqa: C901, PLR0912 (the hot path: every call costs a microsecond)
        self, dest: dict[str, Any], patch: dict[str, Any], node: Place | None
    ) -> Any:  # noqa: ANN401 (a mapping, or `GONE`)
        if DIRECTIVE in patch:
            directive = directive_of(patch[DIRECTIVE], [*self.path, DIRECTIVE])
            if directive == DELETE:
                return GONE
            patch = {key: value for key, value in patch.items() if key != DIRECTIVE}
            if directive == REPLACE:
                adopted = self._adopted_fields(patch, node)
                return dest if same(adopted, dest) else adopted
        node = self.schema_of(dest, patch, node)
        result: dict[str, Any] | None = None
        path = self.path
        for key, new in patch.items():
            child = node.child(key) if node is not None and isinstance(new, dict | list) else None
            path.append(key)
            if key not in dest:
                value = self.adopt(new, child)
                if value is GONE:
                    path.pop()
                    continue
            else:
                old = dest[key]
                if isinstance(new, dict) and isinstance(old, dict):
                    value = self._mapping(old, new, child)
                else:
                    value = self.value(old, new, child)
                if value is old:
                    path.pop()
                    continue
            path.pop()
            result = _put(dest, result, key, value)
        for key, old in dest.items():
            if (isinstance(old, dict | list) or old is BLANK) and key not in patch:
                value = self.settle(old, node.child(key) if node is not None else None)
                if value is not old:
                    result = _put(dest, result, key, value)
        return dest if result is None else result

    def adopt(self, patch: Any, node: Place | None) -> Any:  # noqa: ANN401 (any JSON)
        """Return what a part of the patch becomes where the target has nothing: nulls and directives go.

        An unknown directive is an ordinary field here, and the directive of a list is left for its elements:
        kustomize looks at neither before it takes the part over.
        """
        if isinstance(patch, dict):
            directive = patch.get(DIRECTIVE)
            if directive == DELETE:
                return GONE
            if directive in {REPLACE, MERGE}:
                patch = {key: value for key, value in patch.items() if key != DIRECTIVE}
            return self._adopted_fields(patch, node)
        if isinstance(patch, list):
            keys = self.merge_keys(node)
            if keys is not None and node is not None:
                return self.adopt_list(patch, keys, node.element())
            return patch
        return GONE if patch is None or patch is BLANK else patch

    def refine(self, patch: Any, node: Place | None) -> Any:  # noqa: ANN401 (any JSON)
        """Return what a part becomes that lies inside an adopted one."""
        if isinstance(patch, dict):
            if DIRECTIVE in patch:
                directive = directive_of(patch[DIRECTIVE], [*self.path, DIRECTIVE])
                if directive == DELETE:
                    return GONE
                patch = {key: value for key, value in patch.items() if key != DIRECTIVE}
            return self._adopted_fields(patch, node)
        if isinstance(patch, list):
            keys = self.merge_keys(node)
            if keys is not None and node is not None:
                return self.refine_list(patch, keys, node.element())
            return patch
        return GONE if patch is None or patch is BLANK else patch

    def _adopted_fields(self, patch: dict[str, Any], node: Place | None) -> dict[str, Any]:
        node = self.schema_of(patch, patch, node)
        result = None
        path = self.path
        for key, old in patch.items():
            if isinstance(old, dict | list):
                path.append(key)
                value = self.refine(old, node.child(key) if node is not None else None)
                path.pop()
            elif old is None or old is BLANK:
                value = GONE
            else:
                continue
            if value is not old:
                result = _put(patch, result, key, value)
        return patch if result is None else result

    def settle(self, dest: Any, node: Place | None) -> Any:  # noqa: ANN401 (any JSON)
        """Return what a part of the target becomes that the patch does not speak of.

        Blank nulls go, and lists with merge keys lose elements of which there are two.
        """
        if isinstance(dest, dict):
            node = self.schema_of(dest, dest, node)
            result = None
            for key, old in dest.items():
                if isinstance(old, dict | list) or old is BLANK:
                    value = self.settle(old, node.child(key) if node is not None else None)
                    if value is not old:
                        result = _put(dest, result, key, value)
            return dest if result is None else result
        if isinstance(dest, list):
            keys = self.merge_keys(node)
            if keys is not None and node is not None:
                return self.settle_list(dest, keys, node.element())
            return dest
        return GONE if dest is BLANK else dest

    def schema_of(self, dest: dict[str, Any], patch: dict[str, Any], node: Place | None) -> Place | None:
        """Return the schema of a mapping: the one known, else that of an object, the root or one inside."""
        if node is not None:
            return node
        for source in (dest, patch):
            if "kind" in source and "apiVersion" in source:
                kind, api_version = source["kind"], source["apiVersion"]
                if isinstance(kind, str) and isinstance(api_version, str):
                    node = self.find(api_version, kind)
                    if node is not None:
                        return node
        return None

    def merge_lists(self, dest: list[Any], patch: list[Any], keys: Keys, element: Place | None) -> Any:  # noqa: ANN401
        """Return the list that both make; see `keyed_lists`, also for the three below."""
        return keyed_lists.merge_lists(self, dest, patch, keys, element)

    def adopt_list(self, patch: list[Any], keys: Keys, element: Place | None) -> list[Any]:
        """Return what a list becomes where the target has none."""
        return keyed_lists.adopt_list(self, patch, keys, element)

    def refine_list(self, patch: list[Any], keys: Keys, element: Place | None) -> Any:  # noqa: ANN401 (or `GONE`)
        """Return what a list becomes inside of what the target does not have."""
        return keyed_lists.refine_list(self, patch, keys, element)

    def settle_list(self, dest: list[Any], keys: Keys, element: Place | None) -> list[Any]:
        """Return what a list of the target becomes that the patch does not speak of."""
        return keyed_lists.settle_list(self, dest, keys, element)

    def replace_list(self, dest: list[Any], patch: list[Any]) -> Any:  # noqa: ANN401 (a list, or `GONE`)
        """Return what becomes of a list that has no merge keys: the patch's own."""
        if same(patch, dest):
            return dest
        if self.changed is not None:
            self.changed(tuple(self.path), dest, patch, None)
        return patch

    def _scalar(self, dest: Any, patch: Any) -> Any:  # noqa: ANN401 (any scalar)
        if patch.__class__ is not str and dest.__class__ is str and self._was_quoted(dest):
            # kustomize keeps the quotes of the field, so that a number or boolean becomes a text.
            patch = scalar_text(patch)
        return dest if same(patch, dest) else patch

    def _was_quoted(self, dest: str) -> bool:
        known = None
        if self.quoted is not None:
            known = self.quoted(tuple(s.target if isinstance(s, ListIndex) else s for s in self.path), dest)
        return needs_quotes(dest) if known is None else known


def needs_quotes(text: str) -> bool:
    """Return whether a text could only have been written in quotes, or as a block."""
    if resolve(text) is not text and resolve(text) != text:
        return True
    if not text or text[0] in _INDICATORS or text != text.strip() or text[-1] == ":":
        return True
    return "\n" in text or ": " in text or " #" in text


def _put(
    fields: dict[str, Any],
    result: dict[str, Any] | None,
    key: str,
    value: Any,  # noqa: ANN401 (any JSON, or GONE)
) -> dict[str, Any]:
    """Return the copy of a mapping in which a key has its new value; the first change makes the copy."""
    if result is None:
        result = fields.copy()
    if value is GONE:
        del result[key]
    else:
        result[key] = value
    return result
