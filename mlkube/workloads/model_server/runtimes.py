"""What is known of each model server: its image, ports, user, and how long it takes."""

from __future__ import annotations

from mlkube.workloads.serving.kserve_model import GRPC_PORT, HTTP_PORT
from mlkube.workloads.serving.server import Port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.workloads.model_server.workload import ModelServer

CUSTOM = "custom"
_H2C = "kubernetes.io/h2c"


class Runtime:
    """A model server.

    `images` are the default ones, for CPUs and for GPUs; `needs_gpu` says that they start on no CPU.
    `ready` and `live` are paths on the HTTP port; an open port is asked for where `live` is empty. `prefix`
    is what the paths of requests begin with, `load` PromQL as a `Server` has it. `user` is the one of the
    image, where it matters. `load_seconds` and `request_seconds` are the defaults of `server`. `owned` are
    the arguments that fields of the description write.
    """

    __slots__ = (
        "images",
        "live",
        "load",
        "load_seconds",
        "needs_gpu",
        "owned",
        "ports",
        "prefix",
        "ready",
        "request_seconds",
        "user",
    )

    def __init__(  # noqa: PLR0913  a server is all of this
        self,
        *,
        images: tuple[str, str],
        ports: tuple[Port, ...],
        ready: str,
        live: str,
        prefix: str,
        load: str,
        owned: Mapping[str, str],
        load_seconds: int = 600,
        request_seconds: int = 30,
        needs_gpu: bool = False,
        user: int | None = None,
    ) -> None:
        self.images = images
        self.ports = ports
        self.ready = ready
        self.live = live
        self.prefix = prefix
        self.load = load
        self.owned = owned
        self.load_seconds = load_seconds
        self.request_seconds = request_seconds
        self.needs_gpu = needs_gpu
        self.user = user

    def image(self, *, gpu: bool) -> str:
        """Return the default image."""
        return self.images[1 if gpu else 0]


_TRITON = "nvcr.io/nvidia/tritonserver:26.09-py3"
_VLLM = "vllm/vllm-openai:v0.33.0"
_MLSERVER = "seldonio/mlserver:1.7.1"
_TORCHSERVE = "pytorch/torchserve:0.12.0"

RUNTIMES: dict[str, Runtime] = {
    "triton": Runtime(
        images=(_TRITON, _TRITON),
        ports=(Port("http", 8000), Port("grpc", 8001, app_protocol=_H2C), Port("metrics", 8002)),
        ready="/v2/health/ready",
        live="/v2/health/live",
        prefix="/v2",
        load="sum(rate(nv_inference_request_success{$pods}[$window]))",
        owned={
            "model-repository": "modelStorage",
            "model-store": "modelStorage",
            "model-control-mode": "triton",
            "load-model": "triton.loadModels",
            "repository-poll-secs": "triton.pollSeconds",
            "strict-readiness": "triton.strictReadiness",
            "exit-on-error": "triton.exitOnError",
            "exit-timeout-secs": "server.requestTimeoutSeconds",
            "backend-config": "triton.backendConfig",
            "log-verbose": "triton.logVerbose",
            "http-port": "service",
            "grpc-port": "service",
            "metrics-port": "monitoring",
        },
    ),
    "vllm": Runtime(
        images=(_VLLM, _VLLM),
        ports=(Port("http", 8000),),
        ready="/health",
        live="/health",
        prefix="/v1",
        load="sum(vllm:num_requests_running{$pods}) + sum(vllm:num_requests_waiting{$pods})",
        owned={
            "model": "vllm.model",
            "revision": "vllm.revision",
            "served-model-name": "vllm.servedModelName",
            "tensor-parallel-size": "vllm.tensorParallelSize",
            "tp": "vllm.tensorParallelSize",
            "pipeline-parallel-size": "vllm.pipelineParallelSize",
            "pp": "vllm.pipelineParallelSize",
            "max-model-len": "vllm.maxModelLen",
            "max-num-seqs": "vllm.maxNumSeqs",
            "max-num-batched-tokens": "vllm.maxNumBatchedTokens",
            "gpu-memory-utilization": "vllm.gpuMemoryUtilization",
            "dtype": "vllm.dtype",
            "quantization": "vllm.quantization",
            "q": "vllm.quantization",
            "kv-cache-dtype": "vllm.kvCacheDtype",
            "tool-call-parser": "vllm.toolCallParser",
            "enable-auto-tool-choice": "vllm.toolCallParser",
            "trust-remote-code": "vllm.trustRemoteCode",
            "shutdown-timeout": "server.requestTimeoutSeconds",
            "api-key": "vllm.apiKey",
            "hf-token": "vllm.hfToken",
            "port": "service",
        },
        load_seconds=1800,
        request_seconds=120,
        needs_gpu=True,
        user=2000,
    ),
    "mlserver": Runtime(
        images=(_MLSERVER, _MLSERVER),
        ports=(Port("http", 8080), Port("grpc", 8081, app_protocol=_H2C), Port("metrics", 8082)),
        ready="/v2/health/ready",
        live="/v2/health/live",
        prefix="/v2",
        load="sum(rate(model_infer_request_duration_count{$pods}[$window]))",
        owned={},
    ),
    "torchserve": Runtime(
        images=(f"{_TORCHSERVE}-cpu", f"{_TORCHSERVE}-gpu"),
        ports=(Port("http", 8080), Port("grpc", 7070, app_protocol=_H2C), Port("metrics", 8082)),
        ready="/ping",
        # It is unhealthy while a worker starts anew, which a restart of all of them would not mend.
        live="",
        prefix="/predictions",
        load="sum(rate(ts_inference_requests_total{$pods}[$window]))",
        owned={
            "start": "runtime",
            "stop": "runtime",
            "foreground": "runtime",
            "ts-config": "torchserve.properties",
            "model-store": "modelStorage",
            "models": "torchserve.models",
            "disable-token-auth": "torchserve.properties",
            "no-config-snapshots": "torchserve.properties",
            "ncs": "torchserve.properties",
        },
    ),
}

# The runtimes that KServe ships for them, with the protocol that they speak.
KSERVE_RUNTIMES = {"triton": ("kserve-tritonserver", "v2"), "mlserver": ("kserve-mlserver", "v2")}


def ports_of(workload: ModelServer) -> tuple[Port, ...]:
    """Return the ports of a known server; a runtime of KServe listens on other ones."""
    ports = RUNTIMES[workload.runtime].ports
    if not workload.served_by_kserve:
        return ports
    moved = {"http": HTTP_PORT, "grpc": GRPC_PORT}
    return tuple(
        Port(each.name, moved.get(each.name, each.number), app_protocol=each.app_protocol) for each in ports
    )
