"""Which kinds of Kubernetes live outside of namespaces.

The JSON Schemas do not say it, the paths of the API do. Source: the resource classes of lightkube-models 1.21
to 1.37, which are generated from those paths; all its versions agree, and a scope never depends on the
version of a group.
"""

from __future__ import annotations

CLUSTER = "cluster"
NAMESPACED = "namespaced"

_CLUSTER_KINDS: dict[str, str] = {
    "": "ComponentStatus Namespace Node PersistentVolume",
    "admissionregistration.k8s.io": (
        "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration"
        " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration"
    ),
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "authentication.k8s.io": "SelfSubjectReview TokenReview",
    "authorization.k8s.io": "SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "internal.apiserver.k8s.io": "StorageVersion",
    "networking.k8s.io": "ClusterCIDR IPAddress IngressClass ServiceCIDR",
    "node.k8s.io": "RuntimeClass",
    "policy": "PodSecurityPolicy",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io": "DeviceClass DeviceTaintRule ResourceClass ResourcePoolStatusRequest ResourceSlice",
    "scheduling.k8s.io": "PriorityClass",
    "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
    "storagemigration.k8s.io": "StorageVersionMigration",
}

_NAMESPACED_KINDS: dict[str, str] = {
    "": (
        "Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate"
        " ReplicationController ResourceQuota Secret Service ServiceAccount"
    ),
    "apps": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "authentication.k8s.io": "TokenRequest",
    "authorization.k8s.io": "LocalSubjectAccessReview",
    "autoscaling": "HorizontalPodAutoscaler Scale",
    "batch": "CronJob Job",
    "certificates.k8s.io": "PodCertificateRequest",
    "coordination.k8s.io": "Lease LeaseCandidate",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "extensions": "Ingress",
    "kustomize.config.k8s.io": "Kustomization",
    "lifecycle.k8s.io": "Eviction EvictionRequest",
    "networking.k8s.io": "Ingress NetworkPolicy",
    "policy": "Eviction PodDisruptionBudget",
    "rbac.authorization.k8s.io": "Role RoleBinding",
    "resource.k8s.io": (
        "PodScheduling PodSchedulingContext ResourceClaim ResourceClaimParameters ResourceClaimTemplate"
        " ResourceClassParameters"
    ),
    "scheduling.k8s.io": "CompositePodGroup PodGroup Workload",
    "storage.k8s.io": "CSIStorageCapacity",
}

# What the API talks in, but nobody stores: options and answers.
_NO_OBJECTS = frozenset({"APIGroup", "APIVersions", "DeleteOptions", "Status", "WatchEvent"})


def is_object(kind: str) -> bool:
    """Say whether manifests hold objects of a kind; lists are taken apart before anybody looks them up."""
    return kind not in _NO_OBJECTS and not kind.endswith("List")


def scope_of(group: str, kind: str) -> str:
    """Return `cluster` or `namespaced`.

    Raises:
        SystemExit: the kind is in neither table; a new version of Kubernetes brought it.

    """
    if kind in _CLUSTER_KINDS.get(group, "").split():
        return CLUSTER
    if kind in _NAMESPACED_KINDS.get(group, "").split():
        return NAMESPACED
    raise SystemExit(f"{group}/{kind}: say in tools/scopes.py whether it lives in a namespace")
