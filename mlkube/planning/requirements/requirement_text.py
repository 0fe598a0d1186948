"""Requirements and verdicts as lines for people: by kind, each with the fields that need it."""

from __future__ import annotations

from mlkube.planning.requirements.answers import MET, MISSING, UNKNOWN
from mlkube.planning.requirements.requirement import HEADINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.planning.requirements.checked import CheckedRequirements
    from mlkube.planning.requirements.requirement import Requirement, Requirements

# So many fields are shown of those that need one thing; JSON has them all.
_SHOWN = 3
_WIDTH = max(map(len, (MET, MISSING, UNKNOWN)))


def requirement_lines(requirements: Requirements) -> Iterator[str]:
    """Yield a heading for each kind, below it what is needed, and by which fields."""
    heading = ""
    for requirement in requirements:
        heading, new = _heading(requirement), heading
        if heading != new:
            yield heading
        yield f"  {requirement}"
        yield from _need_lines(requirement)
    if not heading:
        yield "nothing is required of the cluster"


def verdict_lines(held: CheckedRequirements) -> Iterator[str]:
    """Yield the same with a status before each; fields are shown of what is not met, numbers at the end."""
    heading = ""
    for verdict in held:
        heading, new = _heading(verdict.requirement), heading
        if heading != new:
            yield heading
        note = f"; {verdict.note}" if verdict.note else ""
        yield f"  {verdict.status:{_WIDTH}}  {verdict.requirement}{note}"
        if verdict.status != MET:
            yield from _need_lines(verdict.requirement)
    counts = ", ".join(f"{held.count(status)} {status}" for status in (MET, MISSING, UNKNOWN))
    yield f"{len(held)} requirement{'' if len(held) == 1 else 's'}: {counts}"


def _heading(requirement: Requirement) -> str:
    return HEADINGS.get(requirement.kind, requirement.kind)


def _need_lines(requirement: Requirement) -> Iterator[str]:
    for need in requirement.needs[:_SHOWN]:
        place = str(need.place)
        yield f"    {need}{f' ({place})' if place else ''}"
    more = len(requirement.needs) - _SHOWN
    if more > 0:
        yield f"    and {more} more"
