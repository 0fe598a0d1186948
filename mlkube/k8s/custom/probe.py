"""Probe of monitoring.coreos.com/v1, as the Prometheus operator 0.93 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT64,
    LABEL_SELECTOR,
    STRING,
    custom_resource,
    list_of,
    map_of,
    structure,
)
from mlkube.k8s.custom.scraping import NAMESPACE_SELECTOR, RELABELINGS, REQUEST, SAFE_TLS, SCHEME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_STATIC: JsonObject = structure(
    "ProbeTargetStaticConfig",
    {"labels": map_of(STRING), "relabelingConfigs": RELABELINGS, "static": list_of(STRING)},
)
_INGRESS: JsonObject = structure(
    "ProbeTargetIngress",
    {
        "namespaceSelector": NAMESPACE_SELECTOR,
        "relabelingConfigs": RELABELINGS,
        "selector": LABEL_SELECTOR,
    },
)

SCHEMA: JsonObject = custom_resource(
    "Probe",
    structure(
        "ProbeSpec",
        {
            **REQUEST,
            "jobName": STRING,
            "module": STRING,
            "prober": structure(
                "ProberSpec", {"path": STRING, "proxyUrl": STRING, "scheme": SCHEME, "url": STRING}, "url"
            ),
            "sampleLimit": INT64,
            "scrapeClass": STRING,
            "targetLimit": INT64,
            "targets": structure("ProbeTargets", {"ingress": _INGRESS, "staticConfig": _STATIC}),
            "tlsConfig": SAFE_TLS,
        },
    ),
    "spec",
)
