"""PyTorchJob of kubeflow.org/v1, as the training operator 1.9 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import BOOLEAN, INT32, STRING, custom_resource, kubernetes, list_of, structure
from mlkube.k8s.custom.run_policy import REPLICA_SPECS, RUN_POLICY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "PyTorchJob",
    structure(
        "PyTorchJobSpec",
        {
            "elasticPolicy": structure(
                "ElasticPolicy",
                {
                    "maxReplicas": INT32,
                    "maxRestarts": INT32,
                    "metrics": list_of(kubernetes("autoscaling.v2.MetricSpec")),
                    "minReplicas": INT32,
                    "nProcPerNode": INT32,
                    "rdzvBackend": STRING,
                    "rdzvConf": list_of(structure("RendezvousSetting", {"key": STRING, "value": STRING})),
                    "rdzvHost": STRING,
                    "rdzvId": STRING,
                    "rdzvPort": INT32,
                    "standalone": BOOLEAN,
                },
            ),
            "nprocPerNode": STRING,
            "pytorchReplicaSpecs": REPLICA_SPECS,
            "runPolicy": RUN_POLICY,
        },
        "pytorchReplicaSpecs",
    ),
)
