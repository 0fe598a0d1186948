"""`mlkube list`: what a project has."""

from __future__ import annotations

import json

import click

from mlkube.cli.options import examples, project_option
from mlkube.cli.output import write_text
from mlkube.project import Project, ResolvedTarget, load_project
from mlkube.project.targets import resolve_name

_SECTIONS = ("bases", "components", "targets")


@click.command(
    "list",
    short_help="List bases, components and targets.",
    epilog=examples(
        "mlkube list",
        'for target in $(mlkube list targets); do mlkube render "$target" -o "$target.yaml"; done',
    ),
)
@click.argument("section", required=False, type=click.Choice(_SECTIONS))
@click.option(
    "--output",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
@project_option
def list_project(section: str | None, form: str, project: str | None) -> None:
    """List the project's bases, components and targets; of one SECTION the plain names.

    Besides the listed targets, any components joined by - can be rendered.
    """
    found = load_project(project)
    names = {"bases": found.bases(), "components": found.components(), "targets": found.targets()}
    shown = {section: names[section]} if section else names
    if form == "json":
        write_text(json.dumps(shown, indent=2) + "\n")
    elif section:
        write_text("".join(f"{name}\n" for name in names[section]))
    else:
        write_text(_text(found))


def _text(project: Project) -> str:
    bases = [
        f"{name}  (on demand)" if name in project.settings.on_demand else name for name in project.bases()
    ]
    targets = project.targets()
    width = max(map(len, targets), default=0)
    described = [f"{name:<{width}}  {_description(resolve_name(project, name))}" for name in targets]
    sections = {"bases": bases, "components": project.components(), "targets": described}
    return "".join(
        f"{title}\n" + "".join(f"  {line}\n" for line in lines or ["none"])
        for title, lines in sections.items()
    )


def _description(target: ResolvedTarget) -> str:
    if target.folder is not None:
        return "overlays/" + target.folder.replace("\\", "/").rpartition("/")[2]
    return " + ".join((*target.bases, *target.components))
