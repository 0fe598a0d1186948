"""Spark's properties for a description, and the template of its executors' pods."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.parts.accounts import identity_labels
from mlkube.workloads.parts.metadata import COMPONENT_LABEL, NAME_LABEL, selector
from mlkube.workloads.parts.resources import quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.spark.workload import ExecutorGpu, LocalDirectory, SparkJob

DRIVER_PORT, BLOCK_PORT, UI_PORT = 7078, 7079, 4040
EXECUTOR = "spark-kubernetes-executor"
_LOCAL = "spark-local-dir-1"  # Spark takes volumes with this beginning for its local directories
_LOCAL_PATH = "/var/spark/local"
_CREDENTIALS = "software.amazon.awssdk.auth.credentials."

# The driver's UI shows what executors do, and what the driver does; a name of the application in the names of
# metrics would make new ones for each run. Source: spark.apache.org/docs/latest/monitoring.html.
EXECUTOR_METRICS, DRIVER_METRICS = "/metrics/executors/prometheus", "/metrics/prometheus"
_SINK = "spark.metrics.conf.driver.sink.prometheusServlet"
_METRICS = {
    "spark.ui.prometheus.enabled": "true",
    "spark.metrics.namespace": "spark",
    f"{_SINK}.class": "org.apache.spark.metrics.sink.PrometheusServlet",
    f"{_SINK}.path": DRIVER_METRICS,
}


def common_properties(job: SparkJob) -> dict[str, str]:
    """Return the properties that every backend needs; the user's own win where nobody owns them."""
    properties: dict[str, str] = {}
    if job.dynamic_allocation is not None:
        dynamic = job.dynamic_allocation
        properties |= {
            "spark.dynamicAllocation.enabled": "true",
            "spark.dynamicAllocation.shuffleTracking.enabled": "true",
            "spark.dynamicAllocation.minExecutors": str(dynamic.min_executors),
            "spark.dynamicAllocation.maxExecutors": str(dynamic.max_executors),
        }
        if dynamic.initial_executors is not None:
            properties["spark.dynamicAllocation.initialExecutors"] = str(dynamic.initial_executors)
    if job.executor.gpu is not None:
        properties |= _of_gpu(job.executor.gpu)
    if job.executor.local_directory is not None:
        properties |= _of_local_directory(job.executor.local_directory)
    if job.s3 is not None:
        properties |= {
            "spark.hadoop.fs.s3a.aws.credentials.provider": _CREDENTIALS
            + (
                "EnvironmentVariableCredentialsProvider"
                if job.s3.secret
                else "WebIdentityTokenFileCredentialsProvider"
            )
        }
        if job.s3.endpoint is not None:
            properties["spark.hadoop.fs.s3a.endpoint"] = job.s3.endpoint
        if job.s3.path_style:
            properties["spark.hadoop.fs.s3a.path.style.access"] = "true"
    if job.monitoring is not None:
        properties |= _METRICS
    return properties | dict(job.properties)


def sized_properties(job: SparkJob) -> dict[str, str]:
    """Return the sizes of driver and executors, for backends that have no fields for them."""
    properties = {
        "spark.driver.memory": job.driver.memory,
        "spark.executor.cores": str(job.executor.cores),
        "spark.executor.memory": job.executor.memory,
    }
    if job.dynamic_allocation is None:
        properties["spark.executor.instances"] = str(job.executor.instances)
    for pod, overhead in (("driver", job.driver.memory_overhead), ("executor", job.executor.memory_overhead)):
        if overhead is not None:
            properties[f"spark.{pod}.memoryOverhead"] = overhead
        else:
            properties[f"spark.{pod}.memoryOverheadFactor"] = f"{job.overhead_factor:g}"
    return properties


def client_properties(job: SparkJob, context: Context, account: str, template: str) -> dict[str, str]:
    """Return what a driver in client mode needs: where it is found, and how its executors are made."""
    properties = {
        "spark.master": "k8s://https://kubernetes.default.svc:443",
        "spark.submit.deployMode": "client",
        "spark.app.name": job.name,
        "spark.kubernetes.namespace": context.namespace,
        "spark.kubernetes.container.image": job.image,
        "spark.kubernetes.authenticate.executor.serviceAccountName": account,
        "spark.kubernetes.executor.podTemplateFile": template,
        "spark.kubernetes.executor.podTemplateContainerName": EXECUTOR,
        "spark.driver.host": f"{context.final(driver_service(context))}.{context.namespace}.svc",
        "spark.driver.bindAddress": "0.0.0.0",  # noqa: S104  inside of the pod
        "spark.driver.port": str(DRIVER_PORT),
        "spark.driver.blockManager.port": str(BLOCK_PORT),
        "spark.ui.port": str(UI_PORT),
    }
    if job.image_pull_policy is not None:
        properties["spark.kubernetes.container.image.pullPolicy"] = job.image_pull_policy
    return sized_properties(job) | common_properties(job) | properties


def driver_service(context: Context) -> str:
    """Return the base name of the Service by which executors find the driver."""
    return f"{context.name}-driver"


