"""Finding the fields that a target's path means, and creating what is missing of them."""

from __future__ import annotations

import functools

from mlkube.overlay.fields.field_lookup import (
    FieldPathError,
    element_choice,
    expect_list,
    expect_mapping,
    is_element_choice,
    list_index,
)
from mlkube.overlay.replacement.draft import Draft, settle
from mlkube.overlay.scalar_text import RawScalar, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.overlay.scalar_text import Node

SCALAR, MAPPING, LIST = "scalar", "mapping", "list"

_META = frozenset("\\.+*?()|[]{}^$")


def match_fields(draft: Draft, parts: list[str], create: str) -> list[list[str | int]]:
    """Return the steps to every field that the path means; `create` is the kind of node to add, or empty.

    Parts are keys, list indices, `*` for every element and `[name=web]` for the elements whose name holds
    the regular expression `web`. Missing keys, elements `[name=web]` and the index behind the last element
    are created on the way. What would be created inside of null vanishes and counts as found without steps
    to it; as kustomize does, nothing is written then.

    Raises:
        FieldPathError: a part that does not fit its node, or an index past the end.

    Source: PathMatcher in kustomize's kyaml/yaml/match.go.

    """
    matcher = _Matcher(draft, parts, create)
    matcher.match(0, [], draft.root)
    if not matcher.found and not matcher.vanished:
        raise FieldPathError("no such field", hint="" if create else "`options: {create: true}` adds it")
    return matcher.found


class _Matcher:
    """One search; `found` are the steps so far."""

    __slots__ = ("create", "draft", "found", "parts", "vanished")

    def __init__(self, draft: Draft, parts: list[str], create: str) -> None:
        self.draft = draft
        self.parts = parts
        self.create = create
        self.found: list[list[str | int]] = []
        self.vanished = 0

    def match(self, position: int, steps: list[str | int], node: Node) -> None:
        """Search from the node at these steps with the parts from this position on."""
        if position == len(self.parts):
            self.found.append(steps)
            return
        part = self.parts[position]
        if node is None or (isinstance(node, RawScalar) and node.is_null):
            self._in_null(part, position)
            return
        number = list_index(part)
        if number is not None and number >= 0:
            self._by_index(node, number, position, steps)
        elif is_element_choice(part):
            self._by_choice(node, part, position, steps)
        elif part == "*":
            expect_list(node, part)
            for index, element in enumerate(node if isinstance(node, list) else ()):
                self.match(position + 1, [*steps, index], element)
        else:
            self._by_key(node, part, position, steps)

    def _in_null(self, part: str, position: int) -> None:
        """Search in null, which passes for an empty mapping or list; what is created there goes nowhere."""
        number = list_index(part)
        if not self.create or part == "*":
            if is_element_choice(part):
                element_choice(part)
            elif number is not None and number >= 0:
                raise _past_the_end(number, 0)
            return
        scratch = Draft(self._new(position))
        _Matcher(scratch, self.parts[position:], self.create).match(0, [], scratch.root)
        self.vanished += 1

    def _by_key(self, node: Node, part: str, position: int, steps: list[str | int]) -> None:
        if not part:
            if isinstance(node, dict | list):
                raise FieldPathError("the path has an empty part", hint="two dots follow each other in it")
            if not text_of(node):
                self.match(position + 1, steps, node)
            return
        expect_mapping(node, part)
        if not isinstance(node, dict):
            return
        below = [*steps, part]
        if part in node:
            self.match(position + 1, below, node[part])
        elif self.create:
            self._create(position + 1, below)

    def _by_index(self, node: Node, number: int, position: int, steps: list[str | int]) -> None:
        expect_list(node, self.parts[position])
        elements = node if isinstance(node, list) else []
        size = len(elements)
        below = [*steps, number]
        if number < size:
            self.match(position + 1, below, elements[number])
        elif self.create and number == size:
            self._create(position + 1, below)
        else:
            raise _past_the_end(number, size)

    def _create(self, position: int, steps: list[str | int]) -> None:
        node = self._new(position)
        self.draft.put(steps, node)
        self.match(position, steps, node)

    def _by_choice(self, node: Node, part: str, position: int, steps: list[str | int]) -> None:
        field, pattern = element_choice(part)
        expect_list(node, part)
        before = len(self.found), self.vanished
        self._visit(field, pattern, position, steps, node)
        if not self.create or before != (len(self.found), self.vanished):
            return
        text = RawScalar(pattern, "")
        size = len(node)  # type: ignore[arg-type]  # checked above
        self.draft.put([*steps, size], {field: text} if field else text)
        self._visit(field, pattern, position, steps, self.draft.get(steps))
        if before == (len(self.found), self.vanished):
            raise FieldPathError(
                f"`{part}` would not choose the element that it creates",
                hint="to create an element, write its value and no regular expression",
            )

    def _visit(self, field: str, pattern: str, position: int, steps: list[str | int], node: Node) -> None:
        holds = None
        for index, element in enumerate(node if isinstance(node, list) else []):
            # Only where there is something to compare is the pattern read, so only then can it be wrong.
            if holds is None and (not field or (isinstance(element, dict) and field in element)):
                holds = _searcher(pattern)
            if field:
                if isinstance(element, dict) and field in element and holds and holds(element[field]):
                    self.match(position + 1, [*steps, index], element)
            elif holds and holds(element):
                # What follows in the path is ignored here, as kustomize does.
                self.found.append([*steps, index])

    def _new(self, position: int) -> Node:
        """Return the node to create where the rest of the path starts at this position."""
        part = self.parts[position] if position < len(self.parts) else ""
        number = list_index(part)
        if is_element_choice(part) or (number is not None and number >= 0):
            return []
        if part:
            return {}
        if self.create == SCALAR:
            return RawScalar("", "")
        return {} if self.create == MAPPING else []


def _past_the_end(number: int, size: int) -> FieldPathError:
    hint = f"`.{size}` with `options: {{create: true}}` appends one" if number == size else ""
    return FieldPathError(f"index {number} is past the end of the list, which has {size}", hint=hint)


@functools.lru_cache(maxsize=256)
def _searcher(pattern: str) -> Callable[[Node], bool]:
    """Return whether a node's YAML text holds the pattern, which is not anchored.

    Raises:
        FieldPathError: the regular expression is none.

    """
    if _META.isdisjoint(pattern):
        return lambda node: pattern in (_yaml(node) if isinstance(node, dict | list) else text_of(node))
    from mlkube.overlay.selection.go_regexp import (  # noqa: PLC0415  most elements are chosen by a plain name
        PatternError,
        tester,
        translate,
    )

    try:
        holds = tester(translate(pattern), pattern)
    except PatternError as error:
        raise FieldPathError(f"`[...={pattern}]` holds no regular expression: {error}") from error
    return lambda node: holds(_yaml(node))


def _yaml(node: Node) -> str:
    """Return the node as YAML, which is what kustomize compares with a pattern: `"1"` keeps its quotes."""
    from mlkube.yamlio import dump  # noqa: PLC0415  few paths need it

    return node.text if isinstance(node, RawScalar) else dump(settle(node)).strip()
