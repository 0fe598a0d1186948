"""Goes through the body of an object: every mapping in it, with the way to it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject

    Steps: TypeAlias = tuple[str | int, ...]
    Walked: TypeAlias = "list[tuple[Steps, JsonObject]]"


def mappings(value: Json, steps: Steps = ()) -> Walked:
    """Return each mapping at or below a value, outer ones first, with the steps that lead to it."""
    found: Walked = []
    _gather(value, steps, found)
    return found


def _gather(value: Json, steps: Steps, found: Walked) -> None:
    if isinstance(value, dict):
        found.append((steps, value))
        for key, each in value.items():
            if isinstance(each, dict | list):
                _gather(each, (*steps, key), found)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict | list):
                _gather(each, (*steps, number), found)


def find(value: Json, pattern: tuple[str, ...], steps: Steps = ()) -> Iterator[tuple[Steps, Json]]:
    """Yield what stands at a pattern of keys, in which `*` is every element of a list."""
    if not pattern:
        yield steps, value
        return
    first, rest = pattern[0], pattern[1:]
    if first == "*":
        for number, each in enumerate(value if isinstance(value, list) else ()):
            yield from find(each, rest, (*steps, number))
    elif isinstance(value, dict) and first in value:
        yield from find(value[first], rest, (*steps, first))
