"""Owns how scalars were written: plain or in quotes, and with which text; reads a file anew, rarely."""

from __future__ import annotations

from yaml.nodes import MappingNode, ScalarNode

from mlkube.errors import YamlError
from mlkube.yamlio.parse import compose, split_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from mlkube.core.json import Json


class WrittenFile:
    """The scalars of a file as they stand in it; documents are read when somebody asks for them, once."""

    __slots__ = ("_data", "_documents", "_nodes")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._documents: list[bytes] | None = None
        self._nodes: dict[int, Any] = {}

    def mentions(self, word: bytes) -> bool:
        """Return whether the word stands anywhere in the file."""
        return word in self._data

    def scalar(self, document: int, path: Sequence[str | int]) -> tuple[str, str] | None:
        """Return text and style of the scalar at a path; None where there is none.

        The style is empty for a plain scalar, else the quote, `|` or `>`. Keys that a merge (`<<`) or an
        alias brings in are not found.
        """
        node = self._root(document)
        for step in path:
            node = _child(node, step)
        return (node.value, node.style or "") if isinstance(node, ScalarNode) else None

    def comments(self, document: int) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield path and comment of each key that a comment follows on its line, where it looks like JSON."""
        lines = self._text(document).decode("utf-8", "replace").split("\n")
        marked = {number: line for number, line in enumerate(lines) if "# {" in line or "#{" in line}
        if marked:
            for number, path in _keys(self._root(document), ()):
                if number in marked:
                    yield path, marked[number].partition("#")[2].strip()

    def _text(self, document: int) -> bytes:
        if self._documents is None:
            try:
                self._documents = [text for text, _ in split_documents(self._data, "")]
            except YamlError:
                self._documents = []
        return self._documents[document] if document < len(self._documents) else b""

    def _root(self, document: int) -> Any:  # noqa: ANN401 (nodes are not typed)
        if document not in self._nodes:
            try:
                self._nodes[document] = compose(self._text(document))
            except YamlError:
                self._nodes[document] = None
        return self._nodes[document]


def _child(node: Any, step: str | int) -> Any:  # noqa: ANN401 (nodes are not typed)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == step:
                return value
        return None
    if node is None or isinstance(node, ScalarNode) or not isinstance(step, int):
        return None
    return node.value[step] if 0 <= step < len(node.value) else None


def _keys(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[int, tuple[str | int, ...]]]:  # noqa: ANN401
    """Yield line and path of every key."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield key.start_mark.line, (*path, key.value)
                yield from _keys(value, (*path, key.value))
    elif node is not None and not isinstance(node, ScalarNode):
        for index, value in enumerate(node.value):
            yield from _keys(value, (*path, index))


def is_blank(written: tuple[str, str] | None) -> bool:
    """Return whether a scalar was written as nothing: `key:`."""
    return written == ("", "")


def null_text(written: tuple[str, str] | None, value: Json) -> Json:
    """Return the text of a null as it was written, any other value as it is."""
    return value if value is not None or written is None else written[0]
