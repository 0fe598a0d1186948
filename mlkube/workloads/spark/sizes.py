"""Memory of Spark's pods: what the JVM gets, what is added for everything beside it.

Source: spark.apache.org/docs/latest/running-on-kubernetes.html (memoryOverheadFactor);
resource-managers/kubernetes, BasicExecutorFeatureStep.scala.
"""

from __future__ import annotations

MIB = 2**20
_UNITS = {
    "b": 1,
    "k": 2**10,
    "kb": 2**10,
    "m": MIB,
    "mb": MIB,
    "g": 2**30,
    "gb": 2**30,
    "t": 2**40,
    "tb": 2**40,
}
_LEAST_OVERHEAD = 384
JVM_FACTOR, OTHER_FACTOR = 0.1, 0.4


def mebibytes(text: str) -> int | None:
    """Return an amount as Spark writes it (`512m`, `8g`, plain MiB) in MiB, None for what is none."""
    lowered = text.strip().lower()
    digits = lowered.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = lowered[len(digits) :]
    if not digits.isdigit() or (unit and unit not in _UNITS):
        return None
    return int(digits) if not unit else int(digits) * _UNITS[unit] // MIB


def pod_mebibytes(memory: str, overhead: str | None, factor: float) -> int:
    """Return the memory that Spark asks for a pod: the JVM's and the overhead.

    Raises:
        ValueError: one of them is no amount.

    """
    heap = mebibytes(memory)
    extra = None if overhead is None else mebibytes(overhead)
    if heap is None or (overhead is not None and extra is None):
        raise ValueError(f"no amount of memory: {memory!r}, {overhead!r}")
    return heap + (extra if extra is not None else max(int(heap * factor), _LEAST_OVERHEAD))
