"""WorkloadPriorityClass of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it; it stands in no namespace."""

from __future__ import annotations

from mlkube.k8s.custom.forms import INT32, OBJECT_META, STRING, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = structure(
    "WorkloadPriorityClass",
    {"apiVersion": STRING, "kind": STRING, "metadata": OBJECT_META, "description": STRING, "value": INT32},
    "value",
)
