"""The dashboard of training jobs: jobs, pods, their GPUs."""

from __future__ import annotations

from mlkube.workloads.metrics.boards.gpu import memory_used
from mlkube.workloads.metrics.dashboard import INTERVAL, NAMESPACE, NO_PAUSE, Panel, Row, Variable, dashboard
from mlkube.workloads.metrics.promql import rate, series, summed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_POD = 'pod=~"$pod"'
_TRUE, _PENDING = 'condition="true"', 'phase="Pending"'


def training_board(uid: str, title: str, *, namespace: str, pods: str = "", job: str = "") -> JsonObject:
    """Return the dashboard of training jobs: what Kubernetes says of jobs and pods, and DCGM of their GPUs.

    `pods` and `job` are matchers of one job; without them one chooses.
    """
    variables = [
        Variable("namespace", "Namespace", "label_values(kube_pod_status_phase, namespace)", value=namespace)
    ]
    if not pods:
        known = series("kube_pod_status_phase", NAMESPACE)
        variables.append(Variable("pod", "Pod", f"label_values({known}, pod)"))
    chosen = f"{NAMESPACE},{pods or _POD}"
    return dashboard(
        uid=uid,
        title=title,
        tags=["training"],
        variables=variables,
        rows=[_jobs(chosen, job), _pods(chosen), _gpus(chosen)],
    )


def _jobs(chosen: str, job: str) -> Row:
    running = series("kube_job_status_active", NAMESPACE, job)
    since = f"(time() - {series('kube_job_status_start_time', NAMESPACE, job)})"
    deadline = series("kube_job_spec_active_deadline_seconds", NAMESPACE, job)
    on = "on (namespace, job_name)"
    return Row(
        "Jobs",
        Panel("Jobs that run", "short", (f"sum({running} > bool 0)", ""), stat=True),
        Panel(
            "Jobs that failed",
            "short",
            (f"sum({series('kube_job_failed', NAMESPACE, job, _TRUE)})", ""),
            stat=True,
        ),
        Panel(
            "Pods that wait",
            "short",
            (f"sum({series('kube_pod_status_phase', chosen, _PENDING)})", ""),
            stat=True,
        ),
        Panel(
            "Pods that failed",
            "short",
            (series("kube_job_status_failed", NAMESPACE, job), "{{job_name}} {{reason}}"),
        ),
        Panel("Time that jobs have run", "s", (f"{since} and {on} {running} > 0", "{{job_name}}")),
        Panel(
            "Deadline that is used",
            "percentunit",
            (f"{since} / {on} {deadline} and {on} {running} > 0", "{{job_name}}"),
        ),
    )


def _pods(chosen: str) -> Row:
    cpu = rate("container_cpu_usage_seconds_total", chosen, NO_PAUSE, window=INTERVAL)
    memory = series("container_memory_working_set_bytes", chosen, NO_PAUSE)
    restarts = series("kube_pod_container_status_restarts_total", chosen)
    return Row(
        "Pods",
        Panel("CPU", "short", (summed(["pod"], cpu), "{{pod}}")),
        Panel("Memory", "bytes", (summed(["pod"], memory), "{{pod}}")),
        Panel("Restarts", "short", (summed(["pod"], restarts), "{{pod}}")),
    )


def _gpus(chosen: str) -> Row:
    gpu = "{{pod}} {{gpu}}"
    return Row(
        "GPUs",
        Panel("GPU use", "percent", (series("DCGM_FI_DEV_GPU_UTIL", chosen), gpu), maximum=100),
        Panel("GPU memory", "percentunit", (memory_used(chosen), gpu), maximum=1),
        Panel("Power", "watt", (series("DCGM_FI_DEV_POWER_USAGE", chosen), gpu)),
    )
