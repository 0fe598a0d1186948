"""JSON on one line that every reader takes and no terminal obeys."""

from __future__ import annotations

from json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlkube.core.json import Json

_NO_CHARACTER = "\\ufffd"


def json_line(value: Json) -> str:
    """Return a value as JSON on one line; what does not print is escaped, half of a pair is replaced."""
    text = dumps(value, ensure_ascii=False)
    return text if text.isprintable() else "".join(map(_escaped, text))


def write_items(write: Callable[[str], object], items: Iterable[Json], indent: str) -> None:
    """Write a list with one item a line, each as soon as it is made."""
    between = f"[\n{indent} "
    for item in items:
        write(between + json_line(item))
        between = f",\n{indent} "
    write("[]" if between.startswith("[") else f"\n{indent}]")


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    return _NO_CHARACTER if "\ud800" <= char <= "\udfff" else dumps(char)[1:-1]
