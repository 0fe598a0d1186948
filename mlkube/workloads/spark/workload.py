"""The SparkJob kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.accelerators import GpuModel
from mlkube.workloads.parts.placement import Placement
from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.parts.schedule import Schedule
from mlkube.workloads.parts.security import Security
from mlkube.workloads.spark.sizes import JVM_FACTOR, OTHER_FACTOR
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.monitoring import SparkMonitoring

SPECS_BY_MODULE = {"SparkMonitoring": "mlkube.workloads.parts.monitoring"}
_MEMORY = r"[0-9]+[kmgtKMGT]?[bB]?"
_MEMORY_HINT = "write it as Spark does: 512m, 8g"
_SPARK_USER = 185  # of the official images


class Driver(Spec):
    """The driver, which plans the work."""

    cores: int = field(default=1, doc="CPU of the driver.", minimum=1, unit="cores")
    memory: str = field(default="2g", doc="Heap of the driver.", pattern=_MEMORY, hint=_MEMORY_HINT)
    memory_overhead: str | None = field(
        default=None,
        doc="Memory beside the heap; by the factor without it.",
        pattern=_MEMORY,
        hint=_MEMORY_HINT,
    )


class ExecutorGpu(GpuModel):
    """GPUs of each executor; Spark asks for them as limits."""

    count: int = field(default=1, doc="GPUs of an executor.", minimum=1, unit="devices")
    vendor: Literal["nvidia.com", "amd.com"] = field(default="nvidia.com", doc="Vendor of the GPUs.")
    tasks: int = field(
        default=4,
        doc="Tasks that share a GPU at a time: spark.task.resource.gpu.amount is its inverse.",
        minimum=1,
    )
    discovery_script: str = field(
        default="/opt/sparkRapidsPlugin/getGpusResources.sh",
        doc="Script in the image that lists the GPUs as JSON; it must be executable.",
    )
    rapids: bool = field(
        default=False, doc="Whether the RAPIDS plugin runs SQL on the GPU; its jar is in the image."
    )
    pinned_memory: str | None = field(
        default=None,
        doc="Pinned host memory of RAPIDS; it must fit in the memory overhead.",
        pattern=_MEMORY,
        hint=_MEMORY_HINT,
    )


class LocalDirectory(Spec):
    """Room for shuffles and spills of each executor."""

    size: Quantity = field(doc="Size of the room.", unit="bytes")
    storage_class: str | None = field(
        default=None,
        doc="StorageClass of a claim for each executor; the node's own disk without it.",
        pattern=OBJECT_NAME,
    )


class Executor(Spec):
    """The executors, which do the work."""

    instances: int = field(default=2, doc="Executors, where their number is fixed.", minimum=1)
    cores: int = field(default=2, doc="Tasks at a time, and CPU, of an executor.", minimum=1, unit="cores")
    memory: str = field(default="4g", doc="Heap of an executor.", pattern=_MEMORY, hint=_MEMORY_HINT)
    memory_overhead: str | None = field(
        default=None,
        doc="Memory beside the heap; by the factor without it.",
        pattern=_MEMORY,
        hint=_MEMORY_HINT,
    )
    gpu: ExecutorGpu | None = field(default=None, doc="GPUs of each executor.")
    placement: Placement | None = field(default=None, doc="Where executors run; as the driver without it.")
    local_directory: LocalDirectory | None = field(
        default=None, doc="Room for shuffles and spills; a volume of the node without a bound else."
    )


class DynamicAllocation(Spec):
    """Lets the number of executors follow the work; shuffles are tracked, for want of a shuffle service."""

    min_executors: int = field(default=1, doc="Fewest executors.", minimum=0)
    initial_executors: int | None = field(
        default=None, doc="Executors at first; as few as possible without it.", minimum=0
    )
    max_executors: int = field(doc="Most executors.", minimum=1)


class S3Access(Spec):
    """Access to an object store by s3a; keys never stand in the configuration."""

    secret: str | None = field(
        default=None,
        doc="Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; without it the pods' own identity.",
        pattern=OBJECT_NAME,
    )
    endpoint: str | None = field(default=None, doc="URL of a store other than AWS.")
    path_style: bool = field(default=False, doc="Whether buckets stand in the path, as MinIO wants it.")


class SparkSecurity(Security):
    """Under which user and with which rights Spark runs: as user 185, which the official images have."""

    run_as_user: int = field(default=_SPARK_USER, doc="User of the processes.", minimum=0)
    run_as_group: int = field(default=_SPARK_USER, doc="Group of the processes.", minimum=0)
    fs_group: int = field(default=_SPARK_USER, doc="Group that owns mounted volumes.", minimum=0)


class SparkJob(PodWorkload):
    """A Spark application: driver, executors, their rights, configuration and volumes."""

    image: str = field(doc="Image with Spark and the application.")
    spark_version: str | None = field(
        default=None,
        doc="Version of Spark in the image; from its tag without it.",
        pattern=r"[0-9]+\.[0-9]+\.[0-9]+.*",
    )
    backend: Literal["submit", "operator", "apache"] = field(
        default="submit",
        doc="submit is a Job that is the driver itself and needs nothing installed; operator is Kubeflow's "
        "spark-operator, apache the Apache one.",
    )
    language: Literal["python", "scala", "java", "r"] = field(
        default="python", doc="Language of the application; it decides on the memory beside the heap."
    )
    main: str = field(doc="The application: local:///opt/app/etl.py in the image, or a URL that Spark reads.")
    main_class: str | None = field(default=None, doc="Class to run, for scala and java.")
    driver: Driver = field(default=Driver(), doc="The driver.")
    executor: Executor = field(default=Executor(), doc="The executors.")
    dynamic_allocation: DynamicAllocation | None = field(
        default=None, doc="Lets the number of executors follow the work."
    )
    memory_overhead_factor: float | None = field(
        default=None,
        doc="Memory beside the heap, as a part of it; 0.1 for the JVM alone, 0.4 with Python or R.",
        minimum=0,
    )
    s3: S3Access | None = field(default=None, doc="Access to an object store.")
    properties: Mapping[str, str] = field(
        default={}, doc="Further Spark properties, by their names: spark.sql.shuffle.partitions."
    )
    security: SparkSecurity = field(
        default=SparkSecurity(), doc="User and rights of the containers; the official images run as 185."
    )
    retries: int = field(default=2, doc="How often the application is tried again.", minimum=0)
    retry_seconds: int = field(
        default=30, doc="Pause between tries; operators only.", minimum=1, unit="seconds"
    )
    deadline_seconds: int | None = field(
        default=None, doc="How long it may take; backend submit only.", minimum=1, unit="seconds"
    )
    ttl_seconds: int | None = field(
        default=86400, doc="When a finished application is removed.", minimum=1, unit="seconds"
    )
    schedule: Schedule | None = field(default=None, doc="Runs it again and again; not on apache.")
    monitoring: SparkMonitoring | None = field(
        default=None, doc="A PodMonitor for the driver, which tells of all executors, and alerts."
    )
    name_hash: bool = field(
        default=True, doc="Whether a Job's name ends in a hash: a changed Job is then a new one."
    )

    def objects(self, context: Context) -> Objects:
        """Return the application of the backend, with its identity and rights."""
        from mlkube.workloads.spark.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    @property
    def overhead_factor(self) -> float:
        """The part of the heap that is added for what is beside it."""
        if self.memory_overhead_factor is not None:
            return self.memory_overhead_factor
        return OTHER_FACTOR if self.language in {"python", "r"} else JVM_FACTOR

    @property
    def version(self) -> str:
        """The version of Spark, empty where nothing says it."""
        if self.spark_version is not None:
            return self.spark_version
        tag = self.image.partition("@")[0].rpartition("/")[2].partition(":")[2].partition("-")[0]
        return tag if tag.count(".") == 2 and tag.replace(".", "").isdigit() else ""  # noqa: PLR2004  x.y.z

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        from mlkube.workloads.spark.rules import faults  # noqa: PLC0415  describing needs no rules

        most = self.dynamic_allocation.max_executors if self.dynamic_allocation else self.executor.instances
        yield from self.pod_faults(self.image, most, CONTAINER)
        yield from faults(self)


CONTAINER = "spark-kubernetes-driver"
