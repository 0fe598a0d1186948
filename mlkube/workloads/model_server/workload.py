"""The ModelServer kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.model_server.mlserver_options import MLServerOptions
from mlkube.workloads.model_server.options import CustomOptions, ServerTimes, TritonOptions
from mlkube.workloads.model_server.rules import own_faults
from mlkube.workloads.model_server.runtimes import CUSTOM, KSERVE_RUNTIMES, RUNTIMES
from mlkube.workloads.model_server.torchserve_options import TorchServeOptions
from mlkube.workloads.model_server.versions import ModelServerRollout
from mlkube.workloads.model_server.vllm_options import VllmOptions
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.serving.workload import ServingWorkload
from mlkube.workloads.spec import field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Fault, Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.serving.kserve_model import Predictor
    from mlkube.workloads.serving.server import Server

MODELS = "/mnt/models"
_MLSERVER_RUNTIMES = ("mlserver_sklearn", "mlserver_xgboost", "mlserver_lightgbm", "mlserver_mlflow")
_CUSTOM_LOAD_SECONDS, _CUSTOM_REQUEST_SECONDS = 600, 30


class ModelServer(ServingWorkload):
    """A model server: Triton, vLLM, MLServer, TorchServe, or one of your own."""

    runtime: Literal["triton", "vllm", "mlserver", "torchserve", "custom"] = field(
        doc="The server; its options stand in the field of that name. TorchServe is archived and gets no "
        "security fixes any more: choose another for what is new."
    )
    image: str | None = field(
        default=None, doc="Image of the server; the one of the runtime without it, and required for custom."
    )
    model_storage: VolumeSource | None = field(
        default=None, doc="Where the models lie; mounted as modelPath, read-only."
    )
    model_sub_path: str | None = field(
        default=None, doc="Folder of modelStorage that holds the models, instead of all of it."
    )
    model_path: str | None = field(
        default=None,
        doc="Folder in the container with the models: /mnt/models with modelStorage. Alone it names a folder "
        "of the image.",
        pattern=r"/.+",
        hint="an absolute path",
    )
    shared_memory: Quantity | None = field(
        default=None,
        doc="Size of /dev/shm, which counts against the memory limit. Without it 2Gi for vLLM on more GPUs, "
        "256Mi for Triton, whose Python backend passes tensors through it, and 64Mi for the others, as "
        "every container has.",
        unit="bytes",
    )
    server: ServerTimes = field(default=ServerTimes(), doc="Times of the server.")
    triton: TritonOptions | None = field(default=None, doc="Options of Triton.")
    vllm: VllmOptions | None = field(default=None, doc="Options of vLLM.")
    mlserver: MLServerOptions | None = field(default=None, doc="Options of MLServer.")
    torchserve: TorchServeOptions | None = field(default=None, doc="Options of TorchServe.")
    custom: CustomOptions | None = field(default=None, doc="Ports and paths of a server of your own.")
    rollout: ModelServerRollout = field(
        default=ModelServerRollout(),
        doc="How a new version takes the place of the old one, and gets requests.",
    )

    def serve(self, context: Context, objects: Objects) -> Server:
        """Return the server; its configuration is added."""
        from mlkube.workloads.model_server.builder import server_of  # noqa: PLC0415  describing needs no builder

        return server_of(self, context, objects)

    def server_faults(self) -> Iterator[Fault]:
        """Yield what contradicts in a server of one version."""
        yield from own_faults(self)
        yield from self.serving_faults()

    def predictor(self) -> Predictor:
        """Return what KServe serves: by a runtime that it ships, or as a container of its own."""
        from mlkube.workloads.serving.kserve_model import Predictor  # noqa: PLC0415  few servers run there

        if not self.served_by_kserve:
            return Predictor(request_seconds=self.request_seconds)
        runtime, protocol = KSERVE_RUNTIMES[self.runtime]
        return Predictor(
            model_format=self.runtime if self.runtime == "triton" else self._format(),
            runtime=runtime,
            protocol=protocol,
            source=self.model_storage,
            source_path=("spec", "modelStorage"),
            sub_path=self.model_sub_path,
            sub_path_at=("spec", "modelSubPath"),
            volume="models",
            request_seconds=self.request_seconds,
        )

    def _format(self) -> str:
        """Return the format of the first model, as MLServer's runtimes are called; empty for others."""
        models = self.mlserver.models if self.mlserver is not None else ()
        module = models[0].implementation.partition(".")[0] if models else ""
        return module.removeprefix("mlserver_") if module in _MLSERVER_RUNTIMES else ""

    @property
    def served_by_kserve(self) -> bool:
        """Whether a runtime that KServe ships serves the models, which KServe then brings."""
        return self.on_kserve and self.runtime in KSERVE_RUNTIMES

    def downloads(self) -> Iterator[tuple[Path, str]]:
        """Yield what the pods fetch before they can work, models of Hugging Face among it."""
        yield from super().downloads()
        options = self.vllm
        if options is not None and options.model is not None and not options.from_volume:
            yield ("spec", "vllm", "model"), options.model

    def sources(self) -> Iterator[tuple[Path, VolumeSource]]:
        """Yield what stands behind the volumes of the pods, the models' own among them."""
        yield from super().sources()
        if self.model_storage is not None:
            yield ("spec", "modelStorage"), self.model_storage
        if self.runtime == "vllm" and self.vllm is not None:
            yield ("spec", "vllm", "cache"), self.vllm.cache

    @property
    def server_image(self) -> str:
        """The image of the server."""
        if self.image or self.runtime == CUSTOM:
            return self.image or ""
        return RUNTIMES[self.runtime].image(gpu=self.accelerator is not None)

    @property
    def models_folder(self) -> str:
        """The folder in the container with the models."""
        return self.model_path or MODELS

    @property
    def load_seconds(self) -> int:
        """How long a start may take."""
        known = RUNTIMES.get(self.runtime)
        return self.server.load_seconds or (known.load_seconds if known else _CUSTOM_LOAD_SECONDS)

    @property
    def request_seconds(self) -> int:
        """How long a request may take."""
        known = RUNTIMES.get(self.runtime)
        default = known.request_seconds if known else _CUSTOM_REQUEST_SECONDS
        return self.server.request_timeout_seconds or default

    @property
    def tensor_parallel_size(self) -> int:
        """The GPUs that share each layer in vLLM."""
        options = self.vllm or VllmOptions()
        if options.tensor_parallel_size is not None:
            return options.tensor_parallel_size
        devices = self.accelerator.count if self.accelerator is not None else 1
        return max(1, devices // options.pipeline_parallel_size)
