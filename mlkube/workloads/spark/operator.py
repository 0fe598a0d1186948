"""The backend operator: SparkApplication and ScheduledSparkApplication of Kubeflow's spark-operator.

Source: kubeflow/spark-operator, api/v1beta2/sparkapplication_types.go.
"""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.accounts import identity_labels
from mlkube.workloads.parts.metadata import labels, metadata, selector
from mlkube.workloads.parts.storage import Volumes
from mlkube.workloads.spark.configuration import (
    common_properties,
    environment,
    eviction_hints,
    lead_executors_to_gpus,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.spark.workload import Driver, Executor, SparkJob

_API = "sparkoperator.k8s.io/v1beta2"
_TYPES = {"python": "Python", "scala": "Scala", "java": "Java", "r": "R"}
_COMPONENT = "spark"


def add_application(job: SparkJob, context: Context, objects: Objects, account: str) -> None:
    """Add the application, on its schedule if it has one."""
    volumes = Volumes(job, context, objects)
    for at, storage in enumerate(job.storage):
        volumes.add(storage.name, storage, ("spec", "storage", at), read_only=storage.read_only)
    application = _application(job, volumes, account)
    own = metadata(job, context, context.name, _COMPONENT)
    schedule = job.schedule
    if schedule is None:
        objects.add({"apiVersion": _API, "kind": "SparkApplication", "metadata": own, "spec": application})
        return
    spec: JsonObject = {
        "schedule": schedule.cron,
        "timeZone": schedule.time_zone,  # its own default is that of the operator's machine
        "concurrencyPolicy": schedule.concurrency,
        "successfulRunHistoryLimit": 3,
        "failedRunHistoryLimit": 3,
        "template": application,
    }
    objects.add({"apiVersion": _API, "kind": "ScheduledSparkApplication", "metadata": own, "spec": spec})


def _application(job: SparkJob, volumes: Volumes, account: str) -> JsonObject:
    properties = common_properties(job)
    built: list[JsonObject] = [*volumes.volumes, *copied(job.volumes)]
    spec: JsonObject = {
        "type": _TYPES[job.language],
        "mode": "cluster",
        "image": job.image,
        "sparkVersion": job.version,
        "mainApplicationFile": job.main,
        "memoryOverheadFactor": f"{job.overhead_factor:g}",
        "restartPolicy": _restart(job),
        "driver": _driver(job, job.driver, account, built),
        "executor": _executor(job, job.executor, account, built),
    }
    optional: JsonObject = {
        "pythonVersion": "3" if job.language == "python" else None,
        "mainClass": job.main_class,
        "arguments": [*job.args],
        "imagePullPolicy": job.image_pull_policy,
        "imagePullSecrets": [str(each.get("name")) for each in job.image_pull_secrets],
        "timeToLiveSeconds": job.ttl_seconds,
        "volumes": [*built],
        "sparkConf": {
            key: value
            for key, value in properties.items()
            if not key.startswith("spark.dynamicAllocation.") or key in job.properties
        },
    }
    spec.update({key: value for key, value in optional.items() if value})
    dynamic = job.dynamic_allocation
    if dynamic is not None:
        spec["dynamicAllocation"] = {
            "enabled": True,
            "shuffleTrackingEnabled": True,
            "minExecutors": dynamic.min_executors,
            "maxExecutors": dynamic.max_executors,
            **({} if dynamic.initial_executors is None else {"initialExecutors": dynamic.initial_executors}),
        }
    return spec


def _restart(job: SparkJob) -> JsonObject:
    """Return the restart policy; OnFailure means nothing without its four further fields."""
    if not job.retries:
        return {"type": "Never"}
    return {
        "type": "OnFailure",
        "onFailureRetries": job.retries,
        "onFailureRetryInterval": job.retry_seconds,
        "onSubmissionFailureRetries": job.retries,
        "onSubmissionFailureRetryInterval": job.retry_seconds,
    }


def _driver(job: SparkJob, driver: Driver, account: str, built: list[JsonObject]) -> JsonObject:
    pod = _pod(job, "driver", account, built)
    pod.update({"cores": driver.cores, "memory": driver.memory})
    pod.update(job.placement.to_kubernetes(selector(job, "driver")))
    if driver.memory_overhead is not None:
        pod["memoryOverhead"] = driver.memory_overhead
    return _allowed(pod)


def _executor(job: SparkJob, executor: Executor, account: str, built: list[JsonObject]) -> JsonObject:
    pod = _pod(job, "executor", account, built)
    pod.update({"cores": executor.cores, "memory": executor.memory})
    placement = executor.placement or job.placement
    pod.update(placement.to_kubernetes(selector(job, "executor")))
    if job.dynamic_allocation is None:
        pod["instances"] = executor.instances
    if executor.memory_overhead is not None:
        pod["memoryOverhead"] = executor.memory_overhead
    gpu = executor.gpu
    if gpu is not None:
        pod["gpu"] = {"name": f"{gpu.vendor}/gpu", "quantity": gpu.count}
    lead_executors_to_gpus(job, pod)
    return _allowed(pod)


def _pod(job: SparkJob, component: str, account: str, built: list[JsonObject]) -> JsonObject:
    env, env_from = environment(job)
    mounts: list[JsonObject] = [{"name": each.name, "mountPath": each.mount_path} for each in job.storage]
    pod: JsonObject = {
        "serviceAccount": account,
        "labels": {**labels(job, component), **identity_labels(job), **job.pod_labels},
        "podSecurityContext": job.security.of_pod(),
        "securityContext": {**job.security.of_container(), "readOnlyRootFilesystem": False},
    }
    optional: JsonObject = {
        "annotations": {
            **job.annotations,
            **eviction_hints(job, component, built),
            **job.pod_annotations,
        },
        "env": [*env],
        "envFrom": [*env_from],
        "sidecars": copied(job.sidecars),
        "initContainers": copied(job.init_containers),
        "volumeMounts": [*mounts, *copied(job.volume_mounts)],
    }
    pod.update({key: value for key, value in optional.items() if value})
    return pod


def _allowed(pod: JsonObject) -> JsonObject:
    """Return the pod without what the operator's pods have no field for."""
    return {
        key: value
        for key, value in pod.items()
        if key not in {"topologySpreadConstraints", "runtimeClassName"}
    }
