"""vLLM: its arguments, its environment, its home.

Source: docs.vllm.ai/en/stable, deployment/k8s, deployment/docker and configuration/engine_args;
github.com/vllm-project/vllm/pull/34730 (--shutdown-timeout), /pull/40275 (the user of the image).
"""

from __future__ import annotations

from mlkube.workloads.model_server.runtimes import RUNTIMES
from mlkube.workloads.model_server.vllm_options import VllmOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.model_server.workload import ModelServer
    from mlkube.workloads.parts.pod import Pod

_HOME = "/home/vllm"
_USER_OF_NO_IMAGE = 1000


def fill(workload: ModelServer, pod: Pod, config: str) -> None:  # noqa: ARG001  vLLM has no files of its own
    """Add command, environment, home and user."""
    options = workload.vllm or VllmOptions()
    pod.container["command"] = ["vllm", "serve"]
    pod.container["args"] = [*_arguments(workload, options)]
    pod.env.extend(_environment(options))
    pod.volumes.add("home", options.cache, ("spec", "vllm", "cache"))
    pod.mount_volume("home", _HOME)
    pod.fields.update(_user(workload))


def _user(workload: ModelServer) -> JsonObject:
    """Return the image's own user: PyTorch looks its name up, and does not start without one."""
    security, user = workload.security, RUNTIMES["vllm"].user
    if security.ids_of_the_cluster or security.run_as_user != _USER_OF_NO_IMAGE:
        return {}
    return {"securityContext": {**security.of_pod(), "runAsUser": user}}


def _arguments(workload: ModelServer, options: VllmOptions) -> list[str]:
    """Return the model and the server's arguments."""
    result = [options.model or workload.models_folder]
    if options.served_model_name:
        result += ["--served-model-name", *options.served_model_name]
    for name, value in (
        ("revision", options.revision),
        ("tensor-parallel-size", workload.tensor_parallel_size),
        ("pipeline-parallel-size", options.pipeline_parallel_size),
        ("max-model-len", options.max_model_len),
        ("max-num-seqs", options.max_num_seqs),
        ("max-num-batched-tokens", options.max_num_batched_tokens),
        ("gpu-memory-utilization", options.gpu_memory_utilization),
        ("dtype", options.dtype),
        ("quantization", options.quantization),
        ("kv-cache-dtype", options.kv_cache_dtype),
        ("tool-call-parser", options.tool_call_parser),
        ("shutdown-timeout", workload.request_seconds),
    ):
        if value is not None:
            result.append(f"--{name}={value}")
    if options.tool_call_parser is not None:
        result.append("--enable-auto-tool-choice")
    if options.trust_remote_code:
        result.append("--trust-remote-code")
    return result


def _environment(options: VllmOptions) -> list[JsonObject]:
    """Return the variables of the server; the name of the user holds for users that the cluster chooses."""
    result: list[JsonObject] = [
        {"name": "HOME", "value": _HOME},
        {"name": "USER", "value": "vllm"},
        {"name": "VLLM_NO_USAGE_STATS", "value": "1"},
    ]
    if options.from_volume:
        result.append({"name": "HF_HUB_OFFLINE", "value": "1"})
    for name, key in (("HF_TOKEN", options.hf_token), ("VLLM_API_KEY", options.api_key)):
        if key is not None:
            result.append(key.variable(name))
    return result
