"""What one text wrote to an object, and where it stands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject
    from mlkube.errors import Place

    Path = tuple[str | int, ...]


class Writing:
    """One text that wrote to a description: the file that defines it, or a patch.

    `body` is the description as it stands there, whole or in part, with merge directives in patches.
    `place(path)` is where a path of that body stands, or the nearest one above it; None where it says nothing
    of it.
    """

    __slots__ = ("body", "place")

    def __init__(self, body: JsonObject, place: Callable[[Path], Place | None]) -> None:
        self.body = body
        self.place = place
