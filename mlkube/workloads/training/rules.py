"""What contradicts in a TrainingJob, one function a rule with its reason."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.training.backends import BACKENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.workloads.faults import Path
    from mlkube.workloads.training.workload import TrainingJob

# What torchrun is told by the environment; a flag would win over it.
_OWNED_ARGUMENTS = {
    "nnodes": "workers",
    "nproc-per-node": "processesPerWorker",
    "node-rank": "workers",
    "master-addr": "port",
    "master-port": "port",
    "rdzv-endpoint": "port",
    "rdzv-backend": "port",
}

_TORCHRUN = ("PET_NNODES", "PET_NPROC_PER_NODE", "PET_NODE_RANK", "PET_MASTER_ADDR", "PET_MASTER_PORT")
_NAMES_AND_RANKS = ("MASTER_ADDR", "MASTER_PORT", "RANK", "WORLD_SIZE")
_OWNED_VARIABLES = {
    "tensorflow": ("TF_CONFIG",),
    "pytorch": (*_NAMES_AND_RANKS, *_TORCHRUN),
    "jax": ("JAX_COORDINATOR_ADDRESS", "JAX_PROCESS_ID", "JAX_NUM_PROCESSES"),
    "plain": _NAMES_AND_RANKS,
}
_OWNED_BY_JOBS = ("WORKER_INDEX", "JOB_NAME", "SUBDOMAIN")


def pair_that_works(workload: TrainingJob) -> Iterator[Fault]:
    """Yield a backend that knows nothing of the framework: nobody would start the workers."""
    runs = workload.framework in BACKENDS[workload.backend]
    if runs or (workload.backend == "trainjob" and workload.runtime is not None):
        return
    works = ", ".join(name for name, frameworks in BACKENDS.items() if workload.framework in frameworks)
    hint = f"it works on {works}"
    if workload.backend == "trainjob":
        hint += "; or name a runtime"
    reason = f"{workload.backend} has no way to run {workload.framework}"
    yield Fault(("spec", "backend"), reason, hint, other=("spec", "framework"))


def _launcher_that_nothing_lets_out(workload: TrainingJob) -> Iterator[Fault]:
    """Yield a launcher that may not call the API server, by which it starts processes in the workers.

    Source: kubeflow/training-operator 1.9, pkg/controller.v1/mpi (the kubexec script of the launcher).
    """
    policy = workload.network_policy
    if workload.framework != "mpi" or workload.backend != "training-operator":
        return
    if policy is not None and policy.closed:
        reason = "nothing goes out, and the launcher starts the workers' processes by the API server"
        hint = "give the API server as egress, or set deny: ingress"
        yield Fault(("spec", "networkPolicy"), reason, hint, other=("spec", "framework"))


def faults(workload: TrainingJob) -> Iterator[Fault]:
    """Yield what contradicts between the fields of training itself."""
    for rule in _RULES:
        yield from rule(workload)


def _processes_and_devices(workload: TrainingJob) -> Iterator[Fault]:
    """Yield processes that differ from the GPUs: some would share one, or stand idle."""
    accelerator, wanted = workload.accelerator, workload.processes_per_worker
    if wanted is None:
        return
    path: Path = ("spec", "processesPerWorker")
    if workload.framework not in {"pytorch", "mpi"}:
        reason = f"nothing starts {wanted} processes with {workload.framework}"
        yield Fault(path, reason, "leave it out", other=("spec", "framework"))
    elif accelerator is not None and wanted != accelerator.count:
        yield Fault(
            path,
            f"{wanted} processes on {accelerator.count} devices",
            "leave it out: there is one process for each device",
            other=("spec", "accelerator", "count"),
        )


def _flags_of_torchrun(workload: TrainingJob) -> Iterator[Fault]:
    """Yield flags of torchrun that other fields write: two numbers of workers never meet.

    A flag that takes its value from the environment, as `--nnodes=$(PET_NNODES)`, says nothing of its own.
    """
    if workload.framework != "pytorch":
        return
    for field, texts in (("command", workload.command), ("args", workload.args)):
        for at, text in enumerate(texts):
            words = text.split() if "torchrun" in text or "torch.distributed" in text else [text]
            following = words[1:] + list(texts[at + 1 : at + 2])
            for word, after in zip(words, [*following, ""], strict=False):
                owner = _owner(word, after)
                if owner:
                    path = ("spec", field, at)
                    yield Fault(path, f"{word} belongs to {owner}", f"set {owner} instead")


def _owner(word: str, after: str) -> str:
    """Return the field that a flag belongs to, empty for other words; `after` is the next word."""
    if not word.startswith("--"):
        return ""
    name, equals, value = word[2:].partition("=")
    if "$" in (value if equals else after):
        return ""
    return _OWNED_ARGUMENTS.get(name.replace("_", "-"), "")


def _variables_of_the_rendezvous(workload: TrainingJob) -> Iterator[Fault]:
    """Yield variables that the workload or its operator writes: the workers would look elsewhere."""
    owned = _OWNED_VARIABLES.get(workload.framework, ())
    if workload.workers > 1 and workload.backend in {"job", "jobset"}:
        owned += _OWNED_BY_JOBS
    for at, variable in enumerate(workload.env):
        name = variable["name"]
        if name in owned:
            reason = f"{name} is how the workers find each other"
            yield Fault(("spec", "env", at, "name"), reason, "leave it to the workload")


def _shared_memory_over_limit(workload: TrainingJob) -> Iterator[Fault]:
    """Yield /dev/shm that alone fills the memory limit."""
    if workload.shared_memory is not None:
        yield from workload.resources.filled_by(workload.shared_memory, ("spec", "sharedMemory"))


def _fields_of_other_backends(workload: TrainingJob) -> Iterator[Fault]:
    """Yield fields that the backend has no place for: they would be lost in silence."""
    backend, other = workload.backend, ("spec", "backend")
    own_ranks = backend in {"job", "jobset"}
    if workload.schedule is not None and backend != "job":
        yield Fault(("spec", "schedule"), f"{backend} runs once", "use backend: job", other=other)
    if workload.runtime is not None and backend != "trainjob":
        yield Fault(("spec", "runtime"), "only a trainjob has a runtime", "leave it out", other=other)
    if workload.no_retry_exit_codes and not own_ranks:
        yield Fault(("spec", "noRetryExitCodes"), f"{backend} has no place for it", other=other)
    if workload.port != _default(workload, "port") and not own_ranks:
        reason = f"{backend} has a port of its own for the rendezvous"
        yield Fault(("spec", "port"), reason, "leave it out", other=other)


def _fields_without_a_place_in_a_trainjob(workload: TrainingJob) -> Iterator[Fault]:
    """Yield parts of a pod that a TrainJob's runtime patches cannot say: they would be lost in silence."""
    if workload.backend != "trainjob":
        return
    for path, given in _of_runtimes(workload):
        if given:
            hint = "say it in a runtime of your own"
            yield Fault(("spec", *path), "a trainjob has no place for it", hint, other=("spec", "backend"))


