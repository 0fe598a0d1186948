"""Versions of APIs that Kubernetes deprecated or removed, and what took their places (DEC-013, WARN-018).

Source: kubernetes.io, Deprecated API Migration Guide.
"""

from __future__ import annotations

# apiVersion, kinds, the minor versions that deprecated and removed it (0: not yet), what to use instead.
_ROWS: tuple[tuple[str, str, int, int, str], ...] = (
    ("extensions/v1beta1", "Deployment DaemonSet ReplicaSet", 9, 16, "apps/v1"),
    ("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
    ("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"),
    ("extensions/v1beta1", "PodSecurityPolicy", 10, 16, ""),
    ("apps/v1beta1", "Deployment StatefulSet", 9, 16, "apps/v1"),
    ("apps/v1beta2", "Deployment DaemonSet ReplicaSet StatefulSet", 9, 16, "apps/v1"),
    ("batch/v2alpha1", "CronJob", 8, 21, "batch/v1"),
    ("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"),
    ("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
    ("policy/v1beta1", "PodSecurityPolicy", 21, 25, ""),
    ("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
    ("events.k8s.io/v1beta1", "Event", 19, 25, "events.k8s.io/v1"),
    ("node.k8s.io/v1beta1", "RuntimeClass", 20, 25, "node.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSIDriver CSINode StorageClass VolumeAttachment", 19, 22, "storage.k8s.io/v1"),  # noqa: E501 the server's words
    ("networking.k8s.io/v1beta1", "Ingress IngressClass", 19, 22, "networking.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", "Role ClusterRole RoleBinding ClusterRoleBinding", 17, 22,
     "rbac.authorization.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"),
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration", 16, 22,  # noqa: E501 the server's words
     "admissionregistration.k8s.io/v1"),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1"),
    ("authentication.k8s.io/v1beta1", "TokenReview", 19, 22, "authentication.k8s.io/v1"),
    ("authorization.k8s.io/v1beta1", "LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview", 19, 22,  # noqa: E501 the server's words
     "authorization.k8s.io/v1"),
    ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"),
    ("coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema PriorityLevelConfiguration", 23, 26,
     "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema PriorityLevelConfiguration", 26, 29,
     "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration", 29, 32,
     "flowcontrol.apiserver.k8s.io/v1"),
    ("v1", "ComponentStatus", 19, 0, ""),
    ("v1", "Endpoints", 33, 0, "discovery.k8s.io/v1 EndpointSlice"),
)  # fmt: skip


class Retirement:
    """When a kind in a version of its API was deprecated and removed (minor versions, 0 for not yet)."""

    __slots__ = ("deprecated", "removed", "replacement")

    def __init__(self, deprecated: int, removed: int, replacement: str) -> None:
        self.deprecated = deprecated
        self.removed = removed
        self.replacement = replacement


def retirement(api_version: str, kind: str) -> Retirement | None:
    """Return when a kind was retired, None for one that never was."""
    for known, kinds, deprecated, removed, replacement in _ROWS:
        if known == api_version and kind in kinds.split():
            whole = f"{replacement} {kind}" if replacement and " " not in replacement else replacement
            return Retirement(deprecated, removed, whole)
    return None


def deprecation_text(api_version: str, kind: str, found: Retirement) -> str:
    """Return the server's warning about a deprecated version."""
    text = f"{api_version} {kind} is deprecated in v1.{found.deprecated}+"
    if found.removed:
        text += f", unavailable in v1.{found.removed}+"
    return f"{text}; use {found.replacement}" if found.replacement else text
