"""Kubernetes 1.36, meta/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import Json


class Condition(TypedDict, total=False):
    """Condition of meta/v1."""

    lastTransitionTime: Required[str]
    message: Required[str]
    observedGeneration: int
    reason: Required[str]
    status: Required[str]
    type: Required[str]


class DeleteOptions(TypedDict, total=False):
    """DeleteOptions of meta/v1."""

    apiVersion: str
    dryRun: list[str]
    gracePeriodSeconds: int
    ignoreStoreReadErrorWithClusterBreakingPotential: bool
    kind: str
    orphanDependents: bool
    preconditions: Preconditions
    propagationPolicy: str


class FieldSelectorRequirement(TypedDict, total=False):
    """FieldSelectorRequirement of meta/v1."""

    key: Required[str]
    operator: Required[str]
    values: list[str]


class GroupResource(TypedDict, total=False):
    """GroupResource of meta/v1."""

    group: Required[str]
    resource: Required[str]


class LabelSelector(TypedDict, total=False):
    """LabelSelector of meta/v1."""

    matchExpressions: list[LabelSelectorRequirement]
    matchLabels: Mapping[str, str]


class LabelSelectorRequirement(TypedDict, total=False):
    """LabelSelectorRequirement of meta/v1."""

    key: Required[str]
    operator: Required[str]
    values: list[str]


class ManagedFieldsEntry(TypedDict, total=False):
    """ManagedFieldsEntry of meta/v1."""

    apiVersion: str
    fieldsType: str
    fieldsV1: Mapping[str, Json]
    manager: str
    operation: str
    subresource: str
    time: str


class ObjectMeta(TypedDict, total=False):
    """ObjectMeta of meta/v1."""

    annotations: Mapping[str, str]
    creationTimestamp: str
    deletionGracePeriodSeconds: int
    deletionTimestamp: str
    finalizers: list[str]
    generateName: str
    generation: int
    labels: Mapping[str, str]
    managedFields: list[ManagedFieldsEntry]
    name: str
    namespace: str
    ownerReferences: list[OwnerReference]
    resourceVersion: str
    selfLink: str
    uid: str


class OwnerReference(TypedDict, total=False):
    """OwnerReference of meta/v1."""

    apiVersion: Required[str]
    blockOwnerDeletion: bool
    controller: bool
    kind: Required[str]
    name: Required[str]
    uid: Required[str]


class Preconditions(TypedDict, total=False):
    """Preconditions of meta/v1."""

    resourceVersion: str
    uid: str
