"""What a target's name means: a folder, a declared target, an overlay, or components joined by `-`."""

from __future__ import annotations

import os

from mlkube.core.suggest import suggest
from mlkube.errors import MlkubeError, Place, TargetError, raise_all
from mlkube.overlay.files import shown
from mlkube.project.find import find_project, load_project
from mlkube.project.project import COMPONENT, KUSTOMIZATION, Project, ResolvedTarget, known_names
from mlkube.project.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.project.settings import DeclaredTarget

_MOST_WORDS = 100
"""A name of more words is not cut into components: each run of words is looked for in the project."""


def resolve_target(
    target: str,
    *,
    project: str | None = None,
    bases: Sequence[str] = (),
    every_base: bool = False,
) -> ResolvedTarget:
    """Return what the target stands for.

    A target with a `/`, or `.`, is a folder, and takes its settings from there upwards. Any other is
    looked up in the project, named by its folder or found from the working directory upwards. `bases`
    takes only these bases, `every_base` all of them, those on demand included.

    Raises:
        TargetError: a target, base or component that does not exist, or a name with two meanings.
        SettingsError: the project's settings are wrong.

    """
    if is_folder(target):
        _refuse_bases(f"{target} is a folder", bases, every_base=every_base)
        owner = load_project(project) if project is not None else find_project(target)
        if owner is None:
            return ResolvedTarget(root=os.path.realpath(target), settings=Settings(), folder=target)
        return ResolvedTarget(root=owner.root, settings=owner.settings, folder=target)
    return resolve_name(load_project(project), target, bases=bases, every_base=every_base)


def is_folder(target: str) -> bool:
    """Say whether the target is a folder by the way it is written: it has a `/`, or is `.` or `..`."""
    return target in {os.curdir, os.pardir} or "/" in target or os.sep in target


def is_target(project: Project, name: str) -> bool:
    """Say whether the name stands for something in the project, whether or not that can be rendered."""
    if name in project.settings.targets or name in project.overlays():
        return True
    try:
        _cut(project, name)
    except TargetError:
        return False
    return True


def resolve_name(
    project: Project, name: str, *, bases: Sequence[str] = (), every_base: bool = False
) -> ResolvedTarget:
    """Return what a name stands for in the project: declared, else an overlay, else cut into components.

    Raises:
        TargetError: as `resolve_target`.

    """
    declared = project.settings.targets.get(name)
    if declared is not None:
        place = Place(project.settings.file, declared.line)
        components = _declared_components(project, declared, place)
        own = None if declared.bases is None else list(declared.bases)
        return _composition(project, own, components, bases, every_base=every_base, place=place)
    path = f"overlays/{name}"
    if _is_name(name) and project.kind_of(path) == KUSTOMIZATION:
        _refuse_bases(f"{path} is a Kustomization, which names its own bases", bases, every_base=every_base)
        folder = os.path.join(project.root, "overlays", name)
        return ResolvedTarget(root=project.root, settings=project.settings, folder=folder)
    parts = _cut(project, name)
    return _composition(project, None, parts, bases, every_base=every_base, place=Place())


def _refuse_bases(reason: str, bases: Sequence[str], *, every_base: bool) -> None:
    if bases or every_base:
        flag = "--all" if every_base else "--base"
        raise TargetError(f"{flag} does not apply: {reason}")


def _composition(
    project: Project,
    own: list[str] | None,
    components: Sequence[str],
    chosen: Sequence[str],
    *,
    every_base: bool,
    place: Place,
) -> ResolvedTarget:
    if every_base:
        names = project.bases()
    elif chosen:
        names = _bases(project, dict.fromkeys(chosen), Place())
    elif own is not None:
        names = _bases(project, dict.fromkeys(own), place)
    else:
        names = project.default_bases()
    if not names:
        raise TargetError(_no_bases(project))
    return ResolvedTarget(
        root=project.root,
        settings=project.settings,
        bases=tuple(f"bases/{name}" for name in names),
        components=tuple(f"overlays/{name}" for name in components),
    )


