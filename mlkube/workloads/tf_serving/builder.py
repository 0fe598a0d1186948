"""What TensorFlow Serving is as a server: its arguments, probes, configuration and models."""

from __future__ import annotations

from mlkube.workloads.parts.config_files import add_immutable
from mlkube.workloads.serving.kserve_model import GRPC_PORT, HTTP_PORT
from mlkube.workloads.serving.server import Port, Server
from mlkube.workloads.tf_serving.configuration import (
    BASE_PATH,
    BATCHING,
    METRICS_PATH,
    MODELS,
    MONITORING,
    configuration,
    folder_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.pod import Pod
    from mlkube.workloads.tf_serving.workload import TFServing

_GRPC, _REST = Port("grpc", 8500, app_protocol="kubernetes.io/h2c"), Port("http", 8501)
# On KServe, whose Service leads its port 80 to the first.
_KSERVE_PORTS = (Port("http", HTTP_PORT), Port("grpc", GRPC_PORT, app_protocol="kubernetes.io/h2c"))
_CONFIG = "/etc/tf-serving"
_PROBE_SECONDS = 5

# Requests a second, whatever came of them. Source: tensorflow/serving, servables/tensorflow/util.cc.
_LOAD = "sum(rate(:tensorflow:serving:request_count{$pods}[$window]))"


def server_of(workload: TFServing, context: Context, objects: Objects) -> Server:
    """Return the server, and add its configuration."""
    owner = context.owner(*_configured_by(workload))
    config = f"{owner}-config"
    add_immutable(workload, context, objects, configuration(workload), config)

    def fill(pod: Pod) -> None:
        _fill(workload, pod, config)

    options = workload.server
    return Server(
        container=workload.main_container,
        image=workload.image,
        ports=_KSERVE_PORTS if workload.on_kserve else (_GRPC, _REST),
        http=_REST.name,
        grpc=_GRPC.name,
        metrics=_REST.name,
        metrics_path=METRICS_PATH,
        prefix="/v1",
        startup_seconds=options.load_seconds,
        grace_seconds=options.drain_seconds + options.request_timeout_seconds,
        fill=fill,
        load=_LOAD,
        system="tf-serving",
    )


def _configured_by(workload: TFServing) -> Iterator[Path]:
    """Yield the fields that the configuration holds: a version that gives one has its own configuration."""
    yield ("spec", "resources", "cpu")
    yield ("spec", "batching")
    for at in range(len(workload.models)):
        for key in ("versionPolicy", "versionLabels"):
            yield ("spec", "models", at, key)


def _fill(workload: TFServing, pod: Pod, config: str) -> None:
    server = workload.server
    pod.container.update(
        {
            "args": [*_arguments(workload)],
            # The ports open only after the models are loaded.
            "startupProbe": {
                "tcpSocket": {"port": "http"},
                "periodSeconds": _PROBE_SECONDS,
                "failureThreshold": -(-server.load_seconds // _PROBE_SECONDS),
            },
            # Metadata need a servable; the model's own URL answers 200 for a version that failed to load.
            "readinessProbe": {
                "httpGet": {"path": f"/v1/models/{workload.models[0].name}/metadata", "port": "http"},
                "periodSeconds": _PROBE_SECONDS,
                "timeoutSeconds": 2,
                "failureThreshold": 3,
            },
            "livenessProbe": _liveness(workload),
        }
    )
    if server.drain_seconds:
        pod.container["lifecycle"] = {"preStop": {"sleep": {"seconds": server.drain_seconds}}}
    if workload.accelerator is not None and server.gpu_memory_fraction is None:
        pod.env.append({"name": "TF_FORCE_GPU_ALLOW_GROWTH", "value": "true"})
    pod.mount({"name": "config", "configMap": {"name": config}}, _CONFIG, read_only=True)
    if not workload.on_kserve:  # else KServe brings them
        _add_models(workload, pod)


def _add_models(workload: TFServing, pod: Pod) -> None:
    """Mount each model where its configuration says that it lies."""
    if workload.model_storage is not None:
        path = ("spec", "modelStorage")
        pod.volumes.add("models", workload.model_storage, path, read_only=True)
        pod.mount_volume("models", BASE_PATH, read_only=True)
    for at, model in enumerate(workload.models):
        if model.storage is None:
            continue
        name = "model" if len(workload.models) == 1 else f"model-{_label(model.name)}"
        pod.volumes.add(name, model.storage, ("spec", "models", at, "storage"), read_only=True)
        pod.mount_volume(name, folder_of(workload, model), read_only=True, sub_path=model.sub_path)


def _label(name: str) -> str:
    """Return a model's name as the name of a volume may be."""
    return "".join(char if char.isalnum() else "-" for char in name.lower()).strip("-")


def _liveness(workload: TFServing) -> JsonObject:
    """Return a check that the server answers at all; a restart would not mend a model."""
    check: JsonObject = (
        {"grpc": {"port": GRPC_PORT if workload.on_kserve else _GRPC.number, "service": "PredictionService"}}
        if workload.health_service
        else {"tcpSocket": {"port": "http"}}
    )
    return {**check, "periodSeconds": 20, "timeoutSeconds": 5, "failureThreshold": 3}


def _arguments(workload: TFServing) -> list[str]:
    """Return the server's arguments, behind those of the image's entrypoint."""
    server = workload.server
    arguments = [
        f"--model_config_file={_CONFIG}/{MODELS}",
        f"--monitoring_config_file={_CONFIG}/{MONITORING}",
        f"--rest_api_timeout_in_ms={server.request_timeout_seconds * 1000}",
        f"--file_system_poll_wait_seconds={_poll_seconds(workload)}",
    ]
    if workload.health_service:
        arguments.append("--enable_grpc_healthcheck_service=true")
    if workload.batching is not None:
        arguments += ["--enable_batching=true", f"--batching_parameters_file={_CONFIG}/{BATCHING}"]
    if not server.warm_up:
        arguments.append("--enable_model_warmup=false")
    for name, value in (
        ("tensorflow_intra_op_parallelism", server.intra_op_threads),
        ("tensorflow_inter_op_parallelism", server.inter_op_threads),
        ("per_process_gpu_memory_fraction", server.gpu_memory_fraction),
    ):
        if value is not None:
            arguments.append(f"--{name}={value}")
    return arguments


def _poll_seconds(workload: TFServing) -> int:
    if workload.server.poll_seconds is not None:
        return workload.server.poll_seconds
    pinned = all(model.version_policy and model.version_policy.specific for model in workload.models)
    return 0 if pinned else 60
