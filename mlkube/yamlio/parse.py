"""Owns the way from bytes to YAML nodes: documents of a file, the parser, and what its complaints mean."""

from __future__ import annotations

from yaml.composer import ComposerError
from yaml.error import YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mlkube.errors import Place, YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from yaml.error import Mark

    Node: TypeAlias = ScalarNode | SequenceNode | MappingNode

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml
    from mlkube.yamlio.pure_parser import PureParser as _Parser  # type: ignore[assignment]  # the same protocol

MAX_DEPTH = 200
"""Documents nested deeper are refused: all that walks a body recurses, and no manifest comes near."""

_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_TOO_DEEP_HINT = "no manifest needs that; is the file a generated bomb?"
_SAFE_INDICATORS = 1000
_MENDING_BUDGET = 20_000_000
"""Bytes parsed again, at most, to mend one text after the other."""


class RefusedNode(Exception):  # noqa: N818 (it never leaves the package: load turns it into a YamlError)
    """A node that cannot be read; knows where it starts, not yet in which file.

    `first` is where its twin stands.
    """

    def __init__(self, mark: Mark, reason: str, hint: str = "", *, first: Mark | None = None) -> None:
        super().__init__(reason)
        self.mark = mark
        self.reason = reason
        self.hint = hint
        self.first = first


class _Composer(_Parser):
    """The parser without a resolver: the tag of a node is None unless the file spells one."""

    def resolve(self, _kind: object, _value: object, _implicit: object) -> None:
        return None

    def descend_resolver(self, _parent: object, _index: object) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


class _WatchfulComposer(_Composer):
    """Refuses deep nesting before it fills the stack of the parser, which is written in C."""

    depth = 0

    def descend_resolver(self, parent: Any, _index: object) -> None:  # noqa: ANN401 (the parser's own protocol)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep(parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def too_deep(mark: Mark) -> RefusedNode:
    """Return the refusal of a node below `MAX_DEPTH` levels."""
    return RefusedNode(mark, _TOO_DEEP, _TOO_DEEP_HINT)


def split_documents(data: bytes, file: str) -> list[tuple[bytes, int]]:
    """Return each document with the number of lines above it; cut at lines that start with `---`.

    Raises:
        YamlError: a separator is followed by something else than a comment.

    Source: kustomize's ByteReader, which cuts the text before any parser sees it.

    """
    if b"\r\n" in data:
        data = data.replace(b"\r\n", b"\n")
    documents = []
    start = line = 0
    while True:
        found = data.find(b"\n---", start)
        end = data.find(b"\n", found + 4) if found >= 0 else -1
        if end < 0:
            documents.append((data[start:] if start else data, line))
            return documents
        rest = data[found + 4 : end].strip()
        below = line + data.count(b"\n", start, found + 1)
        if rest and not rest.startswith(b"#"):
            raise YamlError(
                f"{rest.decode('utf-8', 'replace')!r} follows the document separator ---",
                place=Place(file, below + 1, 4),
                hint="put it on the next line",
            )
        documents.append((data[start : found + 1], line))
        start, line = end + 1, below + 1


def compose(data: bytes, file: str = "", lines_above: int = 0) -> Node | None:
    """Return the root node of the first document in the data, None where there is none.

    Raises:
        YamlError: the data is no YAML, or nested too deep.

    """
    for _ in range(2 + _MENDING_BUDGET // (len(data) + 1)):
        try:
            return _compose(data)
        except RefusedNode as refused:
            raise refused_at(refused, file, lines_above) from None
        except RecursionError:  # the parser in Python recurses as the C one does
            raise YamlError(_TOO_DEEP, place=Place(file, lines_above + 1), hint=_TOO_DEEP_HINT) from None
        except (YAMLError, UnicodeError) as error:
            if "maximum nesting depth" in str(error):  # libyaml's own limit, from 0.2.6 on
                mark = getattr(error, "problem_mark", None)
                place = Place(file, lines_above + 1) if mark is None else _place(mark, file, lines_above)
                raise YamlError(_TOO_DEEP, place=place, hint=_TOO_DEEP_HINT) from None
            from mlkube.yamlio.apostrophes import without_escaped_apostrophes  # noqa: PLC0415 (few files need it)
            from mlkube.yamlio.complaints import explain  # noqa: PLC0415 (only files that are no YAML need it)

            mended = without_escaped_apostrophes(data, error)
            if mended is None:
                raise explain(error, data, file, lines_above) from error
            data = mended
    raise YamlError(
        "too many escapes \\' in double quotes", place=Place(file), hint="write ' without the backslash"
    )


def _place(mark: Mark, file: str, lines_above: int) -> Place:
    return Place(file, mark.line + 1 + lines_above, mark.column + 1)


def _compose(data: bytes) -> Node | None:
    indicators = sum(map(data.count, (b":", b"-", b"?", b"[", b"{")))
    composer = _Composer(data) if indicators < _SAFE_INDICATORS else _WatchfulComposer(data)
    return _first_node(composer, data) if composer.check_node() else None


def _first_node(composer: Any, data: bytes) -> Node:  # noqa: ANN401 (yaml's parsers have no common type)
    try:
        node: Node = composer.get_node()
    except ComposerError as error:
        if "duplicate anchor" not in (error.context or ""):
            raise
        return _compose_events(_Composer(data))
    return node


def refused_at(refused: RefusedNode, file: str, lines_above: int) -> YamlError:
    """Return the refusal as an error that names the file."""
    mark = refused.mark
    place = _place(mark, file, lines_above)
    reason = refused.reason
    if refused.first is not None:
        reason += f", first in line {refused.first.line + 1 + lines_above}"
    return YamlError(reason, place=place, hint=refused.hint)


def _compose_events(parser: Any) -> Node:  # noqa: ANN401 (yaml's parsers have no common type)
    """Return the first document's root; a second anchor of the same name takes over, as in go-yaml."""
    while not isinstance(parser.get_event(), DocumentStartEvent):
        pass
    return _next_node(parser, parser.get_event(), {}, 1)


def _next_node(parser: Any, event: Any, anchors: dict[str, Node], depth: int) -> Node:  # noqa: ANN401 (as above)
    mark: Any = event.start_mark
    if depth > MAX_DEPTH:
        raise too_deep(mark)
    if isinstance(event, AliasEvent):
        if event.anchor not in anchors:
            raise RefusedNode(mark, f"no anchor &{event.anchor} stands above this alias")
        return anchors[event.anchor]
    tag: Any = None if event.tag == "!" else event.tag
    children: list[Any] = []
    node: Node
    if isinstance(event, ScalarEvent):
        node = ScalarNode(tag, event.value, mark, None, event.style or "")
    elif isinstance(event, MappingStartEvent):
        node = MappingNode(tag, children, mark, None, event.flow_style)
    else:
        node = SequenceNode(tag, children, mark, None, event.flow_style)
    if event.anchor:
        anchors[event.anchor] = node
    if not isinstance(node, ScalarNode):
        while not isinstance(start := parser.get_event(), CollectionEndEvent):
            child = _next_node(parser, start, anchors, depth + 1)
            if isinstance(node, MappingNode):
                children.append((child, _next_node(parser, parser.get_event(), anchors, depth + 1)))
            else:
                children.append(child)
    return node
