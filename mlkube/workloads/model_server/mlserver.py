"""MLServer: its settings, and those of its models.

Source: docs.seldon.ai/mlserver; mlserver 1.7.1, cli/serve.py, settings.py, server.py.
"""

from __future__ import annotations

import json

from mlkube.workloads.model_server.mlserver_options import MLServerOptions
from mlkube.workloads.model_server.runtimes import ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.model_server.mlserver_options import MLServerModel
    from mlkube.workloads.model_server.workload import ModelServer
    from mlkube.workloads.parts.pod import Pod

_CONFIG = "/etc/mlserver"
_SETTINGS, _MODEL_SETTINGS = "settings.json", "model-settings.json"
# What the image keeps in its own folder, which is read-only here.
_WRITTEN: JsonObject = {"metrics_dir": "/tmp/metrics", "environments_dir": "/tmp/environments"}  # noqa: S108
_CACHES = (("HF_HOME", "/tmp/huggingface"), ("NUMBA_CACHE_DIR", "/tmp/numba"))  # noqa: S108


def files(workload: ModelServer) -> JsonObject:
    """Return settings.json and the settings of each model; none where they lie in the volume."""
    options = workload.mlserver or MLServerOptions()
    if not options.models:
        return {}
    result: JsonObject = {_SETTINGS: _json(_settings(workload, options))}
    for model in options.models:
        result[_key(model)] = _json(_model(workload, model))
    return result


def fill(workload: ModelServer, pod: Pod, config: str) -> None:
    """Add command, settings and a wait: at SIGTERM MLServer ends its workers before it ends requests."""
    options = workload.mlserver or MLServerOptions()
    # The image's own command runs in a shell, which would not hand on SIGTERM.
    pod.container["command"] = ["mlserver"]
    pod.container["args"] = ["start", _CONFIG if options.models else workload.models_folder]
    seconds = workload.server.drain_seconds + workload.request_seconds
    pod.container["lifecycle"] = {"preStop": {"sleep": {"seconds": seconds}}}
    pod.env.extend({"name": key, "value": value} for key, value in _CACHES)
    if options.models:
        pod.mount(_volume(options, config), _CONFIG, read_only=True)
    else:
        pod.env.extend(_as_environment(_settings(workload, options)))


def _settings(workload: ModelServer, options: MLServerOptions) -> JsonObject:
    http, grpc, metrics = ports_of(workload)
    settings: JsonObject = {
        "debug": False,  # logs every request by default
        "http_port": http.number,
        "grpc_port": grpc.number,
        "metrics_port": metrics.number,
        **_WRITTEN,
        "use_structured_logging": options.structured_logging,
    }
    if options.parallel_workers is not None:
        settings["parallel_workers"] = options.parallel_workers
    return settings


def _as_environment(settings: JsonObject) -> list[JsonObject]:
    """Return settings as variables, which hold where no settings.json is found."""
    return [
        {"name": f"MLSERVER_{key.upper()}", "value": value if isinstance(value, str) else json.dumps(value)}
        for key, value in settings.items()
    ]


def _model(workload: ModelServer, model: MLServerModel) -> JsonObject:
    folder = workload.models_folder
    parameters: JsonObject = {"uri": f"{folder}/{model.path}" if model.path else folder}
    for key, value in (("version", model.version), ("content_type", model.content_type)):
        if value is not None:
            parameters[key] = value
    if model.extra:
        parameters["extra"] = {**model.extra}
    settings: JsonObject = {
        "name": model.name,
        "implementation": model.implementation,
        "parameters": parameters,
    }
    if model.max_batch_size is not None and model.max_batch_seconds is not None:
        settings["max_batch_size"] = model.max_batch_size
        settings["max_batch_time"] = model.max_batch_seconds
    return settings


def _volume(options: MLServerOptions, config: str) -> JsonObject:
    """Return the volume in which each model has a folder of its own, as MLServer searches for them."""
    items: list[Json] = [{"key": _SETTINGS, "path": _SETTINGS}]
    items += [{"key": _key(model), "path": f"{model.name}/{_MODEL_SETTINGS}"} for model in options.models]
    return {"name": "config", "configMap": {"name": config, "items": items}}


def _key(model: MLServerModel) -> str:
    return f"{model.name}.{_MODEL_SETTINGS}"


def _json(value: JsonObject) -> str:
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n"
