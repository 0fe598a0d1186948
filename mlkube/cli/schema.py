"""`mlkube schema`: the JSON Schemas of workload kinds, for editors."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from mlkube.cli.explain import complete_kind
from mlkube.cli.options import examples, project_option
from mlkube.cli.output import write_text
from mlkube.errors import FileAccessError, MlkubeError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(
    short_help="Write the JSON Schemas of workload kinds.",
    epilog=examples("mlkube schema", "mlkube schema TFServing --output -"),
)
@click.argument("kinds", nargs=-1, metavar="[KIND]...", shell_complete=complete_kind)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(),
    help="Where to; by default the project's schemas/, - prints.",
)
@project_option
def schema(kinds: Sequence[str], output: str | None, project: str | None) -> None:
    """Write the JSON Schema of each KIND (without any: all) to schemas/, so that editors complete and check.

    In a description, `# yaml-language-server: $schema=../../schemas/TFServing.json` names it.
    """
    from mlkube.overlay.files import shown  # noqa: PLC0415  help needs no schemas
    from mlkube.project import load_project  # noqa: PLC0415  as above
    from mlkube.project.writing import write_file  # noqa: PLC0415  as above
    from mlkube.workloads.catalogue import KINDS  # noqa: PLC0415  as above
    from mlkube.workloads.editor_schema import editor_schema  # noqa: PLC0415  as above

    for kind in kinds:
        if kind not in KINDS:
            raise MlkubeError(f'no workload kind "{kind}"', hint=f"known are {', '.join(sorted(KINDS))}")
    texts = {kind: json.dumps(editor_schema(kind), indent=2) + "\n" for kind in kinds or sorted(KINDS)}
    if output == "-":
        write_text("".join(texts.values()))
        return
    folder = output or os.path.join(load_project(project).root, "schemas")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise FileAccessError(f"cannot be made: {error.strerror}", place=Place(shown(folder))) from error
    for kind, text in texts.items():
        path = os.path.join(folder, f"{kind}.json")
        write_file(path, text.encode())
        write_text(f"{shown(path)}: written\n")
