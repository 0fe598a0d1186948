"""Owns how one string is printed: plain, quoted or literal, and where it is folded."""

from __future__ import annotations

from functools import cache
from re import compile as compile_pattern

from mlkube.errors import YamlError
from mlkube.yamlio.scalars import YAML_1_1_WORDS, resolve_yaml_1_1

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match, Pattern

WIDTH = 80

_BASE_60 = r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
_SPECIAL = "[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]"
_ESCAPED = '["\\\\\n\u2028\u2029]|' + _SPECIAL
_BREAKS = "\n\u2028\u2029"
_SPACE_BEFORE_BREAK = " [\n\u2028\u2029]"
_SPACE_AROUND_BREAK = " [\n\u2028\u2029]|[\n\u2028\u2029] "
_REFUSED = "[\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"

_NUMBER_START = frozenset("+-.0123456789")
_PLAIN_REFUSES_FIRST = frozenset("#,[]{}&*!|>'\"%@`")
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


@cache
def _pattern(source: str) -> Pattern[str]:
    return compile_pattern(source)


def in_one_line(text: str) -> str:
    """Return a string without line feeds as it is printed where nothing is folded, as a key or a value."""
    if _would_be_no_string(text):
        return double_quoted(text)
    if not (text.isascii() and text.isprintable()):
        refuse(text)
        if _pattern(_SPECIAL).search(text) is not None:
            return double_quoted(text)
        if has_unicode_break(text):
            spaced = _pattern(_SPACE_AROUND_BREAK).search(text) is not None
            return double_quoted(text) if spaced else _single_quoted(text)
    return text if _is_plain(text) else _single_quoted(text)


def has_unicode_break(text: str) -> bool:
    """Tell whether the string holds U+2028 or U+2029, which YAML 1.1 takes for line breaks."""
    return "\u2028" in text or "\u2029" in text


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def without_next_line(text: str) -> str:
    """Return the string as kustomize prints it once it held U+0085: a run of them is a fold.

    It passes strings through JSON, where the character stands raw, and reads that as YAML.
    """
    return _pattern(" *\x85[ \x85]*").sub(lambda run: "\n" * (run[0].count("\x85") - 1) or " ", text)


def refuse(text: str) -> None:
    """Check that the string can be printed at all.

    Raises:
        YamlError: it holds a character that kustomize's own output cannot hold.

    """
    found = _pattern(_REFUSED).search(text)
    if found is not None:
        raise YamlError(
            f"the character U+{ord(found[0]):04X} cannot be printed",
            hint=f"it stands in {text[max(0, found.start() - 20) : found.end() + 20]!r}; remove it",
        )


def _would_be_no_string(text: str) -> bool:
    """Tell whether the text without quotes would be read as a boolean, null, number or date."""
    if text[:1] not in _NUMBER_START or not text:
        return text in YAML_1_1_WORDS
    if not isinstance(resolve_yaml_1_1(text), str):
        return True
    if ":" in text and _pattern(_BASE_60).fullmatch(text):
        return True
    if text[4:5] == "-":
        from mlkube.yamlio.dates import rfc3339  # noqa: PLC0415 (few strings look like a date)

        return rfc3339(text) is not None
    return False


def _is_plain(text: str) -> bool:
    first = text[0]
    if first in _PLAIN_REFUSES_FIRST or first == " " or text[-1] in " :":
        return False
    if ": " in text or " #" in text:
        return False
    if first in "?:-" and text[1:2] in ("", " "):
        return False
    return not text.startswith(("---", "..."))


def double_quoted(text: str) -> str:
    """Return the string in double quotes, with escapes, in one line."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    # go-yaml asks of each character whether the string *begins* with a byte order mark, and escapes it then.
    escaped = "(?s:.)" if text[0] == "\ufeff" else _ESCAPED
    return '"' + _pattern(escaped).sub(_escape, text) + '"'


def _escape(match: Match[str]) -> str:
    char = match[0]
    known = _ESCAPES.get(char)
    if known is not None:
        return known
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 (Unicode's planes)


def folded(printed: str, column: int, indent: str) -> str:
    """Return a string of `in_one_line` folded: at the first single space past column 80 of each line.

    `column` is where it starts, `indent` stands in front of each further line.
    """
    if printed[0] == "'" and has_unicode_break(printed):
        return _folded_at_breaks(printed, column, indent)
    if column + len(printed) <= WIDTH or " " not in printed:
        return printed
    quote = printed[0] if printed[0] in "'\"" else ""
    lines = []
    start = 0
    lead = ""
    search = max(0, WIDTH + 1 - column)
    last = len(printed) - 1 - len(quote)
    while 0 <= (space := printed.find(" ", search)) < last:
        if (
            printed[space - 1] == " "
            or (quote and space == 1)
            or (printed[space + 1] == " " and quote != '"')
        ):
            search = space + 1
            continue
        lines.append(lead + printed[start:space])
        start = space + 1
        lead = "\\" if printed[start] == " " else ""
        search = start + max(1, WIDTH + 1 - len(indent) - len(lead))
    lines.append(lead + printed[start:])
    return ("\n" + indent).join(lines)


def _folded_at_breaks(printed: str, column: int, indent: str) -> str:
    """Return a single-quoted string with U+2028 or U+2029: each run of them starts an indented line."""
    out = []
    previous = ""
    for i, char in enumerate(printed):
        if char in _BREAKS:
            column = 0
        elif previous and previous in _BREAKS and i < len(printed) - 1:
            out.append(indent)
            column = len(indent)
        if (
            char == " "
            and column > WIDTH
            and previous != " "
            and 1 < i < len(printed) - 2
            and printed[i + 1] != " "
        ):
            out.append("\n" + indent)
            column = len(indent)
        else:
            out.append(char)
            column += char not in _BREAKS
        previous = char
    return "".join(out)


def is_literal(text: str) -> bool:
    """Tell whether a string with line breaks is printed as a literal block rather than in double quotes."""
    return (
        text[-1] != " "
        and _pattern(_SPACE_BEFORE_BREAK).search(text) is None
        and _pattern(_SPECIAL).search(text) is None
    )


def literal(text: str, indent: str) -> str:
    """Return a string with line breaks as a literal block (`|-`), ending in a line break."""
    head = "|2" if text[0] in " \n\u2028\u2029" else "|"
    if text[-1] not in _BREAKS:
        head += "-"
    elif len(text) == 1 or text[-2] in _BREAKS:
        head += "+"
    lines = "".join(line if line[0] in _BREAKS else indent + line for line in text.splitlines(keepends=True))
    return f"{head}\n{lines}" if text[-1] == "\n" else f"{head}\n{lines}\n"
