"""The golden files of a project, `golden/<target>.yaml`: which there are, which there should be."""

from __future__ import annotations

import os

from mlkube.errors import FileAccessError, Place, TargetError
from mlkube.overlay.files import read_file, shown
from mlkube.project.targets import is_folder, is_target, resolve_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.project.project import Project

FOLDER = "golden"
_ENDING = ".yaml"


def golden_file(project: Project, target: str) -> str:
    """Return the path of a target's golden file."""
    return os.path.join(project.root, FOLDER, f"{target}{_ENDING}")


def golden_targets(project: Project, chosen: Sequence[str] = ()) -> list[str]:
    """Return the targets to compare: the chosen ones, else all that have a golden file or should have one.

    Raises:
        TargetError: one of the chosen is a folder, or no target.

    """
    for name in chosen:
        if is_folder(name):
            raise TargetError(f"{name} is a folder; golden files belong to targets")
        resolve_name(project, name)
    if chosen:
        return list(dict.fromkeys(chosen))
    present = _present(project)
    return sorted({*project.targets(), *(name for name in present if is_target(project, name))})


def orphans(project: Project) -> list[str]:
    """Return the names of golden files that belong to no target, sorted."""
    return [name for name in _present(project) if not is_target(project, name)]


def read_golden(project: Project, target: str) -> bytes | None:
    """Return the content of a target's golden file, None where it is missing.

    Raises:
        FileAccessError: it is there and cannot be read.

    """
    file = golden_file(project, target)
    try:
        return read_file(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileAccessError(f"cannot be read: {error.strerror}", place=Place(shown(file))) from error


def _present(project: Project) -> list[str]:
    folder = os.path.join(project.root, FOLDER)
    if not os.path.isdir(folder):
        return []
    return sorted(name.removesuffix(_ENDING) for name in os.listdir(folder) if name.endswith(_ENDING))
