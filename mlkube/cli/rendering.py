"""Carries out a `build` or `render`: asks the pipeline, prints warnings, writes the result."""

from __future__ import annotations

from mlkube.cli.output import write_result
from mlkube.cli.reporting import print_warnings, write_error
from mlkube.cli.request import BUILD, RENDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.cli.request import Request
    from mlkube.overlay.resource_set import ResourceSet

_OPTIONS = (
    "load_restrictor",
    "enable_helm",
    "helm_command",
    "merge",
    "kubernetes_version",
    "strict_patches",
)


def perform(request: Request) -> None:
    """Build what is asked for and write it; nothing is written where anything fails.

    Raises:
        MlkubeError: what the user gave is wrong, or the output cannot be written.

    """
    resources = _resources(request)
    print_warnings(resources)
    if request.command == RENDER and not request.no_validate:
        _refuse(resources, request)
    write_result(resources, request.output)


def _refuse(resources: ResourceSet, request: Request) -> None:
    """Judge what was rendered; say what the server would refuse.

    A custom resource that nobody defines is let through: `mlkube validate` asks for its definition.

    Raises:
        Refused: something would be refused; what and where is on standard error.

    """
    from mlkube.validating.rendered import refused_text  # noqa: PLC0415  a wrong usage is told without it

    text = refused_text(resources, request.project, request.kubernetes_version, request.target)
    if text:
        write_error(text)
        raise Refused


class Refused(Exception):  # noqa: N818  no error of the program: what it had to say is said
    """What was rendered would be refused by the API server."""


def _resources(request: Request) -> ResourceSet:
    from mlkube import pipeline  # noqa: PLC0415  a wrong usage is told without the engine

    options = {name: getattr(request, name) for name in _OPTIONS if getattr(request, name) is not None}
    options["project"] = request.project
    options["python"] = False if request.no_python else request.python
    if request.command == BUILD:
        return pipeline.build(request.target, **options)
    return pipeline.render(
        request.target,
        bases=request.base,
        every_base=request.every_base,
        **options,
    )
