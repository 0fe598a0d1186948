"""LocalQueue of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import STRING, choice, custom_resource, structure
from mlkube.k8s.custom.kueue_quotas import FAIR_SHARING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "LocalQueue",
    structure(
        "LocalQueueSpec",
        {
            "clusterQueue": STRING,
            "fairSharing": FAIR_SHARING,
            "stopPolicy": choice("None", "Hold", "HoldAndDrain"),
        },
    ),
)
