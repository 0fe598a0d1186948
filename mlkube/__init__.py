"""Kubernetes manifests for ML and data workloads, merged through kustomize-compatible overlays.

The names are imported when they are first used, so that a command pays only for what it needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.resource import Resource, ResourceId
    from mlkube.errors import (
        BuildError,
        ErrorGroup,
        FileAccessError,
        KustomizationError,
        MlkubeError,
        Place,
        SettingsError,
        TargetError,
        YamlError,
    )
    from mlkube.objects.configuration import config_map, secret
    from mlkube.objects.network import service
    from mlkube.objects.pods import deployment, job
    from mlkube.objects.scaling import horizontal_pod_autoscaler
    from mlkube.objects.storage import persistent_volume, persistent_volume_claim
    from mlkube.overlay.kustomization.kustomization import Kustomization
    from mlkube.overlay.resource_set import ResourceSet
    from mlkube.pipeline import build, expand, export, render
    from mlkube.validating.library import validate
    from mlkube.validation.finding import Finding
    from mlkube.validation.reports.report import ContractReport, Report, ResourceReport
    from mlkube.workloads.catalogue import kinds
    from mlkube.workloads.explain import explain
    from mlkube.workloads.parts.accelerators import Accelerator
    from mlkube.workloads.parts.config_files import ConfigFile
    from mlkube.workloads.parts.ingress import Ingress
    from mlkube.workloads.parts.monitoring import MonitoringSettings
    from mlkube.workloads.parts.placement import Placement, Spread
    from mlkube.workloads.parts.pod_workload import ServiceAccount
    from mlkube.workloads.parts.resources import Resources
    from mlkube.workloads.parts.routes import Route
    from mlkube.workloads.parts.security import Security
    from mlkube.workloads.parts.service_settings import ServiceSettings
    from mlkube.workloads.parts.volume_sources import (
        Csi,
        EmptyDir,
        HostPath,
        ImageVolume,
        NewClaim,
        Nfs,
        S3Download,
        StaticVolume,
        Storage,
        VolumeSource,
    )
    from mlkube.workloads.ranks import ranks
    from mlkube.workloads.serving.argo import (
        AnalysisRunArgument,
        AnalysisTemplateRef,
        Argo,
        CanaryStep,
        RolloutAnalysis,
        RolloutPause,
    )
    from mlkube.workloads.serving.rollout import Rollout
    from mlkube.workloads.serving.scaling import Autoscaling
    from mlkube.workloads.serving.version import CookieMatch, HeaderMatch, RequestMatch, ServingVersion
    from mlkube.workloads.spark import (
        Driver,
        DynamicAllocation,
        Executor,
        ExecutorGpu,
        LocalDirectory,
        S3Access,
        SparkJob,
        SparkSecurity,
    )
    from mlkube.workloads.spec import SpecError
    from mlkube.workloads.tf_serving import (
        Batching,
        Model,
        ServerOptions,
        TFServing,
        TFServingRollout,
        TFServingVersion,
        VersionPolicy,
    )
    from mlkube.workloads.training import Queue, Schedule, TrainingJob
    from mlkube.workloads.workspace import (
        Allowance,
        BorrowWithinCohort,
        ClaimLimits,
        CloudIdentity,
        ContainerLimits,
        DefaultAccount,
        DnsAccess,
        Engineers,
        FairSharing,
        FlavorFungibility,
        FlavorResource,
        JobAccount,
        NamespaceLimits,
        NamespaceQueue,
        NamespaceQuota,
        NetworkAccess,
        OwnClusterQueue,
        People,
        PeopleAccess,
        PodLimits,
        PodPriority,
        PodSecurity,
        PriorityClassQuota,
        QueueAdmissionCheck,
        QueueCohort,
        QueueFlavor,
        QueuePreemption,
        QueueTopology,
        StorageClassQuota,
        WorkloadPriority,
        Workspace,
    )

__version__ = "0.1.0"

_HOMES = {
    "Accelerator": "mlkube.workloads.parts.accelerators",
    "Allowance": "mlkube.workloads.workspace",
    "AnalysisRunArgument": "mlkube.workloads.serving.argo",
    "AnalysisTemplateRef": "mlkube.workloads.serving.argo",
    "Argo": "mlkube.workloads.serving.argo",
    "Autoscaling": "mlkube.workloads.serving.scaling",
    "Batching": "mlkube.workloads.tf_serving",
    "BorrowWithinCohort": "mlkube.workloads.workspace",
    "BuildError": "mlkube.errors",
    "CanaryStep": "mlkube.workloads.serving.argo",
    "ClaimLimits": "mlkube.workloads.workspace",
    "CloudIdentity": "mlkube.workloads.workspace",
    "ConfigFile": "mlkube.workloads.parts.config_files",
    "ContainerLimits": "mlkube.workloads.workspace",
    "ContractReport": "mlkube.validation.reports.report",
    "CookieMatch": "mlkube.workloads.serving.version",
    "Csi": "mlkube.workloads.parts.volume_sources",
    "DefaultAccount": "mlkube.workloads.workspace",
    "DnsAccess": "mlkube.workloads.workspace",
    "Driver": "mlkube.workloads.spark",
    "DynamicAllocation": "mlkube.workloads.spark",
    "EmptyDir": "mlkube.workloads.parts.volume_sources",
    "Engineers": "mlkube.workloads.workspace",
    "ErrorGroup": "mlkube.errors",
    "Executor": "mlkube.workloads.spark",
    "ExecutorGpu": "mlkube.workloads.spark",
    "FairSharing": "mlkube.workloads.workspace",
    "FileAccessError": "mlkube.errors",
    "Finding": "mlkube.validation.finding",
    "FlavorFungibility": "mlkube.workloads.workspace",
    "FlavorResource": "mlkube.workloads.workspace",
    "HeaderMatch": "mlkube.workloads.serving.version",
    "HostPath": "mlkube.workloads.parts.volume_sources",
    "ImageVolume": "mlkube.workloads.parts.volume_sources",
    "Ingress": "mlkube.workloads.parts.ingress",
    "JobAccount": "mlkube.workloads.workspace",
    "Kustomization": "mlkube.overlay.kustomization.kustomization",
    "KustomizationError": "mlkube.errors",
    "LocalDirectory": "mlkube.workloads.spark",
    "MlkubeError": "mlkube.errors",
    "Model": "mlkube.workloads.tf_serving",
    "MonitoringSettings": "mlkube.workloads.parts.monitoring",
    "NamespaceLimits": "mlkube.workloads.workspace",
    "NamespaceQueue": "mlkube.workloads.workspace",
    "NamespaceQuota": "mlkube.workloads.workspace",
    "NetworkAccess": "mlkube.workloads.workspace",
    "NewClaim": "mlkube.workloads.parts.volume_sources",
    "Nfs": "mlkube.workloads.parts.volume_sources",
    "OwnClusterQueue": "mlkube.workloads.workspace",
    "People": "mlkube.workloads.workspace",
    "PeopleAccess": "mlkube.workloads.workspace",
    "Place": "mlkube.errors",
    "Placement": "mlkube.workloads.parts.placement",
    "PodLimits": "mlkube.workloads.workspace",
    "PodPriority": "mlkube.workloads.workspace",
    "PodSecurity": "mlkube.workloads.workspace",
    "PriorityClassQuota": "mlkube.workloads.workspace",
    "Queue": "mlkube.workloads.training",
    "QueueAdmissionCheck": "mlkube.workloads.workspace",
    "QueueCohort": "mlkube.workloads.workspace",
    "QueueFlavor": "mlkube.workloads.workspace",
    "QueuePreemption": "mlkube.workloads.workspace",
    "QueueTopology": "mlkube.workloads.workspace",
    "Report": "mlkube.validation.reports.report",
    "RequestMatch": "mlkube.workloads.serving.version",
    "Resource": "mlkube.core.resource",
    "ResourceId": "mlkube.core.resource",
    "ResourceReport": "mlkube.validation.reports.report",
    "ResourceSet": "mlkube.overlay.resource_set",
    "Resources": "mlkube.workloads.parts.resources",
    "Rollout": "mlkube.workloads.serving.rollout",
    "RolloutAnalysis": "mlkube.workloads.serving.argo",
    "RolloutPause": "mlkube.workloads.serving.argo",
    "Route": "mlkube.workloads.parts.routes",
    "S3Access": "mlkube.workloads.spark",
    "S3Download": "mlkube.workloads.parts.volume_sources",
    "Schedule": "mlkube.workloads.training",
    "Security": "mlkube.workloads.parts.security",
    "ServerOptions": "mlkube.workloads.tf_serving",
    "ServiceAccount": "mlkube.workloads.parts.pod_workload",
    "ServiceSettings": "mlkube.workloads.parts.service_settings",
    "ServingVersion": "mlkube.workloads.serving.version",
    "SettingsError": "mlkube.errors",
    "SparkJob": "mlkube.workloads.spark",
    "SparkSecurity": "mlkube.workloads.spark",
    "SpecError": "mlkube.workloads.spec",
    "Spread": "mlkube.workloads.parts.placement",
    "StaticVolume": "mlkube.workloads.parts.volume_sources",
    "Storage": "mlkube.workloads.parts.volume_sources",
    "StorageClassQuota": "mlkube.workloads.workspace",
    "TFServing": "mlkube.workloads.tf_serving",
    "TFServingRollout": "mlkube.workloads.tf_serving",
    "TFServingVersion": "mlkube.workloads.tf_serving",
    "TargetError": "mlkube.errors",
    "TrainingJob": "mlkube.workloads.training",
    "VersionPolicy": "mlkube.workloads.tf_serving",
    "VolumeSource": "mlkube.workloads.parts.volume_sources",
    "WorkloadPriority": "mlkube.workloads.workspace",
    "Workspace": "mlkube.workloads.workspace",
    "YamlError": "mlkube.errors",
    "build": "mlkube.pipeline",
    "config_map": "mlkube.objects.configuration",
    "deployment": "mlkube.objects.pods",
    "expand": "mlkube.pipeline",
    "explain": "mlkube.workloads.explain",
    "export": "mlkube.pipeline",
    "horizontal_pod_autoscaler": "mlkube.objects.scaling",
    "job": "mlkube.objects.pods",
    "kinds": "mlkube.workloads.catalogue",
    "persistent_volume": "mlkube.objects.storage",
    "persistent_volume_claim": "mlkube.objects.storage",
    "ranks": "mlkube.workloads.ranks",
    "render": "mlkube.pipeline",
    "secret": "mlkube.objects.configuration",
    "service": "mlkube.objects.network",
    "validate": "mlkube.validating.library",
}

__all__ = [
    "Accelerator",
    "Allowance",
    "AnalysisRunArgument",
    "AnalysisTemplateRef",
    "Argo",
    "Autoscaling",
    "Batching",
    "BorrowWithinCohort",
    "BuildError",
    "CanaryStep",
    "ClaimLimits",
    "CloudIdentity",
    "ConfigFile",
    "ContainerLimits",
    "ContractReport",
    "CookieMatch",
    "Csi",
    "DefaultAccount",
    "DnsAccess",
    "Driver",
    "DynamicAllocation",
    "EmptyDir",
    "Engineers",
    "ErrorGroup",
    "Executor",
    "ExecutorGpu",
    "FairSharing",
    "FileAccessError",
    "Finding",
    "FlavorFungibility",
    "FlavorResource",
    "HeaderMatch",
    "HostPath",
    "ImageVolume",
    "Ingress",
    "JobAccount",
    "Kustomization",
    "KustomizationError",
    "LocalDirectory",
    "MlkubeError",
    "Model",
    "MonitoringSettings",
    "NamespaceLimits",
    "NamespaceQueue",
    "NamespaceQuota",
    "NetworkAccess",
    "NewClaim",
    "Nfs",
    "OwnClusterQueue",
    "People",
    "PeopleAccess",
    "Place",
    "Placement",
    "PodLimits",
    "PodPriority",
    "PodSecurity",
    "PriorityClassQuota",
    "Queue",
    "QueueAdmissionCheck",
    "QueueCohort",
    "QueueFlavor",
    "QueuePreemption",
    "QueueTopology",
    "Report",
    "RequestMatch",
    "Resource",
    "ResourceId",
    "ResourceReport",
    "ResourceSet",
    "Resources",
    "Rollout",
    "RolloutAnalysis",
    "RolloutPause",
    "Route",
    "S3Access",
    "S3Download",
    "Schedule",
    "Security",
    "ServerOptions",
    "ServiceAccount",
    "ServiceSettings",
    "ServingVersion",
    "SettingsError",
    "SparkJob",
    "SparkSecurity",
    "SpecError",
    "Spread",
    "StaticVolume",
    "Storage",
    "StorageClassQuota",
    "TFServing",
    "TFServingRollout",
    "TFServingVersion",
    "TargetError",
    "TrainingJob",
    "VersionPolicy",
    "VolumeSource",
    "WorkloadPriority",
    "Workspace",
    "YamlError",
    "__version__",
    "build",
    "config_map",
    "deployment",
    "expand",
    "explain",
    "export",
    "horizontal_pod_autoscaler",
    "job",
    "kinds",
    "persistent_volume",
    "persistent_volume_claim",
    "ranks",
    "render",
    "secret",
    "service",
    "validate",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mlkube' has no attribute {name!r}")
    import importlib  # noqa: PLC0415  the command line imports from the homes directly

    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted({*globals(), *__all__})
