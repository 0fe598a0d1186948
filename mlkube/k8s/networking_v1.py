"""Kubernetes 1.36, networking.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import core_v1, meta_v1


class HTTPIngressPath(TypedDict, total=False):
    """HTTPIngressPath of networking.k8s.io/v1."""

    backend: Required[IngressBackend]
    path: str
    pathType: Required[str]


class HTTPIngressRuleValue(TypedDict, total=False):
    """HTTPIngressRuleValue of networking.k8s.io/v1."""

    paths: Required[list[HTTPIngressPath]]


class IPAddress(TypedDict, total=False):
    """IPAddress of networking.k8s.io/v1."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["IPAddress"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[IPAddressSpec]


class IPAddressSpec(TypedDict, total=False):
    """IPAddressSpec of networking.k8s.io/v1."""

    parentRef: Required[ParentReference]


IPBlock = TypedDict(
    "IPBlock",
    {
        "cidr": "Required[str]",
        "except": "list[str]",
    },
    total=False,
)
"""IPBlock of networking.k8s.io/v1."""


class Ingress(TypedDict, total=False):
    """Ingress of networking.k8s.io/v1."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["Ingress"]]
    metadata: meta_v1.ObjectMeta
    spec: IngressSpec
    status: IngressStatus


class IngressBackend(TypedDict, total=False):
    """IngressBackend of networking.k8s.io/v1."""

    resource: core_v1.TypedLocalObjectReference
    service: IngressServiceBackend


class IngressClass(TypedDict, total=False):
    """IngressClass of networking.k8s.io/v1."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["IngressClass"]]
    metadata: meta_v1.ObjectMeta
    spec: IngressClassSpec


class IngressClassParametersReference(TypedDict, total=False):
    """IngressClassParametersReference of networking.k8s.io/v1."""

    apiGroup: str
    kind: Required[str]
    name: Required[str]
    namespace: str
    scope: str


class IngressClassSpec(TypedDict, total=False):
    """IngressClassSpec of networking.k8s.io/v1."""

    controller: str
    parameters: IngressClassParametersReference


class IngressLoadBalancerIngress(TypedDict, total=False):
    """IngressLoadBalancerIngress of networking.k8s.io/v1."""

    hostname: str
    ip: str
    ports: list[IngressPortStatus]


class IngressLoadBalancerStatus(TypedDict, total=False):
    """IngressLoadBalancerStatus of networking.k8s.io/v1."""

    ingress: list[IngressLoadBalancerIngress]


class IngressPortStatus(TypedDict, total=False):
    """IngressPortStatus of networking.k8s.io/v1."""

    error: str
    port: Required[int]
    protocol: Required[str]


class IngressRule(TypedDict, total=False):
    """IngressRule of networking.k8s.io/v1."""

    host: str
    http: HTTPIngressRuleValue


class IngressServiceBackend(TypedDict, total=False):
    """IngressServiceBackend of networking.k8s.io/v1."""

    name: Required[str]
    port: ServiceBackendPort


class IngressSpec(TypedDict, total=False):
    """IngressSpec of networking.k8s.io/v1."""

    defaultBackend: IngressBackend
    ingressClassName: str
    rules: list[IngressRule]
    tls: list[IngressTLS]


class IngressStatus(TypedDict, total=False):
    """IngressStatus of networking.k8s.io/v1."""

    loadBalancer: IngressLoadBalancerStatus


class IngressTLS(TypedDict, total=False):
    """IngressTLS of networking.k8s.io/v1."""

    hosts: list[str]
    secretName: str


class NetworkPolicy(TypedDict, total=False):
    """NetworkPolicy of networking.k8s.io/v1."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["NetworkPolicy"]]
    metadata: meta_v1.ObjectMeta
    spec: NetworkPolicySpec


class NetworkPolicyEgressRule(TypedDict, total=False):
    """NetworkPolicyEgressRule of networking.k8s.io/v1."""

    ports: list[NetworkPolicyPort]
    to: list[NetworkPolicyPeer]


NetworkPolicyIngressRule = TypedDict(
    "NetworkPolicyIngressRule",
    {
        "from": "list[NetworkPolicyPeer]",
        "ports": "list[NetworkPolicyPort]",
    },
    total=False,
)
"""NetworkPolicyIngressRule of networking.k8s.io/v1."""


class NetworkPolicyPeer(TypedDict, total=False):
    """NetworkPolicyPeer of networking.k8s.io/v1."""

    ipBlock: IPBlock
    namespaceSelector: meta_v1.LabelSelector
    podSelector: meta_v1.LabelSelector


class NetworkPolicyPort(TypedDict, total=False):
    """NetworkPolicyPort of networking.k8s.io/v1."""

    endPort: int
    port: int | str
    protocol: str


class NetworkPolicySpec(TypedDict, total=False):
    """NetworkPolicySpec of networking.k8s.io/v1."""

    egress: list[NetworkPolicyEgressRule]
    ingress: list[NetworkPolicyIngressRule]
    podSelector: meta_v1.LabelSelector
    policyTypes: list[str]


class ParentReference(TypedDict, total=False):
    """ParentReference of networking.k8s.io/v1."""

    group: str
    name: Required[str]
    namespace: str
    resource: Required[str]


class ServiceBackendPort(TypedDict, total=False):
    """ServiceBackendPort of networking.k8s.io/v1."""

    name: str
    number: int


class ServiceCIDR(TypedDict, total=False):
    """ServiceCIDR of networking.k8s.io/v1."""

    apiVersion: Required[Literal["networking.k8s.io/v1"]]
    kind: Required[Literal["ServiceCIDR"]]
    metadata: meta_v1.ObjectMeta
    spec: ServiceCIDRSpec
    status: ServiceCIDRStatus


class ServiceCIDRSpec(TypedDict, total=False):
    """ServiceCIDRSpec of networking.k8s.io/v1."""

    cidrs: list[str]


class ServiceCIDRStatus(TypedDict, total=False):
    """ServiceCIDRStatus of networking.k8s.io/v1."""

    conditions: list[meta_v1.Condition]
