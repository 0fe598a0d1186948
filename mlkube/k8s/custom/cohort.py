"""Cohort of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it; it stands in no namespace."""

from __future__ import annotations

from mlkube.k8s.custom.forms import STRING, custom_resource, structure
from mlkube.k8s.custom.kueue_quotas import FAIR_SHARING, RESOURCE_GROUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "Cohort",
    structure(
        "CohortSpec",
        {"fairSharing": FAIR_SHARING, "parentName": STRING, "resourceGroups": RESOURCE_GROUPS},
    ),
)
