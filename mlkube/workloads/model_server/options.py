"""The options of each model server, under the names that the server's own documentation uses."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.secret_key import SecretKey
from mlkube.workloads.parts.volume_sources import EmptyDir, VolumeSource
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import Json
    from mlkube.workloads.faults import Path

_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
_NAME_HINT = "letters, digits, `-`, `_` and `.`"
_SERVER_PATH = r"/.*"


class ServerTimes(Spec):
    """How long a server may take to start, to answer and to stop."""

    load_seconds: int | None = field(
        default=None,
        doc="How long a start may take, models and all; a pod that takes longer is started anew. Without it "
        "30 minutes for vLLM, which may have to download and to compile, and 10 for the others.",
        minimum=1,
        unit="seconds",
    )
    request_timeout_seconds: int | None = field(
        default=None,
        doc="Longest request; a stopping pod waits this long for the last ones. Without it two minutes for "
        "vLLM, whose answers are streamed, and 30 seconds for the others.",
        minimum=1,
        unit="seconds",
    )
    drain_seconds: int = field(
        default=10,
        doc="How long a stopping pod goes on serving before the server is told to stop: requests keep coming "
        "until every node has removed its endpoint.",
        minimum=0,
        unit="seconds",
    )


class TritonOptions(Spec):
    """Options of NVIDIA Triton Inference Server.

    Source: docs.nvidia.com/deeplearning/triton-inference-server, model management and model repository.
    """

    load_models: Sequence[str] = field(
        default=(),
        doc="Models of the repository to load, all of them without it. Names turn explicit control on: "
        "whoever reaches the server may then load and unload models.",
    )
    poll_seconds: int | None = field(
        default=None,
        doc="How often the repository is searched for changes; never without it. A change is no rollout "
        "then, and cannot be rolled back.",
        minimum=1,
        unit="seconds",
    )
    strict_readiness: bool = field(
        default=True, doc="Whether a pod is ready only with all of its models; else as soon as it answers."
    )
    exit_on_error: bool = field(
        default=True, doc="Whether a model that fails to load ends the server; else the others are served."
    )
    backend_config: Sequence[str] = field(
        default=(),
        doc="Settings of backends, such as python,shm-default-byte-size=8388608 (see sharedMemory).",
        pattern=r"([^,=]+,)?[^,=]+=.*",
        hint="write it as backend,setting=value",
    )
    log_verbose: int = field(default=0, doc="Verbosity of the log; 0 is none.", minimum=0)

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield two ways to choose models, and names beside `*`: the server refuses these."""
        if self.load_models and self.poll_seconds is not None:
            reason = "a repository is either polled, or its models are named"
            yield Fault((*path, "pollSeconds"), reason, "leave one out", other=(*path, "loadModels"))
        if "*" in self.load_models and len(self.load_models) > 1:
            at = self.load_models.index("*")
            yield Fault(
                (*path, "loadModels", at), "* is all models, and stands alone", "leave the others out"
            )


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


