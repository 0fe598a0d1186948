"""ServiceMonitor of monitoring.coreos.com/v1, as the Prometheus operator 0.93 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT64,
    INT_OR_STRING,
    LABEL_SELECTOR,
    STRING,
    choice,
    custom_resource,
    kubernetes,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_SECRET_KEY: JsonObject = kubernetes("core.v1.SecretKeySelector")
_SECRET_OR_CONFIG_MAP: JsonObject = structure(
    "SecretOrConfigMap",
    {"configMap": kubernetes("core.v1.ConfigMapKeySelector"), "secret": _SECRET_KEY},
)
_TLS_VERSION = choice("TLS10", "TLS11", "TLS12", "TLS13")
_ACTIONS = (
    "replace Replace keep Keep drop Drop hashmod HashMod labelmap LabelMap labeldrop LabelDrop labelkeep "
    "LabelKeep lowercase Lowercase uppercase Uppercase keepequal KeepEqual dropequal DropEqual"
)

# Relabelings run in order and have no names, so patches replace the list.
_RELABELINGS: JsonObject = list_of(
    structure(
        "RelabelConfig",
        {
            "action": choice(*_ACTIONS.split()),
            "modulus": INT64,
            "regex": STRING,
            "replacement": STRING,
            "separator": STRING,
            "sourceLabels": list_of(STRING),
            "targetLabel": STRING,
        },
    )
)

_ENDPOINT: JsonObject = structure(
    "Endpoint",
    {
        "authorization": structure("SafeAuthorization", {"credentials": _SECRET_KEY, "type": STRING}),
        "basicAuth": structure("BasicAuth", {"password": _SECRET_KEY, "username": _SECRET_KEY}),
        "bearerTokenFile": STRING,
        "bearerTokenSecret": _SECRET_KEY,
        "enableHttp2": BOOLEAN,
        "filterRunning": BOOLEAN,
        "followRedirects": BOOLEAN,
        "honorLabels": BOOLEAN,
        "honorTimestamps": BOOLEAN,
        "interval": STRING,
        "metricRelabelings": _RELABELINGS,
        "params": map_of(list_of(STRING)),
        "path": STRING,
        "port": STRING,
        "proxyUrl": STRING,
        "relabelings": _RELABELINGS,
        "scheme": choice("http", "https", "HTTP", "HTTPS"),
        "scrapeTimeout": STRING,
        "targetPort": INT_OR_STRING,
        "tlsConfig": structure(
            "TLSConfig",
            {
                "ca": _SECRET_OR_CONFIG_MAP,
                "caFile": STRING,
                "cert": _SECRET_OR_CONFIG_MAP,
                "certFile": STRING,
                "insecureSkipVerify": BOOLEAN,
                "keyFile": STRING,
                "keySecret": _SECRET_KEY,
                "maxVersion": _TLS_VERSION,
                "minVersion": _TLS_VERSION,
                "serverName": STRING,
            },
        ),
    },
)

SCHEMA: JsonObject = custom_resource(
    "ServiceMonitor",
    structure(
        "ServiceMonitorSpec",
        {
            "attachMetadata": structure("AttachMetadata", {"node": BOOLEAN}),
            "bodySizeLimit": STRING,
            "endpoints": list_of(_ENDPOINT),
            "jobLabel": STRING,
            "labelLimit": INT64,
            "labelNameLengthLimit": INT64,
            "labelValueLengthLimit": INT64,
            "namespaceSelector": structure(
                "NamespaceSelector", {"any": BOOLEAN, "matchNames": list_of(STRING)}
            ),
            "podTargetLabels": list_of(STRING),
            "sampleLimit": INT64,
            "scrapeClass": STRING,
            "selector": LABEL_SELECTOR,
            "targetLabels": list_of(STRING),
            "targetLimit": INT64,
        },
        "endpoints",
        "selector",
    ),
    "spec",
)
