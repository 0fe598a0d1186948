"""A longest time: seconds, and starts of pods that nothing bounds."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_MINUTE, _HOUR = 60, 3600


class Span:
    """A time of `seconds` at most, and `starts` of pods and `waits` for somebody that may take any time."""

    __slots__ = ("seconds", "starts", "waits")

    def __init__(self, seconds: int = 0, starts: int = 0, waits: int = 0) -> None:
        self.seconds = seconds
        self.starts = starts
        self.waits = waits

    def __add__(self, other: Span) -> Span:
        return Span(self.seconds + other.seconds, self.starts + other.starts, self.waits + other.waits)

    def __mul__(self, times: int) -> Span:
        return Span(self.seconds * times, self.starts * times, self.waits * times)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[int, int, int]:
        return self.seconds, self.starts, self.waits

    def __repr__(self) -> str:
        return f"Span{self._key()!r}"

    @property
    def is_bounded(self) -> bool:
        """Whether it ends for certain."""
        return not self.starts and not self.waits

    def to_json(self) -> JsonObject:
        """Return it as plain data: `seconds` bound it where nothing else stands there."""
        row: JsonObject = {"seconds": self.seconds}
        if self.starts:
            row["unboundedStarts"] = self.starts
        if self.waits:
            row["waitsForPromotion"] = self.waits
        return row

    def __str__(self) -> str:
        parts = []
        if self.starts:
            parts.append("a start" if self.starts == 1 else f"{self.starts} starts")
        if self.waits:
            parts.append("a promotion" if self.waits == 1 else f"{self.waits} promotions")
        if not parts:
            return f"up to {clock(self.seconds)}"
        parts += [clock(self.seconds)] if self.seconds else []
        return f"as long as {' and '.join(parts)}"


def clock(seconds: int) -> str:
    """Return seconds as people read them: `45 s`, `10 min 5 s`, `2 h 3 min`."""
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        minutes, rest = divmod(seconds, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(seconds, _HOUR)
    minutes = -(-rest // _MINUTE)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
