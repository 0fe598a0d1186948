"""Writes an exported tree to a folder: whole or not at all, and only after it built to the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile

from mlkube.errors import BuildError, FileAccessError, MlkubeError, Place
from mlkube.overlay.build import folder_tree
from mlkube.overlay.export import exported_files, flat_files
from mlkube.overlay.files import shown
from mlkube.overlay.options import BuildOptions
from mlkube.yamlio import dump_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.description import Expansion, Key
    from mlkube.overlay.build import Built, Tree
    from mlkube.overlay.descriptions import Addressing


def write_export(
    tree: Tree,
    built: Built,
    expansions: Mapping[Key, Expansion],
    addressing: Addressing | None,
    folder: str,
) -> bool:
    """Write the tree into a new or empty folder; return whether it is the same tree, not only its result.

    Raises:
        FileAccessError: the folder has files, or cannot be written.
        BuildError: no tree that was tried builds to the same bytes with kustomize's own merge.

    """
    if os.path.isdir(folder) and os.listdir(folder):
        hint = "name a new folder, or empty this one"
        raise FileAccessError("the folder is not empty", place=Place(shown(folder)), hint=hint)
    wanted = dump_all(resource.body for resource in built.resources)
    root = _root(tree)
    for kept in (True, False):
        try:
            files = (
                exported_files(tree, expansions, addressing, built.resources, root)
                if kept
                else flat_files(built.resources)
            )
        except MlkubeError:
            if not kept:
                raise
            continue
        if _builds_to(files, wanted, folder):
            return kept
    reason, hint = "kustomize would not print the same objects", "does a value need our own printing?"
    if tree.open({}).kustomization.build_metadata:
        reason = "buildMetadata names the files of this tree, and an export has others"
        hint = "leave buildMetadata out, or export a folder without it"
    raise BuildError(reason, place=Place(shown(folder)), hint=hint)


def _root(tree: Tree) -> str:
    """Return the folder that holds everything that the tree reads."""
    folders = {os.path.realpath(os.path.dirname(file)) for file in tree.files_read()}
    return os.path.commonpath([tree.folder, *folders])


def _builds_to(files: Mapping[str, bytes], wanted: str, folder: str) -> bool:
    """Write files beside the folder, build them as kustomize does, and keep them if they agree."""
    parent = os.path.dirname(os.path.abspath(folder))
    try:
        os.makedirs(parent, exist_ok=True)
        work = tempfile.mkdtemp(prefix=".mlkube-", dir=parent)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise FileAccessError(reason, place=Place(shown(folder))) from error
    try:
        for path, content in files.items():
            full = os.path.join(work, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(content)
        try:
            result = folder_tree(work, BuildOptions()).build()
        except MlkubeError:
            return False
        if dump_all(resource.body for resource in result.resources) != wanted:
            return False
        if os.path.isdir(folder):
            os.rmdir(folder)
        os.chmod(work, 0o755)  # noqa: S103  as a folder that mkdir makes
        os.replace(work, folder)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise FileAccessError(reason, place=Place(shown(folder))) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True
