"""The dashboard of GPUs, by node and by who uses them."""

from __future__ import annotations

from mlkube.workloads.metrics.dashboard import NAMESPACE, Panel, Row, Variable, dashboard
from mlkube.workloads.metrics.promql import series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_HELD = 'pod!=""'


def gpu_board(uid: str, title: str, *, namespace: str, profiling: bool) -> JsonObject:
    """Return the dashboard of GPUs, by node and by who uses them."""
    chosen = f'{NAMESPACE},Hostname=~"$node"'
    gpu = "{{Hostname}} {{gpu}}"
    rows = [
        Row(
            "All",
            Panel("GPUs", "short", (f"count({series('DCGM_FI_DEV_GPU_UTIL', chosen)})", ""), stat=True),
            Panel(
                "GPUs that are held",
                "short",
                (f"count({series('DCGM_FI_DEV_GPU_UTIL', chosen, _HELD)})", ""),
                stat=True,
            ),
            Panel(
                "Use",
                "percent",
                (f"avg({series('DCGM_FI_DEV_GPU_UTIL', chosen)})", ""),
                stat=True,
                maximum=100,
            ),
            Panel("Power", "watt", (f"sum({series('DCGM_FI_DEV_POWER_USAGE', chosen)})", ""), stat=True),
        ),
        Row(
            "Use",
            Panel(
                "GPU use",
                "percent",
                (series("DCGM_FI_DEV_GPU_UTIL", chosen), f"{gpu} {{{{pod}}}}"),
                maximum=100,
            ),
            Panel("GPU memory", "percentunit", (memory_used(chosen), f"{gpu} {{{{pod}}}}"), maximum=1),
            Panel(
                "GPU use by namespace",
                "percent",
                (f"avg by (namespace) ({series('DCGM_FI_DEV_GPU_UTIL', chosen, _HELD)})", "{{namespace}}"),
                maximum=100,
            ),
        ),
        Row(
            "Health",
            Panel("Temperature", "celsius", (series("DCGM_FI_DEV_GPU_TEMP", chosen), gpu)),
            Panel("Power", "watt", (series("DCGM_FI_DEV_POWER_USAGE", chosen), gpu)),
            Panel("Last XID error", "none", (series("DCGM_FI_DEV_XID_ERRORS", chosen), gpu)),
            Panel(
                "Rows remapped",
                "short",
                (series("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", chosen), f"{gpu} beyond correction"),
                (series("DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", chosen), f"{gpu} corrected"),
            ),
        ),
    ]
    if profiling:
        rows.append(
            Row(
                "Profiling",
                Panel(
                    "Tensor cores",
                    "percentunit",
                    (series("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", chosen), gpu),
                    maximum=1,
                ),
                Panel(
                    "Engine", "percentunit", (series("DCGM_FI_PROF_GR_ENGINE_ACTIVE", chosen), gpu), maximum=1
                ),
                Panel("Memory", "percentunit", (series("DCGM_FI_PROF_DRAM_ACTIVE", chosen), gpu), maximum=1),
            )
        )
    return dashboard(
        uid=uid,
        title=title,
        tags=["gpu"],
        variables=[
            Variable(
                "namespace", "Namespace", "label_values(DCGM_FI_DEV_GPU_UTIL, namespace)", value=namespace
            ),
            Variable("node", "Node", "label_values(DCGM_FI_DEV_GPU_UTIL, Hostname)"),
        ],
        rows=rows,
    )


def memory_used(chosen: str) -> str:
    """Return PromQL for the part of a GPU's memory that is used."""
    used = series("DCGM_FI_DEV_FB_USED", chosen)
    return f"{used} / ({used} + {series('DCGM_FI_DEV_FB_FREE', chosen)})"
