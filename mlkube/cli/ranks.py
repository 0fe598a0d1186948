"""`mlkube ranks`: the workers of the jobs of a target."""

from __future__ import annotations

import click

from mlkube.cli.options import (
    base_option,
    complete_target,
    examples,
    output_option,
    project_option,
    python_options,
)
from mlkube.cli.output import write_json, write_text
from mlkube.cli.reporting import print_warnings


@click.command(
    short_help="Show rank, pod, DNS name and environment of each worker.",
    epilog=examples("mlkube ranks gpu-prod --base train", "mlkube ranks train-gpu-prod train --output json"),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_target)
@click.argument("name", metavar="[NAME]", required=False)
@base_option
@output_option("text", "json")
@python_options
@project_option
def ranks(
    target: str,
    name: str | None,
    *,
    base: tuple[str, ...],
    output: str,
    project: str | None,
    python: bool | None,
) -> None:
    """Show the workers of the jobs of TARGET as a cluster would make them; of the job NAME alone, if given.

    It reads the finished objects, so every patch counts. A rendezvous that cannot work is an error.
    """
    from mlkube import pipeline  # noqa: PLC0415  help needs no engine
    from mlkube.workloads.ranks import ranks as find_ranks  # noqa: PLC0415  as above

    resources = pipeline.render(target, project=project, bases=base, python=python)
    print_warnings(resources)
    found = find_ranks(tuple(resources), name)
    if output == "json":
        write_json([rank.to_json() for rank in found])
        return
    for rank in found:
        write_text(f"{rank.owner} rank {rank.rank}: {rank.pod}  {rank.dns or '(no DNS name)'}\n")
        for variable, value in rank.environment.items():
            write_text(f"    {variable}={value}\n")
