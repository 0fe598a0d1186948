"""Custom resources of gateway.networking.k8s.io/v1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import meta_v1


class AllowedRoutes(TypedDict, total=False):
    """AllowedRoutes of gateway.networking.k8s.io/v1."""

    kinds: list[RouteGroupKind]
    namespaces: RouteNamespaces


class BackendObjectReference(TypedDict, total=False):
    """BackendObjectReference of gateway.networking.k8s.io/v1."""

    group: str
    kind: str
    name: Required[str]
    namespace: str
    port: int


class Fraction(TypedDict, total=False):
    """Fraction of gateway.networking.k8s.io/v1."""

    denominator: int
    numerator: Required[int]


class GRPCBackendRef(TypedDict, total=False):
    """GRPCBackendRef of gateway.networking.k8s.io/v1."""

    group: str
    kind: str
    name: Required[str]
    namespace: str
    port: int
    filters: list[GRPCRouteFilter]
    weight: int


class GRPCHeaderMatch(TypedDict, total=False):
    """GRPCHeaderMatch of gateway.networking.k8s.io/v1."""

    name: Required[str]
    type: Literal["Exact", "RegularExpression"]
    value: Required[str]


class GRPCMethodMatch(TypedDict, total=False):
    """GRPCMethodMatch of gateway.networking.k8s.io/v1."""

    method: str
    service: str
    type: Literal["Exact", "RegularExpression"]


class GRPCRequestMirrorFilter(TypedDict, total=False):
    """GRPCRequestMirrorFilter of gateway.networking.k8s.io/v1."""

    backendRef: Required[BackendObjectReference]
    fraction: Fraction
    percent: int


class GRPCRoute(TypedDict, total=False):
    """GRPCRoute of gateway.networking.k8s.io/v1."""

    apiVersion: Required[Literal["gateway.networking.k8s.io/v1"]]
    kind: Required[Literal["GRPCRoute"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[GRPCRouteSpec]


class GRPCRouteFilter(TypedDict, total=False):
    """GRPCRouteFilter of gateway.networking.k8s.io/v1."""

    extensionRef: LocalObjectReference
    requestHeaderModifier: HTTPHeaderFilter
    requestMirror: GRPCRequestMirrorFilter
    responseHeaderModifier: HTTPHeaderFilter
    type: Required[Literal["ResponseHeaderModifier", "RequestHeaderModifier", "RequestMirror", "ExtensionRef"]]


class GRPCRouteMatch(TypedDict, total=False):
    """GRPCRouteMatch of gateway.networking.k8s.io/v1."""

    headers: list[GRPCHeaderMatch]
    method: GRPCMethodMatch


class GRPCRouteRule(TypedDict, total=False):
    """GRPCRouteRule of gateway.networking.k8s.io/v1."""

    backendRefs: list[GRPCBackendRef]
    filters: list[GRPCRouteFilter]
    matches: list[GRPCRouteMatch]
    name: str


class GRPCRouteSpec(TypedDict, total=False):
    """GRPCRouteSpec of gateway.networking.k8s.io/v1."""

    hostnames: list[str]
    parentRefs: list[ParentReference]
    rules: list[GRPCRouteRule]


class Gateway(TypedDict, total=False):
    """Gateway of gateway.networking.k8s.io/v1."""

    apiVersion: Required[Literal["gateway.networking.k8s.io/v1"]]
    kind: Required[Literal["Gateway"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[GatewaySpec]


class GatewayInfrastructure(TypedDict, total=False):
    """GatewayInfrastructure of gateway.networking.k8s.io/v1."""

    annotations: Mapping[str, str]
    labels: Mapping[str, str]
    parametersRef: LocalParametersReference


class GatewaySpec(TypedDict, total=False):
    """GatewaySpec of gateway.networking.k8s.io/v1."""

    addresses: list[GatewaySpecAddress]
    gatewayClassName: Required[str]
    infrastructure: GatewayInfrastructure
    listeners: Required[list[Listener]]


class GatewaySpecAddress(TypedDict, total=False):
    """GatewaySpecAddress of gateway.networking.k8s.io/v1."""

    type: str
    value: str


class HTTPBackendRef(TypedDict, total=False):
    """HTTPBackendRef of gateway.networking.k8s.io/v1."""

    group: str
    kind: str
    name: Required[str]
    namespace: str
    port: int
    filters: list[HTTPRouteFilter]
    weight: int


class HTTPCORSFilter(TypedDict, total=False):
    """HTTPCORSFilter of gateway.networking.k8s.io/v1."""

    allowCredentials: bool
    allowHeaders: list[str]
    allowMethods: list[Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"]]
    allowOrigins: list[str]
    exposeHeaders: list[str]
    maxAge: int


class HTTPHeader(TypedDict, total=False):
    """HTTPHeader of gateway.networking.k8s.io/v1."""

    name: Required[str]
    value: Required[str]


class HTTPHeaderFilter(TypedDict, total=False):
    """HTTPHeaderFilter of gateway.networking.k8s.io/v1."""

    add: list[HTTPHeader]
    remove: list[str]
    set: list[HTTPHeader]


class HTTPHeaderMatch(TypedDict, total=False):
    """HTTPHeaderMatch of gateway.networking.k8s.io/v1."""

    name: Required[str]
    type: Literal["Exact", "RegularExpression"]
    value: Required[str]


class HTTPPathMatch(TypedDict, total=False):
    """HTTPPathMatch of gateway.networking.k8s.io/v1."""

    type: Literal["Exact", "PathPrefix", "RegularExpression"]
    value: str


class HTTPPathModifier(TypedDict, total=False):
    """HTTPPathModifier of gateway.networking.k8s.io/v1."""

    replaceFullPath: str
    replacePrefixMatch: str
    type: Required[Literal["ReplaceFullPath", "ReplacePrefixMatch"]]


class HTTPQueryParamMatch(TypedDict, total=False):
    """HTTPQueryParamMatch of gateway.networking.k8s.io/v1."""

    name: Required[str]
    type: Literal["Exact", "RegularExpression"]
    value: Required[str]


class HTTPRequestMirrorFilter(TypedDict, total=False):
    """HTTPRequestMirrorFilter of gateway.networking.k8s.io/v1."""

    backendRef: Required[BackendObjectReference]
    fraction: Fraction
    percent: int


class HTTPRequestRedirectFilter(TypedDict, total=False):
    """HTTPRequestRedirectFilter of gateway.networking.k8s.io/v1."""

    hostname: str
    path: HTTPPathModifier
    port: int
    scheme: Literal["http", "https"]
    statusCode: Literal[301, 302, 303, 307, 308]


class HTTPRoute(TypedDict, total=False):
    """HTTPRoute of gateway.networking.k8s.io/v1."""

    apiVersion: Required[Literal["gateway.networking.k8s.io/v1"]]
    kind: Required[Literal["HTTPRoute"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[HTTPRouteSpec]


class HTTPRouteFilter(TypedDict, total=False):
    """HTTPRouteFilter of gateway.networking.k8s.io/v1."""

    cors: HTTPCORSFilter
    extensionRef: LocalObjectReference
    requestHeaderModifier: HTTPHeaderFilter
    requestMirror: HTTPRequestMirrorFilter
    requestRedirect: HTTPRequestRedirectFilter
    responseHeaderModifier: HTTPHeaderFilter
    type: Required[Literal["RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror", "RequestRedirect", "URLRewrite", "ExtensionRef", "CORS"]]
    urlRewrite: HTTPURLRewriteFilter


class HTTPRouteMatch(TypedDict, total=False):
    """HTTPRouteMatch of gateway.networking.k8s.io/v1."""

    headers: list[HTTPHeaderMatch]
    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
    path: HTTPPathMatch
    queryParams: list[HTTPQueryParamMatch]


class HTTPRouteRule(TypedDict, total=False):
    """HTTPRouteRule of gateway.networking.k8s.io/v1."""

    backendRefs: list[HTTPBackendRef]
    filters: list[HTTPRouteFilter]
    matches: list[HTTPRouteMatch]
    name: str
    timeouts: HTTPRouteTimeouts


class HTTPRouteSpec(TypedDict, total=False):
    """HTTPRouteSpec of gateway.networking.k8s.io/v1."""

    hostnames: list[str]
    parentRefs: list[ParentReference]
    rules: list[HTTPRouteRule]


class HTTPRouteTimeouts(TypedDict, total=False):
    """HTTPRouteTimeouts of gateway.networking.k8s.io/v1."""

    backendRequest: str
    request: str


class HTTPURLRewriteFilter(TypedDict, total=False):
    """HTTPURLRewriteFilter of gateway.networking.k8s.io/v1."""

    hostname: str
    path: HTTPPathModifier


class Listener(TypedDict, total=False):
    """Listener of gateway.networking.k8s.io/v1."""

    allowedRoutes: AllowedRoutes
    hostname: str
    name: Required[str]
    port: Required[int]
    protocol: Required[str]
    tls: ListenerTLSConfig


class ListenerTLSConfig(TypedDict, total=False):
    """ListenerTLSConfig of gateway.networking.k8s.io/v1."""

    certificateRefs: list[SecretObjectReference]
    mode: Literal["Terminate", "Passthrough"]
    options: Mapping[str, str]


class LocalObjectReference(TypedDict, total=False):
    """LocalObjectReference of gateway.networking.k8s.io/v1."""

    group: Required[str]
    kind: Required[str]
    name: Required[str]


class LocalParametersReference(TypedDict, total=False):
    """LocalParametersReference of gateway.networking.k8s.io/v1."""

    group: Required[str]
    kind: Required[str]
    name: Required[str]


class ParentReference(TypedDict, total=False):
    """ParentReference of gateway.networking.k8s.io/v1."""

    group: str
    kind: str
    name: Required[str]
    namespace: str
    port: int
    sectionName: str


class RouteGroupKind(TypedDict, total=False):
    """RouteGroupKind of gateway.networking.k8s.io/v1."""

    group: str
    kind: Required[str]


RouteNamespaces = TypedDict(
    "RouteNamespaces",
    {
        "from": "Literal['All', 'Selector', 'Same']",
        "selector": "meta_v1.LabelSelector",
    },
    total=False,
)
"""RouteNamespaces of gateway.networking.k8s.io/v1."""


class SecretObjectReference(TypedDict, total=False):
    """SecretObjectReference of gateway.networking.k8s.io/v1."""

    group: str
    kind: str
    name: Required[str]
    namespace: str
