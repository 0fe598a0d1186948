"""`mlkube init`: a new project."""

from __future__ import annotations

import os

import click

from mlkube.cli.options import examples
from mlkube.cli.output import write_text
from mlkube.overlay.files import shown
from mlkube.project.new_project import WORKLOADS, write_project


@click.command(
    short_help="Make a new project.",
    epilog=examples("mlkube init serving", "mlkube init training --workload training"),
)
@click.argument("directory", metavar="DIR", type=click.Path())
@click.option(
    "--workload", type=click.Choice(WORKLOADS), default="tf-serving", help="What its base describes."
)
def init(directory: str, workload: str) -> None:
    """Make a project in DIR, a new or empty folder: a base, components, settings, a README, commit hooks.

    What it makes renders at once.
    """
    for path in write_project(directory, workload):
        write_text(f"{shown(os.path.join(directory, path))}: written\n")
    target = "prod" if workload == "spark" else "gpu-prod"
    write_text(f"now: cd {directory} && mlkube render {target}\n")
