"""What `render` says before it prints: what the server would refuse of the result."""

from __future__ import annotations

from mlkube.validating.request import options_for
from mlkube.validating.run import validate_resources
from mlkube.validation.finding import ERROR
from mlkube.validation.judge import INVALID, UNJUDGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.overlay.resource_set import ResourceSet


def refused_text(
    resources: ResourceSet, project: str | None, kubernetes_version: str | None, target: str
) -> str:
    """Return the refusals as text, one a line; empty where everything would be applied.

    Warnings and notes are for `mlkube validate`.
    """
    options = options_for(
        project=project,
        kubernetes_version=kubernetes_version,
        ignore_missing_schemas=True,
        start=target if "/" in target or target == "." else None,
    )
    report = validate_resources(resources, options, errors_only=True)
    if report.ok:
        return ""
    from mlkube.validation.reports.text import line  # noqa: PLC0415  only where something is refused

    lines = [
        line(resource.place(finding), finding)
        for resource in report.resources
        if resource.status in {INVALID, UNJUDGED}
        for finding in resource.errors
    ]
    lines += [
        line(contract.place(), contract.finding)
        for contract in report.contracts
        if contract.finding.severity == ERROR
    ]
    refused = sum(resource.status in {INVALID, UNJUDGED} for resource in report.resources)
    what = f"{refused} of {len(report.resources)} objects" if refused else "the objects together"
    lines.append(f"error: {what} would be refused or could not work; --no-validate prints them all the same")
    return "\n".join(lines) + "\n"
