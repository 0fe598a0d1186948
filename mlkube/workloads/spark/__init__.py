"""Spark: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.spark.workload import (
    Driver,
    DynamicAllocation,
    Executor,
    ExecutorGpu,
    LocalDirectory,
    S3Access,
    SparkJob,
    SparkSecurity,
)

__all__ = [
    "Driver",
    "DynamicAllocation",
    "Executor",
    "ExecutorGpu",
    "LocalDirectory",
    "S3Access",
    "SparkJob",
    "SparkSecurity",
]
