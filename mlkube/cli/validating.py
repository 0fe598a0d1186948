"""Carries out a `validate`: asks the validator, prints the report, says the exit code."""

from __future__ import annotations

import os
import sys

from mlkube.cli.output import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mlkube.validation.reports.report import Report


def perform_validate(*, inputs: tuple[str, ...], output: str, **values: Any) -> int:  # noqa: ANN401  the flags
    """Judge what is named, print the report in one of its forms, and return the exit code.

    Raises:
        MlkubeError: something that does not exist, settings that are wrong.

    """
    report = _report(inputs, **values)
    print_report(report, output)
    return report.exit_code


def _report(
    inputs: tuple[str, ...],
    *,
    schema: str | None,
    affected: bool,
    crds: Sequence[str],
    project: str | None,
    skip_rule: Sequence[str],
    skip_kind: Sequence[str],
    skip_file: Sequence[str],
    **values: Any,  # noqa: ANN401  as above
) -> Report:
    if schema is not None:
        from mlkube.validating.foreign import validate_foreign  # noqa: PLC0415  loads jsonschema

        return validate_foreign(inputs, schema)
    from mlkube.validating import validate_inputs  # noqa: PLC0415  help needs no engine
    from mlkube.validating.request import affected_inputs, all_inputs, options_for  # noqa: PLC0415  as above

    options = options_for(
        project=project,
        crds=tuple(crds),
        skips=[("rule", name) for name in skip_rule]
        + [("kind", name) for name in skip_kind]
        + [("file", name) for name in skip_file],
        **values,
    )
    if affected:
        inputs = affected_inputs(inputs, options)
        if not inputs:
            from mlkube.validation.reports.report import Report as EmptyReport  # noqa: PLC0415  as above

            return EmptyReport([])
    return validate_inputs(inputs or all_inputs(options), options)


def print_report(report: Report, output: str) -> None:
    """Print a report in one of its forms; colours only on a terminal, and not with NO_COLOR."""
    from mlkube.validation.explain import title_and_help  # noqa: PLC0415  help prints no report
    from mlkube.validation.reports import write_report  # noqa: PLC0415  as above

    color = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    parts: list[str] = []
    write_report(output, report, parts.append, color=color, explain=title_and_help)
    write_text("".join(parts))
