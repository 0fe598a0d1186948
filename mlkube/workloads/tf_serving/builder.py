"""Builds TensorFlow Serving: Deployment, Service, configuration, storage, autoscaler, budget, monitor."""

from __future__ import annotations

from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.exposure import ingress_object, route_object
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.tf_serving.configuration import (
    BASE_PATH,
    BATCHING,
    METRICS_PATH,
    MODELS,
    MONITORING,
    configuration,
    folder_of,
)
from mlkube.workloads.tf_serving.workload import CONTAINER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.exposure import ServiceSettings
    from mlkube.workloads.tf_serving.workload import Autoscaling, Monitoring, TFServing

GRPC_PORT, REST_PORT = 8500, 8501
_SERVING = "serving"
_CONFIG = "/etc/tf-serving"
_PROBE_SECONDS = 5
_SPARE_SECONDS = 300


def build(workload: TFServing, context: Context) -> Objects:
    """Return everything that a description of TensorFlow Serving stands for."""
    objects = Objects()
    config = f"{context.name}-config"
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(workload, context, config, "configuration"),
            "immutable": True,
            "data": configuration(workload),
        },
        hashed=True,
    )
    pod = _pod(workload, context, objects, config)
    objects.add(_deployment(workload, context, pod))
    objects.add(_service(workload, context, workload.service))
    if workload.autoscaling is not None:
        objects.add(_autoscaler(workload, context, workload.autoscaling))
    if workload.disruption_budget:
        budget: JsonObject = {
            "maxUnavailable": 1,
            "selector": {"matchLabels": {**selector(workload, _SERVING)}},
        }
        objects.add(_object(workload, context, "policy/v1", "PodDisruptionBudget", budget))
    if workload.monitoring is not None:
        objects.add(_monitor(workload, context, workload.monitoring))
    if workload.ingress is not None:
        objects.add(ingress_object(workload, context, workload.ingress, context.name))
    if workload.route is not None:
        objects.add(route_object(workload, context, workload.route, context.name, REST_PORT))
    return objects


def _object(
    workload: TFServing, context: Context, api_version: str, kind: str, spec: JsonObject
) -> JsonObject:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": metadata(workload, context, context.name, _SERVING),
        "spec": spec,
    }


def _deployment(workload: TFServing, context: Context, pod: JsonObject) -> JsonObject:
    # A pod more than there are replicas would wait for a GPU that no node has spare.
    scarce = workload.accelerator is not None
    spec: JsonObject = {
        "progressDeadlineSeconds": workload.server.load_seconds + _SPARE_SECONDS,
        "strategy": {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 0 if scarce else 1, "maxUnavailable": 1 if scarce else 0},
        },
        "selector": {"matchLabels": {**selector(workload, _SERVING)}},
        "template": pod,
    }
    if workload.autoscaling is None:
        spec["replicas"] = workload.replicas
    return _object(workload, context, "apps/v1", "Deployment", spec)


def _pod(workload: TFServing, context: Context, objects: Objects, config: str) -> JsonObject:
    pod = Pod(workload, context, objects, component=_SERVING, main=CONTAINER, image=workload.image)
    pod.template_hash = True
    server = workload.server
    pod.container.update(
        {
            "args": [*_arguments(workload)],
            "ports": [
                {"name": "grpc", "containerPort": GRPC_PORT, "protocol": "TCP"},
                {"name": "http", "containerPort": REST_PORT, "protocol": "TCP"},
            ],
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
    _add_models(workload, pod)
    return pod.template(
        {"terminationGracePeriodSeconds": server.drain_seconds + server.request_timeout_seconds}
    )


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
        pod.mount_volume(name, folder_of(model), read_only=True, sub_path=model.sub_path)


def _label(name: str) -> str:
    """Return a model's name as the name of a volume may be."""
    return "".join(char if char.isalnum() else "-" for char in name.lower()).strip("-")


def _liveness(workload: TFServing) -> JsonObject:
    """Return a check that the server answers at all; a restart would not mend a model."""
    check: JsonObject = (
        {"grpc": {"port": GRPC_PORT, "service": "PredictionService"}}
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


def _service(workload: TFServing, context: Context, settings: ServiceSettings) -> JsonObject:
    grpc: JsonObject = {
        "name": "grpc",
        "port": GRPC_PORT,
        "protocol": "TCP",
        "targetPort": "grpc",
        "appProtocol": "kubernetes.io/h2c",
    }
    http: JsonObject = {"name": "http", "port": REST_PORT, "protocol": "TCP", "targetPort": "http"}
    if settings.grpc_node_port is not None:
        grpc["nodePort"] = settings.grpc_node_port
    if settings.node_port is not None:
        http["nodePort"] = settings.node_port
    ports: list[Json] = [grpc, http]
    spec: JsonObject = {"type": settings.type, "selector": {**selector(workload, _SERVING)}, "ports": ports}
    if settings.load_balancer_class is not None:
        spec["loadBalancerClass"] = settings.load_balancer_class
    if settings.source_ranges:
        spec["loadBalancerSourceRanges"] = [*settings.source_ranges]
    service = _object(workload, context, "v1", "Service", spec)
    if settings.annotations:
        own = metadata(workload, context, context.name, _SERVING)
        service["metadata"] = {**own, "annotations": {**workload.annotations, **settings.annotations}}
    return service


def _autoscaler(workload: TFServing, context: Context, scaling: Autoscaling) -> JsonObject:
    """Return the autoscaler; it counts the serving container alone, whatever sidecars use."""
    spec: JsonObject = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": context.name},
        "minReplicas": scaling.min_replicas,
        "maxReplicas": scaling.max_replicas,
        "metrics": [
            {
                "type": "ContainerResource",
                "containerResource": {
                    "name": "cpu",
                    "container": CONTAINER,
                    "target": {"type": "Utilization", "averageUtilization": scaling.cpu_utilization},
                },
            }
        ],
        "behavior": {
            "scaleDown": {
                "stabilizationWindowSeconds": scaling.scale_down_seconds,
                "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}],
            }
        },
    }
    return _object(workload, context, "autoscaling/v2", "HorizontalPodAutoscaler", spec)


def _monitor(workload: TFServing, context: Context, monitoring: Monitoring) -> JsonObject:
    spec: JsonObject = {
        "selector": {"matchLabels": {**selector(workload, _SERVING)}},
        "endpoints": [{"port": "http", "path": METRICS_PATH, "interval": monitoring.interval}],
    }
    monitor = _object(workload, context, "monitoring.coreos.com/v1", "ServiceMonitor", spec)
    own = metadata(workload, context, context.name, _SERVING)
    labels = own.get("labels")
    own["labels"] = {**(labels if isinstance(labels, dict) else {}), **monitoring.labels}
    monitor["metadata"] = own
    return monitor
