"""Writes Fluentd's configuration: sections in sections, a parameter a line.

Source: docs.fluentd.org, Config File Syntax.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    # A section is its name, its argument and its lines; a line is a parameter with its value, or a section.
    Section: TypeAlias = tuple[str, str, Sequence["tuple[str, str] | Section"]]

_BARE = frozenset("-_./:@*${}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def fluentd_text(sections: Sequence[Section]) -> str:
    """Return the text of the sections, with an empty line between them."""
    return "\n".join("".join(f"{line}\n" for line in _lines(section, "")) for section in sections)


def _lines(section: Section, indent: str) -> Iterator[str]:
    name, argument, inside = section
    yield f"{indent}<{name} {argument}>" if argument else f"{indent}<{name}>"
    for each in inside:
        if len(each) == 2:  # noqa: PLR2004  a parameter and its value
            yield f"{indent}  {each[0]} {_value(each[1])}"
        else:
            yield from _lines(each, f"{indent}  ")
    yield f"{indent}</{name}>"


def _value(text: str) -> str:
    """Return a value, in quotes where it holds more than names do; Ruby in `#{...}` stays as it is."""
    if text and not set(text) - _BARE:
        return text
    if text.startswith("["):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
