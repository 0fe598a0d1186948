"""The report as GitHub Actions' workflow commands, which become annotations of a change."""

from __future__ import annotations

from mlkube.errors import visible
from mlkube.validation.finding import ERROR, NOTE, WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.errors import Place
    from mlkube.validation.finding import Finding
    from mlkube.validation.reports.report import Report

_COMMANDS = {ERROR: "error", WARNING: "warning", NOTE: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def write_report(report: Report, write: Callable[[str], object], *, color: bool = False) -> None:  # noqa: ARG001  as the others
    """Write one command for each finding, and nothing where there is none."""
    for resource, finding in report.findings():
        write(_command(resource.place(finding), finding))


def _command(place: Place, finding: Finding) -> str:
    title = " ".join(part for part in (finding.rule, place.resource) if part)
    properties = ",".join(
        f"{name}={visible(str(value), lines=False).translate(_IN_PROPERTIES)}"
        for name, value in (
            ("file", place.file),
            ("line", place.line),
            ("col", place.column),
            ("title", title),
        )
        if value
    )
    text = f"{finding.path}: {finding.message}" if finding.path else finding.message
    if finding.hint:
        text += f"\n{finding.hint}"
    head = _COMMANDS[finding.severity]
    command = f"{head} {properties}" if properties else head
    return f"::{command}::{visible(text).translate(_IN_MESSAGES)}\n"
