"""Custom resources of kueue.x-k8s.io/v1beta2, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1, meta_v1


class AdmissionCheckStrategyRule(TypedDict, total=False):
    """AdmissionCheckStrategyRule of kueue.x-k8s.io/v1beta2."""

    name: Required[str]
    onFlavors: list[str]


class AdmissionChecksStrategy(TypedDict, total=False):
    """AdmissionChecksStrategy of kueue.x-k8s.io/v1beta2."""

    admissionChecks: Required[list[AdmissionCheckStrategyRule]]


class AdmissionScope(TypedDict, total=False):
    """AdmissionScope of kueue.x-k8s.io/v1beta2."""

    admissionMode: Required[Literal["UsageBasedAdmissionFairSharing", "NoAdmissionFairSharing"]]


class BorrowWithinCohort(TypedDict, total=False):
    """BorrowWithinCohort of kueue.x-k8s.io/v1beta2."""

    maxPriorityThreshold: int
    policy: Literal["Never", "LowerPriority"]


class ClusterQueue(TypedDict, total=False):
    """ClusterQueue of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["ClusterQueue"]]
    metadata: meta_v1.ObjectMeta
    spec: ClusterQueueSpec


class ClusterQueuePreemption(TypedDict, total=False):
    """ClusterQueuePreemption of kueue.x-k8s.io/v1beta2."""

    borrowWithinCohort: BorrowWithinCohort
    reclaimWithinCohort: Literal["Never", "LowerPriority", "Any"]
    withinClusterQueue: Literal["Never", "LowerPriority", "LowerOrNewerEqualPriority"]


class ClusterQueueSpec(TypedDict, total=False):
    """ClusterQueueSpec of kueue.x-k8s.io/v1beta2."""

    admissionChecksStrategy: AdmissionChecksStrategy
    admissionScope: AdmissionScope
    cohortName: str
    fairSharing: FairSharing
    flavorFungibility: FlavorFungibility
    namespaceSelector: meta_v1.LabelSelector
    preemption: ClusterQueuePreemption
    queueingStrategy: Literal["StrictFIFO", "BestEffortFIFO"]
    resourceGroups: list[ResourceGroup]
    stopPolicy: Literal["None", "Hold", "HoldAndDrain"]


class Cohort(TypedDict, total=False):
    """Cohort of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["Cohort"]]
    metadata: meta_v1.ObjectMeta
    spec: CohortSpec


class CohortSpec(TypedDict, total=False):
    """CohortSpec of kueue.x-k8s.io/v1beta2."""

    fairSharing: FairSharing
    parentName: str
    resourceGroups: list[ResourceGroup]


class FairSharing(TypedDict, total=False):
    """FairSharing of kueue.x-k8s.io/v1beta2."""

    weight: int | str


class FlavorFungibility(TypedDict, total=False):
    """FlavorFungibility of kueue.x-k8s.io/v1beta2."""

    preference: Literal["BorrowingOverPreemption", "PreemptionOverBorrowing"]
    whenCanBorrow: Literal["MayStopSearch", "TryNextFlavor"]
    whenCanPreempt: Literal["MayStopSearch", "TryNextFlavor"]


class FlavorQuotas(TypedDict, total=False):
    """FlavorQuotas of kueue.x-k8s.io/v1beta2."""

    name: Required[str]
    resources: Required[list[ResourceQuota]]


class LocalQueue(TypedDict, total=False):
    """LocalQueue of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["LocalQueue"]]
    metadata: meta_v1.ObjectMeta
    spec: LocalQueueSpec


class LocalQueueSpec(TypedDict, total=False):
    """LocalQueueSpec of kueue.x-k8s.io/v1beta2."""

    clusterQueue: str
    fairSharing: FairSharing
    stopPolicy: Literal["None", "Hold", "HoldAndDrain"]


class ResourceFlavor(TypedDict, total=False):
    """ResourceFlavor of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["ResourceFlavor"]]
    metadata: meta_v1.ObjectMeta
    spec: ResourceFlavorSpec


class ResourceFlavorSpec(TypedDict, total=False):
    """ResourceFlavorSpec of kueue.x-k8s.io/v1beta2."""

    nodeLabels: Mapping[str, str]
    nodeTaints: list[core_v1.Taint]
    tolerations: list[core_v1.Toleration]
    topologyName: str


class ResourceGroup(TypedDict, total=False):
    """ResourceGroup of kueue.x-k8s.io/v1beta2."""

    coveredResources: Required[list[str]]
    flavors: Required[list[FlavorQuotas]]


class ResourceQuota(TypedDict, total=False):
    """ResourceQuota of kueue.x-k8s.io/v1beta2."""

    borrowingLimit: int | str
    lendingLimit: int | str
    name: Required[str]
    nominalQuota: Required[int | str]


class Topology(TypedDict, total=False):
    """Topology of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["Topology"]]
    metadata: meta_v1.ObjectMeta
    spec: TopologySpec


class TopologyLevel(TypedDict, total=False):
    """TopologyLevel of kueue.x-k8s.io/v1beta2."""

    nodeLabel: Required[str]


class TopologySpec(TypedDict, total=False):
    """TopologySpec of kueue.x-k8s.io/v1beta2."""

    levels: Required[list[TopologyLevel]]


class WorkloadPriorityClass(TypedDict, total=False):
    """WorkloadPriorityClass of kueue.x-k8s.io/v1beta2."""

    apiVersion: Required[Literal["kueue.x-k8s.io/v1beta2"]]
    kind: Required[Literal["WorkloadPriorityClass"]]
    metadata: meta_v1.ObjectMeta
    description: str
    value: Required[int]
