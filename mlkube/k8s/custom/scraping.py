"""What the monitors of the Prometheus operator share: credentials, TLS, relabelings, namespaces."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT64,
    LABEL_SELECTOR,
    STRING,
    choice,
    kubernetes,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SECRET_KEY: JsonObject = kubernetes("core.v1.SecretKeySelector")
SECRET_OR_CONFIG_MAP: JsonObject = structure(
    "SecretOrConfigMap",
    {"configMap": kubernetes("core.v1.ConfigMapKeySelector"), "secret": SECRET_KEY},
)
TLS_VERSION = choice("TLS10", "TLS11", "TLS12", "TLS13")
SAFE_TLS_FIELDS: JsonObject = {
    "ca": SECRET_OR_CONFIG_MAP,
    "cert": SECRET_OR_CONFIG_MAP,
    "insecureSkipVerify": BOOLEAN,
    "keySecret": SECRET_KEY,
    "maxVersion": TLS_VERSION,
    "minVersion": TLS_VERSION,
    "serverName": STRING,
}
SAFE_TLS: JsonObject = structure("SafeTLSConfig", SAFE_TLS_FIELDS)
_ACTIONS = (
    "replace Replace keep Keep drop Drop hashmod HashMod labelmap LabelMap labeldrop LabelDrop labelkeep "
    "LabelKeep lowercase Lowercase uppercase Uppercase keepequal KeepEqual dropequal DropEqual"
)

# Relabelings run in order and have no names, so patches replace the list.
RELABELINGS: JsonObject = list_of(
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
NAMESPACE_SELECTOR: JsonObject = structure(
    "NamespaceSelector", {"any": BOOLEAN, "matchNames": list_of(STRING)}
)
SCHEME = choice("http", "https", "HTTP", "HTTPS")
FALLBACK_PROTOCOL = choice(
    "PrometheusProto",
    "OpenMetricsText0.0.1",
    "OpenMetricsText1.0.0",
    "PrometheusText0.0.4",
    "PrometheusText1.0.0",
)

# How a target is asked, whatever it is.
REQUEST: JsonObject = {
    "authorization": structure("SafeAuthorization", {"credentials": SECRET_KEY, "type": STRING}),
    "basicAuth": structure("BasicAuth", {"password": SECRET_KEY, "username": SECRET_KEY}),
    "bearerTokenSecret": SECRET_KEY,
    "enableHttp2": BOOLEAN,
    "followRedirects": BOOLEAN,
    "interval": STRING,
    "metricRelabelings": RELABELINGS,
    "scrapeTimeout": STRING,
}

# A path of a target, of a Service's or of a pod's.
ENDPOINT: JsonObject = {
    **REQUEST,
    "filterRunning": BOOLEAN,
    "honorLabels": BOOLEAN,
    "honorTimestamps": BOOLEAN,
    "params": map_of(list_of(STRING)),
    "path": STRING,
    "port": STRING,
    "proxyUrl": STRING,
    "relabelings": RELABELINGS,
    "scheme": SCHEME,
}

# What is bounded, and what stands beside the targets.
LIMITS: JsonObject = {
    "bodySizeLimit": STRING,
    "fallbackScrapeProtocol": FALLBACK_PROTOCOL,
    "labelLimit": INT64,
    "labelNameLengthLimit": INT64,
    "labelValueLengthLimit": INT64,
    "sampleLimit": INT64,
    "scrapeClass": STRING,
    "targetLimit": INT64,
}

# What a monitor says of its targets, be they Services or pods.
MONITOR: JsonObject = {
    **LIMITS,
    "attachMetadata": structure("AttachMetadata", {"node": BOOLEAN}),
    "jobLabel": STRING,
    "namespaceSelector": NAMESPACE_SELECTOR,
    "podTargetLabels": list_of(STRING),
    "selector": LABEL_SELECTOR,
}
