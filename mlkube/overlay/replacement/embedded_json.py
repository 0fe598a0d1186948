"""JSON inside of a string, written as Go writes it: keys sorted, compact or indented by two."""

from __future__ import annotations

from mlkube.overlay.generators.hashing import go_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json


def embedded_json(value: Json, *, indented: bool) -> str:
    """Return the value as text; integers keep all their digits."""
    return _text(value, "\n" if indented else "")


def _text(value: Json, line: str) -> str:
    """Return the text of a value; `line` is the line break with the indent of its own line, or empty."""
    below = f"{line}  " if line else ""
    if isinstance(value, dict) and value:
        colon = ": " if line else ":"
        parts = [f"{below}{go_json(key)}{colon}{_text(value[key], below)}" for key in sorted(value)]
        return f"{{{','.join(parts)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{','.join(below + _text(each, below) for each in value)}{line}]"
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__repr__(value)
    return go_json(value)
