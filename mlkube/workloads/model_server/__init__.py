"""Model servers other than TensorFlow Serving: the types that describe them.

What they build stands in the modules beside this one.
"""

from __future__ import annotations

from mlkube.workloads.model_server.options import (
    CustomOptions,
    MLServerModel,
    MLServerOptions,
    ServerTimes,
    TorchServeOptions,
    TritonOptions,
    VllmOptions,
)
from mlkube.workloads.model_server.versions import ModelServerRollout, ModelServerVersion
from mlkube.workloads.model_server.workload import ModelServer

__all__ = [
    "CustomOptions",
    "MLServerModel",
    "MLServerOptions",
    "ModelServer",
    "ModelServerRollout",
    "ModelServerVersion",
    "ServerTimes",
    "TorchServeOptions",
    "TritonOptions",
    "VllmOptions",
]
