"""The options of vLLM, under the names of its own documentation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.secret_key import SecretKey
from mlkube.workloads.parts.volume_sources import EmptyDir, VolumeSource
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.workloads.faults import Path


class VllmOptions(Spec):
    """Options of vLLM, which serves large language models by the API of OpenAI.

    Source: docs.vllm.ai, engine arguments and deployment on Kubernetes.
    """

    model: str | None = field(
        default=None,
        doc="The model: a name at Hugging Face (meta-llama/Llama-3.1-8B-Instruct), or a path in the "
        "container. The folder of modelStorage without it.",
    )
    revision: str | None = field(
        default=None,
        doc="Commit, tag or branch at Hugging Face. Only a commit makes sure that all pods have one model.",
    )
    served_model_name: Sequence[str] = field(
        default=(), doc="Names by which clients ask for the model; by default what model says."
    )
    tensor_parallel_size: int | None = field(
        default=None,
        doc="GPUs that share each layer; by default all GPUs of a pod, over pipelineParallelSize.",
        minimum=1,
        unit="devices",
    )
    pipeline_parallel_size: int = field(
        default=1, doc="Groups of layers, each on GPUs of its own.", minimum=1, unit="devices"
    )
    max_model_len: int | None = field(
        default=None,
        doc="Most tokens of prompt and answer; as the model says without it, which may be more than a GPU "
        "has memory for.",
        minimum=1,
        unit="tokens",
    )
    max_num_seqs: int | None = field(default=None, doc="Requests at a time.", minimum=1, unit="requests")
    max_num_batched_tokens: int | None = field(
        default=None, doc="Tokens of a step at most.", minimum=1, unit="tokens"
    )
    gpu_memory_utilization: float | None = field(
        default=None,
        doc="Part of a GPU's memory to take; vLLM's own default without it.",
        minimum=0,
        maximum=1,
    )
    dtype: Literal["auto", "half", "float16", "bfloat16", "float", "float32"] | None = field(
        default=None, doc="Type of weights and activations; as the model says without it."
    )
    quantization: str | None = field(
        default=None, doc="How weights are quantized (awq, gptq, fp8, ...); as the model says without it."
    )
    kv_cache_dtype: str | None = field(default=None, doc="Type of the cache of keys and values, such as fp8.")
    tool_call_parser: str | None = field(
        default=None, doc="Parser of the model's tool calls (hermes, llama3_json, ...); turns them on."
    )
    trust_remote_code: bool = field(
        default=False, doc="Whether code that comes with the model may run in the server."
    )
    hf_token: SecretKey | None = field(
        default=None, doc="Token for Hugging Face, which gated models ask for; HF_TOKEN comes from it."
    )
    api_key: SecretKey | None = field(
        default=None, doc="Key that clients must send; anybody who reaches the server may use it without one."
    )
    cache: VolumeSource = field(
        default=VolumeSource(empty_dir=EmptyDir(size_limit="50Gi")),
        doc="Home of the server: models from Hugging Face, compiled kernels. A claim that several nodes may "
        "write to saves new pods the download.",
    )

    @property
    def from_volume(self) -> bool:
        """Whether the model lies in a folder of the container, so that nothing is downloaded."""
        return self.model is None or self.model.startswith("/")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what only models of Hugging Face have."""
        if self.revision is not None and self.from_volume:
            reason = "a model in a folder has no revision"
            hint = "leave it out, or name a model at Hugging Face"
            yield Fault((*path, "revision"), reason, hint, other=(*path, "model"))
