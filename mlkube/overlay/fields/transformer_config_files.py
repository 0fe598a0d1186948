"""Reads the files that `configurations` and `crds` name into transformer configurations.

Source: kustomize api/internal/plugins/builtinconfig/loaddefaultconfig.go,
api/internal/accumulator/loadconfigfromcrds.go.
"""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.suggest import suggest
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_spec import FieldSpec, line_of
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.transformer_config import (
    EMPTY,
    NAME_REFERENCE,
    NameReference,
    TransformerConfig,
    normalized,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.fields.field_spec import Steps

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
    for name, value, steps in reader.fields(data, _SECTIONS, ()):
        rows = reader.rows(value, steps)
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
    reader = _Reader(place, (place.field,))
    specs = FieldSpecs([reader.spec(row, where) for row, where in reader.rows(value, ())])
    raise_all(reader.errors)
    return specs


class _Reader:
    """Checks the parts of a configuration and collects what is wrong with them.

    `within` is the field of a plugin's configuration that is read, empty for a file of `configurations`;
    only in the latter unknown fields are errors, as in kustomize.
    """

    __slots__ = ("errors", "place", "within")

    def __init__(self, place: Place, within: Steps = ()) -> None:
        self.place = place
        self.within = within
        self.errors: list[MlkubeError] = []

    def refuse(self, steps: Steps, reason: str, hint: str = "") -> None:
        where = (*self.within, *steps)
        line, column = line_of(self.place.file, 0, where) if not self.within else (0, 0)
        place = Place(self.place.file, line, column, self.place.resource, format_path(where))
        self.errors.append(KustomizationError(reason, place=place, hint=hint))

    def fields(self, data: Json, known: tuple[str, ...], steps: Steps) -> list[tuple[str, Json, Steps]]:
        """Return the fields of a mapping by their proper names, each with its path."""
        if data is None:
            return []
        if not isinstance(data, dict):
            self.refuse(steps, f"expected a mapping, found {_kind_of(data)}")
            return []
        proper = {name.lower(): name for name in known}
        found: list[tuple[str, Json, Steps]] = []
        for key, value in data.items():
            name = proper.get(key.lower())
            if name:
                found.append((name, value, (*steps, key)))
            elif not self.within:
                near = suggest(key, known)
                hint = f"did you mean `{near}`?" if near else f"the fields are {', '.join(known)}"
                self.refuse((*steps, key), "unknown field", hint)
        return found

    def rows(self, value: Json, steps: Steps) -> list[tuple[Json, Steps]]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(steps, f"expected a list, found {_kind_of(value)}")
            return []
        return [(row, (*steps, index)) for index, row in enumerate(value)]

    def text(self, value: Json, steps: Steps) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        self.refuse(steps, f"expected a string, found {_kind_of(value)}", "put quotes around it")
        return ""

    def spec(self, row: Json, steps: Steps) -> FieldSpec:
        text = dict.fromkeys((*_KIND_FIELDS, "path"), "")
        create = False
        for name, value, where in self.fields(row, _SPEC_FIELDS, steps):
            if name != "create":
                text[name] = self.text(value, where)
            elif isinstance(value, bool):
                create = value
            elif value is not None:
                self.refuse(where, f"expected true or false, found {_kind_of(value)}")
        field_path = text.pop("path")
        return FieldSpec(field_path, create=create, **text)

    def reference(self, row: Json, steps: Steps) -> NameReference:
        text = dict.fromkeys(_KIND_FIELDS, "")
        specs: list[FieldSpec] = []
        for name, value, where in self.fields(row, _REFERENCE_FIELDS, steps):
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
            raise _no_definitions(file, reason, (name,))
        types[name] = _properties(definition or {}, file, name)
    walk = _CrdWalk(types)
    for name, properties in types.items():
        if {"kind", "apiVersion", "metadata"} <= properties.keys():
            walk.visit(name, name.rpartition(".")[2], (), ())
    return normalized(
        {name: FieldSpecs(rows) for name, rows in walk.sections.items()}, walk.references, Place(file)
    )


def _no_definitions(file: str, reason: str, steps: Steps = ()) -> KustomizationError:
    line, column = line_of(file, 0, steps)
    return KustomizationError(
        reason,
        place=Place(file, line, column, field=format_path(steps)),
        hint="`crds` lists OpenAPI definitions; a CustomResourceDefinition belongs under `resources`",
    )


def _properties(definition: JsonObject, file: str, name: str) -> JsonObject:
    schema = next((value for key, value in definition.items() if key.lower() == "schema"), None)
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if properties is None and (schema is None or isinstance(schema, dict)):
        return {}
    if not isinstance(properties, dict):
        raise _no_definitions(file, "expected a schema with properties", (name,))
    for key, value in properties.items():
        if not isinstance(value, (dict, type(None))):
            raise _no_definitions(file, f"expected a schema, found {_kind_of(value)}", (name, key))
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
