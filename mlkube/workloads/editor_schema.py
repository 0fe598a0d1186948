"""The JSON Schemas that editors check and complete descriptions by."""

from __future__ import annotations

from mlkube.workloads.catalogue import load_kind
from mlkube.workloads.json_schema import Definitions, workload_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_POINTER = "#/$defs/"


def editor_schema(kind: str) -> JsonObject:
    """Return the schema of a workload kind with everything that it refers to.

    Raises:
        KeyError: there is no such kind.

    """
    definitions = Definitions()
    collected: dict[str, Json] = {}
    root = _resolved(workload_schema(load_kind(kind), definitions), definitions, collected)
    body = root if isinstance(root, dict) else {}
    description = (load_kind(kind).__doc__ or "").strip()
    return {
        "$schema": _DRAFT,
        "title": kind,
        "description": description,
        **body,
        "$defs": {name: collected[name] for name in sorted(collected)},
    }


def _resolved(value: Json, definitions: Definitions, collected: dict[str, Json]) -> Json:
    """Return a schema whose references point into `$defs`, and collect what they point to."""
    if isinstance(value, list):
        return [_resolved(each, definitions, collected) for each in value]
    if not isinstance(value, dict):
        return value
    result: JsonObject = {}
    for key, each in value.items():
        if key == "$ref" and isinstance(each, str):
            name = each.removeprefix("mlkube:")
            result["$ref"] = f"{_POINTER}{name}"
            if name not in collected:
                collected[name] = {}
                collected[name] = _resolved(definitions.find(each), definitions, collected)
        elif key == "format" and each == "quantity":
            result["type"] = ["string", "number"]
        elif key == "x-kubernetes-int-or-string":
            result["type"] = ["string", "integer"]
        else:
            result[key] = _resolved(each, definitions, collected)
    return result
