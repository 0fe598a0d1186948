"""Where things stand in a TOML text, of which tomllib tells little."""

from __future__ import annotations


def split_place(message: str) -> tuple[str, int, int]:
    """Take tomllib's `Invalid value (at line 3, column 5)` apart; the end of the document has no numbers."""
    reason, at, where = message.rpartition(" (at line ")
    if not at:
        return message[:1].lower() + message[1:], 0, 0
    line, _, column = where.rstrip(")").partition(", column ")
    return reason[:1].lower() + reason[1:], int(line), int(column)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the line on which a key is written; for a key of an inline table, the line of the table."""
    table: tuple[str, ...] = ()
    found = 0
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("[") and stripped.rstrip().endswith("]") and "=" not in stripped:
            table = _key_parts(stripped.strip("[]"))
            written = table
        elif "=" in stripped and not stripped.startswith("#"):
            written = (*table, *_key_parts(stripped.partition("=")[0]))
        else:
            continue
        if len(written) > depth and written == path[: len(written)]:
            found, depth = number, len(written)
    return found


def _key_parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
