"""One kustomization while it is built: its fields, its folder, and the way that led to it."""

from __future__ import annotations

import os

from mlkube.errors import ErrorGroup, FileAccessError, KustomizationError, MlkubeError, Place
from mlkube.overlay.files import is_remote, joined, looked_for, remote_error, shown
from mlkube.overlay.kustomization.kustomization import Kustomization
from mlkube.overlay.resource_file import read_resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from mlkube.core.resource import Resource
    from mlkube.overlay.session import Session

    T = TypeVar("T")


PYTHON = ".py"

# Each level takes a few of Python's stack frames, of which there are a thousand.
_DEEPEST = 200
_MOST_KUSTOMIZATIONS = 100_000
"""More are entered only where bases are listed twice at level after level, which doubles every time."""


class Layer:
    """A kustomization in its folder.

    `chain` holds the real paths of the folders that led here, this one last. `origin` is the path from the
    built folder to this one as the kustomizations spell it, for `buildMetadata`. `path` holds the fields and
    indices that led here: a folder that is listed twice has two.
    """

    __slots__ = ("chain", "file", "folder", "kustomization", "origin", "path", "session")

    def __init__(
        self,
        session: Session,
        kustomization: Kustomization,
        folder: str,
        file: str,
        chain: tuple[str, ...],
        origin: str,
        path: tuple[str | int, ...] = (),
    ) -> None:
        self.session = session
        self.kustomization = kustomization
        self.folder = folder
        self.file = file
        self.chain = chain
        self.origin = origin
        self.path = path

    def enter(self, path: str, *field: str | int) -> Layer:
        """Return the kustomization in another folder.

        Raises:
            MlkubeError: there is none, it cannot be read, or it is being built already.

        """
        if len(self.chain) >= _DEEPEST:
            reason = f"kustomizations are nested more than {_DEEPEST} deep"
            raise self.placed(KustomizationError(reason, hint="list what lies below side by side"), *field)
        self.session.entered += 1
        if self.session.entered > _MOST_KUSTOMIZATIONS:
            reason = f"the build enters more than {_MOST_KUSTOMIZATIONS} kustomizations"
            raise self.placed(
                KustomizationError(reason, hint="is a base listed at every level twice?"), *field
            )
        try:
            folder = self.session.files.folder(self.folder, path, self.chain)
            return open_layer(
                self.session,
                folder,
                (*self.chain, folder),
                os.path.normpath(os.path.join(self.origin, path)),
                (*self.path, *field),
            )
        except MlkubeError as error:
            raise self.placed(error, *field) from None

    def is_folder(self, path: str) -> bool:
        """Tell whether an entry of `resources` names a folder rather than a file."""
        return os.path.isdir(joined(self.folder, path))

    def exists(self, path: str) -> bool:
        """Tell whether a path that this kustomization names leads to anything."""
        return os.path.exists(joined(self.folder, path))

    def read(self, path: str, *field: str | int) -> bytes:
        """Return the content of a file that this kustomization names.

        Raises:
            FileAccessError: see `Files.read`; the place is the field that names the file.

        """
        try:
            return self.session.files.read(self.folder, path)
        except MlkubeError as error:
            raise self.placed(error, *field) from None

    def parsed(self, path: str, reader: Callable[[bytes, str], T], *field: str | int) -> T:
        """Return what a reader makes of a file that this kustomization names."""
        try:
            real = self.session.files.find(self.folder, path)
            return self.session.files.parsed(real, reader)
        except MlkubeError as error:
            raise self.placed(error, *field) from None

    def resources(self, path: str, *field: str | int) -> tuple[Resource, ...]:
        """Return the objects of a file that this kustomization names."""
        if path.endswith(PYTHON):
            return self.parsed(path, self._python_reader(*field), *field)
        return self.parsed(path, read_resources, *field)

    def _python_reader(self, *field: str | int) -> Callable[[bytes, str], tuple[Resource, ...]]:
        reader = self.session.options.python
        if reader is None:
            name = self.kustomization.resources[int(field[-1])]
            raise self.placed(
                KustomizationError(
                    f"{name!r} is Python, and this project does not run it",
                    hint="set `python = true` in mlkube.toml, or pass --python",
                ),
                *field,
            )
        return reader

    def shown(self, path: str) -> str:
        """Return the path of a file of this kustomization, as messages name it."""
        return shown(joined(self.folder, path))

    def placed(self, error: MlkubeError, *field: str | int) -> MlkubeError:
        """Return the error with the place in this kustomization, unless it has a place of its own."""
        if isinstance(error, ErrorGroup) or error.place.file:
            return error
        place = self.place(*field)
        subject = error.place
        error.place = Place(
            place.file, place.line, place.column, subject.resource, subject.field or place.field
        )
        return error

    def place(self, *field: str | int) -> Place:
        """Return the place of a field in the kustomization file; line and column are found when asked for."""
        return self.kustomization.place(*field)


def open_layer(
    session: Session,
    folder: str,
    chain: tuple[str, ...],
    origin: str,
    path: tuple[str | int, ...] = (),
) -> Layer:
    """Return the kustomization of a folder.

    Raises:
        MlkubeError: the folder has no kustomization or several, or its fields are wrong.

    """
    file = session.files.kustomization(folder)
    kustomization = session.files.parsed(file, Kustomization.read)
    session.warnings.extend(kustomization.warnings)
    return Layer(session, kustomization, folder, file, chain, origin, path)


def missing(layer: Layer, path: str) -> MlkubeError:
    """Return the error for an entry of `resources` that is neither file nor folder."""
    if is_remote(path):
        return remote_error(path)
    return FileAccessError(f"no such file or folder: {path!r}", hint=looked_for(joined(layer.folder, path)))
