r"""Owns the escape that go-yaml reads and libyaml refuses: `\'` in a text in double quotes."""

from __future__ import annotations

from re import DOTALL
from re import compile as compile_pattern

from yaml.error import MarkedYAMLError

_REFUSED = "found unknown escape character"
_DOUBLE_QUOTED = compile_pattern(r'"(?:[^"\\]|\\.)*"', DOTALL)
_ESCAPE = compile_pattern(r"\\(.)", DOTALL)


def without_escaped_apostrophes(data: bytes, error: Exception) -> bytes | None:
    r"""Return the data with `\'` made `'` in the quoted text that the parser refused, None without any."""
    if not isinstance(error, MarkedYAMLError) or error.context_mark is None:
        return None
    if not (error.problem or "").startswith(_REFUSED):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    quoted = _DOUBLE_QUOTED.match(text, error.context_mark.index)
    if quoted is None:
        return None
    mended = _ESCAPE.sub(lambda escape: "'" if escape[1] == "'" else escape[0], quoted[0])
    if mended == quoted[0]:
        return None
    return (text[: quoted.start()] + mended + text[quoted.end() :]).encode()
