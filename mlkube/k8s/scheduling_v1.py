"""Kubernetes 1.36, scheduling.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.k8s import meta_v1


class PriorityClass(TypedDict, total=False):
    """PriorityClass of scheduling.k8s.io/v1."""

    apiVersion: Required[Literal["scheduling.k8s.io/v1"]]
    description: str
    globalDefault: bool
    kind: Required[Literal["PriorityClass"]]
    metadata: meta_v1.ObjectMeta
    preemptionPolicy: str
    value: int
