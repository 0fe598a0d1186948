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
    from mlkube.pipeline import build, render

__version__ = "0.1.0"

_HOMES = {
    "BuildError": "mlkube.errors",
    "ErrorGroup": "mlkube.errors",
    "FileAccessError": "mlkube.errors",
    "Kustomization": "mlkube.overlay.kustomization.kustomization",
    "KustomizationError": "mlkube.errors",
    "MlkubeError": "mlkube.errors",
    "Place": "mlkube.errors",
    "Resource": "mlkube.core.resource",
    "ResourceId": "mlkube.core.resource",
    "ResourceSet": "mlkube.overlay.resource_set",
    "SettingsError": "mlkube.errors",
    "TargetError": "mlkube.errors",
    "YamlError": "mlkube.errors",
    "build": "mlkube.pipeline",
    "config_map": "mlkube.objects.configuration",
    "deployment": "mlkube.objects.pods",
    "horizontal_pod_autoscaler": "mlkube.objects.scaling",
    "job": "mlkube.objects.pods",
    "persistent_volume": "mlkube.objects.storage",
    "persistent_volume_claim": "mlkube.objects.storage",
    "render": "mlkube.pipeline",
    "secret": "mlkube.objects.configuration",
    "service": "mlkube.objects.network",
}

__all__ = [
    "BuildError",
    "ErrorGroup",
    "FileAccessError",
    "Kustomization",
    "KustomizationError",
    "MlkubeError",
    "Place",
    "Resource",
    "ResourceId",
    "ResourceSet",
    "SettingsError",
    "TargetError",
    "YamlError",
    "__version__",
    "build",
    "config_map",
    "deployment",
    "horizontal_pod_autoscaler",
    "job",
    "persistent_volume",
    "persistent_volume_claim",
    "render",
    "secret",
    "service",
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
