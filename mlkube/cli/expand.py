"""`mlkube expand`: the objects of one base."""

from __future__ import annotations

import os

import click

from mlkube.cli.options import complete_base, examples, project_option, python_options
from mlkube.cli.output import write_result
from mlkube.cli.reporting import print_warnings


@click.command(
    short_help="Print the objects of one base.",
    epilog=examples("mlkube expand ml-model", "mlkube expand bases/ml-model | less"),
)
@click.argument("base", metavar="BASE", shell_complete=complete_base)
@python_options
@project_option
def expand(base: str, *, project: str | None, python: bool | None) -> None:
    """Print what the descriptions of BASE stand for: the objects, without any component.

    BASE is the name of a base of the project, or a folder.
    """
    from mlkube import pipeline  # noqa: PLC0415  help needs no engine

    if os.sep in base or base in {os.curdir, os.pardir}:
        resources = pipeline.build(base, project=project, python=python)
    else:
        resources = pipeline.expand(base, project=project, python=python)
    print_warnings(resources)
    write_result(resources, None)
