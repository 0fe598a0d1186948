"""What all kustomizations of one build share: options, files, schemas, warnings."""

from __future__ import annotations

import os

from mlkube.errors import FileAccessError, KustomizationError, Place
from mlkube.overlay.definitions import TargetSchema
from mlkube.overlay.files import Files
from mlkube.overlay.resource_file import read_resources
from mlkube.schema import KUSTOMIZE_OPENAPI_VERSIONS, KUSTOMIZE_VERSION, load_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.description import Expansion, Key
    from mlkube.core.resource import Resource
    from mlkube.overlay.descriptions import Addressing
    from mlkube.overlay.layer import Layer
    from mlkube.overlay.merge.patch_context import PatchContext
    from mlkube.overlay.options import BuildOptions
    from mlkube.schema.store import Schema
    from mlkube.yamlio.written import WrittenFile


class Session:
    """What all kustomizations of one build share: options, files, merge schema, warnings.

    `entered` counts the kustomizations, each as often as it is listed. `expansions` are what stands in the
    place of descriptions, None before they are settled. `schema` is what lists merge by. As in
    kustomize, the first kustomization with `openapi:` sets it for everything that is merged from then on.
    """

    __slots__ = (
        "_schema",
        "_schema_is_set",
        "_target_schema",
        "_written",
        "addressing",
        "entered",
        "expansions",
        "files",
        "options",
        "patch_context",
        "tracks_origin",
        "warnings",
    )

    def __init__(
        self,
        options: BuildOptions,
        files: Files | None = None,
        expansions: Mapping[Key, Expansion] | None = None,
    ) -> None:
        self.options = options
        self.files = files or Files(options.load_restrictor)
        self.expansions = expansions
        self.addressing: Addressing | None = None
        self.warnings: list[tuple[Place, str]] = []
        self.entered = 0
        self.tracks_origin = False
        self.patch_context: PatchContext | None = None
        self._schema: Schema | None = None
        self._schema_is_set = False
        self._target_schema: TargetSchema | None = None
        self._written: dict[str, WrittenFile | None] = {}

    def built_by(self) -> dict[str, list[str]]:
        """Return what each description builds, as messages say it."""
        return {
            expansion.subject: [str(resource) for resource in expansion.resources]
            for expansion in (self.expansions or {}).values()
        }

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
        if source.file not in self._written:
            from mlkube.yamlio.written import WrittenFile  # noqa: PLC0415  few values need it

            data = self.source_text(source.file)
            self._written[source.file] = None if data is None else WrittenFile(data)
        file = self._written[source.file]
        scalar = None if file is None else file.scalar(source.document, path)
        return None if scalar is None else scalar[0]

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
