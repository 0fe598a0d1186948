"""`mlkube render`: a target of the project."""

from __future__ import annotations

from typing import Any

import click

from mlkube.cli.options import complete_target, to_request, with_flags
from mlkube.cli.rendering import perform
from mlkube.cli.request import RENDER


@click.command
@click.argument("target", metavar="TARGET", shell_complete=complete_target)
@with_flags(RENDER)
def render(target: str, **values: Any) -> None:  # noqa: ANN401  one value for each flag of the table
    r"""Render TARGET: the manifests of the project's bases, with components applied.

    \b
    TARGET is, in this order,
      a folder, where it has a / or is .                       ./overlays/staging
      a target that the settings declare in [targets]
      a folder of overlays/ with a Kustomization               staging
      component folders of overlays/, joined by -              gpu-prod

    Components are applied in the order of the name. Bases are those that the target names, else all of
    bases/ that the settings do not mark on_demand.

    \b
    Examples:
      mlkube render gpu-prod | kubectl apply -f -
      mlkube render cpu --base tf-serving -o cpu.yaml
    """
    perform(to_request(RENDER, target, values))
