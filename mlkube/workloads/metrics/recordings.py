"""Recordings: series that Prometheus computes once, so that long stretches of time can be asked for.

Names read level:metric:operations, by Prometheus' convention.
Source: prometheus.io/docs/practices/rules.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json
    from mlkube.workloads.metrics.promql import Where
    from mlkube.workloads.metrics.systems.serving import ServingSystem

_QUANTILE = 0.99
REQUESTS, ERRORS = "job:serving_requests:rate5m", "job:serving_errors:ratio_rate5m"
LATENCY, MEAN_LATENCY = "job:serving_latency_seconds:p99_rate5m", "job:serving_latency_seconds:mean_rate5m"


def serving_recordings(system: ServingSystem, where: Where) -> list[Json]:
    """Return the recordings of a model server, whose names are the same for all systems."""
    latency = MEAN_LATENCY if system.mean_only else LATENCY
    labels: Json = {"system": system.key}
    return [
        {"record": record, "expr": expression, "labels": labels}
        for record, expression in (
            (REQUESTS, system.request_rate(where)),
            (ERRORS, system.error_ratio(where)),
            (latency, system.latency(where, _QUANTILE)),
        )
    ]
