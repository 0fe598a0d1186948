"""Kubernetes 1.36, policy/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import meta_v1


class Eviction(TypedDict, total=False):
    """Eviction of policy/v1."""

    apiVersion: Required[Literal["policy/v1"]]
    deleteOptions: meta_v1.DeleteOptions
    kind: Required[Literal["Eviction"]]
    metadata: meta_v1.ObjectMeta


class PodDisruptionBudget(TypedDict, total=False):
    """PodDisruptionBudget of policy/v1."""

    apiVersion: Required[Literal["policy/v1"]]
    kind: Required[Literal["PodDisruptionBudget"]]
    metadata: meta_v1.ObjectMeta
    spec: PodDisruptionBudgetSpec
    status: PodDisruptionBudgetStatus


class PodDisruptionBudgetSpec(TypedDict, total=False):
    """PodDisruptionBudgetSpec of policy/v1."""

    maxUnavailable: int | str
    minAvailable: int | str
    selector: meta_v1.LabelSelector
    unhealthyPodEvictionPolicy: str


class PodDisruptionBudgetStatus(TypedDict, total=False):
    """PodDisruptionBudgetStatus of policy/v1."""

    conditions: list[meta_v1.Condition]
    currentHealthy: int
    desiredHealthy: int
    disruptedPods: Mapping[str, str]
    disruptionsAllowed: int
    expectedPods: int
    observedGeneration: int
