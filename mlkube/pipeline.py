"""The whole flow on one page: a folder or a target, its settings, the build, the result as a value."""

from __future__ import annotations

import os

from mlkube.errors import BuildError, Place, TargetError
from mlkube.overlay.build import composed_tree, folder_tree
from mlkube.overlay.descriptions import DescriptionsFoundError
from mlkube.overlay.files import is_below, shown
from mlkube.overlay.options import KUSTOMIZE, LOSSLESS, NO_RESTRICTION, ROOT_ONLY, BuildOptions
from mlkube.overlay.resource_set import ResourceSet
from mlkube.project import Settings, find_project, load_project, resolve_target
from mlkube.project.project import known_names
from mlkube.schema import DEFAULT_VERSION, target_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlkube.core.description import Description, Expansion, Key
    from mlkube.core.resource import Resource
    from mlkube.overlay.build import Built, Tree
    from mlkube.overlay.descriptions import Addressing
    from mlkube.overlay.settle import Settled
    from mlkube.project import Project
    from mlkube.workloads.workload import Workload

_CHOICES = {
    "load_restrictor": (ROOT_ONLY, NO_RESTRICTION),
    "merge": (KUSTOMIZE, LOSSLESS),
}


def build(  # noqa: PLR0913  the flags of `mlkube build`
    path: str | os.PathLike[str],
    *,
    load_restrictor: str = ROOT_ONLY,
    enable_helm: bool = False,
    helm_command: str = "helm",
    merge: str | None = None,
    kubernetes_version: str | None = None,
    strict_patches: bool = False,
    python: bool | None = None,
    project: str | os.PathLike[str] | None = None,
) -> ResourceSet:
    """Build the kustomization in the folder `path` as `kubectl kustomize` does.

    `merge` (`kustomize` or `lossless`) and `kubernetes_version` (such as `1.36`) default to the settings of
    the project that the folder belongs to, or that `project` names. Nothing is run and nothing is fetched,
    but for the program `helm_command` where `enable_helm` is set, and `.py` files under `resources` where
    `python` is true (None: as the settings say).

    Raises:
        MlkubeError: everything that is wrong in the first stage that fails; `ErrorGroup` for several.
        ValueError: `load_restrictor` or `merge` is none of its values.

    """
    folder = os.fsdecode(path)
    owner = load_project(os.fsdecode(project)) if project is not None else _owner(folder)
    options = _options(
        owner.settings if owner else Settings(),
        owner.root if owner else "",
        load_restrictor=load_restrictor,
        enable_helm=enable_helm,
        helm_command=helm_command,
        merge=merge,
        kubernetes_version=kubernetes_version,
        strict_patches=strict_patches,
        python=python,
    )
    return _built(folder_tree(folder, options))


def render(  # noqa: PLR0913  the flags of `mlkube render`
    target: str,
    *,
    project: str | os.PathLike[str] | None = None,
    bases: Sequence[str] = (),
    every_base: bool = False,
    load_restrictor: str = ROOT_ONLY,
    enable_helm: bool = False,
    helm_command: str = "helm",
    merge: str | None = None,
    kubernetes_version: str | None = None,
    strict_patches: bool = False,
    python: bool | None = None,
) -> ResourceSet:
    """Build a target of a project: a declared one, an overlay, components joined by `-`, or a folder.

    `bases` takes only these of the project's bases, `every_base` all of them. The rest is as in `build`.

    Raises:
        MlkubeError: as `build`, and `TargetError` for a target that does not exist or means two things.
        ValueError: as `build`.

    """
    tree = _target_tree(
        target,
        project=project,
        bases=bases,
        every_base=every_base,
        load_restrictor=load_restrictor,
        enable_helm=enable_helm,
        helm_command=helm_command,
        merge=merge,
        kubernetes_version=kubernetes_version,
        strict_patches=strict_patches,
        python=python,
    )
    return _built(tree)


def _target_tree(
    target: str,
    *,
    project: str | os.PathLike[str] | None,
    bases: Sequence[str],
    every_base: bool,
    **options: Any,  # noqa: ANN401  checked where they are used
) -> Tree:
    """Return the tree that a target means; `options` are those of `_options`."""
    found = resolve_target(
        target, project=None if project is None else os.fsdecode(project), bases=bases, every_base=every_base
    )
    chosen = _options(found.settings, found.root, **options)
    if found.folder is not None:
        return folder_tree(found.folder, chosen)
    return composed_tree(found.root, found.bases, found.components, chosen, name=target)


def expand(
    base: str, *, project: str | os.PathLike[str] | None = None, python: bool | None = None
) -> ResourceSet:
    """Build one base of a project, without any component: what its descriptions stand for.

    Raises:
        MlkubeError: as `build`; there is no such base.

    """
    found = load_project(None if project is None else os.fsdecode(project))
    known = found.bases()
    if base not in known:
        raise TargetError(f'unknown base "{base}"', hint=known_names(base, known, "bases"))
    return build(os.path.join(found.root, "bases", base), project=found.root, python=python)


