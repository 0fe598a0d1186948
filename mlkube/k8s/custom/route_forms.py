"""What routes of the Gateway API have in common: parents, backends, filters."""

from __future__ import annotations

from mlkube.k8s.custom.forms import INT32, STRING, list_of, set_of, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

PARENT: JsonObject = structure(
    "ParentReference",
    {
        "group": STRING,
        "kind": STRING,
        "name": STRING,
        "namespace": STRING,
        "port": INT32,
        "sectionName": STRING,
    },
    "name",
)

BACKEND_FIELDS: JsonObject = {
    "group": STRING,
    "kind": STRING,
    "name": STRING,
    "namespace": STRING,
    "port": INT32,
}

_HEADERS: JsonObject = list_of(
    structure("HTTPHeader", {"name": STRING, "value": STRING}, "name", "value"), "name"
)
HEADER_FILTER: JsonObject = structure(
    "HTTPHeaderFilter", {"add": _HEADERS, "remove": set_of(STRING), "set": _HEADERS}
)

EXTENSION: JsonObject = structure(
    "LocalObjectReference", {"group": STRING, "kind": STRING, "name": STRING}, "group", "kind", "name"
)


def request_mirror(title: str) -> JsonObject:
    """Return the filter that sends a copy of requests elsewhere."""
    return structure(
        title,
        {
            "backendRef": structure("BackendObjectReference", BACKEND_FIELDS, "name"),
            "fraction": structure("Fraction", {"denominator": INT32, "numerator": INT32}, "numerator"),
            "percent": INT32,
        },
        "backendRef",
    )
