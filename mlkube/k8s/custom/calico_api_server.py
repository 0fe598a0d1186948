"""APIServer of operator.tigera.io/v1, as the Tigera operator of Calico 3.32 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import INT32, custom_resource, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "APIServer",
    structure(
        "APIServerSpec",
        {
            "apiServerDeployment": structure(
                "APIServerDeployment",
                {"spec": structure("APIServerDeploymentSpec", {"minReadySeconds": INT32})},
            ),
        },
    ),
)
