"""Which kinds kustomize takes for cluster-scoped."""

from __future__ import annotations

_CLUSTER_SCOPED = frozenset(
    (api_version, kind)
    for api_version, kinds in (
        ("v1", "ComponentStatus Namespace Node NodeProxyOptions PersistentVolume"),
        ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration"),
        (
            "admissionregistration.k8s.io/v1beta1",
            "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
        ),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"),
        ("apiregistration.k8s.io/v1", "APIService"),
        ("apiregistration.k8s.io/v1beta1", "APIService"),
        ("certificates.k8s.io/v1", "CertificateSigningRequest"),
        ("certificates.k8s.io/v1beta1", "CertificateSigningRequest"),
        ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema PriorityLevelConfiguration"),
        ("networking.k8s.io/v1", "IngressClass"),
        ("networking.k8s.io/v1beta1", "IngressClass"),
        ("node.k8s.io/v1", "RuntimeClass"),
        ("node.k8s.io/v1beta1", "RuntimeClass"),
        ("policy/v1beta1", "PodSecurityPolicy"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding"),
        ("rbac.authorization.k8s.io/v1beta1", "ClusterRole ClusterRoleBinding"),
        ("scheduling.k8s.io/v1", "PriorityClass"),
        ("scheduling.k8s.io/v1beta1", "PriorityClass"),
        ("storage.k8s.io/v1", "CSIDriver CSINode StorageClass VolumeAttachment"),
        ("storage.k8s.io/v1beta1", "CSIDriver CSINode StorageClass VolumeAttachment"),
    )
    for kind in kinds.split()
)


def is_cluster_scoped(api_version: str, kind: str) -> bool:
    """Say whether kustomize 5.5.0 keeps a kind out of namespaces; a kind that it does not know has one.

    The table is older than today's clusters: ValidatingAdmissionPolicy counts as namespaced, as do all custom
    resources. `Schema.is_cluster_scoped` answers for a target version, an OpenAPI document and definitions.

    Source: kyaml/openapi/openapi.go, precomputedIsNamespaceScoped.
    """
    return (api_version, kind) in _CLUSTER_SCOPED
