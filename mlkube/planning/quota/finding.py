"""What does not fit: one sentence with the object, what is asked, what is allowed, and the way out."""

from __future__ import annotations

from mlkube.errors import Place, finding_text
from mlkube.planning.amounts import number, unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_set import PodSet

ERROR, WARNING = "error", "warning"

MINIMUM, MAXIMUM, ROLLOUT, ALL_ROLLOUTS = "minimum", "maximum", "rollout", "allRollouts"


class Excess:
    """More is asked than is allowed: of which resource, in which situation; both amounts in billionths."""

    __slots__ = ("allowed", "asked", "resource", "situation")

    def __init__(self, resource: str, situation: str, asked: int, allowed: int) -> None:
        self.resource = resource
        self.situation = situation
        self.asked = asked
        self.allowed = allowed

    @property
    def excess(self) -> int:
        """How much too much it is; negative where it is too little."""
        return self.asked - self.allowed

    def to_json(self) -> JsonObject:
        """Return it as plain data, in units."""
        return {
            "resource": self.resource,
            "unit": unit(self.resource),
            "situation": self.situation,
            "asked": number(self.asked),
            "allowed": number(self.allowed),
            "excess": number(self.excess),
        }


class QuotaFinding:
    """What does not fit, or will not go as it should.

    `severity` is error where something can never run as it is written, or not in full; warning where it
    waits, or goes on more slowly. `subject` is the object, `namespace` its own, empty outside of all.
    """

    __slots__ = ("excess", "field", "file", "hint", "namespace", "reason", "severity", "subject")

    def __init__(
        self,
        severity: str,
        subject: str,
        reason: str,
        *,
        namespace: str = "",
        file: str = "",
        field: str = "",
        hint: str = "",
        excess: Excess | None = None,
    ) -> None:
        self.severity = severity
        self.subject = subject
        self.reason = reason
        self.namespace = namespace
        self.file = file
        self.field = field
        self.hint = hint
        self.excess = excess

    def __str__(self) -> str:
        """Return the line that people and scripts read."""
        where = f"{self.subject} in {self.namespace}" if self.namespace else self.subject
        return finding_text(
            Place(self.file, resource=where, field=self.field), self.severity, self.reason, hint=self.hint
        )

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "severity": self.severity,
            "object": self.subject,
            "namespace": self.namespace,
            "file": self.file,
            "field": self.field,
            "reason": self.reason,
            "hint": self.hint,
            "excess": None if self.excess is None else self.excess.to_json(),
        }


def file_of(owner: Resource | PodSet) -> str:
    """Return the file that defines an object, empty where none is known."""
    resource = owner if hasattr(owner, "sources") else owner.owner
    return resource.sources[0].file if resource.sources else ""
