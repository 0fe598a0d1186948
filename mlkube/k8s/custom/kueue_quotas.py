"""What ClusterQueues and Cohorts of kueue.x-k8s.io/v1beta2 share: quotas of flavors, and shares."""

from __future__ import annotations

from mlkube.k8s.custom.forms import INT_OR_STRING, STRING, atomic_list_of, list_of, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

FAIR_SHARING: JsonObject = structure("FairSharing", {"weight": INT_OR_STRING})

RESOURCE_GROUPS: JsonObject = atomic_list_of(
    structure(
        "ResourceGroup",
        {
            "coveredResources": atomic_list_of(STRING),
            "flavors": list_of(
                structure(
                    "FlavorQuotas",
                    {
                        "name": STRING,
                        "resources": list_of(
                            structure(
                                "ResourceQuota",
                                {
                                    "borrowingLimit": INT_OR_STRING,
                                    "lendingLimit": INT_OR_STRING,
                                    "name": STRING,
                                    "nominalQuota": INT_OR_STRING,
                                },
                                "name",
                                "nominalQuota",
                            ),
                            "name",
                        ),
                    },
                    "name",
                    "resources",
                ),
                "name",
            ),
        },
        "coveredResources",
        "flavors",
    )
)
