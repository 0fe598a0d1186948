"""Owns YAML text that is changed in places and printed again with its quotes and comments."""

from __future__ import annotations

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    StreamEndEvent,
)

from mlkube.errors import YamlError
from mlkube.yamlio.parse import MAX_DEPTH
from mlkube.yamlio.parse import _Composer as Parser
from mlkube.yamlio.scalars import WrittenDate
from mlkube.yamlio.styled_comments import attach_comments
from mlkube.yamlio.styled_print import print_document
from mlkube.yamlio.styled_scalars import resolved_tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from mlkube.core.json import Json

    # Mappings and lists of (text, name of the tag).
    Plain: TypeAlias = "dict[str, Plain] | list[Plain] | tuple[str, str]"

SCALAR, MAPPING, LIST, ALIAS = "scalar", "mapping", "list", "alias"
_YAML_TAG = "tag:yaml.org,2002:"


class StyledNode:
    """A node as it was written: `pairs` of a mapping, `items` of a list, `text` of a scalar or alias.

    `tag` is one that the file spells, `resolved` what the scalar was when it was read, empty for a new one
    that is what its text says. `head`, `line` and `foot` are comments before, beside and behind;
    those of a mapping's entry are at its key.
    """

    __slots__ = (
        "anchor",
        "column",
        "end",
        "end_line",
        "flow",
        "foot",
        "head",
        "items",
        "kind",
        "line",
        "line_number",
        "loose_foot",
        "pairs",
        "resolved",
        "start",
        "style",
        "tag",
        "text",
    )

    def __init__(self, kind: str, text: str = "") -> None:
        self.kind = kind
        self.text = text
        self.style = ""
        self.flow = False
        self.tag = ""
        self.resolved = ""
        self.anchor = ""
        self.pairs: list[tuple[StyledNode, StyledNode]] = []
        self.items: list[StyledNode] = []
        self.head: list[str] = []
        self.line = ""
        self.foot: list[str] = []
        self.loose_foot = False
        self.line_number = self.end_line = self.column = self.start = self.end = 0

    def tag_name(self) -> str:
        """Return what the scalar is: str, int, float, bool, null, timestamp, or the custom tag."""
        if self.kind == ALIAS:
            return ALIAS
        if self.tag:
            return self.tag.removeprefix(_YAML_TAG)
        return "str" if self.style else resolved_tag(self.text)


class StyledDocument:
    """The first document of a text."""

    __slots__ = ("foot", "head", "root")

    def __init__(self, root: StyledNode, head: list[str], foot: list[str]) -> None:
        self.root = root
        self.head = head
        self.foot = foot

    @classmethod
    def parse(cls, text: str) -> StyledDocument | None:
        """Return the document of the text, None where it has none.

        Raises:
            YamlError: the text is no YAML, or nested too deep.

        """
        try:
            root = _parse(text)
        except (YAMLError, UnicodeError) as error:
            raise YamlError("the text is no YAML") from error
        if root is None:
            return None
        head, foot = attach_comments(root, text)
        return cls(root, head, foot)

    def plain(self) -> Plain:
        """Return the document as mappings and lists of (text, name of the tag)."""
        return _plain(self.root)

    def put_text(self, steps: Sequence[str | int], text: str) -> None:
        """Give a scalar another text; its quotes stay. A new one gets its quotes, if any, from the text."""
        parent = self._find(steps[:-1])
        old = _child(parent, steps[-1])
        if old is not None and old.kind == SCALAR:
            old.text = text
        else:
            _put(parent, steps[-1], StyledNode(SCALAR, text))

    def put(self, steps: Sequence[str | int], value: Json) -> None:
        """Set what stands under a key or index, which may be new: behind all keys, or the last element."""
        new = _styled(value)
        parent = self._find(steps[:-1])
        old = _child(parent, steps[-1])
        if old is not None and old.kind == SCALAR == new.kind and isinstance(value, str):
            old.text = value
            return
        _put(parent, steps[-1], new)

    def to_text(self) -> str:
        """Return the document as text."""
        return print_document(self.root, self.head, self.foot)

    def _find(self, steps: Sequence[str | int]) -> StyledNode:
        node = self.root
        for step in steps:
            child = _child(node, step)
            if child is None:
                raise KeyError(step)
            node = child
        return node


def _child(node: StyledNode, step: str | int) -> StyledNode | None:
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return next((value for key, value in node.pairs if key.text == step), None)


def _put(parent: StyledNode, step: str | int, new: StyledNode) -> None:
    if isinstance(step, int):
        if step < len(parent.items):
            old = parent.items[step]
            new.head, new.line, new.foot = old.head, old.line, old.foot
            parent.items[step] = new
        else:
            parent.items.append(new)
        return
    for index, (key, value) in enumerate(parent.pairs):
        if key.text == step:
            new.line = value.line
            parent.pairs[index] = key, new
            return
    parent.pairs.append((StyledNode(SCALAR, step), new))


def _styled(value: Json) -> StyledNode:
    """Return a node of plain data, in block style."""
    if isinstance(value, dict):
        node = StyledNode(MAPPING)
        node.pairs = [(StyledNode(SCALAR, key), _styled(each)) for key, each in value.items()]
        return node
    if isinstance(value, list):
        node = StyledNode(LIST)
        node.items = [_styled(each) for each in value]
        return node
    from mlkube.yamlio.scalars import scalar_text  # noqa: PLC0415 (few values are written into a text)

    node = StyledNode(SCALAR, scalar_text(value))
    if isinstance(value, str) and not isinstance(value, WrittenDate):
        if resolved_tag(node.text) != "str":
            node.style = '"'
        elif "\n" in node.text:
            node.style = "|"
    return node


def _plain(node: StyledNode) -> Plain:
    if node.kind == MAPPING:
        return {key.text: _plain(value) for key, value in node.pairs}
    if node.kind == LIST:
        return [_plain(each) for each in node.items]
    return node.text, node.tag_name()


def _parse(text: str) -> StyledNode | None:
    events = Parser(text.encode())
    while not isinstance(event := events.get_event(), DocumentStartEvent):
        if event is None or isinstance(event, StreamEndEvent):
            return None
    return _node(events, events.get_event(), 1)


def _node(events: Any, event: Any, depth: int) -> StyledNode:  # noqa: ANN401 (yaml's parsers and events are not typed)
    if depth > MAX_DEPTH:
        raise YAMLError("nested too deep")
    if isinstance(event, AliasEvent):
        node = StyledNode(ALIAS, str(event.anchor))
    elif isinstance(event, ScalarEvent):
        node = StyledNode(SCALAR, event.value)
        node.style = event.style or ""
    else:
        node = StyledNode(MAPPING if isinstance(event, MappingStartEvent) else LIST)
        node.flow = bool(event.flow_style)
    node.start, node.line_number, node.column = (
        event.start_mark.index,
        event.start_mark.line,
        event.start_mark.column,
    )
    if node.kind != ALIAS:
        node.anchor = event.anchor or ""
        node.tag = "" if event.tag in {None, "!"} else event.tag
    if node.kind == SCALAR:
        node.resolved = node.tag_name()
    end = event
    if node.kind in {MAPPING, LIST}:
        while not isinstance(end := events.get_event(), CollectionEndEvent):
            child = _node(events, end, depth + 1)
            if node.kind == MAPPING:
                node.pairs.append((child, _node(events, events.get_event(), depth + 1)))
            else:
                node.items.append(child)
    node.end, node.end_line = end.end_mark.index, end.end_mark.line
    return node