def export(
    target: str,
    to: str | os.PathLike[str],
    *,
    project: str | os.PathLike[str] | None = None,
    bases: Sequence[str] = (),
    every_base: bool = False,
    merge: str | None = None,
    python: bool | None = None,
) -> bool:
    """Write a target as plain kustomize into the folder `to`: the same tree, its workloads expanded.

    `kubectl kustomize` on the folder prints the bytes that `render` prints. Return whether the tree was kept;
    where kustomize would lose what merging without loss keeps, the finished objects are written instead.

    Raises:
        MlkubeError: as `render`; the folder has files already, or the tree cannot be written so.

    """
    tree = _target_tree(
        target, project=project, bases=bases, every_base=every_base, merge=merge, python=python
    )
    from mlkube.exporting import write_export  # noqa: PLC0415  only for this

    try:
        built = tree.build()
    except DescriptionsFoundError:
        built, expansions, addressing = _settled(tree)
        return write_export(tree, built, expansions, addressing, os.fsdecode(to))
    return write_export(tree, built, {}, None, os.fsdecode(to))


def descriptions(
    target: str,
    kind: str,
    *,
    project: str | os.PathLike[str] | None = None,
    bases: Sequence[str] = (),
    every_base: bool = False,
    python: bool | None = None,
) -> list[tuple[Description, Workload]]:
    """Return the descriptions of one kind in a target after every patch, each with what it says, typed.

    Raises:
        MlkubeError: as `render`, and what is wrong with these descriptions.

    """
    tree = _target_tree(target, project=project, bases=bases, every_base=every_base, python=python)
    from mlkube.workloads.expand import typed  # noqa: PLC0415  most commands want objects

    found = [each for each in _settle(tree).descriptions if each.kind == kind]
    return [(each, typed(each)) for each in found]


def build_workload(workload: Workload) -> ResourceSet:
    """Build the objects of one workload, as a kustomization that lists it alone would; see `Workload.build`.

    Raises:
        SpecError: what is missing in the workload, and what contradicts.

    """
    from mlkube.workloads.python_description import described  # noqa: PLC0415  only for users of the library

    return build_description(described(workload))


def build_description(description: Description) -> ResourceSet:
    """Build the objects of one settled description.

    Raises:
        SpecError: what is missing in the workload, and what contradicts.

    """
    from mlkube.overlay.build import build_expansion  # noqa: PLC0415  most runs build whole trees
    from mlkube.workloads.expand import expand  # noqa: PLC0415  as above

    expansion = expand([description])[description.key]
    built = build_expansion(expansion)
    return ResourceSet(built.resources, built.warnings, BuildOptions())


def _built(tree: Tree) -> ResourceSet:
    """Build a tree; one that describes workloads is settled first, and built with their objects in place."""
    try:
        built = tree.build()
    except DescriptionsFoundError:
        built = _settled(tree)[0]
    return ResourceSet(built.resources, built.warnings, tree.options)


def _settled(tree: Tree) -> tuple[Built, dict[Key, Expansion], Addressing]:
    """Settle and build a tree with descriptions; return also what stands in their places."""
    from mlkube.overlay.descriptions import Addressing  # noqa: PLC0415  most trees describe no workload
    from mlkube.workloads.catalogue import KINDS, VERSION  # noqa: PLC0415  as above
    from mlkube.workloads.expand import expand  # noqa: PLC0415  as above

    settled = _settle(tree)
    expansions = expand(settled.descriptions)
    addressing = Addressing(KINDS, VERSION, of_descriptions=False)
    built = tree.build(expansions, addressing)
    built.warnings[:0] = settled.warnings
    return built, expansions, addressing


def _settle(tree: Tree) -> Settled:
    """Apply every patch of a description in a tree, and nothing else."""
    from mlkube.overlay.settle import settle  # noqa: PLC0415  most trees describe no workload
    from mlkube.workloads.catalogue import KINDS, VERSION  # noqa: PLC0415  as above
    from mlkube.workloads.json_schema import description_schema  # noqa: PLC0415  as above

    return settle(tree.open(), KINDS, VERSION, description_schema().find)


def _owner(folder: str) -> Project | None:
    return find_project(folder) if os.path.isdir(folder) else None


def _options(  # noqa: PLR0913  what settings and flags say
    settings: Settings,
    root: str,
    *,
    load_restrictor: str = ROOT_ONLY,
    enable_helm: bool = False,
    helm_command: str = "helm",
    merge: str | None = None,
    kubernetes_version: str | None = None,
    strict_patches: bool = False,
    python: bool | None = None,
) -> BuildOptions:
    merge = merge or settings.merge or KUSTOMIZE
    for name, value in (("load_restrictor", load_restrictor), ("merge", merge)):
        if value not in _CHOICES[name]:
            raise ValueError(f"{name} is {value!r}, but must be one of {', '.join(_CHOICES[name])}")
    return BuildOptions(
        load_restrictor=load_restrictor,
        enable_helm=enable_helm,
        helm_command=helm_command,
        merge=merge,
        kubernetes_version=target_version(kubernetes_version or settings.kubernetes or DEFAULT_VERSION),
        strict_patches=strict_patches,
        definitions=os.path.join(root, "schemas") if root else "",
        python=_python_reader(root) if (settings.python if python is None else python) else None,
    )


def _python_reader(root: str) -> Callable[[bytes, str], tuple[Resource, ...]]:
    """Return what reads `.py` files that lie in the project; without a project, in the working directory."""
    inside = os.path.realpath(root or os.curdir)

    def read_project_python(data: bytes, file: str) -> tuple[Resource, ...]:
        from mlkube.workloads.python_file import read_python  # noqa: PLC0415  few trees hold Python

        if not is_below(os.path.realpath(file), inside):
            reason = f"Python is run inside of the project only, and that is {shown(inside)!r}"
            raise BuildError(reason, place=Place(file))
        return read_python(data, file)

    return read_project_python
