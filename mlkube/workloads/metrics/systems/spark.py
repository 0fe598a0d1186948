"""What a Spark driver says of its executors, at /metrics/executors/prometheus on the port of its UI.

Source: apache/spark 4.0 docs/monitoring.md, PrometheusResource.scala. A series has the labels application_id,
application_name and executor_id; the driver is one of the executors.
"""

from __future__ import annotations

PREFIX = "metrics_executor_"
METRICS = frozenset(
    PREFIX + name
    for name in (
        "activeTasks",
        "completedTasks_total",
        "diskUsed_bytes",
        "failedTasks_total",
        "maxMemory_bytes",
        "memoryUsed_bytes",
        "totalCores",
        "totalDuration_seconds_total",
        "totalGCTime_seconds_total",
        "totalInputBytes_bytes_total",
        "totalShuffleRead_bytes_total",
        "totalShuffleWrite_bytes_total",
        "totalTasks_total",
    )
)
