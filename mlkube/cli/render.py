"""`mlkube render`: a target of the project."""

from __future__ import annotations

from typing import Any

import click

from mlkube.cli.options import complete_target, examples, to_request, with_flags
from mlkube.cli.rendering import perform
from mlkube.cli.request import RENDER


@click.command(
    short_help="Render a target of the project.",
    epilog=examples(
        "mlkube render gpu-prod | kubectl apply -f -",
        "mlkube render cpu --base ml-model -o cpu.yaml",
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_target)
@with_flags(RENDER)
def render(target: str, **values: Any) -> None:  # noqa: ANN401  one value for each flag of the table
    """Render TARGET: the manifests of the project's bases, with components applied.

    TARGET is a folder where it has a / or is a dot. Otherwise it is a target that the settings declare; or
    the name of a folder of overlays/ with a Kustomization; or names of components in overlays/, joined by -
    and applied in that order.

    Bases are those that the target declares, by default all of bases/ that the settings do not mark
    on_demand.
    """
    perform(to_request(RENDER, target, values))
