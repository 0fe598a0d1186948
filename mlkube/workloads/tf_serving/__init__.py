"""TensorFlow Serving: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.tf_serving.versions import TFServingRollout, TFServingVersion
from mlkube.workloads.tf_serving.workload import (
    Batching,
    Model,
    ServerOptions,
    TFServing,
    VersionPolicy,
)

__all__ = [
    "Batching",
    "Model",
    "ServerOptions",
    "TFServing",
    "TFServingRollout",
    "TFServingVersion",
    "VersionPolicy",
]
