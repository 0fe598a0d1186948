"""Custom resources of monitoring.coreos.com/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class AttachMetadata(TypedDict, total=False):
    """AttachMetadata of monitoring.coreos.com/v1."""

    node: bool


class BasicAuth(TypedDict, total=False):
    """BasicAuth of monitoring.coreos.com/v1."""

    password: core_v1.SecretKeySelector
    username: core_v1.SecretKeySelector


class Endpoint(TypedDict, total=False):
    """Endpoint of monitoring.coreos.com/v1."""

    authorization: SafeAuthorization
    basicAuth: BasicAuth
    bearerTokenSecret: core_v1.SecretKeySelector
    enableHttp2: bool
    followRedirects: bool
    interval: str
    metricRelabelings: list[RelabelConfig]
    scrapeTimeout: str
    filterRunning: bool
    honorLabels: bool
    honorTimestamps: bool
    params: Mapping[str, list[str]]
    path: str
    port: str
    proxyUrl: str
    relabelings: list[RelabelConfig]
    scheme: Literal["http", "https", "HTTP", "HTTPS"]
    bearerTokenFile: str
    targetPort: int | str
    tlsConfig: TLSConfig


class NamespaceSelector(TypedDict, total=False):
    """NamespaceSelector of monitoring.coreos.com/v1."""

    any: bool
    matchNames: list[str]


class PodMetricsEndpoint(TypedDict, total=False):
    """PodMetricsEndpoint of monitoring.coreos.com/v1."""

    authorization: SafeAuthorization
    basicAuth: BasicAuth
    bearerTokenSecret: core_v1.SecretKeySelector
    enableHttp2: bool
    followRedirects: bool
    interval: str
    metricRelabelings: list[RelabelConfig]
    scrapeTimeout: str
    filterRunning: bool
    honorLabels: bool
    honorTimestamps: bool
    params: Mapping[str, list[str]]
    path: str
    port: str
    proxyUrl: str
    relabelings: list[RelabelConfig]
    scheme: Literal["http", "https", "HTTP", "HTTPS"]
    portNumber: int
    targetPort: int | str
    tlsConfig: SafeTLSConfig


class PodMonitor(TypedDict, total=False):
    """PodMonitor of monitoring.coreos.com/v1."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1"]]
    kind: Required[Literal["PodMonitor"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[PodMonitorSpec]


class PodMonitorSpec(TypedDict, total=False):
    """PodMonitorSpec of monitoring.coreos.com/v1."""

    bodySizeLimit: str
    fallbackScrapeProtocol: Literal["PrometheusProto", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusText0.0.4", "PrometheusText1.0.0"]
    labelLimit: int
    labelNameLengthLimit: int
    labelValueLengthLimit: int
    sampleLimit: int
    scrapeClass: str
    targetLimit: int
    attachMetadata: AttachMetadata
    jobLabel: str
    namespaceSelector: NamespaceSelector
    podTargetLabels: list[str]
    selector: Required[meta_v1.LabelSelector]
    podMetricsEndpoints: list[PodMetricsEndpoint]


class Probe(TypedDict, total=False):
    """Probe of monitoring.coreos.com/v1."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1"]]
    kind: Required[Literal["Probe"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ProbeSpec]


class ProbeSpec(TypedDict, total=False):
    """ProbeSpec of monitoring.coreos.com/v1."""

    authorization: SafeAuthorization
    basicAuth: BasicAuth
    bearerTokenSecret: core_v1.SecretKeySelector
    enableHttp2: bool
    followRedirects: bool
    interval: str
    metricRelabelings: list[RelabelConfig]
    scrapeTimeout: str
    jobName: str
    module: str
    prober: ProberSpec
    sampleLimit: int
    scrapeClass: str
    targetLimit: int
    targets: ProbeTargets
    tlsConfig: SafeTLSConfig


class ProbeTargetIngress(TypedDict, total=False):
    """ProbeTargetIngress of monitoring.coreos.com/v1."""

    namespaceSelector: NamespaceSelector
    relabelingConfigs: list[RelabelConfig]
    selector: meta_v1.LabelSelector


class ProbeTargetStaticConfig(TypedDict, total=False):
    """ProbeTargetStaticConfig of monitoring.coreos.com/v1."""

    labels: Mapping[str, str]
    relabelingConfigs: list[RelabelConfig]
    static: list[str]


class ProbeTargets(TypedDict, total=False):
    """ProbeTargets of monitoring.coreos.com/v1."""

    ingress: ProbeTargetIngress
    staticConfig: ProbeTargetStaticConfig


class ProberSpec(TypedDict, total=False):
    """ProberSpec of monitoring.coreos.com/v1."""

    path: str
    proxyUrl: str
    scheme: Literal["http", "https", "HTTP", "HTTPS"]
    url: Required[str]


class PrometheusRule(TypedDict, total=False):
    """PrometheusRule of monitoring.coreos.com/v1."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1"]]
    kind: Required[Literal["PrometheusRule"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[PrometheusRuleSpec]


class PrometheusRuleSpec(TypedDict, total=False):
    """PrometheusRuleSpec of monitoring.coreos.com/v1."""

    groups: list[RuleGroup]


class RelabelConfig(TypedDict, total=False):
    """RelabelConfig of monitoring.coreos.com/v1."""

    action: Literal["replace", "Replace", "keep", "Keep", "drop", "Drop", "hashmod", "HashMod", "labelmap", "LabelMap", "labeldrop", "LabelDrop", "labelkeep", "LabelKeep", "lowercase", "Lowercase", "uppercase", "Uppercase", "keepequal", "KeepEqual", "dropequal", "DropEqual"]
    modulus: int
    regex: str
    replacement: str
    separator: str
    sourceLabels: list[str]
    targetLabel: str


Rule = TypedDict(
    "Rule",
    {
        "alert": "str",
        "annotations": "Mapping[str, str]",
        "expr": "Required[int | str]",
        "for": "str",
        "keep_firing_for": "str",
        "labels": "Mapping[str, str]",
        "record": "str",
    },
    total=False,
)
"""Rule of monitoring.coreos.com/v1."""


class RuleGroup(TypedDict, total=False):
    """RuleGroup of monitoring.coreos.com/v1."""

    interval: str
    labels: Mapping[str, str]
    limit: int
    name: Required[str]
    partial_response_strategy: str
    query_offset: str
    rules: list[Rule]


class SafeAuthorization(TypedDict, total=False):
    """SafeAuthorization of monitoring.coreos.com/v1."""

    credentials: core_v1.SecretKeySelector
    type: str


class SafeTLSConfig(TypedDict, total=False):
    """SafeTLSConfig of monitoring.coreos.com/v1."""

    ca: SecretOrConfigMap
    cert: SecretOrConfigMap
    insecureSkipVerify: bool
    keySecret: core_v1.SecretKeySelector
    maxVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    minVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    serverName: str


class SecretOrConfigMap(TypedDict, total=False):
    """SecretOrConfigMap of monitoring.coreos.com/v1."""

    configMap: core_v1.ConfigMapKeySelector
    secret: core_v1.SecretKeySelector


class ServiceMonitor(TypedDict, total=False):
    """ServiceMonitor of monitoring.coreos.com/v1."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1"]]
    kind: Required[Literal["ServiceMonitor"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ServiceMonitorSpec]


class ServiceMonitorSpec(TypedDict, total=False):
    """ServiceMonitorSpec of monitoring.coreos.com/v1."""

    bodySizeLimit: str
    fallbackScrapeProtocol: Literal["PrometheusProto", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusText0.0.4", "PrometheusText1.0.0"]
    labelLimit: int
    labelNameLengthLimit: int
    labelValueLengthLimit: int
    sampleLimit: int
    scrapeClass: str
    targetLimit: int
    attachMetadata: AttachMetadata
    jobLabel: str
    namespaceSelector: NamespaceSelector
    podTargetLabels: list[str]
    selector: Required[meta_v1.LabelSelector]
    endpoints: Required[list[Endpoint]]
    targetLabels: list[str]


class TLSConfig(TypedDict, total=False):
    """TLSConfig of monitoring.coreos.com/v1."""

    ca: SecretOrConfigMap
    cert: SecretOrConfigMap
    insecureSkipVerify: bool
    keySecret: core_v1.SecretKeySelector
    maxVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    minVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    serverName: str
    caFile: str
    certFile: str
    keyFile: str
