"""Definitions of custom resources: from a project's folder, from what a user names, from the input."""

from __future__ import annotations

import os

from mlkube.errors import FileAccessError, MlkubeError, Place, YamlError
from mlkube.overlay.files import read_file, shown
from mlkube.validation.definitions import Definitions
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import Json, JsonObject

SUFFIXES = (".yaml", ".yml", ".json")
_MARK = b"CustomResourceDefinition"
STANDARD_INPUT = "-"


def load_definitions(crds: Iterable[str], folder: str, read_input: object = None) -> Definitions:
    """Return the definitions in files and folders, those that a user names first.

    Raises:
        MlkubeError: a file that cannot be read, or that holds no definition although a user named it.

    """
    from mlkube.k8s.custom import custom_definition  # noqa: PLC0415  only a validation asks

    definitions = Definitions(custom_definition)
    for name in crds:
        _add_named(name, definitions, read_input)
    if folder and os.path.isdir(folder):
        for path in files_below(folder):
            _add_file(path, definitions)
    return definitions


def _add_named(name: str, definitions: Definitions, read_input: object) -> None:
    if name == STANDARD_INPUT and callable(read_input):
        add_text(read_input(), "<stdin>", definitions)
        return
    if os.path.isdir(name):
        for path in files_below(name):
            _add_file(path, definitions)
        return
    known = len(definitions)
    _add_file(name, definitions, missing_ok=False)
    if len(definitions) == known:
        raise MlkubeError("holds no CustomResourceDefinition that is served", place=Place(shown(name)))


def _add_file(path: str, definitions: Definitions, *, missing_ok: bool = False) -> None:
    try:
        data = read_file(path)
    except OSError as error:
        if missing_ok:
            return
        raise FileAccessError(
            f"cannot be read: {(error.strerror or 'unknown').lower()}", place=Place(shown(path))
        ) from None
    add_text(data, shown(path), definitions)


def add_text(data: bytes, file: str, definitions: Definitions) -> None:
    """Add every definition in a text; documents that cannot be read are none."""
    if _MARK not in data:
        return
    try:
        for document in read_server_documents(data, file):
            for definition in definitions_in(document.value):
                definitions.add(definition, file)
    except YamlError:
        return  # whoever reads the text for itself says what is wrong with it


def definitions_in(value: Json) -> Iterator[JsonObject]:
    """Yield the definitions in a document: the document itself, or the items of a List."""
    if not isinstance(value, dict):
        return
    if value.get("kind") == "CustomResourceDefinition":
        yield value
    items = value.get("items")
    if isinstance(items, list) and str(value.get("kind")).endswith("List"):
        for item in items:
            if isinstance(item, dict):
                yield {"kind": "CustomResourceDefinition", **item} if "kind" not in item else item


def files_below(folder: str) -> list[str]:
    """Return the YAML and JSON files in a folder and below it, sorted; hidden folders are left out.

    Raises:
        FileAccessError: the folder cannot be listed.

    """
    found: list[str] = []

    def refuse(error: OSError) -> None:
        raise FileAccessError(
            f"cannot be listed: {(error.strerror or 'unknown').lower()}", place=Place(str(error.filename))
        )

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in LEFT_OUT)
        found.extend(os.path.join(where, name) for name in sorted(names) if name.endswith(SUFFIXES))
    return found


LEFT_OUT = frozenset(("node_modules", "__pycache__", "vendor"))


def definitions_to_keep(file: str, data: bytes | None) -> dict[str, str]:
    """Return the texts of the definitions in a file by the names of their files; prose is left out.

    `data` is the content of standard input, None for a real file.

    Raises:
        MlkubeError: the file cannot be read, or holds no definition.

    """
    from mlkube.yamlio import dump  # noqa: PLC0415  only where definitions are kept

    name = "<stdin>" if data is not None else shown(file)
    if data is None:
        try:
            data = read_file(file)
        except OSError as error:
            raise FileAccessError(
                f"cannot be read: {(error.strerror or 'unknown').lower()}", place=Place(name)
            ) from None
    found: dict[str, str] = {}
    for document in read_server_documents(data, name):
        if document.error is not None:
            raise document.error
        for definition in definitions_in(document.value):
            if Definitions().add(definition):
                spec = definition["spec"]
                names = spec.get("names", {}) if isinstance(spec, dict) else {}
                plural = names.get("plural") or str(names.get("kind")).lower()  # type: ignore[union-attr]
                found[f"{spec['group']}_{plural}"] = dump(_kept(definition))  # type: ignore[index, call-overload]  # a definition, as just asked
    if not found:
        raise MlkubeError(
            "holds no CustomResourceDefinition",
            place=Place(name),
            hint="`kubectl get crd NAME -o yaml` prints one",
        )
    return found


def _kept(definition: JsonObject) -> Json:
    """Return what a definition says, without prose, status and what a cluster wrote into it."""
    metadata = definition.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return {
        "apiVersion": definition.get("apiVersion", "apiextensions.k8s.io/v1"),
        "kind": "CustomResourceDefinition",
        "metadata": {"name": name},
        "spec": _without_prose(definition.get("spec"), in_properties=False),
    }


def _without_prose(value: Json, *, in_properties: bool) -> Json:
    if isinstance(value, dict):
        return {
            key: _without_prose(
                each, in_properties=key in {"properties", "patternProperties"} and not in_properties
            )
            for key, each in value.items()
            if in_properties or not (key == "description" and isinstance(each, str))
        }
    if isinstance(value, list):
        return [_without_prose(each, in_properties=False) for each in value]
    return value
