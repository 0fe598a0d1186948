"""The files of a new project: what `mlkube init` writes."""

from __future__ import annotations

import os

from mlkube.errors import FileAccessError, Place
from mlkube.overlay.files import shown

WORKLOADS = ("tf-serving", "model-server", "training", "spark")
_FOLDER = os.path.join(os.path.dirname(__file__), "new")
_COMMON = "common"


def new_project_files(workload: str) -> dict[str, bytes]:
    """Return the files of a project with one workload, by their paths in its folder.

    Raises:
        KeyError: there is no such workload.

    """
    if workload not in WORKLOADS:
        raise KeyError(workload)
    files: dict[str, bytes] = {}
    for part in (_COMMON, workload):
        root = os.path.join(_FOLDER, part)
        for folder, below, names in os.walk(root):
            below.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    # A file that would be hidden is stored without its dot, so that no tool overlooks it.
                    target = os.path.relpath(path, root).replace("dot-", ".")
                    files[target] = file.read()
    return files


def write_project(folder: str, workload: str) -> list[str]:
    """Write a new project into a new or empty folder; return the paths of its files.

    Raises:
        FileAccessError: the folder has files, or cannot be written.

    """
    if os.path.isdir(folder) and os.listdir(folder):
        hint = "name a new folder, or empty this one"
        raise FileAccessError("the folder is not empty", place=Place(shown(folder)), hint=hint)
    files = new_project_files(workload)
    try:
        for path, content in files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(content)
    except OSError as error:
        reason = f"cannot be written: {(error.strerror or 'unknown reason').lower()}"
        raise FileAccessError(reason, place=Place(shown(folder))) from error
    return sorted(files)
