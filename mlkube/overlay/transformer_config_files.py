"""Reads the files that `configurations` and `crds` name into transformer configurations.

Source: kustomize api/internal/plugins/builtinconfig/loaddefaultconfig.go,
api/internal/accumulator/loadconfigfromcrds.go.
"""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.field_spec import FieldSpec
from mlkube.overlay.field_spec_list import FieldSpecs
from mlkube.overlay.transformer_config import (
    EMPTY,
    NAME_REFERENCE,
    NameReference,
    TransformerConfig,
    normalized,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_SECTIONS = (
    "namePrefix",
    "nameSuffix",
    "namespace",
    "commonLabels",
    "labels",
    "templateLabels",
    "commonAnnotations",
    NAME_REFERENCE,
    "varReference",
    "images",
    "replicas",
)
_KIND_FIELDS = ("group", "version", "kind")
_SPEC_FIELDS = (*_KIND_FIELDS, "path", "create")
_REFERENCE_FIELDS = (*_KIND_FIELDS, "fieldSpecs")

_ANNOTATION = "x-kubernetes-annotation"
_LABEL_SELECTOR = "x-kubernetes-label-selector"
_IDENTITY = "x-kubernetes-identity"
_REFERENCE_VERSION = "x-kubernetes-object-ref-api-version"
_REFERENCE_KIND = "x-kubernetes-object-ref-kind"
_REFERENCE_NAME = "x-kubernetes-object-ref-name-key"


def read_configuration(data: Json, file: str) -> TransformerConfig:
    """Return the configuration that a file of `configurations` holds, parsed as a kustomization is.

    Upper and lower case of field names do not matter. An empty file is an empty configuration.

    Raises:
        KustomizationError: unknown fields, values of the wrong type, rows that contradict each other.

    """
    reader = _Reader(Place(file))
    sections: dict[str, FieldSpecs] = {}
    references: list[NameReference] = []
    for name, value, path in reader.fields(data, _SECTIONS, ""):
        rows = reader.rows(value, path)
        if name == NAME_REFERENCE:
            references = [reader.reference(row, where) for row, where in rows]
        else:
            sections[name] = FieldSpecs([reader.spec(row, where) for row, where in rows])
    raise_all(reader.errors)
    return normalized(sections, references, Place(file))


def read_field_specs(value: Json, place: Place) -> FieldSpecs:
    """Return the specs of a plugin's `fieldSpecs`; as in kustomize, unknown fields are ignored there.

    Raises:
        KustomizationError: values of the wrong type; `place` is that of the list.

    """
    reader = _Reader(place, lenient=True)
    specs = FieldSpecs([reader.spec(row, where) for row, where in reader.rows(value, place.field)])
    raise_all(reader.errors)
    return specs


class _Reader:
    """Checks the parts of a configuration file and collects what is wrong with them."""

    __slots__ = ("errors", "lenient", "place")

    def __init__(self, place: Place, *, lenient: bool = False) -> None:
        self.place = place
        self.lenient = lenient
        self.errors: list[MlkubeError] = []

    def refuse(self, path: str, reason: str, hint: str = "") -> None:
        self.errors.append(KustomizationError(reason, place=self.place.within(field=path), hint=hint))

    def fields(self, data: Json, known: tuple[str, ...], path: str) -> list[tuple[str, Json, str]]:
        """Return the fields of a mapping by their proper names, each with its path."""
        if data is None:
            return []
        if not isinstance(data, dict):
            self.refuse(path, f"expected a mapping, found {_kind_of(data)}")
            return []
        proper = {name.lower(): name for name in known}
        found: list[tuple[str, Json, str]] = []
        for key, value in data.items():
            name = proper.get(key.lower())
            if name:
                found.append((name, value, f"{path}.{name}" if path else name))
                continue
            if self.lenient:
                continue
            near = suggest(key, known)
            hint = f"did you mean `{near}`?" if near else f"the fields are {', '.join(known)}"
            self.refuse(path, f"unknown field `{key}`", hint)
        return found

    def rows(self, value: Json, path: str) -> list[tuple[Json, str]]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(path, f"expected a list, found {_kind_of(value)}")
            return []
        return [(row, f"{path}[{index}]") for index, row in enumerate(value)]

    def text(self, value: Json, path: str) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        self.refuse(path, f"expected a string, found {_kind_of(value)}", "put quotes around it")
        return ""

    def spec(self, row: Json, path: str) -> FieldSpec:
        text = dict.fromkeys((*_KIND_FIELDS, "path"), "")
        create = False
        for name, value, where in self.fields(row, _SPEC_FIELDS, path):
            if name != "create":
                text[name] = self.text(value, where)
            elif isinstance(value, bool):
                create = value
            elif value is not None:
                self.refuse(where, f"expected true or false, found {_kind_of(value)}")
        field_path = text.pop("path")
        return FieldSpec(field_path, create=create, **text)

    def reference(self, row: Json, path: str) -> NameReference:
        text = dict.fromkeys(_KIND_FIELDS, "")
        specs: list[FieldSpec] = []
        for name, value, where in self.fields(row, _REFERENCE_FIELDS, path):
            if name == "fieldSpecs":
                specs = [self.spec(each, inner) for each, inner in self.rows(value, where)]
            else:
                text[name] = self.text(value, where)
        return NameReference(text["group"], text["version"], text["kind"], FieldSpecs(specs))


def read_crd_definitions(data: Json, file: str) -> TransformerConfig:
    """Return the configuration that the OpenAPI definitions of a file of `crds` imply.

    The file maps type names (`example.com.v1.Bee`) to `Schema`s; `x-kubernetes-annotation`,
    `-label-selector`, `-identity` and `-object-ref-…` on properties of a type that has apiVersion, kind and
    metadata say what they are. Properties lead on by `$ref` to the name of another type, and by that alone.

    Raises:
        KustomizationError: the file holds something else, such as a CustomResourceDefinition.

    """
    if data is None:
        return EMPTY
    if not isinstance(data, dict):
        raise _no_definitions(file, f"expected a mapping of type names, found {_kind_of(data)}")
    types: dict[str, JsonObject] = {}
    for name, definition in data.items():
        if not isinstance(definition, (dict, type(None))):
            reason = f"expected the definition of a type, found {_kind_of(definition)}"
            raise _no_definitions(file, reason, field=name)
        types[name] = _properties(definition or {}, file, name)
    walk = _CrdWalk(types)
    for name, properties in types.items():
        if {"kind", "apiVersion", "metadata"} <= properties.keys():
            walk.visit(name, name.rpartition(".")[2], (), ())
    return normalized(
        {name: FieldSpecs(rows) for name, rows in walk.sections.items()}, walk.references, Place(file)
    )


def _no_definitions(file: str, reason: str, field: str = "") -> KustomizationError:
    return KustomizationError(
        reason,
        place=Place(file, field=field),
        hint="`crds` lists OpenAPI definitions; a CustomResourceDefinition belongs under `resources`",
    )


def _properties(definition: JsonObject, file: str, name: str) -> JsonObject:
    schema = next((value for key, value in definition.items() if key.lower() == "schema"), None)
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if properties is None and (schema is None or isinstance(schema, dict)):
        return {}
    if not isinstance(properties, dict):
        raise _no_definitions(file, "expected a schema with properties", field=name)
    for key, value in properties.items():
        if not isinstance(value, (dict, type(None))):
            raise _no_definitions(file, f"expected a schema, found {_kind_of(value)}", field=f"{name}.{key}")
    return properties


class _CrdWalk:
    """The rows found so far on the way through the types of one file."""

    __slots__ = ("references", "sections", "types")

    def __init__(self, types: dict[str, JsonObject]) -> None:
        self.types = types
        self.sections: dict[str, list[FieldSpec]] = {
            "commonAnnotations": [],
            "commonLabels": [],
            "namePrefix": [],
        }
        self.references: list[NameReference] = []

    def visit(self, name: str, kind: str, path: tuple[str, ...], within: tuple[str, ...]) -> None:
        """Collect the rows of a type's properties for the kind at whose path they stand.

        A type inside of itself is not entered again: kustomize does, and crashes.
        """
        for key, schema in self.types.get(name, {}).items():
            if not isinstance(schema, dict):
                continue
            here = (*path, key)
            if isinstance(schema.get(_ANNOTATION), str):
                self.sections["commonAnnotations"].append(FieldSpec(here, kind=kind))
            if isinstance(schema.get(_LABEL_SELECTOR), str):
                self.sections["commonLabels"].append(FieldSpec(here, kind=kind))
            if isinstance(schema.get(_IDENTITY), str):
                self.sections["namePrefix"].append(FieldSpec(here, kind=kind))
            version, target = schema.get(_REFERENCE_VERSION), schema.get(_REFERENCE_KIND)
            if isinstance(version, str) and isinstance(target, str):
                field = schema.get(_REFERENCE_NAME)
                specs = FieldSpecs(
                    [FieldSpec((*here, field if isinstance(field, str) else "name"), kind=kind)]
                )
                self.references.append(NameReference("", version, target, specs))
            reference = schema.get("$ref")
            if isinstance(reference, str) and reference != name and reference not in within:
                self.visit(reference, kind, here, (*within, name))


def _kind_of(value: Json) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the string `{value[:60]}`" if isinstance(value, str) else f"the number {value}"
