"""PodMonitor of monitoring.coreos.com/v1, as the Prometheus operator 0.93 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT32,
    INT_OR_STRING,
    custom_resource,
    list_of,
    structure,
)
from mlkube.k8s.custom.scraping import ENDPOINT, MONITOR, SAFE_TLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_ENDPOINT: JsonObject = structure(
    "PodMetricsEndpoint",
    {**ENDPOINT, "portNumber": INT32, "targetPort": INT_OR_STRING, "tlsConfig": SAFE_TLS},
)

SCHEMA: JsonObject = custom_resource(
    "PodMonitor",
    structure(
        "PodMonitorSpec",
        {**MONITOR, "podMetricsEndpoints": list_of(_ENDPOINT)},
        "selector",
    ),
    "spec",
)
