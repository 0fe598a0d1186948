"""TensorFlow Serving: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.tf_serving.workload import (
    Autoscaling,
    Batching,
    Model,
    Monitoring,
    ServerOptions,
    TFServing,
    VersionPolicy,
)

__all__ = ["Autoscaling", "Batching", "Model", "Monitoring", "ServerOptions", "TFServing", "VersionPolicy"]
