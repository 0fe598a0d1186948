"""Kubernetes 1.36, node.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class Overhead(TypedDict, total=False):
    """Overhead of node.k8s.io/v1."""

    podFixed: Mapping[str, str | int | float]


class RuntimeClass(TypedDict, total=False):
    """RuntimeClass of node.k8s.io/v1."""

    apiVersion: Required[Literal["node.k8s.io/v1"]]
    handler: Required[str]
    kind: Required[Literal["RuntimeClass"]]
    metadata: meta_v1.ObjectMeta
    overhead: Overhead
    scheduling: Scheduling


class Scheduling(TypedDict, total=False):
    """Scheduling of node.k8s.io/v1."""

    nodeSelector: Mapping[str, str]
    tolerations: list[core_v1.Toleration]
