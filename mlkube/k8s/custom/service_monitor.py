"""ServiceMonitor of monitoring.coreos.com/v1, as the Prometheus operator 0.93 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT_OR_STRING,
    STRING,
    custom_resource,
    list_of,
    structure,
)
from mlkube.k8s.custom.scraping import ENDPOINT, MONITOR, SAFE_TLS_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_TLS: JsonObject = structure(
    "TLSConfig", {**SAFE_TLS_FIELDS, "caFile": STRING, "certFile": STRING, "keyFile": STRING}
)

_ENDPOINT: JsonObject = structure(
    "Endpoint",
    {**ENDPOINT, "bearerTokenFile": STRING, "targetPort": INT_OR_STRING, "tlsConfig": _TLS},
)

SCHEMA: JsonObject = custom_resource(
    "ServiceMonitor",
    structure(
        "ServiceMonitorSpec",
        {**MONITOR, "endpoints": list_of(_ENDPOINT), "targetLabels": list_of(STRING)},
        "endpoints",
        "selector",
    ),
    "spec",
)
