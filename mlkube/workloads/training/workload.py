"""The TrainingJob kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.training.backends import BACKENDS, MAIN_CONTAINERS, NAME_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.objects import Context, Objects

_LONGEST_LABEL = 63
_LONGEST_CRON_NAME = 52
_HASH = 11  # a dash and ten characters


class Queue(Spec):
    """Admission by Kueue: the job waits until its quota is free, and starts whole."""

    name: str = field(doc="LocalQueue in the namespace of the job.")
    priority: str | None = field(default=None, doc="WorkloadPriorityClass of the job.")
    topology: str | None = field(
        default=None,
        doc="Topology level to keep the pods together at, such as cloud.provider.com/topology-rack.",
    )


class Schedule(Spec):
    """Runs the job again and again (CronJob)."""

    cron: str = field(doc="When, as cron writes it: `0 2 * * *`.", pattern=r"(\S+\s+){4}\S+|@[a-z]+")
    time_zone: str = field(default="Etc/UTC", doc="Time zone of the schedule.")
    concurrency: Literal["Allow", "Forbid", "Replace"] = field(
        default="Forbid", doc="What happens where the run before has not ended."
    )
    starting_deadline_seconds: int = field(
        default=3600, doc="How late a run may begin; a later one is left out.", minimum=10, unit="seconds"
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
        doc="Processes that torchrun or mpirun starts in a pod; as many as the pod has GPUs, else one.",
        minimum=1,
    )
    port: int = field(
        default=29500, doc="Port of the rendezvous; 2222 is usual for tensorflow.", minimum=1, maximum=65535
    )
    network_interface: str | None = field(
        default=None,
        doc="Interface of NCCL and Gloo: `=eth0` is that one, `eth` all that begin so, `^docker` all others.",
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
    retries: int = field(default=3, doc="How often the job is tried again.", minimum=0)
    no_retry_exit_codes: Sequence[int] = field(
        default=(),
        doc="Exit codes that end the job at once: a mistake in the code does not mend itself.",
        minimum=1,
        maximum=255,
    )
    deadline_seconds: int | None = field(
        default=None, doc="How long the job may take, retries and all.", minimum=1, unit="seconds"
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
    name_hash: bool = field(
        default=True,
        doc="Whether the name ends in a hash of what a server will not change: a changed job is a new one.",
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
    def longest_name(self) -> int:
        """The most characters of the name, prefixes and suffixes of layers included."""
        if self.schedule is not None:
            return _LONGEST_CRON_NAME
        end = NAME_ENDS[self.backend].format(last=self.workers - 1)
        return _LONGEST_LABEL - len(end) - (_HASH if self.name_hash else 0)

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        if self.framework not in BACKENDS[self.backend] and not self._runs_by_runtime():
            works = ", ".join(name for name, frameworks in BACKENDS.items() if self.framework in frameworks)
            hint = f"it works on {works}" if works else "there is none"
            if self.backend == "trainjob":
                hint += "; or name a runtime"
            reason = f"{self.backend} has no way to run {self.framework}"
            yield Fault(("spec", "backend"), reason, hint, other=("spec", "framework"))
            return
        yield from self.pod_faults(self.image, self.workers, self.container)
        dev = self.profile == "dev"
        for key, source in (("checkpoints", self.checkpoints), ("data", self.data)):
            if source is not None:
                yield from source.faults(("spec", key), dev=dev, replicas=self.workers)
        yield from self._processes_and_devices()
        yield from self._owned_by_the_workload()
        yield from self._shared_memory_over_limit()
        yield from self._only_elsewhere()
        yield from self._name_too_long()

    def _runs_by_runtime(self) -> bool:
        return self.backend == "trainjob" and self.runtime is not None

    def _processes_and_devices(self) -> Iterator[Fault]:
        """Yield processes that differ from the GPUs: some would share one, or stand idle."""
        accelerator, wanted = self.accelerator, self.processes_per_worker
        if accelerator is not None and wanted is not None and wanted != accelerator.count:
            yield Fault(
                ("spec", "processesPerWorker"),
                f"{wanted} processes on {accelerator.count} devices",
                "leave it out: there is one process for each device",
                other=("spec", "accelerator", "count"),
            )

    def _owned_by_the_workload(self) -> Iterator[Fault]:
        """Yield arguments and variables that other fields write."""
        for at, argument in enumerate(self.args):
            name = argument.lstrip("-").partition("=")[0].replace("_", "-")
            owner = _OWNED_ARGUMENTS.get(name) if argument.startswith("--") else None
            if self.framework == "pytorch" and owner is not None:
                yield Fault(("spec", "args", at), f"{argument} belongs to {owner}", f"set {owner} instead")
        for at, variable in enumerate(self.env):
            name = str(variable.get("name"))
            if name in _OWNED_VARIABLES.get(self.framework, ()):
                reason = f"{name} is how the workers find each other"
                yield Fault(("spec", "env", at, "name"), reason, "leave it to the workload")

    def _shared_memory_over_limit(self) -> Iterator[Fault]:
        """Yield /dev/shm that alone fills the memory limit: the container would be killed while it grows."""
        limit = self.resources.memory_limit or self.resources.memory
        shared = self.shared_memory
        if shared is not None and limit is not None and (nanos(shared) or 0) >= (nanos(limit) or 0):
            key = "memoryLimit" if self.resources.memory_limit is not None else "memory"
            yield Fault(
                ("spec", "sharedMemory"),
                f"{shared} is not less than the memory limit, {limit}",
                "it counts against the limit: raise that",
                other=("spec", "resources", key),
            )

    def _only_elsewhere(self) -> Iterator[Fault]:
        """Yield fields that the backend has no place for: they would be lost in silence."""
        if self.schedule is not None and self.backend != "job":
            yield Fault(
                ("spec", "schedule"),
                f"{self.backend} runs once",
                "use backend: job",
                other=("spec", "backend"),
            )
        if self.runtime is not None and self.backend != "trainjob":
            yield Fault(
                ("spec", "runtime"),
                "only a trainjob has a runtime",
                "leave it out",
                other=("spec", "backend"),
            )
        if self.backend != "job" and self.no_retry_exit_codes:
            yield Fault(
                ("spec", "noRetryExitCodes"), f"{self.backend} has no place for it", other=("spec", "backend")
            )
        if self.backend == "trainjob":
            yield from self._not_in_a_trainjob()

    def _not_in_a_trainjob(self) -> Iterator[Fault]:
        """Yield parts of a pod that a TrainJob's runtime patches cannot say."""
        placement = self.placement
        for path, given in (
            (("sidecars",), self.sidecars),
            (("initContainers",), self.init_containers),
            (("ports",), self.ports),
            (("envFrom",), self.env_from),
            (("workingDir",), self.working_dir),
            (("imagePullPolicy",), self.image_pull_policy),
            (("ttlSeconds",), self.ttl_seconds != _DEFAULT_TTL),
            (("placement", "spread"), placement.spread),
            (("placement", "priorityClass"), placement.priority_class),
            (("placement", "runtimeClass"), placement.runtime_class),
            (("placement", "schedulerName"), placement.scheduler_name),
        ):
            if given:
                hint = "say it in a runtime of your own"
                reason = "a trainjob has no place for it"
                yield Fault(("spec", *path), reason, hint, other=("spec", "backend"))

    def _name_too_long(self) -> Iterator[Fault]:
        """Yield a name to which the names of pods cannot be added: the server refuses the job."""
        if len(self.name) > self.longest_name:
            reason = f"has {len(self.name)} characters, but its pods leave room for {self.longest_name}"
            yield Fault(("metadata", "name"), reason)


_DEFAULT_TTL = 86400
_OWNED_ARGUMENTS = {
    "nnodes": "workers",
    "nproc-per-node": "processesPerWorker",
    "node-rank": "workers",
    "master-addr": "port",
    "master-port": "port",
    "rdzv-endpoint": "port",
    "rdzv-backend": "port",
}
_OWNED_VARIABLES = {
    "tensorflow": ("TF_CONFIG",),
    "pytorch": ("MASTER_ADDR", "MASTER_PORT", "RANK", "WORLD_SIZE", "PET_NNODES", "PET_NODE_RANK"),
    "jax": ("JAX_COORDINATOR_ADDRESS", "JAX_PROCESS_ID", "JAX_NUM_PROCESSES"),
    "plain": ("MASTER_ADDR", "MASTER_PORT", "RANK", "WORLD_SIZE"),
}
