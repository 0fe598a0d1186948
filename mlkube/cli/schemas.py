"""`mlkube schemas`: the definitions of custom resources that a project keeps."""

from __future__ import annotations

import os
import sys

import click

from mlkube.cli.options import examples, project_option
from mlkube.cli.output import write_text


@click.group(
    short_help="Keep definitions of custom resources in the project.",
    epilog=examples(
        "kubectl get crd jobsets.jobset.x-k8s.io -o yaml | mlkube schemas add -",
        "mlkube schemas list",
    ),
)
def schemas() -> None:
    """Keep the definitions of custom resources that `validate` judges by, in the project's schemas/."""


@schemas.command(
    short_help="Put definitions into the project.", epilog=examples("mlkube schemas add crds.yaml")
)
@click.argument("file", metavar="FILE|-")
@project_option
def add(file: str, project: str | None) -> None:
    """Put every CustomResourceDefinition in FILE (`-` is standard input) into the project's schemas/.

    Descriptions are left out. A definition that the project has already is replaced.
    """
    from mlkube.overlay.files import shown  # noqa: PLC0415  help needs no engine
    from mlkube.project import load_project  # noqa: PLC0415  as above
    from mlkube.project.writing import write_file  # noqa: PLC0415  as above
    from mlkube.validating.definition_files import definitions_to_keep  # noqa: PLC0415  as above

    root = load_project(project).root
    data = sys.stdin.buffer.read() if file == "-" else None
    found = definitions_to_keep(file, data)
    folder = os.path.join(root, "schemas")
    os.makedirs(folder, exist_ok=True)
    for name, text in found.items():
        path = os.path.join(folder, f"{name}.yaml")
        write_file(path, text.encode())
        write_text(f"{shown(path)}: written\n")


@schemas.command("list", short_help="List the definitions of the project.")
@project_option
def list_schemas(project: str | None) -> None:
    """List the definitions in the project's schemas/: apiVersion, kind, scope, file."""
    from mlkube.project import load_project  # noqa: PLC0415  help needs no engine
    from mlkube.validating.definition_files import load_definitions  # noqa: PLC0415  as above

    definitions = load_definitions((), os.path.join(load_project(project).root, "schemas"))
    lines = [
        f"{api_version} {kind} ({'cluster' if found.cluster_scoped else 'namespaced'}) {found.source}"
        for api_version, kind, found in definitions.listed()
    ]
    write_text("".join(f"{line}\n" for line in lines))
