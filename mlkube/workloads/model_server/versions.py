"""Versions of a model server that run side by side: what one of them may change."""

from __future__ import annotations

from mlkube.workloads.model_server.mlserver_options import MLServerOptions
from mlkube.workloads.model_server.options import CustomOptions, TritonOptions
from mlkube.workloads.model_server.torchserve_options import TorchServeOptions
from mlkube.workloads.model_server.vllm_options import VllmOptions
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.serving.rollout import Rollout
from mlkube.workloads.serving.version import ServingVersion
from mlkube.workloads.spec import field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelServerVersion(ServingVersion):
    """One version of a model server: its name, and what differs from the workload's own fields.

    Lists with keys and mappings are merged with those of the workload; everything else replaces it.
    """

    model_storage: VolumeSource | None = field(
        default=None, doc="Where the models of this version lie, in place of the workload's own."
    )
    model_sub_path: str | None = field(default=None, doc="Folder of modelStorage that holds them.")
    triton: TritonOptions | None = field(default=None, doc="Options of Triton that differ.")
    vllm: VllmOptions | None = field(default=None, doc="Options of vLLM that differ.")
    mlserver: MLServerOptions | None = field(default=None, doc="Options of MLServer that differ.")
    torchserve: TorchServeOptions | None = field(default=None, doc="Options of TorchServe that differ.")
    custom: CustomOptions | None = field(default=None, doc="Ports and paths that differ.")


class ModelServerRollout(Rollout):
    """How a new version takes the place of the old one, and which of them gets which requests."""

    versions: Sequence[ModelServerVersion] = field(
        default=(), doc="The versions that run side by side.", keys=("name",)
    )
