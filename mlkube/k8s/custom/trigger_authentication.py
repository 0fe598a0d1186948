"""TriggerAuthentication of keda.sh/v1alpha1, as KEDA 2.20 serves it, without the vaults of other makers."""

from __future__ import annotations

from mlkube.k8s.custom.forms import STRING, choice, custom_resource, merged_list_of, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_TARGET: JsonObject = structure(
    "AuthTargetRef", {"key": STRING, "name": STRING, "parameter": STRING}, "key", "name", "parameter"
)

SCHEMA: JsonObject = custom_resource(
    "TriggerAuthentication",
    structure(
        "TriggerAuthenticationSpec",
        {
            "boundServiceAccountToken": merged_list_of(
                structure(
                    "BoundServiceAccountToken",
                    {"parameter": STRING, "serviceAccountName": STRING},
                    "parameter",
                    "serviceAccountName",
                ),
                "parameter",
            ),
            "configMapTargetRef": merged_list_of(_TARGET, "parameter"),
            "env": merged_list_of(
                structure(
                    "AuthEnvironment",
                    {"containerName": STRING, "name": STRING, "parameter": STRING},
                    "name",
                    "parameter",
                ),
                "parameter",
            ),
            "podIdentity": structure(
                "AuthPodIdentity",
                {
                    "externalID": STRING,
                    "identityAuthorityHost": STRING,
                    "identityId": STRING,
                    "identityOwner": choice("keda", "workload"),
                    "identityTenantId": STRING,
                    "provider": choice("azure-workload", "gcp", "aws", "aws-eks", "none"),
                    "roleArn": STRING,
                },
                "provider",
            ),
            "secretTargetRef": merged_list_of(_TARGET, "parameter"),
        },
    ),
    "spec",
)
