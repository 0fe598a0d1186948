"""The namespace of a team: the types that describe it. What they build stands in the modules beside it."""

from __future__ import annotations

from mlkube.workloads.parts.network_peers import DnsAccess
from mlkube.workloads.workspace.access import (
    DefaultAccount,
    Engineers,
    JobAccount,
    People,
    PeopleAccess,
)
from mlkube.workloads.workspace.flavors import FlavorResource, QueueFlavor
from mlkube.workloads.workspace.limits import ClaimLimits, ContainerLimits, NamespaceLimits, PodLimits
from mlkube.workloads.workspace.network import NetworkAccess, NetworkAllowance
from mlkube.workloads.workspace.queue import NamespaceQueue, OwnClusterQueue, WorkloadPriority
from mlkube.workloads.workspace.queue_policies import (
    BorrowWithinCohort,
    FairSharing,
    FlavorFungibility,
    QueueAdmissionCheck,
    QueueCohort,
    QueuePreemption,
    QueueTopology,
)
from mlkube.workloads.workspace.quota import NamespaceQuota, PriorityClassQuota, StorageClassQuota
from mlkube.workloads.workspace.workload import PodPriority, PodSecurity, Workspace

__all__ = [
    "BorrowWithinCohort",
    "ClaimLimits",
    "ContainerLimits",
    "DefaultAccount",
    "DnsAccess",
    "Engineers",
    "FairSharing",
    "FlavorFungibility",
    "FlavorResource",
    "JobAccount",
    "NamespaceLimits",
    "NamespaceQueue",
    "NamespaceQuota",
    "NetworkAccess",
    "NetworkAllowance",
    "OwnClusterQueue",
    "People",
    "PeopleAccess",
    "PodLimits",
    "PodPriority",
    "PodSecurity",
    "PriorityClassQuota",
    "QueueAdmissionCheck",
    "QueueCohort",
    "QueueFlavor",
    "QueuePreemption",
    "QueueTopology",
    "StorageClassQuota",
    "WorkloadPriority",
    "Workspace",
]
