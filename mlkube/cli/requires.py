"""`mlkube requires`: what a target needs of its cluster, held against what kubectl says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mlkube.cli.completing import complete_input
from mlkube.cli.objects import STANDARD_INPUT, given_bytes, given_objects, shown_name
from mlkube.cli.options import (
    base_option,
    examples,
    output_option,
    project_option,
    python_options,
)
from mlkube.cli.output import write_json, write_lines

if TYPE_CHECKING:
    from mlkube.planning.requirements.requirement import Requirements


@click.command(
    short_help="List what a target needs of its cluster.",
    epilog=examples(
        "mlkube requires gpu-prod",
        "kubectl api-resources | mlkube requires gpu-prod --check -",
        "(kubectl version; kubectl api-resources; kubectl get sc,nodes -o yaml) > cluster.txt",
        "mlkube requires gpu-prod --check cluster.txt --output json",
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_input)
@base_option
@click.option(
    "--check",
    "checks",
    metavar="FILE|-",
    multiple=True,
    type=click.Path(allow_dash=True),
    help="Hold it against this output of kubectl; repeat it for more.",
)
@output_option("text", "json")
@python_options
@project_option
@click.pass_context
def requires(
    context: click.Context,
    target: str,
    *,
    base: tuple[str, ...],
    checks: tuple[str, ...],
    output: str,
    project: str | None,
    python: bool | None,
) -> None:
    """List what TARGET needs of its cluster and does not bring: each with the fields that need it.

    These are custom resources and the operators that bring them, classes, metrics APIs, labels and devices of
    nodes, objects that are referred to, and the version of Kubernetes. TARGET is as for `mlkube render`, or a
    file (.yaml, .yml, .json), or - for standard input.

    With --check each is met, missing, or unknown where nothing was given about it; the exit code is 1 where
    one is missing. What is given is output of kubectl api-resources (also -o wide or -o name), of
    kubectl get ... -o yaml (or json), and of kubectl version, several in one stream if need be.
    """
    from mlkube.planning.requirements.requires import requires as find_needs  # noqa: PLC0415  help needs none
    from mlkube.validating.places import locator  # noqa: PLC0415  as above

    if [target, *checks].count(STANDARD_INPUT) > 1:
        raise click.UsageError("Standard input can be given once.")
    resources = given_objects(target, project=project, bases=base, python=python)
    found = find_needs(resources, locate=locator())
    if not checks:
        _print(found, output)
        return
    held = found.check(*((shown_name(name), given_bytes(name)) for name in checks))
    if output == "json":
        write_json(held.to_json())
    else:
        from mlkube.planning.requirements.requirement_text import verdict_lines  # noqa: PLC0415  this form's own

        write_lines(verdict_lines(held))
    context.exit(0 if held.ok else 1)


def _print(found: Requirements, output: str) -> None:
    if output == "json":
        write_json(found.to_json())
        return
    from mlkube.planning.requirements.requirement_text import requirement_lines  # noqa: PLC0415  as above

    write_lines(requirement_lines(found))
