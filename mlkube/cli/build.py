"""`mlkube build`: a folder with a kustomization, built as kubectl kustomize builds it."""

from __future__ import annotations

from typing import Any

import click

from mlkube.cli.options import examples, to_request, with_flags
from mlkube.cli.rendering import perform
from mlkube.cli.request import BUILD


@click.command(
    short_help="Build a folder as kubectl kustomize does.",
    epilog=examples(
        "mlkube build overlays/staging | kubectl apply -f -",
        "mlkube build overlays/staging -o rendered/",
        "mlkube build --merge lossless --strict-patches .",
    ),
)
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path())
@with_flags(BUILD)
def build(directory: str, **values: Any) -> None:  # noqa: ANN401  one value for each flag of the table
    """Build the kustomization in DIR, byte for byte as `kubectl kustomize DIR` does.

    DIR is the working directory where it is not given. Nothing is run and nothing is fetched: remote
    resources and plugins are refused, and helm runs only under --enable-helm. Settings are those of the
    project that DIR lies in.
    """
    perform(to_request(BUILD, directory, values))
