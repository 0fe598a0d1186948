"""Requirements held against a cluster: each with its answer, and all of them."""

from __future__ import annotations

from mlkube.planning.requirements.answers import MET, MISSING, UNKNOWN, answer
from mlkube.planning.requirements.cluster import Cluster
from mlkube.planning.requirements.kubectl_text import ClusterText, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.planning.requirements.requirement import Requirement, Requirements


class CheckedRequirement:
    """A requirement with its status (met, missing or unknown) and what is to be said of it."""

    __slots__ = ("note", "requirement", "status")

    def __init__(self, requirement: Requirement, status: str, note: str) -> None:
        self.requirement = requirement
        self.status = status
        self.note = note

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        row = self.requirement.to_json()
        return {"status": self.status, **({"note": self.note} if self.note else {}), **row}

    def __str__(self) -> str:
        return f"{self.status}: {self.requirement}{f'; {self.note}' if self.note else ''}"

    def __repr__(self) -> str:
        return f"<CheckedRequirement {self}>"


class CheckedRequirements:
    """All verdicts, in the order of the requirements."""

    __slots__ = ("verdicts",)

    def __init__(self, verdicts: Iterable[CheckedRequirement]) -> None:
        self.verdicts = tuple(verdicts)

    def __iter__(self) -> Iterator[CheckedRequirement]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def count(self, status: str) -> int:
        """Return how many requirements have a status."""
        return sum(verdict.status == status for verdict in self.verdicts)

    @property
    def ok(self) -> bool:
        """Whether nothing is missing; what is unknown may be."""
        return not self.count(MISSING)

    def to_json(self) -> JsonObject:
        """Return them as plain data, with the number of each status."""
        return {
            "requirements": [verdict.to_json() for verdict in self.verdicts],
            "summary": {status: self.count(status) for status in (MET, MISSING, UNKNOWN)},
        }


def hold(requirements: Requirements, texts: Iterable[str | bytes | tuple[str, bytes]]) -> CheckedRequirements:
    """Hold requirements against texts of kubectl; a text may come as a pair of its file and itself.

    Raises:
        MlkubeError: a text that kubectl does not print.

    """
    found = ClusterText()
    for each in texts:
        if isinstance(each, tuple):
            read_text(each[1], found, each[0])
        else:
            read_text(each, found)
    cluster = Cluster(found)
    return CheckedRequirements(CheckedRequirement(each, *answer(each, cluster)) for each in requirements)
