"""Scalars as kyaml's nodes hold them: a text and a tag, which meet again only when the object is printed."""

from __future__ import annotations

from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from mlkube.core.json import Json

    Node: TypeAlias = "dict[str, Node] | list[Node] | str | int | float | bool | RawScalar | None"

STRING = "str"
_NAMES = {
    "int": "an integer",
    "float": "a number",
    "bool": "a boolean",
    "null": "null",
    "timestamp": "a date",
}


class RawScalar:
    """A scalar whose text was replaced while its tag stayed; an empty tag means that the text decides.

    `writer` names what wrote it, for messages. Frozen by convention.
    """

    __slots__ = ("tag", "text", "writer")

    def __init__(self, text: str, tag: str, writer: str = "") -> None:
        self.text = text
        self.tag = tag
        self.writer = writer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RawScalar) and (self.text, self.tag) == (other.text, other.tag)

    def __hash__(self) -> int:
        return hash((self.text, self.tag))

    def __repr__(self) -> str:
        return f"RawScalar({self.text!r}, {self.tag!r})"

    @property
    def is_null(self) -> bool:
        """Whether the tag is null's; an untagged text is never null before it is printed."""
        return self.tag == "null"

    def settle(self) -> Json:
        """Return the value that is printed.

        Raises:
            ValueError: the text is none of its tag; the message says which kind of value it has to be.

        """
        value = resolve(self.text)
        tag = tag_of(value)
        if self.tag in {"", tag}:
            return value
        if self.tag == STRING:
            return self.text
        if self.tag == "float" and tag == "int" and isinstance(value, int):
            return float(value)
        raise ValueError(_NAMES.get(self.tag, self.tag))


def node_of(value: Json) -> Node:
    """Return plain data as a node, which it is."""
    return value  # type: ignore[return-value]  # the containers of both types are never changed


def text_of(node: Node) -> str:
    """Return the text of a scalar; that of a mapping or list is empty, as in kyaml."""
    if isinstance(node, str):
        return scalar_text(node)
    if isinstance(node, RawScalar):
        return node.text
    if isinstance(node, dict | list):
        return ""
    return scalar_text(node)


def tag_of(node: Node) -> str:
    """Return the name of a scalar's YAML tag: str, int, float, bool, null or timestamp."""
    if type(node) is str:
        return STRING
    if isinstance(node, RawScalar):
        return node.tag
    if isinstance(node, bool):
        return "bool"
    if isinstance(node, int):
        return "int"
    if isinstance(node, float):
        return "float"
    # A date is a str that remembers its text.
    return "null" if node is None else "timestamp"


def is_empty(node: Node) -> bool:
    """Tell whether kyaml takes a node for missing: null, `{}` or `[]`, but not the empty string."""
    if isinstance(node, RawScalar):
        return node.is_null
    return node is None or (isinstance(node, dict | list) and not node)
