"""The TFServing kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.accelerators import wants_gpu_image
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.serving.workload import ServingWorkload
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.tf_serving.models import Batching, Model, VersionPolicy
from mlkube.workloads.tf_serving.versions import TFServingRollout

__all__ = ["Batching", "Model", "TFServing", "VersionPolicy"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.serving.kserve_model import Predictor
    from mlkube.workloads.serving.server import Server

IMAGE = "tensorflow/serving:2.20.0"
_FIRST_WITH_HEALTH = (2, 16, 1)


class ServerOptions(Spec):
    """Options of the model server itself."""

    request_timeout_seconds: int = field(
        default=10,
        doc="Longest REST request; a stopping pod waits this long for the last ones.",
        minimum=1,
        unit="seconds",
    )
    poll_seconds: int | None = field(
        default=None,
        doc="How often the folder is searched for new versions. The server's own 1 s is hard on network "
        "storage: by default 60, and 0 where every version is pinned.",
        minimum=0,
        unit="seconds",
    )
    warm_up: bool = field(
        default=True,
        doc="Whether requests in assets.extra/tf_serving_warmup_requests run at first.",
    )
    load_seconds: int = field(
        default=600,
        doc="How long models may take to load at a start; the ports open only then. More than five minutes, "
        "for which the server retries.",
        minimum=1,
        unit="seconds",
    )
    drain_seconds: int = field(
        default=10,
        doc="How long a stopping pod goes on serving: requests keep coming until every node has removed its "
        "endpoint. The server does not handle SIGTERM.",
        minimum=0,
        unit="seconds",
    )
    intra_op_threads: int | None = field(
        default=None,
        doc="Threads of an operation; TensorFlow counts the cores of the node, not the limit.",
        minimum=1,
    )
    inter_op_threads: int | None = field(default=None, doc="Operations at a time.", minimum=1)
    gpu_memory_fraction: float | None = field(
        default=None,
        doc="Part of a GPU's memory to take; without it memory is taken as needed.",
        minimum=0,
        maximum=1,
    )


class TFServing(ServingWorkload):
    """TensorFlow Serving: a Deployment with Service, storage, probes, autoscaler, budget and metrics."""

    image: str = field(default=IMAGE, doc="Image of the server; one for GPUs has a tag that ends in -gpu.")
    models: Sequence[Model] = field(doc="The models to serve.", keys=("name",))
    model_storage: VolumeSource | None = field(
        default=None, doc="One volume with a folder for each model that has no storage of its own."
    )
    batching: Batching | None = field(default=None, doc="Computes requests together.")
    server: ServerOptions = field(default=ServerOptions(), doc="Options of the model server.")
    rollout: TFServingRollout = field(
        default=TFServingRollout(), doc="How a new version takes the place of the old one, and gets requests."
    )

    def serve(self, context: Context, objects: Objects) -> Server:
        """Return the server; its configuration is added."""
        from mlkube.workloads.tf_serving.builder import server_of  # noqa: PLC0415  describing needs no builder

        return server_of(self, context, objects)

    def server_faults(self) -> Iterator[Fault]:
        """Yield what contradicts in a server of one version."""
        yield from self.pod_faults(self.image, self.most_pods, self.main_container)
        yield from self.serving_faults()
        if not self.models:
            yield Fault(("spec", "models"), "there is no model to serve", "name one")
        for at, model in enumerate(self.models):
            yield from self._model_faults(model, ("spec", "models", at))
            if self.on_kserve and model.storage is not None and (len(self.models) > 1 or self.model_storage):
                hint = "use modelStorage, with a folder for each model"
                path = ("spec", "models", at, "storage")
                yield Fault(path, "KServe brings one volume", hint, other=("spec", "backend"))
        if self.model_storage is not None:
            dev = self.profile == "dev"
            yield from self.model_storage.faults(("spec", "modelStorage"), dev=dev, replicas=self.most_pods)
        if self.batching is not None:
            yield from self.batching.faults(("spec", "batching"))
        yield from self._gpu_and_image()
        yield from self._owned_arguments()

    def predictor(self) -> Predictor:
        """Return what KServe serves: one volume with the versions of the model, or with a folder for each."""
        from mlkube.workloads.serving.kserve_model import Predictor  # noqa: PLC0415  few servers run there

        path: Path = ("spec", "models", 0)
        own = self.models[0] if self.models and self.model_storage is None else None
        return Predictor(
            model_format="tensorflow",
            runtime="kserve-tensorflow-serving",
            protocol="v1",
            source=self.model_storage if own is None else own.storage,
            source_path=("spec", "modelStorage") if own is None else (*path, "storage"),
            sub_path=None if own is None else own.sub_path,
            sub_path_at=(*path, "subPath"),
            volume="models" if own is None else "model",
            request_seconds=self.server.request_timeout_seconds,
        )

    def sources(self) -> Iterator[tuple[Path, VolumeSource]]:
        """Yield what stands behind the volumes of the pods, the models' own among them."""
        yield from super().sources()
        if self.model_storage is not None:
            yield ("spec", "modelStorage"), self.model_storage
        for at, model in enumerate(self.models):
            if model.storage is not None:
                yield ("spec", "models", at, "storage"), model.storage

    @property
    def health_service(self) -> bool:
        """Whether the server answers gRPC health checks: from 2.16.1 on; unknown tags are taken for newer."""
        return (version_of(self.image) or _FIRST_WITH_HEALTH) >= _FIRST_WITH_HEALTH

    def _model_faults(self, model: Model, path: tuple[str | int, ...]) -> Iterator[Fault]:
        """Yield a model that lies nowhere, and labels of versions that are not loaded."""
        if model.storage is not None:
            dev = self.profile == "dev"
            yield from model.storage.faults((*path, "storage"), dev=dev, replicas=self.most_pods)
        elif self.model_storage is None and not self.brought:
            hint = "give storage here, or modelStorage for all models"
            yield Fault((*path, "storage"), "nothing says where the model lies", hint)
        if model.version_policy is not None:
            yield from model.version_policy.faults((*path, "versionPolicy"))
            pinned = model.version_policy.specific
            for label, version in model.version_labels.items():
                if pinned and version not in pinned:
                    yield Fault(
                        (*path, "versionLabels", label),
                        f"version {version} is not loaded",
                        "the server refuses a label of a version that it does not load",
                        other=(*path, "versionPolicy", "specific"),
                    )

    def _gpu_and_image(self) -> Iterator[Fault]:
        """Yield an image for GPUs without one, and a GPU that the image cannot use."""
        has_gpu = self.accelerator is not None
        for_gpu = wants_gpu_image(self.image)
        if for_gpu and not has_gpu:
            yield Fault(
                ("spec", "image"), f"{self.image} is for GPUs, and the pods get none", "set accelerator: {}"
            )
        known = self.image.partition("@")[0].partition(":")[0] == IMAGE.partition(":")[0]
        if has_gpu and not for_gpu and known:
            yield Fault(
                ("spec", "image"),
                f"{self.image} cannot use the GPU that the pods get",
                f"use {self.image.partition('@')[0]}-gpu",
                other=("spec", "accelerator"),
            )

    def _owned_arguments(self) -> Iterator[Fault]:
        """Yield arguments that other fields write: the server takes the last of two."""
        for at, argument in enumerate(self.args):
            name = argument.lstrip("-").partition("=")[0]
            owner = _OWNED.get(name)
            if owner is not None:
                yield Fault(("spec", "args", at), f"--{name} belongs to {owner}", f"set {owner} instead")


_OWNED = {
    "port": "service",
    "rest_api_port": "service",
    "model_name": "models",
    "model_base_path": "models",
    "model_config_file": "models",
    "monitoring_config_file": "monitoring",
    "enable_batching": "batching",
    "batching_parameters_file": "batching",
    "rest_api_timeout_in_ms": "server.requestTimeoutSeconds",
    "file_system_poll_wait_seconds": "server.pollSeconds",
    "enable_model_warmup": "server.warmUp",
    "tensorflow_intra_op_parallelism": "server.intraOpThreads",
    "tensorflow_inter_op_parallelism": "server.interOpThreads",
    "per_process_gpu_memory_fraction": "server.gpuMemoryFraction",
}


def version_of(image: str) -> tuple[int, ...] | None:
    """Return the version in an image's tag, None where there is none."""
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    parts = tag.partition("-")[0].split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else None
