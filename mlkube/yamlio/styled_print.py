"""Owns the printing of styled documents, as kustomize's fork of go-yaml v3 prints a node tree."""

from __future__ import annotations

from mlkube.yamlio.scalars import WrittenDate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.yamlio.styled import StyledNode

_STEP = 2
_YAML_TAG = "tag:yaml.org,2002:"
_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
_ESCAPES = {
    "\0": "\\0",
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\xa0": "\\_",
    "\u2028": "\\L",
    "\u2029": "\\P",
}
_LONGEST_SIMPLE_KEY = 128


def print_document(root: StyledNode, head: list[str], foot: list[str]) -> str:
    """Return the text of a document with its comments."""
    printer = _Printer()
    for comment in head:
        printer.write(f"{comment}\n")
    if head:
        printer.write("\n")
    printer.node(root, 0, indent=-_STEP)
    printer.end_line()
    if foot:
        printer.write("\n" + "".join(f"{comment}\n" for comment in foot))
    return "".join(printer.parts)


class _Printer:
    """The text so far; `foot_indent` is where a comment behind an item ended the last line, if one did."""

    __slots__ = ("foot_indent", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.foot_indent = -1

    def write(self, text: str) -> None:
        if text:
            self.parts.append(text)

    def end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")

    def start_item(self, item: StyledNode, indent: int) -> None:
        """Go to a new line, and print the comments before an item."""
        self.end_line()
        if self.foot_indent == indent:
            self.write("\n")
        self.foot_indent = -1
        for comment in item.head:
            self.write(f"{' ' * indent if comment else ''}{comment}\n")

    def end_item(self, item: StyledNode, indent: int) -> None:
        """Print the comments behind an item."""
        if item.foot:
            self.end_line()
            for comment in item.foot:
                self.write(f"{' ' * indent}{comment}\n")
            self.foot_indent = -1 if item.loose_foot else indent

    def node(self, node: StyledNode, column: int, indent: int) -> None:
        """Print what follows a key, a dash or the start; `indent` is that of the parent's items."""
        if node.kind == "alias":
            self.write(f"*{node.text}")
        elif node.kind == "scalar":
            self.scalar(node, indent)
            return
        elif node.flow or not (node.pairs or node.items):
            self.write(_properties(node) + _flow(node))
        else:
            del column
            self.write(_properties(node).rstrip())
            self.mapping(node, indent + _STEP) if node.kind == "mapping" else self.list(node, indent + _STEP)
            return
        self.line_comment(node)

    def line_comment(self, node: StyledNode) -> None:
        if node.line:
            self.write(f" {node.line}")

    def mapping(self, node: StyledNode, indent: int) -> None:
        for number, (key, value) in enumerate(node.pairs):
            if number or self._at_line_start():
                self.start_item(key, indent)
                self.write(" " * indent)
            self.entry(key, value, indent)
            self.end_item(key, indent)

    def _at_line_start(self) -> bool:
        return not self.parts or self.parts[-1].endswith("\n")

    def entry(self, key: StyledNode, value: StyledNode, indent: int) -> None:
        text = _properties(key) + _inline(key, simple_key=True)
        if "\n" in key.text or len(text) > _LONGEST_SIMPLE_KEY:
            self.write(f"? {text}\n{' ' * indent}:")
        else:
            self.write(f"{text}:")
        nested = value.kind in {"mapping", "list"} and not value.flow and (value.pairs or value.items)
        if nested:
            properties = _properties(value).rstrip()
            self.write(f" {properties}" if properties else "")
            self.line_comment(key)
            self.write("\n")
            if value.kind == "mapping":
                self.mapping(value, indent + _STEP)
            else:
                self.list(value, indent)
            return
        if value.kind == "scalar" and not value.text and not value.style and not _properties(value):
            self.line_comment(value if value.line else key)
            return
        self.write(" ")
        if key.line and not value.line:
            value.line = key.line
        self.node(value, 0, indent)

    def list(self, node: StyledNode, indent: int) -> None:
        for number, item in enumerate(node.items):
            if number or self._at_line_start():
                self.start_item(item, indent)
                self.write(" " * indent)
            self.write("-")
            nested = item.kind in {"mapping", "list"} and not item.flow and (item.pairs or item.items)
            if nested:
                properties = _properties(item).rstrip()
                self.write(f" {properties}" if properties else "")
                if properties or item.line:
                    self.line_comment(item)
                    self.write("\n")
                else:
                    self.write(" ")
                if item.kind == "mapping":
                    self.mapping(item, indent + _STEP)
                else:
                    self.list(item, indent + _STEP)
            elif item.kind == "scalar" and not item.text and not item.style and not _properties(item):
                self.line_comment(item)
            else:
                self.write(" ")
                self.node(item, 0, indent)
            self.end_item(item, indent)

    def scalar(self, node: StyledNode, indent: int) -> None:
        properties = _properties(node)
        style = _style(node, flow=False, simple_key=False)
        if style not in {"|", ">"}:
            self.write(properties + _scalar_text(node.text, style))
            self.line_comment(node)
            return
        self.write(properties + style + _block_hints(node.text))
        self.line_comment(node)
        self.write("\n")
        margin = " " * (max(indent, 0) + _STEP if indent >= 0 else _STEP)
        self.write(_literal(node.text, margin) if style == "|" else _folded(node.text, margin))


def resolved_tag(text: str) -> str:
    """Return the name of the tag that a plain scalar of this text has."""
    value = resolve(text)
    if type(value) is str:
        return "str"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, WrittenDate):
        return "timestamp"
    return "int" if isinstance(value, int) else "float"


