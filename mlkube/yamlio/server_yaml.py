"""Owns reading as the server's clients read: YAML 1.1 scalars, strings as keys, every document for itself.

Nothing here stops at the first fault: a document that is no YAML, or holds a key twice, says so.
"""

from __future__ import annotations

from yaml.nodes import MappingNode, ScalarNode

from mlkube.errors import YamlError
from mlkube.yamlio.locate import child_of
from mlkube.yamlio.parse import MAX_DEPTH, RefusedNode, compose, refused_at, split_documents, too_deep
from mlkube.yamlio.scalars import YAML_1_1_WORDS, resolve_yaml_1_1
from mlkube.yamlio.yaml_1_1 import is_merge, key_text, merge_into, scalar_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.yamlio.aliases import Aliases

_NUMBER_START = frozenset("+-.0123456789")


class DuplicateKey:
    """A key that stands twice in one mapping; lines and columns from 1."""

    __slots__ = ("column", "first_line", "key", "line")

    def __init__(self, key: str, line: int, column: int, first_line: int) -> None:
        self.key = key
        self.line = line
        self.column = column
        self.first_line = first_line


class ServerDocument:
    """One document of a file: its value, or what keeps it from being read.

    `number` counts from 0 through all documents of the file, empty ones too; `line` is where it starts.
    """

    __slots__ = ("_lines_above", "_root", "duplicates", "error", "number", "size", "value")

    def __init__(self, number: int, lines_above: int, size: int) -> None:
        self.number = number
        self.size = size
        self.value: Json = None
        self.error: YamlError | None = None
        self.duplicates: tuple[DuplicateKey, ...] = ()
        self._lines_above = lines_above
        self._root: Any = None

    @property
    def line(self) -> int:
        """The line on which the document's first value starts."""
        return self._lines_above + 1 + (0 if self._root is None else self._root.start_mark.line)

    def locate(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Return line and column of the key or item at the path, or of what comes nearest above it."""
        node = self._root
        if node is None:
            return self._lines_above + 1, 1
        mark = node.start_mark
        for step in path:
            entry = child_of(node, step)
            if entry is None:
                break
            named, node = entry
            mark = named.start_mark
        return mark.line + 1 + self._lines_above, mark.column + 1

    def read(self, data: bytes, file: str) -> None:
        """Read the document's text."""
        try:
            self._root = root = compose(data, file, self._lines_above)
        except YamlError as error:
            self.error = error
            return
        if root is None:
            return
        reader = _Reader(data)
        try:
            self.value = reader.value(root, 1)
        except RefusedNode as refused:
            self.error = refused_at(refused, file, self._lines_above)
        except RecursionError:
            self.error = refused_at(too_deep(root.start_mark), file, self._lines_above)
        if reader.duplicates:
            self.duplicates = tuple(
                DuplicateKey(
                    key,
                    mark.line + 1 + self._lines_above,
                    mark.column + 1,
                    first.line + 1 + self._lines_above,
                )
                for key, mark, first in reader.duplicates
            )


def read_server_documents(data: bytes, file: str = "") -> Iterator[ServerDocument]:
    """Yield each document of a file, one at a time; a separator followed by text fails the whole file.

    Source: kubectl cuts its input at lines of `---`; each part goes through sigs.k8s.io/yaml on its own.

    Raises:
        YamlError: text follows a separator.

    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    for number, (text, lines_above) in enumerate(split_documents(data, file)):
        document = ServerDocument(number, lines_above, len(text))
        document.read(text, file)
        yield document


class _Reader:
    """Turns the nodes of one document into values; the last of equal keys wins and is noted."""

    __slots__ = ("_aliases", "duplicates")

    def __init__(self, data: bytes) -> None:
        self._aliases: Aliases | None = None
        self.duplicates: list[tuple[str, Any, Any]] = []
        if b"&" in data and b"*" in data:
            from mlkube.yamlio.aliases import Aliases  # noqa: PLC0415  few files hold anchors

            self._aliases = Aliases()

    def value(self, node: Any, depth: int) -> Json:  # noqa: ANN401  yaml's nodes are not typed
        """Return the value of a node."""
        if type(node) is ScalarNode:
            return _scalar(node)
        if depth > MAX_DEPTH:
            raise too_deep(node.start_mark)
        aliases = self._aliases
        if aliases is not None:
            known: Json = aliases.enter(node)
            if known is not None:
                return known
        result: Json = (
            self._mapping(node, depth)
            if type(node) is MappingNode
            else [self.value(item, depth + 1) for item in node.value]
        )
        if aliases is not None:
            aliases.leave(node, result)
        return result

    def _mapping(self, node: Any, depth: int) -> dict[str, Json]:  # noqa: ANN401  as above
        result: dict[str, Json] = {}
        merged = False
        below = depth + 1
        for key_node, value_node in node.value:
            text = key_node.value
            if type(key_node) is not ScalarNode or (not key_node.style and _needs_care(key_node, text)):
                if is_merge(key_node):
                    merge_into(result, value_node, depth, self._aliases)
                    merged = True
                    continue
                text = key_text(key_node)
            if type(value_node) is ScalarNode:
                result[text] = _scalar(value_node)
            else:
                result[text] = self.value(value_node, below)
        if len(result) != len(node.value) and not merged:
            self._note_duplicates(node)
        return result

    def _note_duplicates(self, node: Any) -> None:  # noqa: ANN401  as above
        first: dict[str, Any] = {}
        for key_node, _ in node.value:
            key = key_text(key_node)
            if key in first:
                self.duplicates.append((key, key_node.start_mark, first[key]))
            else:
                first[key] = key_node.start_mark


def _needs_care(node: Any, text: str) -> bool:  # noqa: ANN401  as above
    """Tell whether an unquoted key may be something else than its own text."""
    return text in YAML_1_1_WORDS or text[:1] in _NUMBER_START or text == "<<" or node.tag is not None


def _scalar(node: Any) -> str | int | float | bool | None:  # noqa: ANN401  as above
    text: str = node.value
    if node.tag is None:
        if node.style:
            return text
        if text[:1] not in _NUMBER_START or not text:
            return YAML_1_1_WORDS.get(text, text)
        if text.isdecimal() and text[0] != "0" and len(text) < 19:  # noqa: PLR2004  what 64 bits surely hold
            return int(text)
        value = resolve_yaml_1_1(text)
    else:
        value = scalar_value(node)
    if isinstance(value, float) and value - value != 0:
        raise RefusedNode(node.start_mark, f"{node.value} is no number in JSON", "write it in quotes")
    return value
