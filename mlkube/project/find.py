"""Finds the project that a folder belongs to: the nearest folder upwards that looks like one."""

from __future__ import annotations

import os

from mlkube.errors import Place, TargetError
from mlkube.project.project import Project
from mlkube.project.settings import SETTINGS_FILE, has_settings, read_settings

_FOLDERS = ("bases", "overlays")
_MARKS = f"{SETTINGS_FILE}, a pyproject.toml with [tool.mlkube], or both bases/ and overlays/"


def find_root(start: str) -> str | None:
    """Return the nearest folder, from `start` upwards, that is a project's root; None where there is none.

    A root holds `mlkube.toml`, a pyproject.toml with `[tool.mlkube]`, or both `bases/` and `overlays/`.
    """
    folder = os.path.realpath(start)
    while True:
        if _is_root(folder):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def find_project(start: str) -> Project | None:
    """Return the project that the folder belongs to, None where it belongs to none.

    Raises:
        SettingsError: the project's settings are wrong.

    """
    root = find_root(start)
    return None if root is None else Project(root, read_settings(root))


def load_project(directory: str | None = None) -> Project:
    """Return the project in exactly this folder or, without one, the project of the working directory.

    Raises:
        TargetError: no such folder, one that is no project, or none from the working directory upwards.
        SettingsError: the project's settings are wrong.

    """
    if directory is not None:
        if not os.path.isdir(directory):
            raise TargetError("there is no such folder", place=Place(directory))
        root = os.path.realpath(directory)
        if not has_settings(root) and not any(os.path.isdir(os.path.join(root, name)) for name in _FOLDERS):
            raise TargetError(
                "this folder is no project", place=Place(directory), hint=f"a project holds {_MARKS}"
            )
        return Project(root, read_settings(root))
    project = find_project(os.curdir)
    if project is None:
        raise TargetError(
            f"no project here: from {os.getcwd()} upwards no folder holds {_MARKS}",
            hint="name one with --project DIR, or give a folder such as ./overlays/prod",
        )
    return project


def _is_root(folder: str) -> bool:
    if has_settings(folder):
        return True
    return all(os.path.isdir(os.path.join(folder, name)) for name in _FOLDERS)
