"""The report as SARIF 2.1.0, which code scanning services and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import os
from urllib.parse import quote

from mlkube.errors import visible
from mlkube.validation.reports.json_text import json_line, write_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import Json
    from mlkube.errors import Place
    from mlkube.validation.finding import Finding
    from mlkube.validation.reports.report import Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write_report(
    report: Report,
    write: Callable[[str], object],
    *,
    color: bool = False,  # noqa: ARG001  as the others
    explain: Callable[[str], tuple[str, str]] | None = None,
) -> None:
    """Write the report as one SARIF log with one run, one result a line.

    `explain` returns the title and the help of a rule.
    """
    from mlkube import __version__  # noqa: PLC0415  nothing above needs the package

    used = {finding.rule for _, finding in report.findings() if finding.rule}
    rules = {rule: index for index, rule in enumerate(sorted(used))}
    write(f'{{"$schema": "{_SCHEMA}",\n "version": "2.1.0",\n "runs": [{{\n')
    write(f'  "tool": {{"driver": {{"name": "mlkube", "version": {json_line(__version__)}, "rules": ')
    write_items(write, (_rule(rule, explain) for rule in rules), "  ")
    write('}},\n  "columnKind": "unicodeCodePoints",\n  "results": ')
    write_items(
        write, (_result(res.place(finding), finding, rules) for res, finding in report.findings()), "  "
    )
    write("}]}\n")


def _rule(rule: str, explain: Callable[[str], tuple[str, str]] | None) -> Json:
    title, text = explain(rule) if explain else ("", "")
    entry: dict[str, Json] = {"id": rule}
    if title:
        entry["shortDescription"] = {"text": title}
        entry["fullDescription"] = {"text": title}
    if text:
        entry["help"] = {"text": text}
    return entry


def _result(place: Place, finding: Finding, rules: dict[str, int]) -> Json:
    entry: dict[str, Json] = {}
    if finding.rule:
        entry["ruleId"] = finding.rule
        entry["ruleIndex"] = rules[finding.rule]
    entry["level"] = finding.severity
    entry["message"] = {"text": _message(place, finding)}
    location = _location(place)
    if location:
        entry["locations"] = [location]
    return entry


def _message(place: Place, finding: Finding) -> str:
    subject = " ".join(part for part in (place.resource, place.field) if part)
    text = f"{subject}: {finding.message}" if subject else finding.message
    return visible(f"{text}; {finding.hint}" if finding.hint else text)


def _location(place: Place) -> dict[str, Json]:
    location: dict[str, Json] = {}
    if place.file:
        physical: dict[str, Json] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line:
            region: dict[str, Json] = {"startLine": place.line}
            if place.column:
                region["startColumn"] = place.column
            physical["region"] = region
        location["physicalLocation"] = physical
    if place.resource:
        location["logicalLocations"] = [{"fullyQualifiedName": place.resource, "kind": "resource"}]
    return location


def _uri(file: str) -> str:
    """Return a file as a URI: relative where the file is, so that a service finds it in its checkout."""
    path = file.replace(os.sep, "/")
    if os.path.isabs(file):
        return "file://" + quote(path if path.startswith("/") else "/" + path, errors="replace")
    return quote(path.removeprefix("./"), errors="replace")
