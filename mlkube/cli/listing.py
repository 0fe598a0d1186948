"""`mlkube list`: what a project has, and the kinds that there are."""

from __future__ import annotations

import click

from mlkube.cli.options import examples, project_option
from mlkube.cli.output import write_json, write_lines, write_text
from mlkube.project import Project, ResolvedTarget, load_project
from mlkube.project.targets import resolve_name

_SECTIONS = ("bases", "components", "targets")


@click.command(
    "list",
    short_help="List bases, components and targets, or the workload kinds.",
    epilog=examples(
        "mlkube list",
        "mlkube list --kinds",
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
@click.option(
    "--kinds",
    "of_kinds",
    is_flag=True,
    help="List the workload kinds, with the systems that each covers and the versions that it was made for.",
)
@project_option
def list_project(section: str | None, *, form: str, of_kinds: bool, project: str | None) -> None:
    """List the project's bases, components and targets; of one SECTION the plain names.

    Besides the listed targets, any components joined by - can be rendered.
    """
    if of_kinds:
        if section:
            raise click.UsageError(f"--kinds and {section} exclude each other.")
        _list_kinds(form)
        return
    found = load_project(project)
    names = {"bases": found.bases(), "components": found.components(), "targets": found.targets()}
    shown = {section: names[section]} if section else names
    if form == "json":
        write_json(shown)
    elif section:
        write_lines(names[section])
    else:
        write_text(_text(found))


def _list_kinds(form: str) -> None:
    from mlkube.workloads.catalogue import kinds  # noqa: PLC0415  a list of the project needs no kinds

    found = kinds()
    if form == "json":
        write_json(found)
        return
    for row in found:
        lines = [f"  {system['name']} {system['version']}".rstrip() for system in row["systems"]]
        write_text("\n".join([row["kind"], *lines]) + "\n")


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
