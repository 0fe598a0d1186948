"""What `mlkube validate` found, and how it is written down: one module each form."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.validation.reports.report import Report

FORMS = ("text", "json", "junit", "sarif", "github")


def write_report(
    form: str,
    report: Report,
    write: Callable[[str], object],
    *,
    color: bool = False,
    explain: Callable[[str], tuple[str, str]] | None = None,
) -> None:
    """Write a report in one of `FORMS`; `write` gets the text piece by piece.

    `color` matters to text alone, `explain`, which gives a rule's title and help, to SARIF alone.
    """
    if form == "sarif":
        from mlkube.validation.reports import sarif  # noqa: PLC0415  one of several forms

        sarif.write_report(report, write, color=color, explain=explain)
        return
    from importlib import import_module  # noqa: PLC0415  the short road needs no report

    import_module(f"{__name__}.{form}").write_report(report, write, color=color)
