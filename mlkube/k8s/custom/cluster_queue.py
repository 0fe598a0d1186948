"""ClusterQueue of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it; it stands in no namespace."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT32,
    LABEL_SELECTOR,
    STRING,
    choice,
    custom_resource,
    list_of,
    set_of,
    structure,
)
from mlkube.k8s.custom.kueue_quotas import FAIR_SHARING, RESOURCE_GROUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_ADMISSION_CHECKS: JsonObject = structure(
    "AdmissionChecksStrategy",
    {
        "admissionChecks": list_of(
            structure("AdmissionCheckStrategyRule", {"name": STRING, "onFlavors": set_of(STRING)}, "name"),
            "name",
        )
    },
    "admissionChecks",
)

_PREEMPTION: JsonObject = structure(
    "ClusterQueuePreemption",
    {
        "borrowWithinCohort": structure(
            "BorrowWithinCohort",
            {"maxPriorityThreshold": INT32, "policy": choice("Never", "LowerPriority")},
        ),
        "reclaimWithinCohort": choice("Never", "LowerPriority", "Any"),
        "withinClusterQueue": choice("Never", "LowerPriority", "LowerOrNewerEqualPriority"),
    },
)

_FUNGIBILITY: JsonObject = structure(
    "FlavorFungibility",
    {
        "preference": choice("BorrowingOverPreemption", "PreemptionOverBorrowing"),
        "whenCanBorrow": choice("MayStopSearch", "TryNextFlavor"),
        "whenCanPreempt": choice("MayStopSearch", "TryNextFlavor"),
    },
)

SCHEMA: JsonObject = custom_resource(
    "ClusterQueue",
    structure(
        "ClusterQueueSpec",
        {
            "admissionChecksStrategy": _ADMISSION_CHECKS,
            "admissionScope": structure(
                "AdmissionScope",
                {"admissionMode": choice("UsageBasedAdmissionFairSharing", "NoAdmissionFairSharing")},
                "admissionMode",
            ),
            "cohortName": STRING,
            "fairSharing": FAIR_SHARING,
            "flavorFungibility": _FUNGIBILITY,
            "namespaceSelector": LABEL_SELECTOR,
            "preemption": _PREEMPTION,
            "queueingStrategy": choice("StrictFIFO", "BestEffortFIFO"),
            "resourceGroups": RESOURCE_GROUPS,
            "stopPolicy": choice("None", "Hold", "HoldAndDrain"),
        },
    ),
)
