"""The API server's own rules, one module a family of kinds; found by kind, imported when one is judged."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from mlkube.validation.check import Check

    RuleFunction: TypeAlias = Callable[[dict[str, Any], Check], None]

_FAMILIES = {
    "pods": (("v1", "Pod PodTemplate"),),
    "controllers": (("apps/v1", "Deployment ReplicaSet StatefulSet DaemonSet"),),
    "jobs": (("batch/v1", "Job CronJob"),),
    "services": (("v1", "Service"),),
    "network": (("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),),
    "storage": (("v1", "PersistentVolume PersistentVolumeClaim"), ("storage.k8s.io/v1", "StorageClass")),
    "configuration": (("v1", "ConfigMap Secret ServiceAccount Namespace"),),
    "autoscaling": (("autoscaling/v2", "HorizontalPodAutoscaler"),),
    "policy": (
        ("v1", "ResourceQuota LimitRange"),
        ("policy/v1", "PodDisruptionBudget"),
        ("scheduling.k8s.io/v1", "PriorityClass"),
    ),
    "rbac": (("rbac.authorization.k8s.io/v1", "Role ClusterRole RoleBinding ClusterRoleBinding"),),
    "claims": (("resource.k8s.io/v1", "ResourceClaim ResourceClaimTemplate DeviceClass"),),
}
_MODULES = {
    (api_version, kind): module
    for module, rows in _FAMILIES.items()
    for api_version, kinds in rows
    for kind in kinds.split()
}


def find_rules(api_version: str, kind: str) -> RuleFunction | None:
    """Return the function that runs every rule of a kind; None for a kind without rules.

    Each module of a family has a mapping `KINDS` from kind to function.
    """
    module = _MODULES.get((api_version, kind))
    if module is None:
        return None
    from importlib import import_module  # noqa: PLC0415  one family, not all of them

    found: RuleFunction = import_module(f"mlkube.validation.rules.{module}").KINDS[kind]
    return found