def executor_template(
    job: SparkJob, context: Context, built: Sequence[JsonObject] | None = None
) -> JsonObject:
    """Return the pod that Spark makes executors of: what its properties cannot say.

    Spark sets image, resources, names and restart policy itself. `built` are the volumes of an object;
    without them the template is a text, which holds final names and knows claims alone.
    """
    placement = job.executor.placement or job.placement
    labels: JsonObject = {
        **job.labels,
        **identity_labels(job),
        NAME_LABEL: job.name,
        COMPONENT_LABEL: "executor",
    }
    container: JsonObject = {"name": EXECUTOR, "securityContext": job.security.of_container()}
    mounts: list[JsonObject] = []
    volumes: list[JsonObject] = []
    for storage in job.storage:
        if built is None:
            if not (storage.claim or storage.new_claim or storage.static):
                continue
            claim = storage.claim or context.final(f"{context.name}-{storage.name}")
            volumes.append({"name": storage.name, "persistentVolumeClaim": {"claimName": claim}})
        mounts.append({"name": storage.name, "mountPath": storage.mount_path, "readOnly": storage.read_only})
    volumes += built or []
    if job.security.read_only_root:
        volumes += [{"name": "tmp", "emptyDir": {}}, {"name": "work", "emptyDir": {}}]
        mounts += [{"name": "tmp", "mountPath": "/tmp"}, {"name": "work", "mountPath": "/opt/spark/work-dir"}]  # noqa: S108
    env, env_from = environment(job)
    for key, value in (("env", env), ("envFrom", env_from), ("volumeMounts", mounts)):
        if value:
            container[key] = [*value]
    spec: JsonObject = {
        "automountServiceAccountToken": False,
        "securityContext": job.security.of_pod(),
        **placement.to_kubernetes(selector(job, "executor")),
        "containers": [container],
    }
    lead_executors_to_gpus(job, spec)
    if volumes:
        spec["volumes"] = [*volumes]
    own: JsonObject = {"labels": labels}
    if hints := eviction_hints(job, "executor", volumes):
        own["annotations"] = hints
    return {"apiVersion": "v1", "kind": "Pod", "metadata": own, "spec": spec}


def eviction_hints(job: SparkJob, component: str, volumes: Sequence[JsonObject]) -> JsonObject:
    """Return the annotations that tell whether a pod may move: the driver's end is the job's."""
    if job.cluster_autoscaler is None:
        return {}
    return job.cluster_autoscaler.annotations(volumes, loses_work=component == "driver")


def lead_executors_to_gpus(job: SparkJob, spec: JsonObject) -> None:
    """Add to the executors' pod what leads it to nodes with GPUs, and past their taint."""
    gpu = job.executor.gpu
    if gpu is None:
        return
    taint: JsonObject = {"key": f"{gpu.vendor}/gpu", "operator": "Exists", "effect": "NoSchedule"}
    present = spec.get("tolerations")
    others = present if isinstance(present, list) else []
    spec["tolerations"] = others if taint in others else [*others, taint]
    if gpu.vendor == "nvidia.com" and job.platform is not None:
        from mlkube.workloads.parts.platforms import lead_to_gpus  # noqa: PLC0415  few name one

        lead_to_gpus(spec, job.platform, gpu.model, tolerate=True)


def environment(job: SparkJob) -> tuple[list[JsonObject], list[JsonObject]]:
    """Return `env` and `envFrom` of driver and executors alike."""
    env_from: list[JsonObject] = copied(job.env_from)
    if job.s3 is not None and job.s3.secret is not None:
        env_from.append({"secretRef": {"name": job.s3.secret}})
    return copied(job.env), env_from


def _of_gpu(gpu: ExecutorGpu) -> dict[str, str]:
    properties = {
        "spark.executor.resource.gpu.amount": str(gpu.count),
        "spark.executor.resource.gpu.vendor": gpu.vendor,
        "spark.executor.resource.gpu.discoveryScript": gpu.discovery_script,
        "spark.task.resource.gpu.amount": _part(gpu.tasks),
    }
    if gpu.rapids:
        properties["spark.plugins"] = "com.nvidia.spark.SQLPlugin"
    if gpu.pinned_memory is not None:
        properties["spark.rapids.memory.pinnedPool.size"] = gpu.pinned_memory
    return properties


def _part(tasks: int) -> str:
    """Return the part of a GPU that one of so many tasks takes, rounded down.

    Spark runs as many tasks as fit; a part that is rounded up would cost one of them.
    """
    millionths = 1_000_000 // tasks
    return f"{millionths / 1_000_000:.6f}".rstrip("0").rstrip(".")


def _of_local_directory(local: LocalDirectory) -> dict[str, str]:
    kind = "emptyDir" if local.storage_class is None else "persistentVolumeClaim"
    root = f"spark.kubernetes.executor.volumes.{kind}.{_LOCAL}"
    properties = {f"{root}.mount.path": _LOCAL_PATH, f"{root}.options.sizeLimit": quantity(local.size)}
    if local.storage_class is not None:
        properties |= {
            f"{root}.mount.readOnly": "false",
            f"{root}.options.claimName": "OnDemand",
            f"{root}.options.storageClass": local.storage_class,
        }
    return properties
