"""Reading of plain JSON bodies in which any field may be missing, or hold something else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject


def at(value: object, *path: str) -> JsonObject:
    """Return the mapping at a path of keys, an empty one where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[JsonObject]:
    """Return the mappings of a list, in order; nothing for anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object, default: str = "") -> str:
    """Return a text, `default` for anything else."""
    return value if isinstance(value, str) and value else default


def count(value: object, default: int) -> int:
    """Return a number of things, `default` for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default


def merged(base: JsonObject, change: JsonObject) -> JsonObject:
    """Return a mapping with the fields of another over it; lists of named objects merge by name."""
    result = dict(base)
    for key, value in change.items():
        old = result.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = merged(old, value)
        elif isinstance(old, list) and isinstance(value, list) and _named(old) and _named(value):
            result[key] = _merged_by_name(items(old), items(value))  # type: ignore[assignment]  # JSON as well
        else:
            result[key] = value
    return result


def _named(value: Sequence[object]) -> bool:
    return all(isinstance(each, dict) and "name" in each for each in value)


def _merged_by_name(old: list[JsonObject], new: list[JsonObject]) -> list[JsonObject]:
    found = {str(each["name"]): each for each in old}
    for each in new:
        name = str(each["name"])
        found[name] = merged(found[name], each) if name in found else each
    return list(found.values())
