"""What is wrong with a value, before anybody knows where it was written."""

from __future__ import annotations

from mlkube.core.field_path import format_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Path: TypeAlias = "tuple[str | int, ...]"


class Fault:
    """A reason and a hint for the field at `path`.

    A contradiction names the other field in `other`; the message then says where that one stands.
    """

    __slots__ = ("hint", "other", "path", "reason")

    def __init__(self, path: Path, reason: str, hint: str = "", *, other: Path | None = None) -> None:
        self.path = path
        self.reason = reason
        self.hint = hint
        self.other = other

    @property
    def field(self) -> str:
        """The path as messages print it."""
        return format_path(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Fault{self._key()!r}"

    def _key(self) -> tuple[Path, str, str, Path | None]:
        return self.path, self.reason, self.hint, self.other


class Refusal(Exception):  # noqa: N818  it is turned into errors with places
    """What a builder raises when a settled spec cannot be built; carries the faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.reason for fault in self.faults))
