"""Where things are: the project's root, its settings, bases, components and targets, its golden files.

Imports no renderer: what a target renders to is the pipeline's affair.
"""

from __future__ import annotations

from mlkube.project.find import find_project, find_root, load_project
from mlkube.project.project import Project, ResolvedTarget
from mlkube.project.settings import Settings, read_settings
from mlkube.project.targets import resolve_target

__all__ = [
    "Project",
    "ResolvedTarget",
    "Settings",
    "find_project",
    "find_root",
    "load_project",
    "read_settings",
    "resolve_target",
]
