"""Model servers other than TensorFlow Serving: the types that describe them.

What they build stands in the modules beside this one.
"""

from __future__ import annotations

from mlkube.workloads.model_server.mlserver_options import MLServerModel, MLServerOptions
from mlkube.workloads.model_server.options import CustomOptions, ServerTimes, TritonOptions
from mlkube.workloads.model_server.torchserve_options import TorchServeOptions
from mlkube.workloads.model_server.versions import ModelServerRollout, ModelServerVersion
from mlkube.workloads.model_server.vllm_options import VllmOptions
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
