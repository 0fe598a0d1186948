"""Writes protobuf's text format from plain data, one field a line, so that a change is a change of one line.

Source: protobuf.dev/reference/protobuf/textformat-spec.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    Value: TypeAlias = "str | int | float | bool | Word | Mapping[str, Value] | Sequence[Value]"

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


class Word(str):
    """A word that stands without quotes: the name of an enum's value."""

    __slots__ = ()


def protobuf_text(message: Mapping[str, Value]) -> str:
    """Return a message; a list is a repeated field, a mapping a message inside of it."""
    return "".join(f"{line}\n" for line in _lines(message, ""))


def _lines(message: Mapping[str, Value], indent: str) -> Iterator[str]:
    for name, value in message.items():
        for each in value if isinstance(value, list | tuple) else (value,):
            if not isinstance(each, str | int | float):
                inner = list(_lines(each, indent + "  "))
                if inner:
                    yield f"{indent}{name} {{"
                    yield from inner
                    yield f"{indent}}}"
                else:
                    yield f"{indent}{name} {{}}"
            else:
                yield f"{indent}{name}: {_scalar(each)}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not isinstance(value, Word):
        return quoted(value)
    return str(value)


def quoted(text: str) -> str:
    """Return a string literal that holds the text's UTF-8 bytes, whatever they are."""
    parts = []
    for char in text:
        if char in _ESCAPES:
            parts.append(_ESCAPES[char])
        elif char.isprintable() and char.isascii():
            parts.append(char)
        else:
            parts.extend(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))
    return f'"{"".join(parts)}"'
