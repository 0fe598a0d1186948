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
    bearerTokenFile: str
    bearerTokenSecret: core_v1.SecretKeySelector
    enableHttp2: bool
    filterRunning: bool
    followRedirects: bool
    honorLabels: bool
    honorTimestamps: bool
    interval: str
    metricRelabelings: list[RelabelConfig]
    params: Mapping[str, list[str]]
    path: str
    port: str
    proxyUrl: str
    relabelings: list[RelabelConfig]
    scheme: Literal["http", "https", "HTTP", "HTTPS"]
    scrapeTimeout: str
    targetPort: int | str
    tlsConfig: TLSConfig


class NamespaceSelector(TypedDict, total=False):
    """NamespaceSelector of monitoring.coreos.com/v1."""

    any: bool
    matchNames: list[str]


class RelabelConfig(TypedDict, total=False):
    """RelabelConfig of monitoring.coreos.com/v1."""

    action: Literal["replace", "Replace", "keep", "Keep", "drop", "Drop", "hashmod", "HashMod", "labelmap", "LabelMap", "labeldrop", "LabelDrop", "labelkeep", "LabelKeep", "lowercase", "Lowercase", "uppercase", "Uppercase", "keepequal", "KeepEqual", "dropequal", "DropEqual"]
    modulus: int
    regex: str
    replacement: str
    separator: str
    sourceLabels: list[str]
    targetLabel: str


class SafeAuthorization(TypedDict, total=False):
    """SafeAuthorization of monitoring.coreos.com/v1."""

    credentials: core_v1.SecretKeySelector
    type: str


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

    attachMetadata: AttachMetadata
    bodySizeLimit: str
    endpoints: Required[list[Endpoint]]
    jobLabel: str
    labelLimit: int
    labelNameLengthLimit: int
    labelValueLengthLimit: int
    namespaceSelector: NamespaceSelector
    podTargetLabels: list[str]
    sampleLimit: int
    scrapeClass: str
    selector: Required[meta_v1.LabelSelector]
    targetLabels: list[str]
    targetLimit: int


class TLSConfig(TypedDict, total=False):
    """TLSConfig of monitoring.coreos.com/v1."""

    ca: SecretOrConfigMap
    caFile: str
    cert: SecretOrConfigMap
    certFile: str
    insecureSkipVerify: bool
    keyFile: str
    keySecret: core_v1.SecretKeySelector
    maxVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    minVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    serverName: str
