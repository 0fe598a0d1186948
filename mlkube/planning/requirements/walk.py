"""Goes through the body of an object: every mapping in it, with the way to it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject

    Steps: TypeAlias = tuple[str | int, ...]


def mappings(value: Json, steps: Steps = ()) -> Iterator[tuple[Steps, JsonObject]]:
    """Yield each mapping at or below a value, outer ones first, with the steps that lead to it."""
    if isinstance(value, dict):
        yield steps, value
        for key, each in value.items():
            if isinstance(each, dict | list):
                yield from mappings(each, (*steps, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict | list):
                yield from mappings(each, (*steps, number))


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