def _no_bases(project: Project) -> str:
    known = project.bases()
    where = shown(os.path.join(project.root, "bases"))
    if known:
        return f"every base of {where} is on demand: name one with --base, or take all with --all"
    return f"no base to render: {where} holds no folder with a kustomization"


def _bases(project: Project, names: Iterable[str], place: Place) -> list[str]:
    known = project.bases()
    chosen = list(names)
    unknown: list[MlkubeError] = [
        TargetError(f'unknown base "{name}"', place=place, hint=known_names(name, known, "bases"))
        for name in chosen
        if name not in known
    ]
    raise_all(unknown)
    return chosen


def _declared_components(project: Project, declared: DeclaredTarget, place: Place) -> tuple[str, ...]:
    unknown: list[MlkubeError] = [
        TargetError(
            f'unknown component "{name}"',
            place=place,
            hint=known_names(name, project.components(), "components"),
        )
        for name in declared.components
        if not _is_component(project, name)
    ]
    raise_all(unknown)
    return declared.components


def _is_component(project: Project, name: str) -> bool:
    return _is_name(name) and project.kind_of(f"overlays/{name}") == COMPONENT


def _cut(project: Project, name: str) -> tuple[str, ...]:
    """Return the component names that the name consists of, joined by `-`.

    Raises:
        TargetError: no cut, two cuts, or a component twice.

    """
    words = name.split("-")
    if len(words) > _MOST_WORDS:
        raise TargetError(f"no name of a target has more than {_MOST_WORDS} words, joined by -")
    cuts = _cuts(project, words)
    if not cuts:
        raise _unknown_target(project, name, _unknown_part(project, words))
    if len(cuts) > 1:
        first, second = (" + ".join(cut) for cut in cuts)
        raise TargetError(
            f'"{name}" can be cut in two ways: {first}, or {second}',
            hint="declare it in [targets] of the settings, with its components in order",
        )
    parts = cuts[0]
    twice = sorted({part for part in parts if parts.count(part) > 1})
    if twice:
        raise TargetError(f'"{name}" names the component {twice[0]} twice')
    return parts


def _cuts(project: Project, words: list[str]) -> list[tuple[str, ...]]:
    """Return the first two ways to cut the words into components.

    Works from the end, so that the steps grow with the square of the words, not with the ways to cut.
    """
    count = len(words)
    ways: list[list[tuple[str, ...]]] = [[] for _ in range(count)] + [[()]]
    for start in range(count - 1, -1, -1):
        for end in range(start + 1, count + 1):
            part = "-".join(words[start:end])
            if ways[end] and _is_component(project, part):
                ways[start].extend((part, *rest) for rest in ways[end])
        del ways[start][2:]
    return ways[0]


def _unknown_part(project: Project, words: list[str]) -> str:
    """Return what is left of the words without whole components at their start and at their end."""
    known = set(project.components())
    count = len(words)
    start, end = {0}, {count}
    for position in range(count):
        if position in start:
            start |= {to for to in range(position + 1, count + 1) if "-".join(words[position:to]) in known}
    for position in range(count, max(start), -1):
        if position in end:
            end |= {at for at in range(max(start) + 1, position) if "-".join(words[at:position]) in known}
    return "-".join(words[max(start) : min(end)])


def _is_name(name: str) -> bool:
    return bool(name) and not name.startswith(".") and "/" not in name


def _unknown_target(project: Project, name: str, part: str) -> TargetError:
    components = project.components()
    targets = project.targets()
    meant = suggest(name, targets) or suggest(part, components)
    if part == name:
        reason = f'unknown target "{name}"'
    else:
        reason = f'unknown component "{part}" in the target "{name}"'
    known = [
        f"targets: {', '.join(targets)}" if targets else "there are no targets",
        f"components: {', '.join(components)}" if components else "there are no components",
    ]
    if os.path.isdir(name):
        known.append(f"for the folder write ./{name}")
    lines = [f'did you mean "{meant}"?', *known] if meant else known
    return TargetError(reason, hint="\n    ".join(lines))
