"""The objects that a command is about: of a target or a folder, of a file, or of standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlkube.cli.reporting import print_warnings
from mlkube.errors import FileAccessError, Place
from mlkube.overlay.files import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.resource import Resource

STANDARD_INPUT = "-"
_FILE_ENDINGS = (".yaml", ".yml", ".json")


def given_objects(
    name: str,
    *,
    project: str | None,
    bases: tuple[str, ...] = (),
    python: bool | None = None,
    quiet: bool = False,
) -> Sequence[Resource]:
    """Return the objects of a target, a folder, a file or standard input (`-`).

    Targets and folders are as for `mlkube render`. A file's name ends in .yaml, .yml or .json. Warnings of
    a build are printed, unless it is `quiet`.

    Raises:
        MlkubeError: as `render`; what cannot be read, text that is no YAML, documents that are no objects.

    """
    if name == STANDARD_INPUT or (name.endswith(_FILE_ENDINGS) and not os.path.isdir(name)):
        return read_objects(given_bytes(name), shown_name(name))
    from mlkube import pipeline  # noqa: PLC0415  files need no engine

    resources = pipeline.render(name, project=project, bases=bases, python=python)
    if not quiet:
        print_warnings(resources)
    return resources.resources


def given_bytes(name: str) -> bytes:
    """Return what a file holds, or standard input (`-`).

    Raises:
        FileAccessError: it cannot be read.

    """
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise FileAccessError("standard input is closed")
        return sys.stdin.buffer.read()
    try:
        return read_file(name)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileAccessError(f"cannot be read: {reason}", place=Place(name)) from error


def shown_name(name: str) -> str:
    """Return how messages name what was given."""
    return "<stdin>" if name == STANDARD_INPUT else name


def read_objects(data: bytes, file: str) -> Sequence[Resource]:
    """Return the objects of a file, Lists opened.

    Raises:
        MlkubeError: text that is no YAML, documents that are no objects.

    """
    from mlkube.overlay.resource_file import read_resources  # noqa: PLC0415  help needs no reader

    return read_resources(data, file)