def _of_runtimes(workload: TrainingJob) -> Iterator[tuple[Sequence[str | int], object]]:
    placement, accelerator = workload.placement, workload.accelerator
    yield ("sidecars",), workload.sidecars
    yield ("initContainers",), workload.init_containers
    yield ("ports",), workload.ports
    yield ("monitoring", "port"), workload.monitoring is not None and workload.monitoring.port
    yield ("envFrom",), workload.env_from
    yield ("workingDir",), workload.working_dir
    yield ("imagePullPolicy",), workload.image_pull_policy
    yield ("retries",), workload.retries != _default(workload, "retries")
    yield ("ttlSeconds",), workload.ttl_seconds != _default(workload, "ttl_seconds")
    yield ("serviceAccount", "mountToken"), workload.service_account.mount_token
    yield ("accelerator", "deviceClass"), accelerator is not None and accelerator.device_class is not None
    yield ("placement", "spread"), placement.spread
    yield ("placement", "priorityClass"), placement.priority_class
    yield ("placement", "runtimeClass"), placement.runtime_class
    yield ("placement", "schedulerName"), placement.scheduler_name
    yield ("checkpoints", "s3"), workload.checkpoints is not None and workload.checkpoints.s3
    yield ("data", "s3"), workload.data is not None and workload.data.s3
    for at, storage in enumerate(workload.storage):
        yield ("storage", at, "s3"), storage.s3


def _name_too_long(workload: TrainingJob) -> Iterator[Fault]:
    """Yield a name to which the names of pods cannot be added: the server refuses the job."""
    if len(workload.name) > workload.longest_name:
        reason = f"has {len(workload.name)} characters, but its pods leave room for {workload.longest_name}"
        yield Fault(("metadata", "name"), reason)


def _watched(workload: TrainingJob) -> Iterator[Fault]:
    """Yield alerts that do not exist, and metrics on the port of the rendezvous, where the workers listen."""
    monitoring = workload.monitoring
    if monitoring is None:
        return
    yield from monitoring.faults(("spec", "monitoring"))
    if monitoring.port == workload.port and workload.workers > 1 and workload.backend in {"job", "jobset"}:
        reason = f"the workers find each other on {workload.port}"
        yield Fault(("spec", "monitoring", "port"), reason, "choose another port", other=("spec", "port"))


_RULES = (
    _watched,
    _processes_and_devices,
    _flags_of_torchrun,
    _variables_of_the_rendezvous,
    _shared_memory_over_limit,
    _fields_of_other_backends,
    _fields_without_a_place_in_a_trainjob,
    _name_too_long,
    _launcher_that_nothing_lets_out,
)


def _default(workload: TrainingJob, name: str) -> object:
    return type(workload).spec_fields[name].default
