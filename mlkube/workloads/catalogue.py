"""The workload kinds: where each is defined. A new kind is one line here."""

from __future__ import annotations

from mlkube.workloads.workload import API_VERSION, Workload

__all__ = ["API_VERSION", "KINDS", "VERSION", "load_kind"]

VERSION = API_VERSION.rpartition("/")[2]

_HOMES = {
    "TFServing": "mlkube.workloads.tf_serving",
    "TrainingJob": "mlkube.workloads.training",
    "SparkJob": "mlkube.workloads.spark",
}

KINDS = frozenset(_HOMES)


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
