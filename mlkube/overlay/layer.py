"""One kustomization while it is built: its fields, its folder, and the way that led to it."""

from __future__ import annotations

import os

from mlkube.errors import ErrorGroup, FileAccessError, KustomizationError, MlkubeError, Place
from mlkube.overlay.definitions import TargetSchema
from mlkube.overlay.files import Files, is_remote, joined, looked_for, remote_error, shown
from mlkube.overlay.kustomization import Kustomization
from mlkube.overlay.resource_file import read_resources
from mlkube.schema import KUSTOMIZE_OPENAPI_VERSIONS, KUSTOMIZE_VERSION, load_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from mlkube.core.resource import Resource
    from mlkube.overlay.options import BuildOptions
    from mlkube.overlay.steps.patches import PatchContext
    from mlkube.schema.store import Schema

    T = TypeVar("T")


# Each level takes a few of Python's stack frames, of which there are a thousand.
_DEEPEST = 200


class Session:
    """What all kustomizations of one build share: options, files, merge schema, warnings.

    `schema` is what lists merge by. As in kustomize, the first kustomization with `openapi:` sets it for
    everything that is merged from then on.
    """

    __slots__ = (
        "_schema",
        "_schema_is_set",
        "_target_schema",
        "files",
        "options",
        "patch_context",
        "tracks_origin",
        "warnings",
    )

    def __init__(self, options: BuildOptions) -> None:
        self.options = options
        self.files = Files(options.load_restrictor)
        self.warnings: list[tuple[Place, str]] = []
        self.tracks_origin = False
        self.patch_context: PatchContext | None = None
        self._schema: Schema | None = None
        self._schema_is_set = False
        self._target_schema: TargetSchema | None = None

    @property
    def schema(self) -> Schema:
        """The schema that merges by default, read when it is first needed."""
        if self._schema is None:
            self._schema = load_schema(KUSTOMIZE_VERSION)
        return self._schema

    @property
    def target_schema(self) -> TargetSchema:
        """The schema of the target Kubernetes version with the project's definitions."""
        if self._target_schema is None:
            self._target_schema = TargetSchema(self.options.kubernetes_version, self.options.definitions)
        return self._target_schema

    def _built_in_schema_was_read(self) -> bool:
        """Tell whether kustomize would have read its own schema by now; then a document only adds to it.

        It does so to merge, and to learn the scope of a kind that its table of scopes does not hold.
        """
        if self._schema is not None:
            return True
        schema = load_schema(KUSTOMIZE_VERSION)
        return any(
            schema.find(resource.api_version, resource.kind) is None
            for resources in self.files.results(read_resources)
            for resource in resources
        )

    def written(self, resource: Resource, path: Sequence[str | int]) -> str | None:
        """Return the text of a value in the file that defines an object, None where it is not there."""
        source = resource.sources[0] if resource.sources else None
        if source is None or source.item >= 0:
            return None
        from mlkube.yamlio import written_text  # noqa: PLC0415  few values need it

        data = self.source_text(source.file)
        return None if data is None else written_text(data, source.document, path)

    def source_text(self, file: str) -> bytes | None:
        """Return the content of a file by the name that messages give it; None where it is no file."""
        try:
            return self.files.content(os.path.realpath(file))
        except FileAccessError:
            return None

    def use_openapi(self, layer: Layer) -> None:
        """Take the schema that a kustomization brings, unless an earlier one brought its own.

        Raises:
            MlkubeError: the file cannot be read, or the version is not one that kustomize has built in.

        """
        openapi = layer.kustomization.openapi
        if self._schema_is_set or not openapi:
            return
        path, version = openapi.get("path"), openapi.get("version")
        if path and version:
            raise layer.placed(KustomizationError("either path or version, not both"), "openapi")
        if path:
            from mlkube.yamlio import load_kustomization  # noqa: PLC0415  few builds need it

            document = layer.parsed(str(path), load_kustomization, "openapi", "path")
            if not isinstance(document, dict):
                raise layer.placed(KustomizationError("an OpenAPI document is expected"), "openapi", "path")
            extend = self._built_in_schema_was_read()
            self._schema = self.schema.with_openapi(document, extend=extend)
            self._schema_is_set = True
        elif version:
            if version not in KUSTOMIZE_OPENAPI_VERSIONS:
                reason = f"kustomize has no OpenAPI version {version!r} built in"
                hint = f"use {KUSTOMIZE_OPENAPI_VERSIONS[0]!r}, or name a file under openapi.path"
                raise layer.placed(KustomizationError(reason, hint=hint), "openapi", "version")
            self._schema_is_set = True


class Layer:
    """A kustomization in its folder.

    `chain` holds the real paths of the folders that led here, this one last. `origin` is the path from the
    built folder to this one as the kustomizations spell it, for `buildMetadata`.
    """

    __slots__ = ("chain", "file", "folder", "kustomization", "origin", "session")

    def __init__(
        self,
        session: Session,
        kustomization: Kustomization,
        folder: str,
        file: str,
        chain: tuple[str, ...],
        origin: str,
    ) -> None:
        self.session = session
        self.kustomization = kustomization
        self.folder = folder
        self.file = file
        self.chain = chain
        self.origin = origin

    def enter(self, path: str, *field: str | int) -> Layer:
        """Return the kustomization in another folder.

        Raises:
            MlkubeError: there is none, it cannot be read, or it is being built already.

        """
        if len(self.chain) >= _DEEPEST:
            reason = f"kustomizations are nested more than {_DEEPEST} deep"
            raise self.placed(KustomizationError(reason, hint="list what lies below side by side"), *field)
        try:
            folder = self.session.files.folder(self.folder, path, self.chain)
            return open_layer(
                self.session, folder, (*self.chain, folder), os.path.normpath(os.path.join(self.origin, path))
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
        return self.parsed(path, read_resources, *field)

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


def open_layer(session: Session, folder: str, chain: tuple[str, ...], origin: str) -> Layer:
    """Return the kustomization of a folder.

    Raises:
        MlkubeError: the folder has no kustomization or several, or its fields are wrong.

    """
    file = session.files.kustomization(folder)
    kustomization = session.files.parsed(file, Kustomization.read)
    session.warnings.extend(kustomization.warnings)
    return Layer(session, kustomization, folder, file, chain, origin)


def missing(layer: Layer, path: str) -> MlkubeError:
    """Return the error for an entry of `resources` that is neither file nor folder."""
    if is_remote(path):
        return remote_error(path)
    return FileAccessError(f"no such file or folder: {path!r}", hint=looked_for(joined(layer.folder, path)))
