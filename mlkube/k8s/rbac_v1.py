"""Kubernetes 1.36, rbac.authorization.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import meta_v1


class AggregationRule(TypedDict, total=False):
    """AggregationRule of rbac.authorization.k8s.io/v1."""

    clusterRoleSelectors: list[meta_v1.LabelSelector]


class ClusterRole(TypedDict, total=False):
    """ClusterRole of rbac.authorization.k8s.io/v1."""

    aggregationRule: AggregationRule
    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["ClusterRole"]]
    metadata: meta_v1.ObjectMeta
    rules: list[PolicyRule]


class ClusterRoleBinding(TypedDict, total=False):
    """ClusterRoleBinding of rbac.authorization.k8s.io/v1."""

    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["ClusterRoleBinding"]]
    metadata: meta_v1.ObjectMeta
    roleRef: Required[RoleRef]
    subjects: list[Subject]


class PolicyRule(TypedDict, total=False):
    """PolicyRule of rbac.authorization.k8s.io/v1."""

    apiGroups: list[str]
    nonResourceURLs: list[str]
    resourceNames: list[str]
    resources: list[str]
    verbs: Required[list[str]]


class Role(TypedDict, total=False):
    """Role of rbac.authorization.k8s.io/v1."""

    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["Role"]]
    metadata: meta_v1.ObjectMeta
    rules: list[PolicyRule]


class RoleBinding(TypedDict, total=False):
    """RoleBinding of rbac.authorization.k8s.io/v1."""

    apiVersion: Required[Literal["rbac.authorization.k8s.io/v1"]]
    kind: Required[Literal["RoleBinding"]]
    metadata: meta_v1.ObjectMeta
    roleRef: Required[RoleRef]
    subjects: list[Subject]


class RoleRef(TypedDict, total=False):
    """RoleRef of rbac.authorization.k8s.io/v1."""

    apiGroup: str
    kind: Required[str]
    name: Required[str]


class Subject(TypedDict, total=False):
    """Subject of rbac.authorization.k8s.io/v1."""

    apiGroup: str
    kind: Required[str]
    name: Required[str]
    namespace: str
