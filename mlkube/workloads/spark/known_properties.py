"""Which Spark properties exist, which of them the description owns, and which contradict it.

Source: spark.apache.org/docs/latest/configuration.html and running-on-kubernetes.html.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spark.property_table import KNOWN, fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.spark.workload import SparkJob

# The first two parts of every property's name.
_FAMILIES = frozenset(
    [
        "acls",
        "admin",
        "app",
        "archives",
        "authenticate",
        "barrier",
        "blacklist",
        "blockManager",
        "broadcast",
        "buffer",
        "checkpoint",
        "cleaner",
        "closure",
        "connect",
        "cores",
        "databricks",
        "decommission",
        "default",
        "deploy",
        "driver",
        "dynamicAllocation",
        "eventLog",
        "excludeOnFailure",
        "executor",
        "executorEnv",
        "extraListeners",
        "files",
        "graphx",
        "hadoop",
        "hadoopRDD",
        "history",
        "io",
        "jars",
        "kryo",
        "kryoserializer",
        "kubernetes",
        "launcher",
        "listener",
        "local",
        "locality",
        "log",
        "logConf",
        "logLineage",
        "master",
        "memory",
        "metrics",
        "ml",
        "modify",
        "mongodb",
        "network",
        "plugins",
        "port",
        "pyspark",
        "python",
        "r",
        "rapids",
        "rdd",
        "reducer",
        "redaction",
        "repl",
        "resources",
        "rpc",
        "scheduler",
        "security",
        "serializer",
        "shuffle",
        "speculation",
        "sql",
        "ssl",
        "stage",
        "standalone",
        "stopGracefullyOnShutdown",
        "storage",
        "streaming",
        "submit",
        "task",
        "taskMetrics",
        "ui",
        "unsafe",
        "user",
        "worker",
        "yarn",
        "jobGroup",
        "jobObserver",
        "callerContext",
        "api",
        "resultGetter",
        "maxRemoteBlockSizeFetchToMem",
        "sources",
        "openlineage",
        "delta",
        "iceberg",
        "hudi",
        "comet",
        "gluten",
    ]
)

_OWNED = {
    "spark.master": "backend",
    "spark.submit.deployMode": "backend",
    "spark.app.name": "metadata.name",
    "spark.kubernetes.namespace": "metadata.namespace",
    "spark.kubernetes.container.image": "image",
    "spark.kubernetes.driver.container.image": "image",
    "spark.kubernetes.executor.container.image": "image",
    "spark.kubernetes.container.image.pullPolicy": "imagePullPolicy",
    "spark.kubernetes.container.image.pullSecrets": "imagePullSecrets",
    "spark.kubernetes.authenticate.driver.serviceAccountName": "serviceAccount",
    "spark.kubernetes.authenticate.serviceAccountName": "serviceAccount",
    "spark.kubernetes.driver.pod.name": "metadata.name",
    "spark.kubernetes.executor.podTemplateFile": "executor",
    "spark.kubernetes.driver.podTemplateFile": "driver",
    "spark.driver.host": "metadata.name",
    "spark.driver.bindAddress": "backend",
    "spark.driver.port": "backend",
    "spark.kubernetes.executor.request.cores": "executor.cores",
    "spark.kubernetes.driver.request.cores": "driver.cores",
    "spark.driver.blockManager.port": "backend",
    "spark.driver.cores": "driver.cores",
    "spark.driver.memory": "driver.memory",
    "spark.driver.memoryOverhead": "driver.memoryOverhead",
    "spark.driver.memoryOverheadFactor": "memoryOverheadFactor",
    "spark.executor.instances": "executor.instances",
    "spark.executor.cores": "executor.cores",
    "spark.executor.memory": "executor.memory",
    "spark.executor.memoryOverhead": "executor.memoryOverhead",
    "spark.executor.memoryOverheadFactor": "memoryOverheadFactor",
    "spark.kubernetes.memoryOverheadFactor": "memoryOverheadFactor",
    "spark.dynamicAllocation.enabled": "dynamicAllocation",
    "spark.dynamicAllocation.shuffleTracking.enabled": "dynamicAllocation",
    "spark.dynamicAllocation.minExecutors": "dynamicAllocation.minExecutors",
    "spark.dynamicAllocation.maxExecutors": "dynamicAllocation.maxExecutors",
    "spark.dynamicAllocation.initialExecutors": "dynamicAllocation.initialExecutors",
    "spark.executor.resource.gpu.amount": "executor.gpu.count",
    "spark.executor.resource.gpu.vendor": "executor.gpu.vendor",
    "spark.executor.resource.gpu.discoveryScript": "executor.gpu.discoveryScript",
    "spark.task.resource.gpu.amount": "executor.gpu.tasks",
    "spark.rapids.memory.pinnedPool.size": "executor.gpu.pinnedMemory",
    "spark.hadoop.fs.s3a.endpoint": "s3.endpoint",
    "spark.hadoop.fs.s3a.path.style.access": "s3.pathStyle",
}

_SECRETS = ("secret.key", "access.key", "session.token", "password", "secret", "account.key", "_key", "token")
_NEARLY = 0.9
_NEVER = {
    "yarn": "YARN's properties mean nothing on Kubernetes",
    "mesos": "Mesos' properties mean nothing on Kubernetes",
}

_USELESS = {
    "spark.shuffle.service.enabled": "Kubernetes has no external shuffle service",
}
_PREFIXES_OF_NODES = (
    "spark.kubernetes.node.selector.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.executor.node.selector.",
)
_NO_SECRETS = ("keystoretype", "authenticate.secret.file", "token.file")


def property_faults(job: SparkJob) -> Iterator[Fault]:
    """Yield properties that nobody reads, that others own, and that would show a secret."""
    for key, value in job.properties.items():
        path = ("spec", "properties", key)
        fault = _fault(key, value, path)
        if fault is not None:
            yield fault


def _fault(  # noqa: PLR0911  one return for each kind of mistake
    key: str, value: str, path: tuple[str | int, ...]
) -> Fault | None:
    if key in _OWNED:
        return Fault(path, f"it belongs to {_OWNED[key]}", f"set {_OWNED[key]} instead")
    if key.lower().endswith(_SECRETS) and value and not key.lower().endswith(_NO_SECRETS):
        return Fault(path, "a secret would stand in a ConfigMap", "use s3.secret, or env with a secretKeyRef")
    if _USELESS.get(key) and value.lower() == "true":
        return Fault(path, _USELESS[key], "leave it out: dynamicAllocation tracks shuffles")
    if key.startswith(_PREFIXES_OF_NODES):
        return Fault(path, "it belongs to placement.nodeSelector", "set placement.nodeSelector instead")
    if not key.startswith("spark."):
        reason = "Spark ignores a property whose name does not begin with spark."
        return Fault(path, reason, "put spark.hadoop. in front for Hadoop's own")
    family = key.split(".")[1]
    if family in _NEVER:
        return Fault(path, _NEVER[family], "leave it out")
    if family in _FAMILIES:
        return _misspelt(key, value, path)
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(family, sorted(_FAMILIES))
    hint = f'did you mean "{key.replace(f".{family}", f".{near}", 1)}"?' if near else ""
    return Fault(path, f"no property of Spark begins with spark.{family}", hint)


def _misspelt(key: str, value: str, path: tuple[str | int, ...]) -> Fault | None:
    """Return the fault of a name that is nearly a known one, and of a value that a known one cannot have."""
    kind = KNOWN.get(key)
    if kind is not None:
        return None if fits(value, kind) else Fault(path, f'"{value}" is not {kind}')
    import difflib  # noqa: PLC0415  few properties are unknown

    near = difflib.get_close_matches(key, KNOWN, n=1, cutoff=_NEARLY)
    if not near:
        return None
    return Fault(path, "Spark has no property of this name", f'did you mean "{near[0]}"?')
