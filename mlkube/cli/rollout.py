"""`mlkube rollout`: what happens to pods and traffic when templates change."""

from __future__ import annotations

import click

from mlkube.cli.completing import complete_input, complete_workload
from mlkube.cli.objects import given_objects
from mlkube.cli.options import (
    base_option,
    examples,
    output_option,
    project_option,
    python_options,
)
from mlkube.cli.output import write_json, write_lines


@click.command(
    short_help="Show what a rollout does to pods and traffic.",
    epilog=examples(
        "mlkube rollout gpu-prod",
        "mlkube rollout gpu-prod ml-model --request-seconds 30",
        "mlkube rollout prod --strict --output json",
        "kubectl get deploy,svc,hpa,pdb,pvc -n ml -o yaml | mlkube rollout -",
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_input)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=complete_workload)
@base_option
@click.option(
    "--endpoint-seconds",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="SECONDS",
    help="How long others go on sending to a pod that ends: proxies, gateways, clients.",
)
@click.option(
    "--request-seconds",
    type=click.IntRange(min=0),
    metavar="SECONDS",
    help="How long a request may take; by default as far as routes and known servers tell.",
)
@click.option(
    "--strict", is_flag=True, help="Leave with exit code 1 where a finding is an error or a warning."
)
@output_option("text", "json")
@python_options
@project_option
@click.pass_context
def rollout(  # noqa: PLR0913  one parameter for each flag
    context: click.Context,
    target: str,
    name: str | None,
    *,
    base: tuple[str, ...],
    endpoint_seconds: int,
    request_seconds: int | None,
    strict: bool,
    output: str,
    project: str | None,
    python: bool | None,
) -> None:
    """Show step by step what a change of the template does to each workload of TARGET, or to NAME.

    For each Deployment, StatefulSet, DaemonSet, Rollout and InferenceService: how long a pod takes to start
    and to end at most, the course at the fewest and at the most pods, the least ready capacity, what is
    needed beyond it, who sends requests, what a drained node does, and what is wrong. TARGET is as for
    `mlkube render`, or a file (.yaml, .yml, .json), or - for standard input.

    Findings leave the exit code at 0, unless --strict is given.
    """
    from mlkube.planning.rollouts.rollout import rollout as find_plans  # noqa: PLC0415  help needs none
    from mlkube.validating.places import field_locator  # noqa: PLC0415  as above

    resources = given_objects(target, project=project, bases=base, python=python)
    report = find_plans(
        resources,
        name,
        endpoint_seconds=endpoint_seconds,
        request_seconds=request_seconds,
        locate=field_locator(),
    )
    if output == "json":
        write_json(report.to_json())
    else:
        from mlkube.planning.rollouts.rollout_text import report_lines  # noqa: PLC0415  this form's own

        write_lines(report_lines(report))
    wrong = any(finding.severity != "note" for finding in report.every_finding())
    context.exit(1 if strict and wrong else 0)
