"""The schema of the target: a Kubernetes version, and the custom resource definitions of the project."""

from __future__ import annotations

import os

from mlkube.core.resource import split_api_version
from mlkube.errors import FileAccessError, Place
from mlkube.overlay.files import read_file, shown
from mlkube.schema import load_schema
from mlkube.yamlio import load_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.schema.node import Node
    from mlkube.schema.store import Schema

_SUFFIXES = (".yaml", ".yml", ".json")


class TargetSchema:
    """Finds the schema of a kind; files of definitions are read when no other schema knows the kind."""

    __slots__ = ("_asked", "_folder", "_schema", "_texts", "_version")

    def __init__(self, version: str, folder: str) -> None:
        self._version = version
        self._folder = folder
        self._schema: Schema | None = None
        self._texts: dict[str, bytes] | None = None
        self._asked: set[tuple[str, str]] = set()

    def _loaded(self) -> Schema:
        if self._schema is None:
            self._schema = load_schema(self._version)
        return self._schema

    def find(self, api_version: str, kind: str) -> Node | None:
        """Return the schema of a kind, None where nobody defines it.

        Kubernetes comes first, then the project's definitions, then the custom resources that mlkube builds.
        """
        node = self._loaded().find(api_version, kind)
        if node is not None or (api_version, kind) in self._asked:
            return node
        self._asked.add((api_version, kind))
        definitions = self._definitions(split_api_version(api_version)[0], kind)
        if definitions:
            self._schema = self._loaded().with_crds(definitions)
            node = self._schema.find(api_version, kind)
        return node or self._find_custom(api_version, kind)

    def _find_custom(self, api_version: str, kind: str) -> Node | None:
        """Return the schema of a custom resource that mlkube builds."""
        from mlkube.k8s.custom import custom_definition  # noqa: PLC0415  few builds patch custom resources

        known = custom_definition(api_version, kind)
        if known is None:
            return None
        self._schema = self._loaded().with_crds([known])
        return self._schema.find(api_version, kind)

    def pod_template(self) -> Node | None:
        """Return the schema of a pod template."""
        return self._loaded().pod_template()

    def pod_spec(self) -> Node | None:
        """Return the schema of a pod's spec."""
        return self._loaded().pod_spec()

    def _definitions(self, group: str, kind: str) -> list[JsonObject]:
        """Return the definitions in the files that mention the group and the kind."""
        found: list[JsonObject] = []
        for path, text in self._files().items():
            if b"CustomResourceDefinition" in text and group.encode() in text and kind.encode() in text:
                found.extend(
                    document
                    for document in load_all(text, shown(path))
                    if isinstance(document, dict) and document.get("kind") == "CustomResourceDefinition"
                )
        return found

    def _files(self) -> dict[str, bytes]:
        if self._texts is None:
            self._texts = {}
            names = sorted(os.listdir(self._folder)) if self._folder and os.path.isdir(self._folder) else []
            for name in names:
                path = os.path.join(self._folder, name)
                if name.endswith(_SUFFIXES) and os.path.isfile(path):
                    self._texts[path] = _content(path)
        return self._texts


def _content(path: str) -> bytes:
    try:
        return read_file(path)
    except OSError as error:
        raise FileAccessError(f"cannot be read: {error.strerror}", place=Place(shown(path))) from None
