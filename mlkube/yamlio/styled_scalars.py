"""Owns the quotes of scalars in styled documents: their own, or stronger ones that the text needs."""

from __future__ import annotations

from mlkube.yamlio.emit_scalars import double_quoted
from mlkube.yamlio.scalars import WrittenDate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.yamlio.styled import StyledNode

BLOCK_STYLES = ("|", ">")
_YAML_TAG = "tag:yaml.org,2002:"
_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
_STEP = 2


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


def properties(node: StyledNode) -> str:
    """Return anchor and tag, each with a space behind; a tag where the text would be read as another one."""
    text = f"&{node.anchor} " if node.anchor else ""
    tag = node.tag
    if (
        not tag
        and not node.style
        and node.resolved not in {"", "str"}
        and resolved_tag(node.text) != node.resolved
    ):
        tag = _YAML_TAG + node.resolved
    if tag:
        text += f"!!{tag.removeprefix(_YAML_TAG)} " if tag.startswith(_YAML_TAG) else f"{tag} "
    return text


def scalar_style(node: StyledNode, *, flow: bool, simple_key: bool) -> str:
    """Return how the scalar is written: empty for plain, or `'`, `"`, `|`, `>`."""
    text, style = node.text, node.style
    inline = flow or simple_key
    if not style and "\n" in text:
        style = "|"
    if not style and not node.tag and node.resolved == "str" and resolved_tag(text) != "str":
        style = '"'
    if not style and ((not text and inline) or not _plain_allowed(text, flow=flow)):
        style = "'"
    if style == "'" and not _single_allowed(text, simple_key=simple_key):
        style = '"'
    if style in BLOCK_STYLES and (inline or not _block_allowed(text)):
        style = '"'
    return style


def inline_text(node: StyledNode, *, flow: bool = False, simple_key: bool = False) -> str:
    """Return the scalar in one line, in quotes if it needs them."""
    style = scalar_style(node, flow=flow, simple_key=simple_key)
    if style == "'":
        # A line break inside of quotes is written twice, as a single one would be read as a space.
        return "'" + node.text.replace("'", "''").replace("\n", "\n\n") + "'"
    return double_quoted(node.text) if style == '"' else node.text


def block_header(text: str, style: str) -> str:
    """Return what stands before the lines of a literal or folded scalar: `|`, `|-`, `>2+`."""
    header = style + (str(_STEP) if text[:1] in {" ", "\n"} else "")
    if not text.endswith("\n"):
        return f"{header}-"
    return f"{header}+" if text == "\n" or text.endswith("\n\n") else header


def block_lines(text: str, style: str, margin: str) -> str:
    """Return the lines of a literal or folded scalar; folded, a break between lines of text is doubled."""
    if style == "|":
        lines = text.split("\n")
        body = "\n".join(f"{margin}{line}" if line else "" for line in lines[: -1 if not lines[-1] else None])
        return f"{body}\n" if text.endswith("\n") else body
    out: list[str] = []
    breaks = True
    leading_space = True
    for char in text:
        if char != "\n":
            if breaks:
                leading_space = char in " \t"
                out.append(margin)
            out.append(char)
        else:
            # The emitter looks for a break at the start of the text here, not behind this one.
            out.append("\n\n" if not breaks and not leading_space and text[0] != "\n" else "\n")
        breaks = char == "\n"
    return "".join(out)


def _plain_allowed(text: str, *, flow: bool) -> bool:
    if not text:
        return True
    first = text[0]
    if first in " \t" or text[-1] in " \t:" or first in _INDICATORS or text.startswith(("---", "...")):
        return False
    if first in "-?:" and (len(text) == 1 or text[1] in " \t" or (flow and first != "-")):
        return False
    if not _printable(text) or "\n" in text or ": " in text or " #" in text or ":\t" in text:
        return False
    return not (flow and any(char in ",?[]{}:" for char in text))


def _single_allowed(text: str, *, simple_key: bool) -> bool:
    if not _printable(text.replace("\n", "")):
        return False
    broken = "\n" in text
    return not broken or not (
        simple_key or " \n" in text or "\n " in text or text[0] == "\n" or text[-1] == "\n"
    )


def _block_allowed(text: str) -> bool:
    return (
        bool(text)
        and _printable(text.replace("\n", "").replace("\t", ""))
        and " \n" not in text
        and text[-1] != " "
    )


def _printable(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or double_quoted(text).count("\\") == sum(
        2 if char == "\\" else char == '"' for char in text
    )
