"""TFJob of kubeflow.org/v1, as the training operator 1.9 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import BOOLEAN, STRING, custom_resource, structure
from mlkube.k8s.custom.run_policy import REPLICA_SPECS, RUN_POLICY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "TFJob",
    structure(
        "TFJobSpec",
        {
            "enableDynamicWorker": BOOLEAN,
            "runPolicy": RUN_POLICY,
            "successPolicy": STRING,
            "tfReplicaSpecs": REPLICA_SPECS,
        },
        "tfReplicaSpecs",
    ),
)
