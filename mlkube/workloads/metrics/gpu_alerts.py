"""Alerts of GPUs, whoever uses them, by what DCGM says."""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import CRITICAL, POD, VALUE, WARNING, Alert
from mlkube.workloads.metrics.promql import series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.parts.alert_settings import GpuAlerts

_GPU = "GPU {{ $labels.gpu }} ({{ $labels.modelName }}) of {{ $labels.Hostname }}"


def gpu_alerts(settings: GpuAlerts) -> list[Alert]:
    """Return the alerts of all GPUs of the cluster."""
    xid = series("DCGM_FI_DEV_XID_ERRORS")
    held = series("DCGM_FI_DEV_GPU_UTIL", 'pod!=""')
    return [
        Alert(
            "GpuXidError",
            # The metric keeps the last error for ever: a new one is a change.
            f"{xid} > 0 and changes({xid}[15m]) > 0",
            since="",
            severity=WARNING,
            summary="A GPU reports an error.",
            description=f"{_GPU}: XID {VALUE}. NVIDIA's list of XID errors says whether the program, the "
            "driver or the device is at fault.",
        ),
        Alert(
            "GpuRowRemapFailure",
            f"{series('DCGM_FI_DEV_ROW_REMAP_FAILURE')} > 0",
            since="",
            severity=CRITICAL,
            summary="A GPU has defective memory.",
            description=f"{_GPU} cannot remap a defective row any more; drain the node, replace the device.",
        ),
        Alert(
            "GpuHot",
            f"{series('DCGM_FI_DEV_GPU_TEMP')} > {settings.temperature_celsius}",
            since="10m",
            severity=WARNING,
            summary="A GPU is too warm.",
            description=f"{_GPU} has {VALUE} degrees Celsius; it slows down to cool.",
        ),
        Alert(
            "GpuIdle",
            # Who began within the window has not had the time to be idle for so long.
            f"max_over_time({held}[{settings.idle_minutes}m]) < {settings.idle_percent} "
            f"and {held} offset {settings.idle_minutes}m",
            since="",
            severity=WARNING,
            summary="A GPU is held and not used.",
            description=f"{_GPU} is held by {POD}, and its use has not reached {settings.idle_percent} % for "
            f"{settings.idle_minutes} minutes.",
        ),
    ]


def exporter_down(scraped: str) -> Alert:
    """Return the alert on nodes whose GPUs nobody watches; `scraped` are the exporter's matchers."""
    return Alert(
        "GpuExporterDown",
        f"{series('up', scraped)} == 0",
        since="10m",
        severity=WARNING,
        summary="Nobody watches the GPUs of a node.",
        description=f"{POD} has not answered Prometheus for 10 minutes.",
    )
