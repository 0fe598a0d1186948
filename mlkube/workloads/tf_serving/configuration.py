"""The server's configuration files: models, metrics, batches.

Source: tensorflow/serving, config/model_server_config.proto, config/monitoring_config.proto,
servables/tensorflow/session_bundle_config.proto.
"""

from __future__ import annotations

from mlkube.core.quantity import whole
from mlkube.workloads.serving.kserve_model import MODELS as MODELS_OF_KSERVE
from mlkube.workloads.text.protobuf_text import protobuf_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.text.protobuf_text import Value
    from mlkube.workloads.tf_serving.models import Batching, Model
    from mlkube.workloads.tf_serving.workload import TFServing

METRICS_PATH = "/monitoring/prometheus/metrics"
BASE_PATH = "/models"

MODELS, MONITORING, BATCHING = "models.config", "monitoring.config", "batching.config"


def configuration(workload: TFServing) -> JsonObject:
    """Return the files by their names."""
    files: JsonObject = {
        MODELS: protobuf_text(
            {"model_config_list": {"config": [_model(workload, model) for model in workload.models]}}
        ),
        MONITORING: protobuf_text({"prometheus_config": {"enable": True, "path": METRICS_PATH}}),
    }
    if workload.batching is not None:
        files[BATCHING] = protobuf_text(_batching(workload, workload.batching))
    return files


def folder_of(workload: TFServing, model: Model) -> str:
    """Return the folder in the container that holds a model's versions."""
    if not workload.on_kserve:
        return f"{BASE_PATH}/{model.name}"
    alone = len(workload.models) == 1 and workload.model_storage is None
    return MODELS_OF_KSERVE if alone else f"{MODELS_OF_KSERVE}/{model.name}"


def _model(workload: TFServing, model: Model) -> dict[str, Value]:
    config: dict[str, Value] = {
        "name": model.name,
        "base_path": folder_of(workload, model),
        "model_platform": "tensorflow",
    }
    policy = model.version_policy
    if policy is not None:
        if policy.specific:
            config["model_version_policy"] = {"specific": {"versions": list(policy.specific)}}
        elif policy.all:
            config["model_version_policy"] = {"all": {}}
        elif policy.latest is not None:
            config["model_version_policy"] = {"latest": {"num_versions": policy.latest}}
    if model.version_labels:
        config["version_labels"] = [
            {"key": label, "value": version} for label, version in sorted(model.version_labels.items())
        ]
    return config


def _batching(workload: TFServing, batching: Batching) -> dict[str, Value]:
    cores = workload.resources.cpu
    threads = batching.threads or max(1, whole(cores) if cores is not None else 1)
    result: dict[str, Value] = {
        "max_batch_size": {"value": batching.max_batch_size},
        "batch_timeout_micros": {"value": batching.timeout_micros},
        "num_batch_threads": {"value": threads},
        "max_enqueued_batches": {"value": batching.max_enqueued or threads},
    }
    if batching.allowed_sizes:
        result["allowed_batch_sizes"] = list(batching.allowed_sizes)
    if batching.pad_variable_length_inputs:
        result["pad_variable_length_inputs"] = True
    return result
