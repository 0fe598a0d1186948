"""The TrainingJob kind: its fields, and what follows from them."""

from __future__ import annotations

from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.parts.schedule import Schedule
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.spec import OBJECT_NAME, Spec, field
from mlkube.workloads.training import rules
from mlkube.workloads.training.backends import MAIN_CONTAINERS, MINUTE_END, longest_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Fault, Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.monitoring import TrainingMonitoring

SPECS_BY_MODULE = {"TrainingMonitoring": "mlkube.workloads.parts.monitoring"}
_LONGEST_LABEL = 63
_LONGEST_CRON_NAME = 52
_HASH = 11  # a dash and ten characters


class Queue(Spec):
    """Admission by Kueue: the job waits until its quota is free, and starts whole."""

    name: str = field(doc="LocalQueue in the namespace of the job.")
    priority: str | None = field(default=None, doc="WorkloadPriorityClass of the job.", pattern=OBJECT_NAME)
    topology: str | None = field(
        default=None,
        doc="Topology level to keep the pods together at, such as cloud.provider.com/topology-rack.",
    )


class TrainingJob(PodWorkload):
    """Training on one worker or many: rendezvous, ranks, volumes, retries and clean-up."""

    image: str = field(doc="Image with the training code.")
    framework: Literal["tensorflow", "pytorch", "jax", "mpi", "plain"] = field(
        default="plain", doc="How the workers find each other; plain leaves it to the code."
    )
    backend: Literal["job", "jobset", "trainjob", "training-operator"] = field(
        default="job",
        doc="What runs it: Kubernetes' own Job; JobSet; Kubeflow Trainer 2 (trainjob); Kubeflow's "
        "training-operator. The last three must be installed in the cluster.",
    )
    runtime: str | None = field(
        default=None, doc="ClusterTrainingRuntime of a trainjob, in place of the framework's built-in one."
    )
    workers: int = field(default=1, doc="Pods that train together.", minimum=1, maximum=100000, unit="pods")
    processes_per_worker: int | None = field(
        default=None,
        doc="Processes that torchrun or mpirun starts in a pod; by default as many as it has GPUs, else one.",
        minimum=1,
    )
    port: int = field(
        default=29500,
        doc="Port of the rendezvous; 2222 is usual for tensorflow. A trainjob and the training-operator have "
        "ports of their own.",
        minimum=1,
        maximum=65535,
    )
    network_interface: str | None = field(
        default=None,
        doc="Interface of NCCL: `=eth0` is that one, `eth` all that begin so, `^docker` all others. Gloo "
        "knows whole names only, so it follows `=eth0` alone.",
    )
    shared_memory: Quantity | None = field(
        default=None,
        doc="Size of /dev/shm, for data loaders and NCCL: a container's own 64 MiB end in bus errors. By "
        "default half of the memory with pytorch or a GPU. It counts against the memory limit.",
        unit="bytes",
    )
    checkpoints: VolumeSource | None = field(
        default=None, doc="Volume for checkpoints, from which a retried job goes on."
    )
    checkpoint_dir: str = field(default="/checkpoints", doc="Where it is mounted.", pattern=r"/.*")
    data: VolumeSource | None = field(default=None, doc="Volume with the data, mounted read-only.")
    data_dir: str = field(default="/data", doc="Where it is mounted.", pattern=r"/.*")
    retries: int = field(
        default=3,
        doc="How often the job is tried again: where one worker fails, all of them do, and start anew.",
        minimum=0,
    )
    no_retry_exit_codes: Sequence[int] = field(
        default=(),
        doc="Exit codes that end the job at once: a mistake in the code does not mend itself.",
        minimum=1,
        maximum=255,
    )
    deadline_seconds: int | None = field(
        default=None,
        doc="How long the job may take, retries and all; in a jobset, how long each try may take.",
        minimum=1,
        unit="seconds",
    )
    ttl_seconds: int | None = field(
        default=86400,
        doc="When a finished job is removed; applied after that, it runs again.",
        minimum=0,
        unit="seconds",
    )
    grace_seconds: int = field(
        default=120, doc="Time for a last checkpoint where a pod is stopped.", minimum=0, unit="seconds"
    )
    queue: Queue | None = field(default=None, doc="Admission by Kueue.")
    schedule: Schedule | None = field(default=None, doc="Runs the job again and again; backend job only.")
    monitoring: TrainingMonitoring | None = field(
        default=None, doc="Alerts on the job; a PodMonitor where the code shows metrics."
    )
    name_hash: bool = field(
        default=True,
        doc="Whether the name ends in a hash of what a server will not change: a changed job is a new one. "
        "Scheduled jobs and those of the training-operator have none.",
    )

    def objects(self, context: Context) -> Objects:
        """Return the job of the backend, with its Service, storage and identity."""
        from mlkube.workloads.training.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    @property
    def container(self) -> str:
        """The name of the main container, which operators prescribe."""
        return MAIN_CONTAINERS[self.backend, self.framework]

    @property
    def processes(self) -> int:
        """The processes in each worker."""
        if self.processes_per_worker is not None:
            return self.processes_per_worker
        return self.accelerator.count if self.accelerator is not None else 1

    @property
    def hashed(self) -> bool:
        """Whether the name of the job ends in a hash."""
        return self.name_hash and self.schedule is None and self.backend != "training-operator"

    @property
    def longest_name(self) -> int:
        """The most characters of the name, prefixes and suffixes of layers included."""
        room = _LONGEST_LABEL - longest_end(self.backend, self.framework, self.workers)
        if self.schedule is not None:
            return min(_LONGEST_CRON_NAME, room - MINUTE_END)
        return room - (_HASH if self.hashed else 0)

    def sources(self) -> Iterator[tuple[Path, VolumeSource]]:
        """Yield what stands behind the volumes of the pods, each with its path."""
        yield from super().sources()
        for key, source in (("checkpoints", self.checkpoints), ("data", self.data)):
            if source is not None:
                yield ("spec", key), source

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        pair = [*rules.pair_that_works(self)]
        yield from pair
        if pair:
            return  # nothing else is known of it
        yield from self.pod_faults(self.image, self.workers, self.container)
        dev = self.profile == "dev"
        for key, source in (("checkpoints", self.checkpoints), ("data", self.data)):
            if source is not None:
                yield from source.faults(("spec", key), dev=dev, replicas=self.workers)
        yield from rules.faults(self)
