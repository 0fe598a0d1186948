"""`mlkube validate`: what the API server would say, without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mlkube.cli.completing import complete_input
from mlkube.cli.options import examples, project_option, python_options
from mlkube.cli.validating import perform_validate

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUTPUTS = ("text", "json", "junit", "sarif", "github")


@click.command(
    short_help="Judge manifests as the API server would.",
    epilog=examples(
        "mlkube validate gpu-prod",
        "mlkube validate deployment.yaml manifests/",
        "mlkube validate --crds crds/ --output json inference.yaml",
        "kubectl kustomize overlays/prod | mlkube validate --together -",
        "mlkube validate --schema values.schema.json values.yaml",
    ),
)
@click.argument("inputs", nargs=-1, metavar="[FILE|FOLDER|TARGET|-]...", shell_complete=complete_input)
@click.option(
    "--kubernetes-version", metavar="VERSION", help="The version to judge for, 1.25 to 1.37; by default 1.36."
)
@click.option(
    "--crds",
    multiple=True,
    metavar="DIR|FILE|-",
    help="Definitions of custom resources, as clusters and projects publish them; repeat it for more.",
)
@click.option(
    "--ignore-missing-schemas", is_flag=True, help="A kind that nobody defines is a note, not an error."
)
@click.option("--together", is_flag=True, help="Hold the objects of all files against each other, too.")
@click.option(
    "-o",
    "--output",
    type=click.Choice(_OUTPUTS),
    default="text",
    metavar="|".join(_OUTPUTS),
    help="How to print the report.",
)
@click.option("--skip-rule", multiple=True, metavar="RULE", help="Leave out a rule, such as CTR-031.")
@click.option("--skip-kind", multiple=True, metavar="KIND", help="Leave out the objects of a kind.")
@click.option("--skip-file", multiple=True, metavar="PATTERN", help="Leave out files, such as tests/*.yaml.")
@click.option(
    "--schema",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Judge documents of another kind by this JSON Schema instead.",
)
@click.option(
    "--affected",
    is_flag=True,
    help="Judge changed FILEs through the kustomizations and targets that reach them, else by themselves.",
)
@project_option
@python_options
def validate(inputs: Sequence[str], *, output: str, **values: Any) -> None:  # noqa: ANN401  the flags above
    """Judge manifests as the API server of a Kubernetes version would, all errors at once.

    A folder with a kustomization is built and its result judged. Any other folder is walked: the
    kustomizations in it are built, and the files that none of them names are judged by themselves. A name
    that is no file is a target of the project. Without any, all targets of the project are judged.

    Exit codes are 0 where everything would be applied, 1 where something is refused, 2 for wrong usage.
    """
    if values["schema"] is not None and not inputs:
        raise click.UsageError("--schema needs a FILE, or - for standard input.")
    raise SystemExit(perform_validate(inputs=tuple(inputs), output=output, **values))
