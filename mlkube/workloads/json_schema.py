"""JSON Schemas of spec types: for editors, and for merging, which goes by the keys of their lists."""

from __future__ import annotations

from functools import cache

from mlkube.schema import DEFAULT_VERSION, load_schema
from mlkube.schema.node import make_node
from mlkube.workloads.catalogue import API_VERSION, KINDS, load_kind
from mlkube.workloads.field_types import (
    ANYTHING,
    CHOICE,
    INT_OR_STRING,
    KUBERNETES,
    LIST,
    MAP,
    QUANTITY,
    SPEC,
)
from mlkube.workloads.spec import MISSING
from mlkube.workloads.workload import METADATA
from mlkube.workloads.writing import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import JsonObject
    from mlkube.schema.node import Node
    from mlkube.workloads.field_types import FieldType
    from mlkube.workloads.spec import Field, Spec
    from mlkube.workloads.workload import Workload

_METADATA_DEFINITION = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_OURS = "mlkube:"


class Definitions:
    """The JSON Schemas that a schema refers to; they are made when they are first referred to.

    A reference to a spec type reads `mlkube:<class>`, one to Kubernetes is the bare name of its definition.
    """

    __slots__ = ("_types", "schemas")

    def __init__(self) -> None:
        self.schemas: dict[str, JsonObject] = {}
        self._types: dict[str, FieldType] = {}

    def refer(self, expected: FieldType) -> str:
        """Return the reference to a spec type, which need not be imported for that."""
        name = f"{_OURS}{expected.home[1]}"
        if self._types.setdefault(name, expected).home != expected.home:
            name = f"{_OURS}{'.'.join(expected.home)}"
            self._types[name] = expected
        return name

    def find(self, name: str) -> JsonObject | None:
        """Return the schema behind a reference."""
        if not name.startswith(_OURS):
            node = load_schema(DEFAULT_VERSION).node({"$ref": name})
            return None if node is None else node.raw
        if name not in self.schemas:
            spec_type = self._types[name].spec
            if spec_type is None:
                raise LookupError(name)
            self.schemas[name] = schema_of(spec_type, self)
        return self.schemas[name]


def workload_schema(kind: type[Workload], definitions: Definitions) -> JsonObject:
    """Return the schema of a description: apiVersion, kind, metadata, spec."""
    spec = schema_of(kind, definitions, leave_out=METADATA)
    return {
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string", "enum": [API_VERSION]},
            "kind": {"type": "string", "enum": [kind.__name__]},
            "metadata": {"$ref": _METADATA_DEFINITION},
            "spec": spec,
        },
        "required": ["apiVersion", "kind", "metadata"],
        "additionalProperties": False,
    }


def schema_of(
    spec_type: type[Spec], definitions: Definitions, *, leave_out: tuple[str, ...] = ()
) -> JsonObject:
    """Return the schema of a spec type; nested ones are references that `definitions` resolves."""
    fields = [field for field in spec_type.spec_fields.values() if field.name not in leave_out]
    schema: JsonObject = {
        "type": "object",
        "description": (spec_type.__doc__ or "").strip(),
        "properties": {field.key: _property(field, definitions) for field in fields},
        "additionalProperties": False,
    }
    if required := [field.key for field in fields if field.required]:
        schema["required"] = [*required]
    return schema


def _property(field: Field, definitions: Definitions) -> JsonObject:
    schema = type_schema(field.type, definitions)
    schema["description"] = f"{field.doc} Unit: {field.unit}." if field.unit else field.doc
    default = field.default
    if default is not MISSING and default is not None and default not in ((), {}):
        schema["default"] = plain(default)
    # What a field says of its values is true of each.
    if field.minimum is not None:
        _innermost(schema)["minimum"] = field.minimum
    if field.maximum is not None:
        _innermost(schema)["maximum"] = field.maximum
    if field.pattern:
        _innermost(schema)["pattern"] = f"^({field.pattern})$"
    if field.keys:
        schema["x-kubernetes-list-type"] = "map"
        schema["x-kubernetes-list-map-keys"] = [*field.keys]
    return schema


def _innermost(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the single values in lists and maps."""
    inside = schema.get("items", schema.get("additionalProperties"))
    return _innermost(inside) if isinstance(inside, dict) else schema


def type_schema(expected: FieldType, definitions: Definitions) -> dict[str, Any]:  # noqa: PLR0911  one for each form
    """Return the schema of a field's type alone."""
    form = expected.form
    if form == LIST and expected.item is not None:
        return {"type": "array", "items": type_schema(expected.item, definitions)}
    if form == MAP and expected.item is not None:
        return {"type": "object", "additionalProperties": type_schema(expected.item, definitions)}
    if form == SPEC:
        return {"$ref": definitions.refer(expected)}
    if form == KUBERNETES:
        return {"$ref": expected.definition}
    if form == CHOICE:
        return {"type": "string", "enum": [*expected.choices]}
    if form == QUANTITY:
        return {"type": ["string", "number"]}
    if form == INT_OR_STRING:
        return {"type": ["string", "integer"]}
    return {} if form == ANYTHING else {"type": form}


class DescriptionSchema:
    """Finds the schema of a description's kind; what patches of descriptions merge by."""

    __slots__ = ("_definitions", "_nodes")

    def __init__(self) -> None:
        self._definitions = Definitions()
        self._nodes: dict[str, Node | None] = {}

    def find(self, api_version: str, kind: str) -> Node | None:
        """Return the schema of a workload kind, None for any other."""
        if api_version != API_VERSION or kind not in KINDS:
            return None
        if kind not in self._nodes:
            schema = workload_schema(load_kind(kind), self._definitions)
            self._nodes[kind] = make_node(schema, self._definitions.find, use_list_type=True)
        return self._nodes[kind]


@cache
def description_schema() -> DescriptionSchema:
    """Return the schema of all workload kinds."""
    return DescriptionSchema()
