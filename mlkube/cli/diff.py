"""`mlkube diff`: how two targets, folders or files differ."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from mlkube.cli.objects import STANDARD_INPUT, given_objects
from mlkube.cli.options import complete_target, examples, project_option
from mlkube.cli.output import write_text

if TYPE_CHECKING:
    from mlkube.insight.comparison import Comparison

_COLOURS = {"+": "green", "-": "red", "~": "yellow"}


@click.command(
    short_help="Show how two targets, folders or files differ.",
    epilog=examples(
        "mlkube diff cpu-prod gpu-prod",
        "mlkube diff --format json golden/prod.yaml prod",
        "kubectl get deployment,service -n ml -o yaml | mlkube diff - prod",
    ),
)
@click.argument("old", metavar="A", shell_complete=complete_target)
@click.argument("new", metavar="B", shell_complete=complete_target)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@project_option
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, project: str | None) -> None:
    """Show how the objects of B differ from those of A; exit with 1 where they do.

    A and B are targets or folders as for `mlkube render`, files (a name that ends in .yaml, .yml or .json),
    or - for standard input. Objects are paired by kind, namespace and name, and compared field by field.
    Values of Secrets are never shown, only that they differ.
    """
    from mlkube.insight.comparison import compare  # noqa: PLC0415  help needs no comparison

    if old == new == STANDARD_INPUT:
        raise click.UsageError("Only one of A and B can be standard input.")
    comparison = compare(given_objects(old, project=project), given_objects(new, project=project))
    if form == "json":
        from mlkube.insight.report import to_json  # noqa: PLC0415  only for this form

        write_text(to_json(comparison))
    else:
        print_comparison(comparison)
    context.exit(1 if comparison else 0)


def print_comparison(comparison: Comparison, indent: str = "") -> None:
    """Print a comparison as lines, coloured on a terminal unless NO_COLOR is set."""
    from mlkube.insight.report import text_lines  # noqa: PLC0415  help needs no report

    coloured = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    lines = (
        click.style(f"{indent}{line}", fg=_COLOURS[sign])
        if coloured and sign in _COLOURS
        else f"{indent}{line}"
        for sign, line in text_lines(comparison)
    )
    write_text("".join(f"{line}\n" for line in lines))
