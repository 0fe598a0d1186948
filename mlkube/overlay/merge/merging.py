"""What all merges share: directives, markers, paths and the error of a patch that cannot be merged."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Place(Protocol):
        """What a merge asks of a schema: a `Node`, or a `TargetNode`."""

        @property
        def merges(self) -> bool:
            """Whether a patch merges into this list."""

        @property
        def merge_keys(self) -> tuple[str, ...]:
            """The keys that tell the elements of this list apart; none for plain values."""

        def child(self, key: str, /) -> Place | None:
            """Return the schema of a key."""

        def element(self) -> Place | None:
            """Return the schema of a list's elements."""


DIRECTIVE = "$patch"
DELETE, REPLACE, MERGE = "delete", "replace", "merge"

GONE: Any = object()
"""The result of merging what the patch removes."""

BLANK: Any = object()
"""Stands in a target for a null that was written as nothing (`key:`); a merge drops it, `key: null` stays."""


class MergeError(Exception):
    """A patch that cannot be merged; `path` leads to the field in the patch."""

    def __init__(self, reason: str, path: tuple[str | int, ...], hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.hint = hint


class ListIndex(int):
    """The index of an element in the patch's list; `target` is that in the target's, -1 where it is new."""

    target: int


def list_index(number: int, target: int) -> ListIndex:
    """Return the index of an element that stands at `number` in the patch and at `target` in the target."""
    index = ListIndex(number)
    index.target = target
    return index


def directive_of(value: object, path: list[str | int]) -> str:
    """Return the directive that `$patch` gives.

    Raises:
        MergeError: it is none of the three.

    """
    if not isinstance(value, str) or value not in {DELETE, REPLACE, MERGE}:
        raise MergeError(
            f"unknown directive `$patch: {value}`", tuple(path), "write delete, replace or merge"
        )
    return str(value)


def clash(dest: object, patch: object, path: list[str | int]) -> MergeError:
    """Return the error for a patch of another shape than the object."""
    return MergeError(f"the patch has {_kind(patch)} where the object has {_kind(dest)}", tuple(path))


def same_types(one: Any, other: Any) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether two equal values also agree in the types of their scalars: true and 1 are equal too."""
    if isinstance(one, dict):
        return all(same_types(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return all(same_types(first, second) for first, second in zip(one, other, strict=True))
    return one.__class__ is other.__class__ and getattr(one, "text", "") == getattr(other, "text", "")


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether two values are equal, the types and texts of their scalars included."""
    return bool(one == other) and same_types(one, other)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a single value"