class MLServerModel(Spec):
    """A model of MLServer: what its model-settings.json says.

    Source: docs.seldon.ai/mlserver, model settings.
    """

    name: str = field(
        doc="Name of the model, as clients ask for it: /v2/models/<name>/infer.",
        pattern=_NAME,
        hint=_NAME_HINT,
    )
    implementation: str = field(
        doc="The runtime: mlserver_sklearn.SKLearnModel, mlserver_xgboost.XGBoostModel, "
        "mlserver_lightgbm.LightGBMModel, mlserver_mlflow.MLflowRuntime, mlserver_huggingface."
        "HuggingFaceRuntime, or a class of your own.",
        pattern=r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+",
        hint="write it as module.Class",
    )
    path: str | None = field(
        default=None, doc="File or folder of the model within modelPath; modelPath itself without it."
    )
    version: str | None = field(default=None, doc="Version of the model, where it has one.")
    content_type: str | None = field(default=None, doc="How requests are decoded by default: np, pd, str.")
    max_batch_size: int | None = field(
        default=None, doc="Most requests that are computed together; each alone without it.", minimum=2
    )
    max_batch_seconds: float | None = field(
        default=None,
        doc="How long a batch waits for more requests (max_batch_time).",
        minimum=0,
        unit="seconds",
    )
    extra: Mapping[str, Json] = field(
        default={}, doc="Further parameters of the runtime, such as task for Hugging Face."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield batches of which one half is missing, with which MLServer batches nothing; paths beyond."""
        for given, missing, key in (
            (self.max_batch_size, self.max_batch_seconds, "maxBatchSize"),
            (self.max_batch_seconds, self.max_batch_size, "maxBatchSeconds"),
        ):
            if given is not None and not missing:
                reason = "requests are batched only with both maxBatchSize and maxBatchSeconds"
                yield Fault((*path, key), reason, "give both, or neither")
        if self.path is not None and (self.path.startswith("/") or ".." in self.path.split("/")):
            reason = f'"{self.path}" is no path within modelPath'
            yield Fault((*path, "path"), reason, "a path without .. and / in front")


class MLServerOptions(Spec):
    """Options of Seldon MLServer.

    Source: docs.seldon.ai/mlserver, settings.
    """

    models: Sequence[MLServerModel] = field(
        default=(),
        doc="The models; without any the volume has a model-settings.json beside each model.",
        keys=("name",),
    )
    parallel_workers: int | None = field(
        default=None,
        doc="Processes that compute; 0 computes in the server itself. MLServer's own 1 without it.",
        minimum=0,
    )
    structured_logging: bool = field(default=True, doc="Whether the log is JSON.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what contradicts in each model."""
        for at, model in enumerate(self.models):
            yield from model.faults((*path, "models", at))


class TorchServeOptions(Spec):
    """Options of TorchServe, which nobody maintains any more: the project was archived in August 2025.

    Source: github.com/pytorch/serve, docs/configuration.md.
    """

    models: Mapping[str, str] = field(
        default={},
        doc="Archives to load, by the names of the models: resnet: resnet.mar. All of the folder without it.",
    )
    workers_per_model: int | None = field(
        default=None,
        doc="Processes of each model; one for each GPU or CPU of the node without it.",
        minimum=1,
    )
    job_queue_size: int | None = field(
        default=None, doc="Requests that may wait for a model; TorchServe's own 100 without it.", minimum=1
    )
    properties: Mapping[str, str] = field(
        default={}, doc="Further lines of config.properties, by their names."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield properties that other fields write, and values that are no line."""
        for name, value in self.properties.items():
            if "\n" in value:
                reason = "a value is one line"
                yield Fault((*path, "properties", name), reason, "leave the line break out")
            owner = _PROPERTIES.get(name)
            if owner is not None:
                yield Fault((*path, "properties", name), f"{name} belongs to {owner}", f"set {owner} instead")


class CustomOptions(Spec):
    """A server that is none of these: which ports it has, and how it is asked whether it works."""

    http_port: int = field(default=8080, doc="Port that takes requests.", minimum=1, maximum=65535)
    grpc_port: int | None = field(default=None, doc="Port for gRPC.", minimum=1, maximum=65535)
    metrics_port: int | None = field(
        default=None, doc="Port with metrics, where it is none of these.", minimum=1, maximum=65535
    )
    metrics_path: str = field(
        default="/metrics", doc="Where the metrics are.", pattern=_SERVER_PATH, hint="an absolute path"
    )
    ready_path: str | None = field(
        default=None,
        doc="What answers 200 once models are loaded; an open port is enough without it.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )
    live_path: str | None = field(
        default=None,
        doc="What answers 200 as long as a restart would not help; an open port is enough without it.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )
    route_prefix: str = field(
        default="/",
        doc="What the paths of requests begin with.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield two uses of one port."""
        seen = {self.http_port: "httpPort"}
        for key, port in (("grpcPort", self.grpc_port), ("metricsPort", self.metrics_port)):
            if port is None:
                continue
            if port in seen:
                reason = f"{port} is {seen[port]} already"
                yield Fault(
                    (*path, key), reason, "leave it out, or choose another port", other=(*path, seen[port])
                )
            seen.setdefault(port, key)


_PROPERTIES = {
    "inference_address": "service",
    "management_address": "service",
    "metrics_address": "monitoring",
    "grpc_inference_address": "service",
    "grpc_inference_port": "service",
    "metrics_mode": "monitoring",
    "model_store": "modelStorage",
    "load_models": "torchserve.models",
    "default_workers_per_model": "torchserve.workersPerModel",
    "job_queue_size": "torchserve.jobQueueSize",
    "default_response_timeout": "server.requestTimeoutSeconds",
    "default_startup_timeout": "server.loadSeconds",
}
