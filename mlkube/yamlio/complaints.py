"""Owns what the parser's complaints mean in plain words, and where in the file they point."""

from __future__ import annotations

from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from mlkube.errors import Place, YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from yaml.error import Mark

_INDENTATION = "check the indentation of this line and of the lines above"
_QUOTE = "put the text in quotes"

MEANINGS: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "a second ': ' in one line, or a value below a value",
        "put the text in quotes, or check the indentation",
    ),
    "mapping keys are not allowed in this context": ("a key is not allowed here", _INDENTATION),
    "block sequence entries are not allowed in this context": (
        "a list item is not allowed here",
        _INDENTATION,
    ),
    "could not find expected ':'": ("this line is neither a key with ':' nor part of a text", _INDENTATION),
    "did not find expected key": ("this is no key of the mapping above", _INDENTATION),
    "did not find expected '-' indicator": ("this is no item of the list above", _INDENTATION),
    "did not find expected ',' or ']'": (
        "the list that opened with [ is not closed",
        "add the missing , or ]",
    ),
    "did not find expected ',' or '}'": (
        "the mapping that opened with { is not closed",
        "add the missing , or }",
    ),
    "did not find expected node content": ("a value is missing here", _QUOTE),
    "did not find expected <document start>": (
        "text follows the end of the document",
        "check the indentation, or separate documents by a line ---",
    ),
    "found a tab character that violates indentation": ("a tab stands in the indentation", "use spaces"),
    "found a tab character where an indentation space is expected": (
        "a tab stands in the indentation",
        "use spaces",
    ),
    "found unexpected end of stream": ("the quotes that open here are never closed", "add the closing quote"),
    "found unexpected document indicator": (
        "the document ends inside of a quoted text",
        "close the quotes, or indent the text",
    ),
    "found unknown escape character": (
        'no such escape in a text in "double quotes"',
        "write \\\\ for a backslash, or use 'single quotes'",
    ),
    "did not find expected hexdecimal number": ("this escape needs hexadecimal digits", ""),
    "found invalid Unicode character escape code": (
        "this escape names no character",
        "write the character itself",
    ),
    "found undefined alias": ("no anchor of this name stands above the alias", ""),
    "did not find expected alphabetic or numeric character": (
        "a name of letters and digits has to follow & or *",
        _QUOTE,
    ),
    "control characters are not allowed": (
        "a control character stands here",
        "remove it, or write it as an escape in double quotes",
    ),
    "special characters are not allowed": (
        "a control character stands here",
        "remove it, or write it as an escape in double quotes",
    ),
}
"""What the parser says (libyaml's words) to reason and hint."""

_MISPLACED = "found character that cannot start any token"
_NOT_UTF8 = "bytes that are no UTF-8"


def explain(error: Exception, data: bytes, file: str, lines_above: int) -> YamlError:
    """Return the parser's complaint as an error with a place, in plain words."""
    if isinstance(error, ReaderError):
        problem = str(error.reason)
        reason, hint = MEANINGS.get(problem, (_NOT_UTF8, "save the file as UTF-8"))
        at = error.position if problem in MEANINGS else _first_bad_byte(data, error.position)
        line, column = _line_and_column(data, at)
        return YamlError(reason, place=Place(file, line + lines_above, column), hint=hint)
    if isinstance(error, MarkedYAMLError):
        problem = error.problem or error.context or "no YAML"
        mark: Mark | None = error.problem_mark or error.context_mark
        if problem == "found unexpected end of stream" and error.context_mark is not None:
            mark = error.context_mark
        reason, hint = MEANINGS.get(problem, (problem, ""))
        if problem == _MISPLACED and mark is not None:
            reason, hint = _no_token(data, mark)
        place = Place(file, mark.line + 1 + lines_above, mark.column + 1) if mark else Place(file)
        return YamlError(reason, place=place, hint=hint)
    return YamlError(_NOT_UTF8, place=Place(file, lines_above + 1), hint="save the file as UTF-8")


def _first_bad_byte(data: bytes, position: int) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return position


def _no_token(data: bytes, mark: Mark) -> tuple[str, str]:
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    char = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if char == "\t":
        return "a tab stands where a value or a key begins", "use spaces"
    return f"a value cannot start with {char}" if char else "a value cannot start here", _QUOTE


def _line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    above = data[:offset]
    start = above.rfind(b"\n") + 1
    return above.count(b"\n") + 1, len(above[start:].decode("utf-8", "replace")) + 1