def _properties(node: StyledNode) -> str:
    """Return anchor and tag with the space behind them; a tag only where the file or the text needs it."""
    text = f"&{node.anchor} " if node.anchor else ""
    tag = node.tag
    if (
        node.resolved not in {"", "str"}
        and not tag
        and not node.style
        and resolved_tag(node.text) != node.resolved
    ):
        tag = f"{_YAML_TAG}{node.resolved}"
    if tag:
        short = f"!!{tag.removeprefix(_YAML_TAG)}" if tag.startswith(_YAML_TAG) else tag
        text += f"{short} "
    return text


def _flow(node: StyledNode) -> str:
    if node.kind == "mapping":
        pairs = (f"{_inline_node(key, simple_key=True)}:{_after_colon(value)}" for key, value in node.pairs)
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(_inline_node(item) for item in node.items) + "]"


def _after_colon(value: StyledNode) -> str:
    text = _inline_node(value)
    return f" {text}" if text else ""


def _inline_node(node: StyledNode, *, simple_key: bool = False) -> str:
    if node.kind == "alias":
        return f"*{node.text}"
    if node.kind == "scalar":
        return _properties(node) + _inline(node, simple_key=simple_key, flow=True)
    return _properties(node) + _flow(node)


def _inline(node: StyledNode, *, simple_key: bool = False, flow: bool = False) -> str:
    return _scalar_text(node.text, _style(node, flow=flow, simple_key=simple_key))


def _style(node: StyledNode, *, flow: bool, simple_key: bool) -> str:
    """Return the quotes that the scalar gets: its own, or stronger ones where its text needs them."""
    text, style = node.text, node.style
    inline = flow or simple_key
    if not style and "\n" in text:
        style = "|"
    if not style and not node.tag and node.resolved == "str" and type(resolve(text)) is not str:
        style = '"'
    if not style:
        if (not text and inline) or not _plain_allowed(text, flow=flow):
            style = "'"
    if style == "'" and not _single_allowed(text, simple_key=simple_key):
        style = '"'
    if style in {"|", ">"} and (inline or not _block_allowed(text)):
        style = '"'
    return style


def _plain_allowed(text: str, *, flow: bool) -> bool:
    """Return whether the text can stand without quotes."""
    if not text:
        return True
    if text[0] in " \t" or text[-1] in " \t" or text.startswith(("---", "...")):
        return False
    if text[0] in _INDICATORS or (
        text[0] in "-?:" and (len(text) == 1 or text[1] in " \t" or (flow and text[0] in "?:"))
    ):
        return False
    if any(not _printable(char) or char in "\n\t\r\x85\u2028\u2029" for char in text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or ":\t" in text:
        return False
    return not (flow and any(char in ",?[]{}" for char in text)) and not (flow and ":" in text)


def _single_allowed(text: str, *, simple_key: bool) -> bool:
    if any(not _printable(char) for char in text if char not in "\n"):
        return False
    if "\n" in text and (simple_key or " \n" in text):
        return False
    return not (text[:1] in {"\n"} or text[-1:] in {"\n"} or ("\n" in text and "\n " in text))


def _block_allowed(text: str) -> bool:
    return (
        bool(text)
        and not any(not _printable(char) for char in text if char not in "\n\t")
        and " \n" not in text
        and not text.endswith(" ")
    )


def _printable(char: str) -> bool:
    code = ord(char)
    return (
        0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or (0xE000 <= code <= 0xFFFD and code != 0xFEFF)
        or char in "\n\x85"
    )


def _scalar_text(text: str, style: str) -> str:
    if style == "'":
        return _single_quoted(text)
    if style == '"':
        return f'"{"".join(_escaped(char) for char in text)}"'
    return text


def _single_quoted(text: str) -> str:
    # A line break in a folded scalar is written twice.
    return "'" + text.replace("'", "''").replace("\n", "\n\n") + "'"


def _escaped(char: str) -> str:
    escape = _ESCAPES.get(char)
    if escape is not None:
        return escape
    if _printable(char):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _block_hints(text: str) -> str:
    hints = str(_STEP) if text[:1] in {" ", "\n"} else ""
    if not text.endswith("\n"):
        return f"{hints}-"
    return f"{hints}+" if text == "\n" or text.endswith("\n\n") else hints


def _literal(text: str, margin: str) -> str:
    lines = text.split("\n")
    ends = lines[-1] == ""
    body = "\n".join(f"{margin}{line}" if line else "" for line in (lines[:-1] if ends else lines))
    return f"{body}\n" if ends else body


def _folded(text: str, margin: str) -> str:
    """Return the lines of a folded scalar; a break between two lines of text is written twice."""
    out: list[str] = []
    breaks = leading_space = True
    for char in text:
        if char == "\n":
            # The emitter looks at the start of the text here, which is no break: it always writes one more.
            if not breaks and not leading_space and not text.startswith("\n"):
                out.append("\n")
            out.append("\n")
            breaks = True
        else:
            if breaks:
                leading_space = char in " \t"
                out.append(margin)
            out.append(char)
            breaks = False
    return "".join(out)
