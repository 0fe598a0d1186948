"""`mlkube validate`: what the API server would say, without one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from mlkube.cli.options import complete_target, examples, project_option, python_options
from mlkube.cli.output import write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.validation.reports.report import Report

_OUTPUTS = ("text", "json", "junit", "sarif", "github")


@click.command(
    short_help="Judge manifests as the API server would.",
    epilog=examples(
        "mlkube validate gpu-prod",
        "mlkube validate deployment.yaml manifests/",
        "mlkube validate --crds crds/ --output json inference.yaml",
        "kubectl kustomize overlays/prod | mlkube validate --together -",
        "mlkube validate --schema values.schema.json values.yaml",
    ),
)
@click.argument("inputs", nargs=-1, metavar="[FILE|FOLDER|TARGET|-]...", shell_complete=complete_target)
@click.option(
    "--kubernetes-version", metavar="VERSION", help="The version to judge for, 1.25 to 1.37; by default 1.36."
)
@click.option(
    "--crds",
    multiple=True,
    metavar="DIR|FILE|-",
    help="Definitions of custom resources, as clusters and projects publish them; repeat it for more.",
)
@click.option(
    "--ignore-missing-schemas", is_flag=True, help="A kind that nobody defines is a note, not an error."
)
@click.option("--together", is_flag=True, help="Hold the objects of all files against each other, too.")
@click.option(
    "-o",
    "--output",
    type=click.Choice(_OUTPUTS),
    default="text",
    metavar="|".join(_OUTPUTS),
    help="How to print the report.",
)
@click.option("--skip-rule", multiple=True, metavar="RULE", help="Leave out a rule, such as CTR-031.")
@click.option("--skip-kind", multiple=True, metavar="KIND", help="Leave out the objects of a kind.")
@click.option("--skip-file", multiple=True, metavar="PATTERN", help="Leave out files, such as tests/*.yaml.")
@click.option(
    "--schema",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Judge documents of another kind by this JSON Schema instead.",
)
@click.option(
    "--affected",
    is_flag=True,
    help="Judge changed FILEs through the kustomizations and targets that reach them, else by themselves.",
)
@project_option
@python_options
def validate(inputs: Sequence[str], *, output: str, **values: Any) -> None:  # noqa: ANN401  the flags above
    """Judge manifests as the API server of a Kubernetes version would, all errors at once.

    A folder with a kustomization is built and its result judged. Any other folder is walked: the
    kustomizations in it are built, and the files that none of them names are judged by themselves. A name
    that is no file is a target of the project. Without any, all targets of the project are judged.

    Exit codes are 0 where everything would be applied, 1 where something is refused, 2 for wrong usage.
    """
    report = _report(tuple(inputs), **values)
    print_report(report, output)
    if report.exit_code:
        raise SystemExit(report.exit_code)


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
        if not inputs:
            raise click.UsageError("--schema needs a FILE, or - for standard input.")
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
