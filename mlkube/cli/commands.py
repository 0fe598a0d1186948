"""The command line as click knows it: the group and its commands, one module each."""

from __future__ import annotations

import click

from mlkube.cli.build import build
from mlkube.cli.cluster import cluster
from mlkube.cli.completion import completion
from mlkube.cli.convert import convert
from mlkube.cli.diff import diff
from mlkube.cli.expand import expand
from mlkube.cli.explain import explain
from mlkube.cli.export import export
from mlkube.cli.golden import golden
from mlkube.cli.init import init
from mlkube.cli.listing import list_project
from mlkube.cli.options import examples
from mlkube.cli.quota import quota
from mlkube.cli.ranks import ranks
from mlkube.cli.render import render
from mlkube.cli.requires import requires
from mlkube.cli.rollout import rollout
from mlkube.cli.rules import rules
from mlkube.cli.schema import schema
from mlkube.cli.schemas import schemas
from mlkube.cli.validate import validate


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's
    if not wanted:
        return
    from mlkube import __version__  # noqa: PLC0415  only for this flag

    click.echo(f"mlkube {__version__}")
    context.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "mlkube build overlays/staging | kubectl apply -f -",
        "mlkube render gpu-prod",
        "mlkube diff cpu-prod gpu-prod",
        "mlkube golden check",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and leave.",
)
def mlkube() -> None:
    """Kubernetes manifests for ML and data workloads, merged through kustomize-compatible overlays.

    Settings stand in mlkube.toml, or in [tool.mlkube] of pyproject.toml, in the project's folder. Exit codes
    are 0 for fine, 1 for wrong input or a difference, 2 for wrong usage.
    """


_COMMANDS = (
    init,
    build,
    render,
    validate,
    expand,
    explain,
    convert,
    list_project,
    diff,
    golden,
    ranks,
    quota,
    cluster,
    requires,
    rollout,
    export,
    schema,
    schemas,
    rules,
    completion,
)

for command in _COMMANDS:
    mlkube.add_command(command)
