"""What the tables are made of: scalars, lists with their keys, objects, references to Kubernetes' types."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

STRING: JsonObject = {"type": "string"}
BOOLEAN: JsonObject = {"type": "boolean"}
INTEGER: JsonObject = {"type": "integer"}
INT32: JsonObject = {"type": "integer", "format": "int32"}
INT64: JsonObject = {"type": "integer", "format": "int64"}
INT_OR_STRING: JsonObject = {"x-kubernetes-int-or-string": True}
QUANTITY: JsonObject = {"$ref": "io.k8s.apimachinery.pkg.api.resource.Quantity"}
LABEL_SELECTOR: JsonObject = {"$ref": "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"}
OBJECT_META: JsonObject = {"$ref": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}


def kubernetes(name: str) -> JsonObject:
    """Return a reference to a type of Kubernetes: `core.v1.PodTemplateSpec`."""
    return {"$ref": f"io.k8s.api.{name}"}


def choice(*texts: str) -> JsonObject:
    """Return the schema of a text that is one of these."""
    return {"type": "string", "enum": [*texts]}


def list_of(item: JsonObject, *keys: str) -> JsonObject:
    """Return a list; with `keys` the definition says that they tell its elements apart."""
    plain: JsonObject = {"type": "array", "items": item}
    if not keys:
        return plain
    return {**plain, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [*keys]}


def merged_list_of(item: JsonObject, key: str) -> JsonObject:
    """Return a list of named things whose definition names no key, which patches merge all the same."""
    return {
        "type": "array",
        "items": item,
        "x-kubernetes-patch-strategy": "merge",
        "x-kubernetes-patch-merge-key": key,
    }


def atomic_list_of(item: JsonObject) -> JsonObject:
    """Return a list that the definition has replaced as a whole."""
    return {"type": "array", "items": item, "x-kubernetes-list-type": "atomic"}


def set_of(item: JsonObject) -> JsonObject:
    """Return a list of distinct plain values."""
    return {"type": "array", "items": item, "x-kubernetes-list-type": "set"}


def map_of(value: JsonObject) -> JsonObject:
    """Return a mapping from any text to values of one form."""
    return {"type": "object", "additionalProperties": value}


def structure(title: str, fields: JsonObject, *required: str) -> JsonObject:
    """Return an object with these fields; `title` is the name of its type."""
    schema: JsonObject = {"title": title, "type": "object", "properties": fields}
    return {**schema, "required": [*required]} if required else schema


def custom_resource(kind: str, spec: JsonObject, *required: str) -> JsonObject:
    """Return the schema of a kind; its status is the controller's, nobody writes it."""
    fields: JsonObject = {"apiVersion": STRING, "kind": STRING, "metadata": OBJECT_META, "spec": spec}
    return structure(kind, fields, *required)
