"""Workload identity: how pods sign in to a cloud as somebody, without a key in the cluster."""

from __future__ import annotations


class IdentityForm:
    """How a platform words an identity: the annotation of a ServiceAccount, and the form of its value.

    `pod_labels` are labels without which pods of the account get no token.
    """

    __slots__ = ("annotation", "example", "pattern", "pod_labels")

    def __init__(
        self, annotation: str, pattern: str, example: str, pod_labels: dict[str, str] | None = None
    ) -> None:
        self.annotation = annotation
        self.pattern = pattern
        self.example = example
        self.pod_labels = pod_labels or {}


# Source: docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts;
# cloud.google.com/kubernetes-engine/docs/how-to/workload-identity; azure.github.io/azure-workload-identity.
IDENTITY_FORMS = {
    "aws": IdentityForm(
        "eks.amazonaws.com/role-arn",
        r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+",
        "arn:aws:iam::123456789012:role/resnet",
    ),
    "azure": IdentityForm(
        "azure.workload.identity/client-id",
        r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "the client id of a managed identity, as 1b0e6c5d-0000-0000-0000-000000000000",
        {"azure.workload.identity/use": "true"},
    ),
    "gcp": IdentityForm(
        "iam.gke.io/gcp-service-account",
        r"[a-z][-a-z0-9]{4,28}[a-z0-9]@[a-z][-a-z0-9.]*\.iam\.gserviceaccount\.com",
        "resnet@project.iam.gserviceaccount.com",
    ),
}
