"""Gateway of gateway.networking.k8s.io/v1, as the Gateway API 1.6 has it in its standard channel."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT32,
    LABEL_SELECTOR,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_CERTIFICATE: JsonObject = structure(
    "SecretObjectReference",
    {"group": STRING, "kind": STRING, "name": STRING, "namespace": STRING},
    "name",
)

_ALLOWED_ROUTES: JsonObject = structure(
    "AllowedRoutes",
    {
        "kinds": atomic_list_of(structure("RouteGroupKind", {"group": STRING, "kind": STRING}, "kind")),
        "namespaces": structure(
            "RouteNamespaces",
            {"from": choice("All", "Selector", "Same"), "selector": LABEL_SELECTOR},
        ),
    },
)

_LISTENER: JsonObject = structure(
    "Listener",
    {
        "allowedRoutes": _ALLOWED_ROUTES,
        "hostname": STRING,
        "name": STRING,
        "port": INT32,
        "protocol": STRING,
        "tls": structure(
            "ListenerTLSConfig",
            {
                "certificateRefs": atomic_list_of(_CERTIFICATE),
                "mode": choice("Terminate", "Passthrough"),
                "options": map_of(STRING),
            },
        ),
    },
    "name",
    "port",
    "protocol",
)

SCHEMA: JsonObject = custom_resource(
    "Gateway",
    structure(
        "GatewaySpec",
        {
            "addresses": atomic_list_of(structure("GatewaySpecAddress", {"type": STRING, "value": STRING})),
            "gatewayClassName": STRING,
            "infrastructure": structure(
                "GatewayInfrastructure",
                {
                    "annotations": map_of(STRING),
                    "labels": map_of(STRING),
                    "parametersRef": structure(
                        "LocalParametersReference",
                        {"group": STRING, "kind": STRING, "name": STRING},
                        "group",
                        "kind",
                        "name",
                    ),
                },
            ),
            "listeners": list_of(_LISTENER, "name"),
        },
        "gatewayClassName",
        "listeners",
    ),
    "spec",
)
