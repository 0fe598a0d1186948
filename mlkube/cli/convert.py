"""`mlkube convert`: a description from YAML to Python, or back."""

from __future__ import annotations

import os
import sys

import click

from mlkube.cli.options import examples, project_option, python_options
from mlkube.cli.output import write_text
from mlkube.errors import FileAccessError, MlkubeError, Place


@click.command(
    short_help="Convert descriptions from YAML to Python, or back.",
    epilog=examples(
        "mlkube convert bases/ml-model/workload.yaml > bases/ml-model/workload.py",
        "mlkube convert bases/ml-model/workload.py --python > workload.yaml",
        "cat workload.yaml | mlkube convert - --to python",
    ),
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--to", "to", type=click.Choice(["python", "yaml"]), help="Into what; by the file's name without it."
)
@python_options
@project_option
def convert(file: str, *, to: str | None, project: str | None, python: bool | None) -> None:
    """Convert the descriptions in FILE to the other form; - is standard input.

    Both forms build equal objects. Python runs only where the settings or --python allow it.
    """
    from mlkube.overlay.files import read_file  # noqa: PLC0415  help needs no reader

    if file == "-":
        if to is None:
            raise click.UsageError("--to is needed with standard input.")
        data, name = sys.stdin.buffer.read(), "<stdin>"
    else:
        try:
            data, name = read_file(file), file
        except OSError as error:
            reason = f"cannot be read: {(error.strerror or 'unknown reason').lower()}"
            raise FileAccessError(reason, place=Place(file)) from error
    by_name = "yaml" if file.endswith(".py") else "python"
    if to is not None and to != by_name and file != "-":
        raise click.UsageError(f"{file} is {'Python' if by_name == 'yaml' else 'YAML'} already.")
    if (to or by_name) == "python":
        write_text(_to_python(data, name))
        return
    _require_python(file, project, python=python)
    from mlkube.workloads.conversion import to_yaml  # noqa: PLC0415  one of two directions

    write_text(to_yaml(data, name))


def _to_python(data: bytes, file: str) -> str:
    from mlkube.core.resource import Resource  # noqa: PLC0415, TC001  one of two directions
    from mlkube.overlay.resource_file import read_resources  # noqa: PLC0415  as above
    from mlkube.workloads.conversion import to_python  # noqa: PLC0415  as above
    from mlkube.yamlio import locate  # noqa: PLC0415  as above

    def place(resource: Resource, path: tuple[str | int, ...]) -> Place:
        source = resource.sources[0]
        inside: tuple[str | int, ...] = () if source.item < 0 else ("items", source.item)
        return Place(file, *locate(data, source.document, (*inside, *path)))

    if any(line.lstrip().startswith(b"#") for line in data.splitlines()):
        click.echo(f"{file}: note: comments are not converted", err=True)
    return to_python(read_resources(data, file), place)


def _require_python(file: str, project: str | None, *, python: bool | None) -> None:
    from mlkube.project import find_project, load_project  # noqa: PLC0415  one of two directions

    if python is None:
        found = load_project(project) if project else find_project(os.path.dirname(os.path.abspath(file)))
        python = bool(found and found.settings.python)
    if not python:
        hint = "set `python = true` in mlkube.toml, or pass --python"
        raise MlkubeError(f"{file!r} is Python, and this project does not run it", hint=hint)
