"""The report for programs: docs/validate-report.schema.json says what stands in it."""

from __future__ import annotations

from mlkube.validation.reports.json_text import json_line, write_items
from mlkube.validation.reports.report import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.validation.reports.report import Report


def write_report(report: Report, write: Callable[[str], object], *, color: bool = False) -> None:  # noqa: ARG001  as the others
    """Write the report as one JSON document, one object or contract a line."""
    write(f'{{"version": {VERSION},\n "resources": ')
    write_items(write, (resource.to_json() for resource in report.resources), " ")
    write(',\n "contracts": ')
    write_items(write, (contract.to_json() for contract in report.contracts), " ")
    write(f',\n "summary": {json_line(report.summary.to_json())}}}\n')
