"""The kustomization file as a frozen type that reads and writes."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.kustomization.fields import KUSTOMIZATION, STRING
from mlkube.overlay.kustomization.legacy import (
    COMPONENT_KIND,
    MOVED,
    deprecations,
    header_fault,
    is_empty,
    move_legacy_fields,
)
from mlkube.overlay.kustomization.read import Fault, read_value
from mlkube.overlay.kustomization.text import KustomizationText
from mlkube.yamlio import load_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Unpack

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.kustomization.fields import KustomizationArguments

_ATTRIBUTES = {
    field: "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in field)
    for field in KUSTOMIZATION
    if field not in MOVED
}
_FIELDS = {attribute: field for field, attribute in _ATTRIBUTES.items()}


class Kustomization:
    """A Kustomization or a Component, with every field of kustomize's in snake case.

    Lists are tuples. Their entries, and the mappings, are plain JSON in kustomize's own spelling, in which
    every field is known and has its type. `sort_options` is None where the file does not speak of it. The
    older fields `bases`, `imageTags` and `helmChartInflationGenerator` have no attribute: once read, their
    items stand in `resources`, `images` and `helm_charts`. `warnings` are kustomize's sentences about
    deprecated fields; they, the file and the places take no part in equality.
    """

    __slots__ = (*_ATTRIBUTES.values(), "_text", "file", "warnings")

    api_version: str
    kind: str
    metadata: JsonObject
    resources: tuple[str, ...]
    name_prefix: str
    name_suffix: str
    namespace: str
    crds: tuple[str, ...]
    common_labels: dict[str, str]
    labels: tuple[JsonObject, ...]
    common_annotations: dict[str, str]
    patches_strategic_merge: tuple[str, ...]
    patches_json6902: tuple[JsonObject, ...]
    patches: tuple[JsonObject, ...]
    config_map_generator: tuple[JsonObject, ...]
    secret_generator: tuple[JsonObject, ...]
    helm_charts: tuple[JsonObject, ...]
    helm_globals: JsonObject
    generator_options: JsonObject
    vars: tuple[JsonObject, ...]
    images: tuple[JsonObject, ...]
    replacements: tuple[JsonObject, ...]
    replicas: tuple[JsonObject, ...]
    configurations: tuple[str, ...]
    generators: tuple[str, ...]
    transformers: tuple[str, ...]
    validators: tuple[str, ...]
    components: tuple[str, ...]
    openapi: dict[str, str]
    build_metadata: tuple[str, ...]
    sort_options: JsonObject | None
    file: str
    warnings: tuple[tuple[Place, str], ...]
    _text: KustomizationText

    def __init__(self, *, file: str = "", **fields: Unpack[KustomizationArguments]) -> None:
        """Check the fields as strictly as those of a file.

        Raises:
            KustomizationError: a value has the wrong type, or `kind` and `api_version` contradict each other.

        """
        given: JsonObject = {}
        for attribute, value in fields.items():
            if attribute not in _FIELDS:
                raise TypeError(f"a Kustomization has no field {attribute!r}")
            given[_FIELDS[attribute]] = list(value) if isinstance(value, tuple) else value  # type: ignore[assignment]  # checked next
        text = KustomizationText(file, b"", given)
        self._fill(move_legacy_fields(_checked(given, text)), text, ())

    def _fill(
        self, fields: JsonObject, text: KustomizationText, warnings: tuple[tuple[Place, str], ...]
    ) -> None:
        put = object.__setattr__
        for field, attribute in _ATTRIBUTES.items():
            kind = KUSTOMIZATION[field]
            value = fields.get(field)
            if kind is STRING:
                put(self, attribute, value or "")
            elif isinstance(kind, list):
                put(self, attribute, tuple(value) if isinstance(value, list) else ())
            else:
                put(self, attribute, {} if value is None and field != "sortOptions" else value)
        put(self, "file", text.file)
        put(self, "warnings", warnings)
        put(self, "_text", text)

    @classmethod
    def read(cls, data: bytes, file: str) -> Kustomization:
        """Return the kustomization that the bytes of a file hold.

        Raises:
            YamlError: the text is no YAML.
            KustomizationError: it is empty, is of another kind, or has unknown fields or wrong types; an
                `ErrorGroup` where several things are wrong.

        Source: api/internal/target/kusttarget.go, Load.

        """
        value = load_kustomization(data, file)
        if value is not None and not isinstance(value, dict):
            what = "a list" if isinstance(value, list) else "a plain value"
            raise KustomizationError(f"a kustomization is a mapping, this is {what}", place=Place(file, 1))
        text = KustomizationText(file, data, value or {})
        checked = _checked(text.value, text)
        warnings = tuple((text.place((field,)), sentence) for field, sentence in deprecations(checked))
        if is_empty(checked):
            reason = "the kustomization has nothing but a header" if checked else "the kustomization is empty"
            raise KustomizationError(reason, place=Place(file), hint="add `resources:`, or `resources: []`")
        result = cls.__new__(cls)
        result._fill(move_legacy_fields(checked), text, warnings)  # noqa: SLF001 - its own class
        return result

    def write(self) -> str:
        """Return text that reads back as an equal value, its fields in kustomize's order."""
        from mlkube.overlay.kustomization.write import write_fields  # noqa: PLC0415 - a build writes no kustomization

        return write_fields(self._fields())

    def replace(self, **changes: Unpack[KustomizationArguments]) -> Kustomization:
        """Return a kustomization with some fields changed, checked like a new one.

        Raises:
            KustomizationError: as for a new one.

        """
        fields: dict[str, Json] = {_ATTRIBUTES[field]: value for field, value in self._fields().items()}
        return Kustomization(file=self.file, **{**fields, **changes})  # type: ignore[arg-type]  # names and types come from the table

    def place(self, *path: str | int) -> Place:
        """Return the place of a field, as in `place("patches", 0, "path")`.

        Line and column are looked up when somebody asks for them. The path is spelled as in the file; items
        that moved from an older field are found there.
        """
        return self._text.place(path)

    @property
    def is_component(self) -> bool:
        """Whether this is a Component, which is never built alone."""
        return self.kind == COMPONENT_KIND

    def _fields(self) -> JsonObject:
        fields: JsonObject = {}
        for field, attribute in _ATTRIBUTES.items():
            value = getattr(self, attribute)
            fields[field] = list(value) if isinstance(value, tuple) else value
        return fields

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Kustomization is frozen; use replace({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Kustomization is frozen")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kustomization) and self._fields() == other._fields()

    __hash__ = None  # type: ignore[assignment]  # its entries are plain JSON

    def __repr__(self) -> str:
        return f"<{self.kind} {self.file or '(no file)'}>"


def _checked(value: JsonObject, text: KustomizationText) -> JsonObject:
    faults: list[Fault] = []
    fields = read_value(value, KUSTOMIZATION, (), faults)
    assert isinstance(fields, dict)  # noqa: S101 - a mapping is read as a mapping
    header = header_fault(fields)
    if header is not None:
        # A file of another kind has other fields: naming each of them would hide the one mistake.
        faults = [header] if header.path == ("kind",) else [header, *faults]
    raise_all([_error(fault, text) for fault in faults])
    return fields


def _error(fault: Fault, text: KustomizationText) -> MlkubeError:
    place = text.place(fault.path)
    shown = format_path(fault.path[:-1] if fault.unknown else fault.path)
    place = Place(place.file, place.line, place.column, "", shown)
    return KustomizationError(fault.reason, place=place, hint=fault.hint)
