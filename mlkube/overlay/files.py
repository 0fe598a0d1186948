"""Which files a build may read, and their contents: exactly kustomize's restriction."""

from __future__ import annotations

import os
import stat

from mlkube.core.shown_path import shown
from mlkube.errors import FileAccessError, KustomizationError, visible
from mlkube.overlay.options import NO_RESTRICTION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

__all__ = [
    "KUSTOMIZATION_NAMES",
    "Files",
    "is_below",
    "is_remote",
    "joined",
    "looked_for",
    "read_file",
    "remote_error",
    "shown",
]

KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

# What kustomize takes for a remote location (api/internal/git/repospec.go).
_REMOTE_SCHEMES = ("http://", "https://", "ssh://", "git::", "git@", "file://", "s3::", "oci://")
_REMOTE_HOSTS = ("github.com/", "github.com:", "gitlab.com/", "bitbucket.org/", "dev.azure.com/")
_REMOTE_PARTS = ("?ref=", "?version=", ".git/", ".git?", "_git/")

_MOST_BYTES = 256 * 1024 * 1024
"""Files that are larger are refused: reading one takes several times its size."""


def is_remote(path: str) -> bool:
    """Tell whether kustomize would fetch this resource from elsewhere."""
    lowered = path.lower()
    if lowered.startswith(_REMOTE_SCHEMES + _REMOTE_HOSTS) or lowered.endswith(".git"):
        return True
    user, at, rest = lowered.partition("@")  # git's short form for ssh: user@host:path
    short_form = bool(at and user and ":" in rest.partition("/")[0] and "/" not in user)
    return short_form or any(part in lowered for part in _REMOTE_PARTS)


def joined(folder: str, path: str) -> str:
    """Return the path that a kustomization in `folder` means: as kustomize, `..` is taken out of the text.

    So it never climbs out of a folder that a symbolic link leads to, and what it skips need not exist.
    """
    return os.path.normpath(os.path.join(folder, path))


