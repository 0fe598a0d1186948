"""The dashboard of Spark applications: tasks, executors, data."""

from __future__ import annotations

from mlkube.workloads.metrics.dashboard import INTERVAL, NAMESPACE, Panel, Row, Variable, dashboard
from mlkube.workloads.metrics.promql import series
from mlkube.workloads.metrics.systems.spark import PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


def spark_board(uid: str, title: str, *, namespace: str, application: str) -> JsonObject:
    """Return the dashboard of Spark applications, by what their drivers say of executors."""
    chosen = f'{NAMESPACE},application_name=~"$application"'
    executors = f'{chosen},executor_id!="driver"'

    def total(metric: str, where: str, window: str = INTERVAL) -> str:
        return f"sum by (application_name) (rate({series(PREFIX + metric, where)}[{window}]))"

    def now(metric: str, where: str) -> str:
        return f"sum by (application_name) ({series(PREFIX + metric, where)})"

    name = "{{application_name}}"
    collecting = total("totalGCTime_seconds_total", executors)
    return dashboard(
        uid=uid,
        title=title,
        tags=["spark"],
        variables=[
            Variable(
                "namespace",
                "Namespace",
                "label_values(metrics_executor_totalCores, namespace)",
                value=namespace,
            ),
            Variable(
                "application",
                "Application",
                f"label_values({series('metrics_executor_totalCores', NAMESPACE)}, application_name)",
                value=application,
            ),
        ],
        rows=[
            Row(
                "Tasks",
                Panel("Tasks that run", "short", (now("activeTasks", chosen), name)),
                Panel("Tasks done", "ops", (total("completedTasks_total", chosen), name)),
                Panel("Tasks that fail", "ops", (total("failedTasks_total", chosen), name)),
            ),
            Row(
                "Executors",
                Panel(
                    "Executors",
                    "short",
                    (
                        f"count by (application_name) ({series('metrics_executor_totalCores', executors)})",
                        name,
                    ),
                ),
                Panel("Cores", "short", (now("totalCores", executors), name)),
                Panel(
                    "Time spent on garbage",
                    "percentunit",
                    (f"{collecting} / {total('totalDuration_seconds_total', executors)}", name),
                ),
                Panel(
                    "Memory for storage",
                    "bytes",
                    (now("memoryUsed_bytes", executors), f"{name} used"),
                    (now("maxMemory_bytes", executors), f"{name} available"),
                ),
                Panel("Disk", "bytes", (now("diskUsed_bytes", executors), name)),
            ),
            Row(
                "Data",
                Panel("Input", "Bps", (total("totalInputBytes_bytes_total", executors), name)),
                Panel("Shuffle read", "Bps", (total("totalShuffleRead_bytes_total", executors), name)),
                Panel("Shuffle written", "Bps", (total("totalShuffleWrite_bytes_total", executors), name)),
            ),
        ],
    )
