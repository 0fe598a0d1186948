"""What Spark asks for its pods: cores, memory with its overhead, GPUs, claims; out of its properties.

Source: spark.apache.org/docs/latest/running-on-kubernetes.html; resource-managers/kubernetes,
BasicDriverFeatureStep.scala, BasicExecutorFeatureStep.scala, MountVolumesFeatureStep.scala.
"""

from __future__ import annotations

from mlkube.core.quantity import nanos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from mlkube.core.json import JsonObject

    Properties: TypeAlias = Mapping[str, str]

_MEBIBYTES = {"k": (1, 2**10), "m": (1, 1), "g": (2**10, 1), "t": (2**20, 1), "p": (2**30, 1)}
_LEAST_OVERHEAD = 384
_NANO = 10**9
_CLAIMS = "volumes.persistentVolumeClaim."
JVM_FACTOR, OTHER_FACTOR = "0.1", "0.4"


def mebibytes(text: str) -> int | None:
    """Return an amount as Spark writes it (`512m`, `8g`, plain MiB) in MiB, None for what is none."""
    lowered = text.strip().lower().removesuffix("b").removesuffix("i")
    digits = lowered.rstrip("kmgtp")
    if not digits.isdigit():
        return None
    factor, divisor = _MEBIBYTES.get(lowered[len(digits) :], (1, 1))
    return int(digits) * factor // divisor


def executors(properties: Properties) -> tuple[int, int, tuple[str, ...]]:
    """Return how many executors there are at least and at most, and what is assumed for it."""
    fixed = _number(properties.get("spark.executor.instances"), 2)
    if properties.get("spark.dynamicAllocation.enabled") != "true":
        return fixed, fixed, ()
    least = _number(properties.get("spark.dynamicAllocation.minExecutors"), 0)
    first = _number(properties.get("spark.dynamicAllocation.initialExecutors"), least)
    bound = properties.get("spark.dynamicAllocation.maxExecutors")
    if bound is None:
        most = max(least, first, _number(properties.get("spark.executor.instances"), 1))
        return least, most, ("maxExecutors is not set: executors have no bound",)
    return least, max(least, _number(bound, least)), ()


def pod_resources(role: str, properties: Properties, default_factor: str) -> JsonObject:
    """Return requests and limits of the driver or of an executor (`role`)."""
    cores = properties.get(f"spark.{role}.cores", "1")
    cpu = properties.get(f"spark.kubernetes.{role}.request.cores", cores)
    memory = f"{_memory(role, properties, default_factor)}Mi"
    requests: JsonObject = {"cpu": cpu, "memory": memory}
    limits: JsonObject = {"memory": properties.get(f"spark.kubernetes.{role}.limit.memory", memory)}
    limit = properties.get(f"spark.kubernetes.{role}.limit.cores")
    if limit is not None:
        limits["cpu"] = limit
    start, end = f"spark.{role}.resource.", ".amount"
    for key, amount in properties.items():
        if key.startswith(start) and key.endswith(end):
            device = key[len(start) : -len(end)]
            vendor = properties.get(f"{start}{device}.vendor")
            if vendor:
                limits[f"{vendor}/{device}"] = amount
    return {"requests": requests, "limits": limits}


def _memory(role: str, properties: Properties, default_factor: str) -> int:
    """Return the memory of a pod in MiB: the JVM's, what stands beside it, and the overhead."""
    heap = mebibytes(properties.get(f"spark.{role}.memory", "1g")) or 2**10
    factor = properties.get(f"spark.{role}.memoryOverheadFactor") or properties.get(
        "spark.kubernetes.memoryOverheadFactor", default_factor
    )
    least = mebibytes(properties.get(f"spark.{role}.minMemoryOverhead", "")) or _LEAST_OVERHEAD
    overhead = mebibytes(properties.get(f"spark.{role}.memoryOverhead", ""))
    if overhead is None:
        overhead = max(heap * (nanos(factor) or 0) // _NANO, least)
    if role == "driver":
        return heap + overhead
    beside = mebibytes(properties.get("spark.executor.pyspark.memory", "")) or 0
    if properties.get("spark.memory.offHeap.enabled") == "true":
        beside += _off_heap(properties.get("spark.memory.offHeap.size", "0"))
    return heap + overhead + beside


def _off_heap(size: str) -> int:
    """Return memory off the heap in MiB, rounded up; a plain number counts bytes there."""
    return -(-int(size) // 2**20) if size.isdigit() else mebibytes(size) or 0


def claims(role: str, properties: Properties) -> list[JsonObject]:
    """Return the claims that Spark makes for each pod: volumes whose claimName is OnDemand."""
    start = f"spark.kubernetes.{role}.{_CLAIMS}"
    found: list[JsonObject] = []
    for key, value in properties.items():
        if key.startswith(start) and key.endswith(".options.claimName") and value.startswith("OnDemand"):
            options = key.removesuffix("claimName")
            spec: JsonObject = {
                "resources": {"requests": {"storage": properties.get(f"{options}sizeLimit", "0")}}
            }
            if (storage_class := properties.get(f"{options}storageClass")) is not None:
                spec["storageClassName"] = storage_class
            found.append({"metadata": {"name": key[len(start) :].partition(".")[0]}, "spec": spec})
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default
