"""`mlkube quota`: what a target asks for, and whether there is room for it."""

from __future__ import annotations

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
from mlkube.cli.output import write_text


@click.command(
    short_help="Sum what a target asks for; hold it against quotas and nodes.",
    epilog=examples(
        "mlkube quota gpu-prod",
        "mlkube quota gpu-prod --nodes nodes.yaml",
        "kubectl get nodes -o yaml | mlkube quota gpu-prod --nodes -",
        "kubectl get resourcequota,limitrange -n ml -o yaml | mlkube quota gpu-prod --quota - --applied",
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_input)
@base_option
@click.option(
    "--nodes",
    metavar="FILE|-",
    type=click.Path(allow_dash=True),
    help="Types of nodes, or what `kubectl get nodes -o yaml` prints.",
)
@click.option(
    "--quota",
    "quotas",
    metavar="FILE|-",
    type=click.Path(allow_dash=True),
    help="Quotas, limit ranges and queues of the cluster, with what is used of them.",
)
@click.option(
    "--applied",
    is_flag=True,
    help="The target is in the cluster already: what --quota says is used counts its minimum.",
)
@output_option("text", "json")
@python_options
@project_option
@click.pass_context
def quota(  # noqa: PLR0913  one value for each flag
    context: click.Context,
    target: str,
    *,
    base: tuple[str, ...],
    nodes: str | None,
    quotas: str | None,
    applied: bool,
    output: str,
    project: str | None,
    python: bool | None,
) -> None:
    """Sum what TARGET asks for, and say whether it fits; exit with 1 where it does not.

    TARGET is a target or a folder as for `mlkube render`, a file of manifests, or - for standard input. It
    is summed at minimum, at maximum, in the worst single rollout at maximum, and in all rollouts at once,
    and held against the ResourceQuotas, LimitRanges and Kueue queues of the target and of --quota. With
    --nodes it is packed onto nodes: which of them take which pods, how many are needed, which rollouts get
    stuck, and what an hour costs.
    """
    from mlkube.planning.quota.files import read_objects  # noqa: PLC0415  help needs no engine
    from mlkube.planning.quota.node_file import read_nodes  # noqa: PLC0415  as above
    from mlkube.planning.quota.quota import quota as find_quota  # noqa: PLC0415  as above

    if [target, nodes, quotas].count(STANDARD_INPUT) > 1:
        raise click.UsageError("Only one of TARGET, --nodes and --quota can be standard input.")
    types = None if nodes is None else read_nodes(given_bytes(nodes), shown_name(nodes))
    given = [] if quotas is None else read_objects(given_bytes(quotas), shown_name(quotas))
    resources = given_objects(target, project=project, bases=base, python=python)
    found = find_quota(resources, nodes=types, quotas=given, applied=applied)
    write_text(found.to_json_text() if output == "json" else found.to_text())
    context.exit(0 if found.fits else 1)
