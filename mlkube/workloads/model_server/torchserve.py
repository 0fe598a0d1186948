"""TorchServe: its config.properties, and how it is stopped.

Source: github.com/pytorch/serve, docs/configuration.md, docs/token_authorization_api.md; torchserve 0.12.0,
ts/model_server.py.
"""

from __future__ import annotations

from mlkube.workloads.model_server.runtimes import RUNTIMES
from mlkube.workloads.model_server.torchserve_options import TorchServeOptions
from mlkube.workloads.text.properties import properties_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.model_server.workload import ModelServer
    from mlkube.workloads.parts.pod import Pod

STOP_SECONDS = 30
_CONFIG, _FILE = "/etc/torchserve", "config.properties"
_WRITTEN = (("TEMP", "/tmp"), ("LOG_LOCATION", "/tmp/logs"), ("METRICS_LOCATION", "/tmp/logs"))  # noqa: S108


def files(workload: ModelServer) -> JsonObject:
    """Return config.properties; TorchServe's own reader asks for `=` between name and value."""
    return {_FILE: properties_text(_properties(workload), separator="=")}


def fill(workload: ModelServer, pod: Pod, config: str) -> None:
    """Add command, configuration, and what stops the server."""
    # The image's own entrypoint leaves a shell in front, and the server behind it.
    pod.container["command"] = ["torchserve"]
    pod.container["args"] = [
        "--start",
        "--foreground",
        "--no-config-snapshots",
        f"--ts-config={_CONFIG}/{_FILE}",
    ]
    pod.container["lifecycle"] = {"preStop": {"exec": {"command": _stop(workload)}}}
    pod.env.extend({"name": key, "value": value} for key, value in _WRITTEN)
    pod.mount({"name": "config", "configMap": {"name": config}}, _CONFIG, read_only=True)


def _stop(workload: ModelServer) -> list[Json]:
    """Return what ends the server: its first process ignores SIGTERM, and it waits for no request."""
    seconds = workload.server.drain_seconds + workload.request_seconds
    return ["/bin/sh", "-c", f"sleep {seconds}; torchserve --stop --foreground"]


def _properties(workload: ModelServer) -> dict[str, str]:
    """Return the lines of config.properties; whoever manages models has to be in the pod."""
    options = workload.torchserve or TorchServeOptions()
    http, grpc, metrics = RUNTIMES["torchserve"].ports
    models = ",".join(f"{name}={archive}" for name, archive in sorted(options.models.items()))
    properties = {
        "inference_address": f"http://0.0.0.0:{http.number}",
        "management_address": "http://127.0.0.1:8081",
        "metrics_address": f"http://0.0.0.0:{metrics.number}",
        "grpc_inference_address": "0.0.0.0",  # noqa: S104  inside of the pod
        "grpc_inference_port": str(grpc.number),
        "metrics_mode": "prometheus",
        "model_store": workload.models_folder,
        "load_models": models or "all",
        "default_response_timeout": str(workload.request_seconds),
        "default_startup_timeout": str(workload.load_seconds),
        # Its tokens lie in a file of each pod, where no client finds them.
        "disable_token_authorization": "true",
    }
    if options.workers_per_model is not None:
        properties["default_workers_per_model"] = str(options.workers_per_model)
    if options.job_queue_size is not None:
        properties["job_queue_size"] = str(options.job_queue_size)
    return {**properties, **options.properties}
