"""ScheduledSparkApplication of sparkoperator.k8s.io/v1beta2, as the Kubeflow spark-operator 2.5 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import BOOLEAN, INT32, STRING, custom_resource, structure
from mlkube.k8s.custom.spark_application import SPEC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "ScheduledSparkApplication",
    structure(
        "ScheduledSparkApplicationSpec",
        {
            "concurrencyPolicy": STRING,
            "failedRunHistoryLimit": INT32,
            "schedule": STRING,
            "successfulRunHistoryLimit": INT32,
            "suspend": BOOLEAN,
            "template": SPEC,
            "timeZone": STRING,
        },
        "schedule",
        "template",
    ),
    "metadata",
    "spec",
)