def is_below(path: str, root: str) -> bool:
    """Tell whether the path is the root or lies below it; both are real paths."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


class Files:
    """Reads the files of one build, each once.

    `root` in the methods is the real path of the folder of the kustomization that names the file.
    Errors carry no place: whoever asked knows the field that names the file.
    """

    __slots__ = ("_contents", "_parsed", "_restricted")

    def __init__(self, load_restrictor: str) -> None:
        self._restricted = load_restrictor != NO_RESTRICTION
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[tuple[str, str], object] = {}

    def find(self, root: str, path: str) -> str:
        """Return the real path of a file that the kustomization in `root` may read.

        Raises:
            FileAccessError: it is remote, missing, a folder, or lies outside of the root.

        """
        full = joined(root, path)
        if not os.path.exists(full):  # so a NUL, of which no path can be made, stops here
            if is_remote(path):
                raise remote_error(path)
            raise FileAccessError(f"no such file: {path!r}", hint=looked_for(full))
        real = os.path.realpath(full)
        if os.path.isdir(real):
            raise FileAccessError(f"{path!r} is a folder, not a file")
        if self._restricted and not is_below(real, root):
            raise _outside(path, root)
        return real

    def read(self, root: str, path: str) -> bytes:
        """Return the content of a file that the kustomization in `root` may read.

        Raises:
            FileAccessError: as `find`, or the file cannot be read.

        """
        return self.content(self.find(root, path))

    def content(self, real: str) -> bytes:
        """Return the content at a real path."""
        content = self._contents.get(real)
        if content is None:
            try:
                content = read_file(real)
            except OSError as error:
                reason = f"cannot read {shown(real)!r}: {error.strerror or error}"
                raise FileAccessError(reason) from error
            self._contents[real] = content
        return content

    def parsed(self, real: str, reader: Callable[[bytes, str], T]) -> T:
        """Return what `reader(content, shown path)` makes of a file; the second call gets the same object."""
        key = (real, reader.__name__)
        if key not in self._parsed:
            self._parsed[key] = reader(self.content(real), shown(real))
        return self._parsed[key]  # type: ignore[return-value]  # the key holds the reader that made it

    def results(self, reader: Callable[[bytes, str], T]) -> list[T]:
        """Return everything that `parsed` has made with a reader so far."""
        made = (value for (_, name), value in self._parsed.items() if name == reader.__name__)
        return list(made)  # type: ignore[arg-type]  # as in parsed

    def read_so_far(self) -> list[str]:
        """Return the real paths of the files that were read so far."""
        return list(self._contents)

    def folder(self, root: str, path: str, chain: tuple[str, ...]) -> str:
        """Return the real path of the folder of another kustomization, which may lie anywhere.

        `chain` holds the folders that led here, this kustomization's own last.

        Raises:
            FileAccessError: it is remote, absolute, missing or no folder.
            KustomizationError: it is one of the chain or holds one of them.

        """
        if not path:
            raise FileAccessError("an empty path names no folder")
        full = joined(root, path)
        if is_remote(path) and not os.path.exists(full):
            raise remote_error(path)
        if os.path.isabs(path):
            raise FileAccessError(
                f"folder {path!r} is absolute", hint="name it relative to the kustomization"
            )
        if not os.path.isdir(full):
            reason = (
                f"{path!r} is neither a file nor a folder"
                if not os.path.exists(full)
                else f"{path!r} is no folder"
            )
            raise FileAccessError(reason, hint=looked_for(full))
        real = os.path.realpath(full)
        for visited in reversed(chain):
            if is_below(visited, real):
                raise KustomizationError(
                    f"cycle: {shown(real)!r} is or contains {shown(visited)!r}, which is being built",
                    hint=" -> ".join(shown(folder) for folder in (*chain, real)),
                )
        return real

    def kustomization(self, folder: str) -> str:
        """Return the path of the one kustomization file of a folder.

        Raises:
            FileAccessError: the folder has none, or several, or a link to one outside of it.

        """
        there = [name for name in KUSTOMIZATION_NAMES if os.path.isfile(os.path.join(folder, name))]
        found = [
            name
            for name in there
            if not self._restricted or is_below(os.path.realpath(os.path.join(folder, name)), folder)
        ]
        if there and not found:
            raise _outside(there[0], folder)
        if not found:
            names = ", ".join(KUSTOMIZATION_NAMES)
            raise FileAccessError(f"no kustomization in {shown(folder)!r}", hint=f"expected one of {names}")
        if len(found) > 1:
            raise FileAccessError(
                f"several kustomizations in {shown(folder)!r}: {', '.join(found)}", hint="keep one"
            )
        return os.path.join(folder, found[0])


def looked_for(path: str) -> str:
    """Return the hint of a message about what is missing."""
    return f"looked for {visible(shown(path), lines=False)}"


def _outside(path: str, root: str) -> FileAccessError:
    return FileAccessError(
        f"file {path!r} is not in or below {shown(root)!r}",
        hint="move it there, or pass --load-restrictor LoadRestrictionsNone",
    )


def read_file(path: str) -> bytes:
    """Return the content of a regular file.

    Raises:
        FileAccessError: it is a pipe, socket or device, or larger than any file that could be meant.
        OSError: it cannot be read.

    """
    # A pipe is not even opened, which would wait for somebody to write to it.
    status = os.stat(path)
    if not stat.S_ISDIR(status.st_mode) and not stat.S_ISREG(status.st_mode):
        raise FileAccessError(
            f"{shown(path)!r} is no regular file", hint="a pipe, socket or device is not read"
        )
    if status.st_size > _MOST_BYTES:
        raise FileAccessError(
            f"{shown(path)!r} is larger than {_MOST_BYTES >> 20} MiB",
            hint="no object that Kubernetes takes comes near; is the file meant?",
        )
    with open(path, "rb") as file:
        return file.read()


def remote_error(path: str) -> FileAccessError:
    """Return the refusal of a resource that lies elsewhere."""
    return FileAccessError(
        f"remote resource {path!r}: a build goes nowhere",
        hint="download it into the project and name the file",
    )
