"""The options of TorchServe, under the names of its own documentation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.workloads.faults import Path


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
