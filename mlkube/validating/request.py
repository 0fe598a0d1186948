"""From flags and settings to what a validation is asked for."""

from __future__ import annotations

import os

from mlkube.errors import TargetError
from mlkube.project import Settings, find_project, load_project
from mlkube.schema import DEFAULT_VERSION, target_version
from mlkube.validating.folders import reaching
from mlkube.validating.options import ValidateOptions
from mlkube.validation.skips import Skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.project import Project


def options_for(
    *,
    project: str | None = None,
    crds: tuple[str, ...] = (),
    skips: Iterable[tuple[str, str]] = (),
    kubernetes_version: str | None = None,
    ignore_missing_schemas: bool = False,
    together: bool = False,
    python: bool | None = None,
    start: str | None = None,
) -> ValidateOptions:
    """Return the options that flags and the settings of the project give; a flag wins.

    Without `project`, the project of the folder `start` counts, by default of the working directory.

    Raises:
        MlkubeError: settings that are wrong, a folder that is no project, an unknown version.

    """
    owner = _owner(project, start)
    settings = owner.settings if owner is not None else Settings()
    flags = [Skip(is_flag=True, **{what: name}) for what, name in skips]  # type: ignore[arg-type]  # three texts
    own = [
        Skip(
            rule=each.rule,
            kind=each.kind,
            file=each.file,
            reason=each.reason,
            place=(settings.file, each.line),
        )
        for each in settings.validate.skips
    ]
    return ValidateOptions(
        kubernetes_version=target_version(kubernetes_version or settings.kubernetes or DEFAULT_VERSION),
        crds=crds,
        definitions=os.path.join(owner.root, "schemas") if owner is not None else "",
        ignore_missing_schemas=ignore_missing_schemas or settings.validate.ignore_missing_schemas,
        together=together,
        skips=(*flags, *own),
        external=frozenset(settings.validate.external),
        python=python,
        project=project,
    )


def _owner(project: str | None, start: str | None = None) -> Project | None:
    return find_project(start or os.curdir) if project is None else load_project(project)


def all_inputs(options: ValidateOptions) -> tuple[str, ...]:
    """Return what is judged where nothing is named: all targets of the project, else the working directory."""  # noqa: E501 the server's words
    owner = _owner(options.project)
    return tuple(owner.targets()) if owner is not None and owner.targets() else (os.curdir,)


def affected_inputs(files: Sequence[str], options: ValidateOptions) -> tuple[str, ...]:
    """Return what to judge for changed files: kustomizations and targets that reach them, else the files."""
    options.only_objects = True
    owner = _owner(options.project)
    root = owner.root if owner is not None else os.curdir
    builds, alone, components = reaching(list(files), root)
    targets: list[str] = []
    if owner is not None:
        used = {os.path.realpath(folder) for folder in components}
        used.update(os.path.realpath(folder) for folder in builds)
        targets = [name for name in owner.targets() if _uses(owner, name, used)]
    names = [f"{os.curdir}{os.sep}{folder}" if not os.path.isabs(folder) else folder for folder in builds]
    return (*names, *targets, *alone)


def _uses(owner: Project, name: str, folders: set[str]) -> bool:
    """Tell whether a target takes in one of the folders."""
    from mlkube.project import resolve_target  # noqa: PLC0415  only for changed files

    try:
        found = resolve_target(name, project=owner.root)
    except TargetError:
        return False
    if found.folder is not None:
        return False
    parts = (*found.bases, *found.components)
    return any(os.path.realpath(os.path.join(owner.root, part)) in folders for part in parts)
