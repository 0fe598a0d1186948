"""Owns positions: where in a file a field of a document stands; reads the file anew, for messages only."""

from __future__ import annotations

import functools

from yaml.nodes import MappingNode, ScalarNode

from mlkube.errors import YamlError
from mlkube.yamlio.parse import compose, split_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def locate(data: bytes, document: int, path: Sequence[str | int]) -> tuple[int, int]:
    """Return line and column (from 1) of the key or list item at the path, or of what comes nearest above it.

    (0, 0) where the document does not exist or is no YAML. Documents count from 0, as `load_all` lists them.
    """
    try:
        node, lines_above = _root(data, document)
    except (YamlError, IndexError):
        return 0, 0
    if node is None:
        return 0, 0
    mark = node.start_mark
    for step in path:
        entry = child_of(node, step)
        if entry is None:
            break
        named, node = entry
        mark = named.start_mark
    return mark.line + 1 + lines_above, mark.column + 1


def locate_in_block(data: bytes, path: Sequence[str | int], line: int, column: int) -> tuple[int, int] | None:
    """Return where a position inside of the text at the path stands; documents but the first are not asked.

    `line` and `column` count from 1 in the text. None where the text is no literal block (`|`): only there
    does each of its lines stand on a line of the file.
    """
    try:
        node, lines_above = _root(data, 0)
    except (YamlError, IndexError):
        return None
    for step in path:
        entry = None if node is None else child_of(node, step)
        if entry is None:
            return None
        node = entry[1]
    if not isinstance(node, ScalarNode) or node.style != "|":
        return None
    inner = node.value.rstrip("\n").split("\n")
    outer = data.replace(b"\r\n", b"\n").decode("utf-8", "replace").split("\n")
    if line > len(inner):  # behind the text: at its end
        line, column = len(inner), len(inner[-1]) + 1
    at = node.start_mark.line + lines_above + line
    if at >= len(outer) or not outer[at].endswith(inner[line - 1]):
        return None  # characters that break lines for YAML only
    return at + 1, column + len(outer[at]) - len(inner[line - 1])


@functools.lru_cache(maxsize=2)
def _root(data: bytes, document: int) -> tuple[Any, int]:
    """Return a document's root and the number of lines above it; many messages ask about the same file."""
    text, lines_above = split_documents(data, "")[document]
    return compose(text), lines_above


def child_of(node: Any, step: str | int, depth: int = 0) -> tuple[Any, Any] | None:  # noqa: ANN401 (nodes are not typed)
    """Return the node that names the step (its key, or the item itself) and the node of its value."""
    if isinstance(node, MappingNode):
        merged: list[Any] = []
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == step:
                return key, value
            if isinstance(key, ScalarNode) and key.value == "<<":
                merged += [value] if isinstance(value, MappingNode) else value.value
        if depth < _DEEPEST_MERGE:
            for source in merged:
                found = child_of(source, step, depth + 1) if isinstance(source, MappingNode) else None
                if found is not None:
                    return found
        return None
    if isinstance(node, ScalarNode) or not isinstance(step, int) or not 0 <= step < len(node.value):
        return None
    return node.value[step], node.value[step]


_DEEPEST_MERGE = 8


def document_lines(data: bytes) -> list[int]:
    """Return the line (from 1) on which each document starts, in the order of `load_all`.

    Raises:
        YamlError: a document separator is followed by text.

    """
    return [lines_above + 1 for _, lines_above in split_documents(data, "")]
