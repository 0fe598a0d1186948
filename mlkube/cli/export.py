"""`mlkube export`: a target as plain kustomize."""

from __future__ import annotations

import click

from mlkube.cli.options import base_option, complete_target, examples, project_option, python_options
from mlkube.cli.output import write_text
from mlkube.overlay.files import shown


@click.command(
    short_help="Write a target as plain kustomize.",
    epilog=examples(
        "mlkube export gpu-prod --to exported/",
        "kubectl kustomize exported/ | kubectl apply -f -",
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_target)
@click.option("--to", "to", metavar="DIR", required=True, type=click.Path(), help="A new or empty folder.")
@base_option
@click.option("--all", "every_base", is_flag=True, help="Take every base, those on demand included.")
@python_options
@project_option
def export(
    target: str,
    to: str,
    *,
    base: tuple[str, ...],
    every_base: bool,
    project: str | None,
    python: bool | None,
) -> None:
    """Write TARGET to a folder as plain kustomize: the same tree, with workloads expanded.

    `kubectl kustomize` on it prints what `mlkube render TARGET` prints; this is checked before anything is
    written. Where kustomize would lose what merging without loss keeps, the finished objects are written.
    """
    from mlkube import pipeline  # noqa: PLC0415  help needs no engine

    if every_base and base:
        raise click.UsageError("--all and --base exclude each other.")
    kept = pipeline.export(target, to, project=project, bases=base, every_base=every_base, python=python)
    write_text(f"{shown(to)}: written\n")
    if not kept:
        reason = "kustomize cannot build this tree to the same objects, so the finished objects were written"
        click.echo(f"{shown(to)}: note: {reason}", err=True)
