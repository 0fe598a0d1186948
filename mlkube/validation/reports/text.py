"""The report for people: one finding a line, then the sums."""

from __future__ import annotations

from mlkube.errors import finding_text, visible
from mlkube.validation.finding import ERROR, NOTE, WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.errors import Place
    from mlkube.validation.finding import Finding
    from mlkube.validation.reports.report import Report, Summary

_COLORS = {ERROR: "\x1b[1;31m", WARNING: "\x1b[1;33m", NOTE: "\x1b[1;36m"}
_PLAIN = "\x1b[0m"


def write_report(report: Report, write: Callable[[str], object], *, color: bool = False) -> None:
    """Write the report as text; an object in which nothing was found has no line."""
    for resource, finding in report.findings():
        write(_line(resource.place(finding), finding, color=color) + "\n")
    write(summary_text(report.summary) + "\n")


def line(place: Place, finding: Finding) -> str:
    """Return a finding as one line; a long hint stands on an indented line of its own."""
    reason, hint = visible(finding.message, lines=False), visible(finding.hint, lines=False)
    return finding_text(place, finding.severity, reason, hint=hint, rule=finding.rule)


def summary_text(summary: Summary) -> str:
    """Return the sums on one line, without those that are 0: `3 resources: 2 valid, 1 invalid; 1 error`."""
    statuses = [
        f"{number} {name}"
        for number, name in (
            (summary.valid, "valid"),
            (summary.invalid, "invalid"),
            (summary.error, "in error"),
            (summary.skipped, "skipped"),
        )
        if number
    ]
    found = [
        _counted(number, name)
        for number, name in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.contracts, "broken contract"),
        )
        if number
    ]
    text = _counted(summary.resources, "resource")
    if statuses:
        text += ": " + ", ".join(statuses)
    return f"{text}; {', '.join(found)}" if found else text


def _line(place: Place, finding: Finding, *, color: bool) -> str:
    text = line(place, finding)
    if not color:
        return text
    where = str(place)
    start = len(where) + len(": ") if where else 0
    end = start + len(finding.severity) + (len(f"[{finding.rule}]") if finding.rule else 0)
    return f"{text[:start]}{_COLORS[finding.severity]}{text[start:end]}{_PLAIN}{text[end:]}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
