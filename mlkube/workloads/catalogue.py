"""The workload kinds: where each is defined. A new kind is one line here."""

from __future__ import annotations

from mlkube.workloads.workload import API_VERSION, Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class SystemRow(TypedDict):
        """A system, and the version of it."""

        name: str
        version: str

    class KindRow(TypedDict):
        """A workload kind, and the systems that it covers."""

        kind: str
        apiVersion: str
        systems: list[SystemRow]


__all__ = ["API_VERSION", "KINDS", "SYSTEMS", "VERSION", "kinds", "load_kind"]

VERSION = API_VERSION.rpartition("/")[2]

_HOMES = {
    "Cluster": "mlkube.workloads.cluster",
    "ModelServer": "mlkube.workloads.model_server",
    "TFServing": "mlkube.workloads.tf_serving",
    "TrainingJob": "mlkube.workloads.training",
    "SparkJob": "mlkube.workloads.spark",
    "Workspace": "mlkube.workloads.workspace",
    "Monitoring": "mlkube.workloads.monitoring",
    "Logging": "mlkube.workloads.logging",
}

KINDS = frozenset(_HOMES)

# The systems that a kind covers, each with the version that it was made for.
SYSTEMS: dict[str, tuple[tuple[str, str], ...]] = {
    "Cluster": (
        ("kubeadm", "v1beta4"),
        ("Calico", "3.32"),
        ("NVIDIA device plugin", "0.19.3"),
        ("DRA driver for NVIDIA GPUs", "0.4.1"),
    ),
    "ModelServer": (
        ("NVIDIA Triton Inference Server", "26.09"),
        ("vLLM", "0.33.0"),
        ("Seldon MLServer", "1.7.1"),
        ("TorchServe", "0.12.0"),
        ("KServe", "0.20.0"),
        ("Gateway API", "1.6.1"),
        ("Argo Rollouts", "1.9.1"),
        ("Prometheus Operator", "0.93.0"),
        ("KEDA", "2.20.2"),
        ("Vertical Pod Autoscaler", "1.7.1"),
    ),
    "TFServing": (
        ("TensorFlow Serving", "2.20.0"),
        ("KServe", "0.20.0"),
        ("Gateway API", "1.6.1"),
        ("Argo Rollouts", "1.9.1"),
        ("Prometheus Operator", "0.93.0"),
        ("KEDA", "2.20.2"),
        ("Vertical Pod Autoscaler", "1.7.1"),
    ),
    "TrainingJob": (
        ("Kubernetes Job", "1.36"),
        ("JobSet", "0.12.0"),
        ("Kubeflow Trainer", "2.3.0"),
        ("Kubeflow Training Operator", "1.9.4"),
        ("Kueue", "0.19.2"),
    ),
    "SparkJob": (
        ("Apache Spark", "4.0"),
        ("Kubeflow Spark Operator", "2.5.2"),
        ("Apache Spark Kubernetes Operator", "1.0.0"),
    ),
    "Workspace": (("Kubernetes", "1.36"), ("Kueue", "0.19.2")),
    "Monitoring": (
        ("Prometheus Operator", "0.93.0"),
        ("Prometheus", "3"),
        ("Grafana", "10.4 to 13"),
        ("DCGM exporter", "4.6.1-4.8.4"),
    ),
    "Logging": (
        ("Fluent Bit", "5.1.2"),
        ("Fluentd", "1.19.3"),
        ("Elasticsearch", "9.4.4"),
        ("Kibana", "9.4.4"),
        ("Elastic Cloud on Kubernetes", "3.5.0"),
    ),
}


def kinds() -> list[KindRow]:
    """Return each workload kind with the systems that it covers and the versions that it was made for."""
    return [
        {
            "kind": kind,
            "apiVersion": API_VERSION,
            "systems": [{"name": name, "version": version} for name, version in SYSTEMS[kind]],
        }
        for kind in sorted(KINDS)
    ]


def load_kind(kind: str) -> type[Workload]:
    """Return the class of a workload kind.

    Raises:
        KeyError: there is no such kind.

    """
    import importlib  # noqa: PLC0415  frozen with the interpreter; only trees with workloads come here

    found = getattr(importlib.import_module(_HOMES[kind]), kind)
    if not (isinstance(found, type) and issubclass(found, Workload)):
        raise TypeError(f"{kind} is no workload kind")
    return found
