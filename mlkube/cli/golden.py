"""`mlkube golden`: compares what targets render to with the files that record it, or rewrites those."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from mlkube.cli.diff import print_comparison
from mlkube.cli.objects import read_objects
from mlkube.cli.options import complete_target, examples, project_option, python_options
from mlkube.cli.output import write_text
from mlkube.cli.reporting import print_warnings
from mlkube.errors import FileAccessError, MlkubeError, Place, raise_all
from mlkube.overlay.files import shown
from mlkube.project import load_project
from mlkube.project.golden import golden_file, golden_targets, orphans, read_golden
from mlkube.project.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.overlay.resource_set import ResourceSet
    from mlkube.project import Project


@click.group(
    short_help="Compare renders with recorded ones, or record them.",
    epilog=examples("mlkube golden check", "mlkube golden update gpu-prod"),
)
def golden() -> None:
    """Keep a file of what each target renders to: golden/TARGET.yaml.

    A change of a base or component then shows in review as what it does to every target.
    """


@golden.command(short_help="Compare targets with their golden files.")
@click.argument("targets", metavar="[TARGET]...", nargs=-1, shell_complete=complete_target)
@python_options
@project_option
@click.pass_context
def check(
    context: click.Context, targets: Sequence[str], project: str | None, *, python: bool | None
) -> None:
    """Compare each TARGET (without any: all) with its golden file; exit with 1 where one differs.

    A missing file is a failure, and so is a file that belongs to no target.
    """
    found = load_project(project)
    rendered = _render(found, golden_targets(found, targets), python=python)
    wrong = sum(not _agrees(found, target, resources) for target, resources in rendered.items())
    for name in [] if targets else orphans(found):
        wrong += 1
        write_text(
            f"{shown(golden_file(found, name))}: belongs to no target; mlkube golden update removes it\n"
        )
    if wrong:
        context.exit(1)
    write_text(f"{_count(len(rendered), 'golden file')} as rendered\n")


@golden.command(short_help="Write the golden files of targets.")
@click.argument("targets", metavar="[TARGET]...", nargs=-1, shell_complete=complete_target)
@python_options
@project_option
def update(targets: Sequence[str], project: str | None, *, python: bool | None) -> None:
    """Write the golden file of each TARGET; without any, of all, and remove files that belong to no target.

    Nothing is written where one of them cannot be rendered.
    """
    found = load_project(project)
    texts = {
        target: resources.to_yaml().encode()
        for target, resources in _render(found, golden_targets(found, targets), python=python).items()
    }
    changed = {target: text for target, text in texts.items() if read_golden(found, target) != text}
    _make_folder(os.path.dirname(golden_file(found, "any")))
    for target, text in changed.items():
        write_file(golden_file(found, target), text)
        write_text(f"{shown(golden_file(found, target))}: written\n")
    for name in [] if targets else orphans(found):
        os.unlink(golden_file(found, name))
        write_text(f"{shown(golden_file(found, name))}: removed, it belonged to no target\n")
    write_text(f"{_count(len(texts) - len(changed), 'golden file')} unchanged\n")


def _render(project: Project, targets: Sequence[str], *, python: bool | None) -> dict[str, ResourceSet]:
    """Return what every target renders to.

    Raises:
        MlkubeError: what is wrong with any of them.

    """
    from mlkube import pipeline  # noqa: PLC0415  help needs no engine

    rendered: dict[str, ResourceSet] = {}
    errors: dict[str, MlkubeError] = {}
    for target in targets:
        try:
            rendered[target] = pipeline.render(target, project=project.root, python=python)
        except MlkubeError as error:
            errors.setdefault(str(error), error)  # targets share layers, and so their errors
        else:
            print_warnings(rendered[target])
    raise_all(list(errors.values()))
    return rendered


def _agrees(project: Project, target: str, resources: ResourceSet) -> bool:
    """Say whether the golden file of a target is what it renders to, and print the difference."""
    from mlkube.insight.comparison import compare  # noqa: PLC0415  help needs no comparison

    file = shown(golden_file(project, target))
    recorded = read_golden(project, target)
    if recorded is None:
        write_text(f"{file}: missing; write it with mlkube golden update {target}\n")
        return False
    if recorded == resources.to_yaml().encode():
        return True
    try:
        comparison = compare(read_objects(recorded, file), resources)
    except MlkubeError as error:
        write_text(f"{file}: cannot be read as manifests:\n    {error}\n")
        return False
    if comparison:
        write_text(f"{file}: differs from what {target} renders to\n")
        print_comparison(comparison, indent="    ")
    else:
        write_text(f"{file}: holds the same objects, written differently\n")
    return False


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise FileAccessError(f"cannot be made: {error.strerror}", place=Place(shown(folder))) from error


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
