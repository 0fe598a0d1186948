"""GRPCRoute of gateway.networking.k8s.io/v1, as the Gateway API 1.6 has it in its standard channel."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT32,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    list_of,
    structure,
)
from mlkube.k8s.custom.route_forms import BACKEND_FIELDS, EXTENSION, HEADER_FILTER, PARENT, request_mirror

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_COMPARISON: JsonObject = choice("Exact", "RegularExpression")

_FILTERS: JsonObject = atomic_list_of(
    structure(
        "GRPCRouteFilter",
        {
            "extensionRef": EXTENSION,
            "requestHeaderModifier": HEADER_FILTER,
            "requestMirror": request_mirror("GRPCRequestMirrorFilter"),
            "responseHeaderModifier": HEADER_FILTER,
            "type": choice(
                "ResponseHeaderModifier", "RequestHeaderModifier", "RequestMirror", "ExtensionRef"
            ),
        },
        "type",
    )
)

_MATCH: JsonObject = structure(
    "GRPCRouteMatch",
    {
        "headers": list_of(
            structure(
                "GRPCHeaderMatch",
                {"name": STRING, "type": _COMPARISON, "value": STRING},
                "name",
                "value",
            ),
            "name",
        ),
        "method": structure("GRPCMethodMatch", {"method": STRING, "service": STRING, "type": _COMPARISON}),
    },
)

_RULE: JsonObject = structure(
    "GRPCRouteRule",
    {
        "backendRefs": atomic_list_of(
            structure("GRPCBackendRef", {**BACKEND_FIELDS, "filters": _FILTERS, "weight": INT32}, "name")
        ),
        "filters": _FILTERS,
        "matches": atomic_list_of(_MATCH),
        "name": STRING,
    },
)

SCHEMA: JsonObject = custom_resource(
    "GRPCRoute",
    structure(
        "GRPCRouteSpec",
        {
            "hostnames": atomic_list_of(STRING),
            "parentRefs": atomic_list_of(PARENT),
            "rules": atomic_list_of(_RULE),
        },
    ),
    "spec",
)
