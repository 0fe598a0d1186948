"""Owns the printing of styled documents, as kustomize's fork of go-yaml v3 prints a node tree."""

from __future__ import annotations

from mlkube.yamlio.styled_scalars import (
    BLOCK_STYLES,
    block_header,
    block_lines,
    inline_text,
    properties,
    scalar_style,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.yamlio.styled import StyledNode

_STEP = 2
_LONGEST_SIMPLE_KEY = 128


def print_document(root: StyledNode, head: list[str], foot: list[str]) -> str:
    """Return the text of a document with its comments."""
    printer = _Printer()
    for comment in head:
        printer.write(f"{comment}\n")
    if head:
        printer.write("\n")
    if _is_block(root):
        printer.write(_with_break(properties(root)))
        printer.items(root, 0)
    else:
        printer.value(root, -_STEP)
    printer.end_line()
    for comment in ["", *foot] if foot else []:
        printer.write(f"{comment}\n")
    return "".join(printer.parts)


def _with_break(text: str) -> str:
    return f"{text.rstrip()}\n" if text else ""


def _is_block(node: StyledNode) -> bool:
    return bool(node.pairs or node.items) and not node.flow


class _Printer:
    """The text so far; `foot_indent` is where a comment behind an item ended the last line, if one did."""

    __slots__ = ("foot_indent", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.foot_indent = -1

    def write(self, text: str) -> None:
        """Add text."""
        if text:
            self.parts.append(text)

    def end_line(self) -> None:
        """Go to the next line, unless one was just begun."""
        if not self._at_line_start():
            self.parts.append("\n")

    def _at_line_start(self) -> bool:
        return not self.parts or self.parts[-1].endswith("\n")

    def items(self, node: StyledNode, indent: int) -> None:
        """Print the entries of a mapping or the elements of a list; the first one may follow a dash."""
        entries = node.pairs or [(item, item) for item in node.items]
        for number, (owner, value) in enumerate(entries):
            if number or self._at_line_start():
                self._before(owner, indent)
            if node.pairs:
                self._entry(owner, value, indent)
            else:
                self._element(value, indent)
            self._behind(owner, indent)

    def _before(self, owner: StyledNode, indent: int) -> None:
        self.end_line()
        if self.foot_indent == indent:
            self.write("\n")
        self.foot_indent = -1
        margin = " " * indent
        for comment in owner.head:
            self.write(f"{margin}{comment}\n" if comment else "\n")
        self.write(margin)

    def _behind(self, owner: StyledNode, indent: int) -> None:
        if owner.foot:
            self.end_line()
            for comment in owner.foot:
                self.write(f"{' ' * indent}{comment}\n")
            self.foot_indent = -1 if owner.loose_foot else indent

    def _entry(self, key: StyledNode, value: StyledNode, indent: int) -> None:
        text = properties(key) + inline_text(key, simple_key=True)
        if "\n" in key.text or len(text) > _LONGEST_SIMPLE_KEY:
            self.write(f"? {text}\n{' ' * indent}:")
        else:
            self.write(f"{text}:")
        if _is_block(value):
            self.write(f" {properties(value)}".rstrip())
            self._beside(key)
            self.write("\n")
            # Lists stand in the column of their key.
            self.items(value, indent + _STEP if value.pairs else indent)
        else:
            value.line = value.line or key.line
            self.value(value, indent, space=True)

    def _element(self, item: StyledNode, indent: int) -> None:
        self.write("-")
        if not _is_block(item):
            self.value(item, indent, space=True)
            return
        self.write(f" {properties(item)}".rstrip())
        if properties(item) or item.line:
            self._beside(item)
            self.write("\n")
        else:
            self.write(" ")
        self.items(item, indent + _STEP)

    def value(self, node: StyledNode, indent: int, *, space: bool = False) -> None:
        """Print a scalar, an alias, or a collection in flow style, in an item at this indent."""
        style = scalar_style(node, flow=False, simple_key=False) if node.kind == "scalar" else ""
        if style in BLOCK_STYLES:
            self.write(f"{' ' if space else ''}{properties(node)}{block_header(node.text, style)}")
            self._beside(node)
            self.write("\n")
            self.write(block_lines(node.text, style, " " * (indent + _STEP)) if indent >= 0 else "")
            if indent < 0:
                self.write(block_lines(node.text, style, " " * _STEP))
            return
        text = _flow(node, flow=False)
        self.write(f" {text}" if space and text else text)
        self._beside(node)

    def _beside(self, node: StyledNode) -> None:
        if node.line:
            self.write(f" {node.line}")


def _flow(node: StyledNode, *, flow: bool = True, simple_key: bool = False) -> str:
    """Return a node in one line."""
    if node.kind == "alias":
        return f"*{node.text}"
    if node.kind == "scalar":
        return properties(node) + inline_text(node, flow=flow, simple_key=simple_key)
    if node.kind == "mapping":
        pairs = (f"{_flow(key, simple_key=True)}: {_flow(value)}".rstrip() for key, value in node.pairs)
        return f"{properties(node)}{{{', '.join(pairs)}}}"
    return f"{properties(node)}[{', '.join(_flow(item) for item in node.items)}]"
