"""IAMPolicyGenerator: a ServiceAccount bound to an account of a cloud."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.errors import KustomizationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_GKE = "gke"


def iam_service_account(arguments: JsonObject) -> Resource:
    """Return the ServiceAccount that workload identity of Google Kubernetes Engine needs.

    Raises:
        KustomizationError: a cloud other than `gke`.

    Source: kustomize, api/filters/iampolicygenerator.
    """
    cloud = arguments.get("cloud")
    if cloud != _GKE:
        raise KustomizationError(f"cloud {cloud!r} is not supported", hint=f"the only one is {_GKE!r}")
    inside, outside = arguments.get("kubernetesService"), arguments.get("serviceAccount")
    inside = inside if isinstance(inside, dict) else {}
    outside = outside if isinstance(outside, dict) else {}
    account = f"{outside.get('name', '')}@{outside.get('projectId', '')}.iam.gserviceaccount.com"
    metadata: JsonObject = {
        "annotations": {"iam.gke.io/gcp-service-account": account},
        "name": inside.get("name", ""),
    }
    if inside.get("namespace"):
        metadata["namespace"] = inside["namespace"]
    return Resource({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata})
