"""Descriptions of workloads between the settle pass and the builders: data that both sides know."""

from __future__ import annotations

from mlkube.core.resource import Source
from mlkube.core.writing import Writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.errors import Place

    Path: TypeAlias = "tuple[str | int, ...]"
    Key: TypeAlias = "tuple[object, ...]"

__all__ = ["GROUP", "DescribedSource", "Description", "Expansion", "PlacedSource", "Writing"]

GROUP = "mlkube.dev"


class PlacedSource(Source):
    """The source of an object that no YAML file holds; `locate` gives the place of a path of its body."""

    __slots__ = ("locate",)

    def __init__(self, file: str, document: int, locate: Callable[[Path], Place]) -> None:
        super().__init__(file, document)
        self.locate = locate


class DescribedSource(Source):
    """The source of an object that a workload builds: the description that it came from."""

    __slots__ = ("description",)

    def __init__(self, source: Source, description: Description) -> None:
        super().__init__(source.file, source.document, source.item)
        self.description = description


class Description:
    """A settled description: one instance, for each time that its base is included.

    `key` is the path of the inclusion. `body` holds what the description and its patches say; `metadata` is
    without what a kustomization's fields put there. `prefix` and `suffix` are what all layers put around
    names, `namespace` is the final one, empty where no layer gives one. `writings` begin with the file that
    defines it. `folder` is the one whose files it may name.
    """

    __slots__ = ("body", "folder", "key", "namespace", "prefix", "source", "suffix", "writings")

    def __init__(
        self,
        key: Key,
        body: JsonObject,
        *,
        source: Source | None = None,
        prefix: str = "",
        suffix: str = "",
        namespace: str = "",
        folder: str = "",
        writings: Sequence[Writing] = (),
    ) -> None:
        self.key = key
        self.body = body
        self.source = source
        self.prefix = prefix
        self.suffix = suffix
        self.namespace = namespace
        self.folder = folder
        self.writings = tuple(writings)

    @property
    def api_version(self) -> str:
        """The body's `apiVersion`."""
        return str(self.body.get("apiVersion") or "")

    @property
    def kind(self) -> str:
        """The body's `kind`."""
        return str(self.body.get("kind") or "")

    @property
    def name(self) -> str:
        """The name that the description has in its own file."""
        metadata = self.body.get("metadata")
        return str(metadata.get("name") or "") if isinstance(metadata, dict) else ""

    def final(self, name: str) -> str:
        """Return a base name as all layers leave it."""
        return f"{self.prefix}{name}{self.suffix}"

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


class Expansion:
    """What a description builds: the objects in its place, and field specs for custom resources.

    `subject` is the description as messages name it. `configuration` holds rows as a file of `configurations`
    does: nameReference, images.
    """

    __slots__ = ("configuration", "resources", "subject")

    def __init__(
        self, subject: str, resources: Sequence[Resource], configuration: JsonObject | None = None
    ) -> None:
        self.subject = subject
        self.resources = tuple(resources)
        self.configuration = configuration or {}
