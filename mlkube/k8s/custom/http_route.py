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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")

_PARENT: JsonObject = structure(
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

_BACKEND_FIELDS: JsonObject = {
    "group": STRING,
    "kind": STRING,
    "name": STRING,
    "namespace": STRING,
    "port": INT32,
}

_HEADERS: JsonObject = list_of(
    structure("HTTPHeader", {"name": STRING, "value": STRING}, "name", "value"), "name"
)
_HEADER_FILTER: JsonObject = structure(
    "HTTPHeaderFilter", {"add": _HEADERS, "remove": set_of(STRING), "set": _HEADERS}
)
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
            "extensionRef": structure(
                "LocalObjectReference",
                {"group": STRING, "kind": STRING, "name": STRING},
                "group",
                "kind",
                "name",
            ),
            "requestHeaderModifier": _HEADER_FILTER,
            "requestMirror": structure(
                "HTTPRequestMirrorFilter",
                {
                    "backendRef": structure("BackendObjectReference", _BACKEND_FIELDS, "name"),
                    "fraction": structure(
                        "Fraction", {"denominator": INT32, "numerator": INT32}, "numerator"
                    ),
                    "percent": INT32,
                },
                "backendRef",
            ),
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
            "responseHeaderModifier": _HEADER_FILTER,
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
            structure("HTTPBackendRef", {**_BACKEND_FIELDS, "filters": _FILTERS, "weight": INT32}, "name")
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
            "parentRefs": atomic_list_of(_PARENT),
            "rules": atomic_list_of(_RULE),
        },
    ),
    "spec",
)
