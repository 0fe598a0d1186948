"""What contradicts in a SparkJob: one small function a rule."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spark.known_properties import property_faults
from mlkube.workloads.spark.sizes import mebibytes, pod_mebibytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.spark.workload import SparkJob

_LONGEST_NAME = 52
_HASH = 11


def faults(job: SparkJob) -> Iterator[Fault]:
    """Yield every contradiction."""
    for rule in _RULES:
        yield from rule(job)


def _class_of_a_jar(job: SparkJob) -> Iterator[Fault]:
    """Yield a jar without the class to run, and a class where there is no jar: spark-submit refuses both."""
    jvm = job.language in {"scala", "java"}
    if jvm and job.main_class is None:
        yield Fault(
            ("spec", "mainClass"), f"{job.language} needs the class to run", other=("spec", "language")
        )
    if not jvm and job.main_class is not None:
        reason = f"{job.language} has no class to run"
        yield Fault(("spec", "mainClass"), reason, "leave it out", other=("spec", "language"))


def _executors_in_order(job: SparkJob) -> Iterator[Fault]:
    """Yield bounds that cross: Spark refuses to start."""
    dynamic = job.dynamic_allocation
    if dynamic is None:
        return
    path = ("spec", "dynamicAllocation")
    if dynamic.min_executors > dynamic.max_executors:
        reason = f"{dynamic.min_executors} is more than maxExecutors, {dynamic.max_executors}"
        yield Fault((*path, "minExecutors"), reason, other=(*path, "maxExecutors"))
    first = dynamic.initial_executors
    if first is not None and not dynamic.min_executors <= first <= dynamic.max_executors:
        reason = f"{first} is not between minExecutors and maxExecutors"
        yield Fault((*path, "initialExecutors"), reason, other=(*path, "maxExecutors"))


def _pinned_memory_fits(job: SparkJob) -> Iterator[Fault]:
    """Yield pinned memory that the overhead does not hold: the executor would be killed for it."""
    gpu = job.executor.gpu
    if gpu is None or gpu.pinned_memory is None:
        return
    pinned = mebibytes(gpu.pinned_memory) or 0
    heap = mebibytes(job.executor.memory) or 0
    overhead = pod_mebibytes(job.executor.memory, job.executor.memory_overhead, job.overhead_factor) - heap
    if pinned > overhead:
        yield Fault(
            ("spec", "executor", "gpu", "pinnedMemory"),
            f"{pinned} MiB do not fit in the memory overhead, {overhead} MiB",
            "raise executor.memoryOverhead",
            other=("spec", "executor", "memoryOverhead"),
        )


def _version_known(job: SparkJob) -> Iterator[Fault]:
    """Yield an application of an operator of which nobody knows the version of Spark."""
    if job.backend != "submit" and not job.version:
        hint = "set sparkVersion"
        reason = f"the tag of {job.image} does not say the version of Spark"
        yield Fault(("spec", "sparkVersion"), reason, hint, other=("spec", "image"))


def _said_of_driver_and_executor(job: SparkJob) -> Iterator[Fault]:
    """Yield fields of one pod: Spark has two, and computes their resources itself."""
    resources = job.resources
    if any((resources.cpu, resources.memory, resources.cpu_limit, resources.memory_limit)):
        hint = "set driver and executor: cores, memory, memoryOverhead"
        yield Fault(("spec", "resources"), "Spark computes the resources of its pods", hint)
    if job.accelerator is not None:
        yield Fault(("spec", "accelerator"), "the driver needs no device", "set executor.gpu")
    if job.command:
        yield Fault(("spec", "command"), "Spark's own command starts it", "set main and args")


def _only_elsewhere(job: SparkJob) -> Iterator[Fault]:
    """Yield fields that the backend has no place for: they would be lost in silence."""
    backend = ("spec", "backend")
    if job.backend == "apache" and job.schedule is not None:
        yield Fault(
            ("spec", "schedule"), "the Apache operator runs once", "use operator or submit", other=backend
        )
    if job.backend != "submit":
        for key, given in (("deadlineSeconds", job.deadline_seconds), ("configFiles", job.config_files)):
            if given:
                yield Fault(("spec", key), f"{job.backend} has no place for it", other=backend)


def _storage_that_executors_mount(job: SparkJob) -> Iterator[Fault]:
    """Yield volumes that no executor could have: their pods are made by Spark, not by the manifest."""
    for at, storage in enumerate(job.storage):
        path = ("spec", "storage", at)
        if storage.s3 is not None:
            yield Fault((*path, "s3"), "Spark reads s3a:// by itself", "set s3, and name the URL in args")
        elif job.backend == "submit" and not (storage.claim or storage.new_claim or storage.static):
            reason = "executors of the submit backend mount claims only"
            yield Fault(path, reason, "use claim, newClaim or static", other=("spec", "backend"))


def longest_name(job: SparkJob) -> int:
    """Return the most characters of a name, prefixes and suffixes of layers included."""
    return _LONGEST_NAME - (_HASH if job.backend == "submit" and job.schedule is None else 0)


def _name_too_long(job: SparkJob) -> Iterator[Fault]:
    """Yield a name to which the names of pods and Services cannot be added."""
    longest = longest_name(job)
    if len(job.name) > longest:
        reason = f"has {len(job.name)} characters, but its pods leave room for {longest}"
        yield Fault(("metadata", "name"), reason)


def _driver_that_nothing_lets_out(job: SparkJob) -> Iterator[Fault]:
    """Yield a driver that may not call the API server, which it asks for executors."""
    if job.network_policy is not None and job.network_policy.closed:
        hint = "give the API server as egress, and the object store, or set deny: ingress"
        reason = "nothing goes out, and the driver asks the API server for executors"
        yield Fault(("spec", "networkPolicy"), reason, hint)


def _gpus_of_a_platform(job: SparkJob) -> Iterator[Fault]:
    """Yield a model of GPUs that nobody can place, and executors that are placed elsewhere."""
    gpu = job.executor.gpu
    if gpu is None or (gpu.model is None and job.platform is None):
        return
    path = ("spec", "executor", "gpu", "model")
    if gpu.vendor != "nvidia.com":
        if gpu.model is not None:
            other = ("spec", "executor", "gpu", "vendor")
            yield Fault(path, f"{gpu.model} is not of {gpu.vendor}", "leave one out", other=other)
        return
    from mlkube.workloads.parts.platform_rules import gpu_faults  # noqa: PLC0415  few name one

    own = job.executor.placement
    placed = ("spec", "placement") if own is None else ("spec", "executor", "placement")
    yield from gpu_faults(job.platform, gpu.model, path, own or job.placement, placed)


def _watched(job: SparkJob) -> Iterator[Fault]:
    """Yield alerts that do not exist, and a driver without the UI that shows its metrics."""
    if job.monitoring is None:
        return
    yield from job.monitoring.faults(("spec", "monitoring"))
    if job.properties.get("spark.ui.enabled") == "false":
        path = ("spec", "properties", "spark.ui.enabled")
        reason = "the UI of the driver is where its metrics are collected"
        yield Fault(path, reason, "leave it out", other=("spec", "monitoring"))


_RULES = (
    _watched,
    _gpus_of_a_platform,
    _class_of_a_jar,
    _executors_in_order,
    _pinned_memory_fits,
    _version_known,
    _said_of_driver_and_executor,
    _only_elsewhere,
    _storage_that_executors_mount,
    _name_too_long,
    _driver_that_nothing_lets_out,
    property_faults,
)
