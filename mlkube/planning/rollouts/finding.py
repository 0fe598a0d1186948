"""What is wrong with a rollout, and how much."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.errors import Place

ERROR, WARNING, NOTE = "error", "warning", "note"


class RolloutFinding:
    """A fault of a rollout at a field of an object.

    An error stops a rollout or a drain, or loses requests in each; a warning does so under conditions that no
    object tells of; a note is worth to know.
    """

    __slots__ = ("field", "hint", "owner", "place", "severity", "text")

    def __init__(self, severity: str, owner: Resource, field: str, text: str, hint: str = "") -> None:
        self.severity = severity
        self.owner = owner
        self.field = field
        self.text = text
        self.hint = hint
        self.place: Place | None = None

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        place = self.place
        return {
            "severity": self.severity,
            "object": str(self.owner),
            "field": self.field,
            "text": self.text,
            "hint": self.hint,
            "file": place.file if place else "",
            "line": place.line if place else 0,
            "column": place.column if place else 0,
        }

    def __repr__(self) -> str:
        return f"<RolloutFinding {self.severity}: {self.text}>"
