"""HTTPRoute of gateway.networking.k8s.io/v1, as the Gateway API 1.6 has it in its standard channel."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    list_of,
    set_of,
    structure,
)
from mlkube.k8s.custom.route_forms import BACKEND_FIELDS, EXTENSION, HEADER_FILTER, PARENT, request_mirror

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")

_PATH_MODIFIER: JsonObject = structure(
    "HTTPPathModifier",
    {
        "replaceFullPath": STRING,
        "replacePrefixMatch": STRING,
        "type": choice("ReplaceFullPath", "ReplacePrefixMatch"),
    },
    "type",
)

_FILTERS: JsonObject = atomic_list_of(
    structure(
        "HTTPRouteFilter",
        {
            "cors": structure(
                "HTTPCORSFilter",
                {
                    "allowCredentials": BOOLEAN,
                    "allowHeaders": set_of(STRING),
                    "allowMethods": set_of(choice(*_METHODS, "*")),
                    "allowOrigins": set_of(STRING),
                    "exposeHeaders": set_of(STRING),
                    "maxAge": INT32,
                },
            ),
            "extensionRef": EXTENSION,
            "requestHeaderModifier": HEADER_FILTER,
            "requestMirror": request_mirror("HTTPRequestMirrorFilter"),
            "requestRedirect": structure(
                "HTTPRequestRedirectFilter",
                {
                    "hostname": STRING,
                    "path": _PATH_MODIFIER,
                    "port": INT32,
                    "scheme": choice("http", "https"),
                    "statusCode": {"type": "integer", "enum": [301, 302, 303, 307, 308]},
                },
            ),
            "responseHeaderModifier": HEADER_FILTER,
            "type": choice(
                "RequestHeaderModifier",
                "ResponseHeaderModifier",
                "RequestMirror",
                "RequestRedirect",
                "URLRewrite",
                "ExtensionRef",
                "CORS",
            ),
            "urlRewrite": structure("HTTPURLRewriteFilter", {"hostname": STRING, "path": _PATH_MODIFIER}),
        },
        "type",
    )
)

_VALUE_MATCH: JsonObject = {
    "name": STRING,
    "type": choice("Exact", "RegularExpression"),
    "value": STRING,
}
_MATCH: JsonObject = structure(
    "HTTPRouteMatch",
    {
        "headers": list_of(structure("HTTPHeaderMatch", _VALUE_MATCH, "name", "value"), "name"),
        "method": choice(*_METHODS),
        "path": structure(
            "HTTPPathMatch",
            {"type": choice("Exact", "PathPrefix", "RegularExpression"), "value": STRING},
        ),
        "queryParams": list_of(structure("HTTPQueryParamMatch", _VALUE_MATCH, "name", "value"), "name"),
    },
)

_RULE: JsonObject = structure(
    "HTTPRouteRule",
    {
        "backendRefs": atomic_list_of(
            structure("HTTPBackendRef", {**BACKEND_FIELDS, "filters": _FILTERS, "weight": INT32}, "name")
        ),
        "filters": _FILTERS,
        "matches": atomic_list_of(_MATCH),
        "name": STRING,
        "timeouts": structure("HTTPRouteTimeouts", {"backendRequest": STRING, "request": STRING}),
    },
)

SCHEMA: JsonObject = custom_resource(
    "HTTPRoute",
    structure(
        "HTTPRouteSpec",
        {
            "hostnames": atomic_list_of(STRING),
            "parentRefs": atomic_list_of(PARENT),
            "rules": atomic_list_of(_RULE),
        },
    ),
    "spec",
)
