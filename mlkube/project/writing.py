"""Writes files whole or not at all: a reader sees the old content or the new, never a part."""

from __future__ import annotations

import os
import stat

from mlkube.errors import FileAccessError, Place


def write_file(path: str, content: bytes) -> None:
    """Put the content into the file, through a file beside it that takes its place.

    An existing file keeps its mode, a symbolic link its name: the file that it points to is replaced. What
    is no regular file, such as a device or a pipe, is written to directly.

    Raises:
        FileAccessError: the folder does not exist, or something may not be written.

    """
    try:
        real = os.path.realpath(path)
        mode = _mode(real)
        if mode is not None and not stat.S_ISREG(mode):
            with open(real, "wb") as stream:
                stream.write(content)
            return
        _replace(real, content, mode)
    except OSError as error:
        raise FileAccessError(f"cannot be written: {_lowered(error.strerror)}", place=Place(path)) from error


def _mode(real: str) -> int | None:
    try:
        return os.stat(real).st_mode
    except FileNotFoundError:
        return None


def _replace(real: str, content: bytes, mode: int | None) -> None:
    temporary, handle = _create_beside(real)
    try:
        with open(handle, "wb") as stream:
            stream.write(content)
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise


def _create_beside(real: str) -> tuple[str, int]:
    """Return the name and the handle of a new file in the same folder."""
    number = 0
    while True:
        temporary = os.path.join(os.path.dirname(real), f".mlkube-{os.getpid()}-{number}.tmp")
        try:
            return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            number += 1


def _lowered(text: str | None) -> str:
    return text[:1].lower() + text[1:] if text else "unknown reason"
