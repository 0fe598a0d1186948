"""kustomize's order of kinds, for the rows of a configuration and for the objects of an output."""

from __future__ import annotations

_FIRST = (
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
)
_LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
_RANKS = {kind: rank - len(_FIRST) for rank, kind in enumerate(_FIRST)} | {
    kind: rank + 1 for rank, kind in enumerate(_LAST)
}


def kind_order(group: str, version: str, kind: str) -> tuple[int, str]:
    """Return the key by which kinds are sorted: a few have their place, the others follow by group.

    An empty group comes behind the named ones. Source: kustomize kyaml/resid/gvk.go.
    """
    return _RANKS.get(kind, 0), f"{group or '~G'}_{version or '~V'}_{kind or '~K'}"
