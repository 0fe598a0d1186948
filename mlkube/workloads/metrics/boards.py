"""The dashboards: which panels each system has."""

from __future__ import annotations

from mlkube.workloads.metrics.dashboard import Panel, Row, Variable, dashboard
from mlkube.workloads.metrics.promql import Where, rate, series, summed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.metrics.systems.serving import ServingSystem

_INTERVAL = "$__rate_interval"
_NAMESPACE = 'namespace=~"$namespace"'
_TARGETS = f'{_NAMESPACE},job=~"$job"'


def serving_board(system: ServingSystem, uid: str, title: str, *, namespace: str, job: str) -> JsonObject:
    """Return the dashboard of a model server; namespace and job are what it shows at first."""
    where = Where(scraped=_TARGETS, namespace=_NAMESPACE)
    model = f"{{{{job}}}} {{{{{system.model}}}}}"
    by = model if system.by_model else "{{job}}"
    latency = [
        (f"{quantile:g}", system.latency(where, quantile, _INTERVAL))
        for quantile in ((0.5,) if system.mean_only else (0.5, 0.95, 0.99))
    ]
    labels = ["mean"] if system.mean_only else [name for name, _ in latency]
    known = system.requests[0][0]
    requests = Row(
        "Requests",
        Panel("Requests", "reqps", (system.request_rate(where, _INTERVAL), by)),
        Panel("Requests that fail", "percentunit", (system.error_ratio(where, _INTERVAL), by)),
        Panel(
            "Time of a request",
            "s",
            *(
                (expression, f"{model} {label}")
                for label, (_, expression) in zip(labels, latency, strict=True)
            ),
        ),
    )
    inside = [
        Panel(extra.title, extra.unit, (extra.form % series(extra.metric, _TARGETS), extra.legend))
        for extra in system.more
    ]
    if system.waiting:
        inside.append(Panel("Requests that wait in a pod", "short", (system.queue(where), model)))
    return dashboard(
        uid=uid,
        title=title,
        tags=["serving", system.key],
        variables=[
            Variable("namespace", "Namespace", f"label_values({known}, namespace)", value=namespace),
            Variable("job", "Job", f"label_values({series(known, _NAMESPACE)}, job)", value=job),
        ],
        rows=[requests, Row(system.title, *inside), _pods_of_jobs()],
    )


def _pods_of_jobs() -> Row:
    """Return panels of the pods behind the chosen jobs, which `up` names."""
    up = series("up", _TARGETS)
    labels = ("namespace", "pod")
    cpu = summed(labels, rate("container_cpu_usage_seconds_total", _NAMESPACE, _NO_PAUSE, window=_INTERVAL))
    memory = summed(labels, series("container_memory_working_set_bytes", _NAMESPACE, _NO_PAUSE))
    return Row(
        "Pods",
        Panel("Pods that answer", "short", (f"sum by (job) ({up})", "{{job}}")),
        Panel("CPU", "short", (f"{cpu} and on (namespace, pod) {up}", "{{pod}}")),
        Panel("Memory", "bytes", (f"{memory} and on (namespace, pod) {up}", "{{pod}}")),
    )


_NO_PAUSE = 'container!=""'


def training_board(uid: str, title: str, *, namespace: str, pods: str = "", job: str = "") -> JsonObject:
    """Return the dashboard of training jobs: what Kubernetes says of jobs and pods, and DCGM of their GPUs.

    `pods` and `job` are matchers of one job; without them one chooses.
    """
    variables = [
        Variable("namespace", "Namespace", "label_values(kube_pod_status_phase, namespace)", value=namespace)
    ]
    if not pods:
        known = series("kube_pod_status_phase", _NAMESPACE)
        variables.append(Variable("pod", "Pod", f"label_values({known}, pod)"))
    chosen = f"{_NAMESPACE},{pods or _POD}"
    return dashboard(
        uid=uid,
        title=title,
        tags=["training"],
        variables=variables,
        rows=[_jobs(chosen, job), _pods(chosen), _gpus(chosen)],
    )


def _jobs(chosen: str, job: str) -> Row:
    running = series("kube_job_status_active", _NAMESPACE, job)
    since = f"(time() - {series('kube_job_status_start_time', _NAMESPACE, job)})"
    deadline = series("kube_job_spec_active_deadline_seconds", _NAMESPACE, job)
    on = "on (namespace, job_name)"
    return Row(
        "Jobs",
        Panel("Jobs that run", "short", (f"sum({running} > bool 0)", ""), stat=True),
        Panel(
            "Jobs that failed",
            "short",
            (f"sum({series('kube_job_failed', _NAMESPACE, job, _TRUE)})", ""),
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
            (series("kube_job_status_failed", _NAMESPACE, job), "{{job_name}} {{reason}}"),
        ),
        Panel("Time that jobs have run", "s", (f"{since} and {on} {running} > 0", "{{job_name}}")),
        Panel(
            "Deadline that is used",
            "percentunit",
            (f"{since} / {on} {deadline} and {on} {running} > 0", "{{job_name}}"),
        ),
    )


def _pods(chosen: str) -> Row:
    cpu = rate("container_cpu_usage_seconds_total", chosen, _NO_PAUSE, window=_INTERVAL)
    memory = series("container_memory_working_set_bytes", chosen, _NO_PAUSE)
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
        Panel("GPU memory", "percentunit", (_memory_used(chosen), gpu), maximum=1),
        Panel("Power", "watt", (series("DCGM_FI_DEV_POWER_USAGE", chosen), gpu)),
    )


def _memory_used(chosen: str) -> str:
    used = series("DCGM_FI_DEV_FB_USED", chosen)
    return f"{used} / ({used} + {series('DCGM_FI_DEV_FB_FREE', chosen)})"


_POD = 'pod=~"$pod"'
_TRUE, _PENDING = 'condition="true"', 'phase="Pending"'


def spark_board(uid: str, title: str, *, namespace: str, application: str) -> JsonObject:
    """Return the dashboard of Spark applications, by what their drivers say of executors."""
    chosen = f'{_NAMESPACE},application_name=~"$application"'
    executors = f'{chosen},executor_id!="driver"'

    def total(metric: str, where: str, window: str = _INTERVAL) -> str:
        return f"sum by (application_name) (rate({series('metrics_executor_' + metric, where)}[{window}]))"

    def now(metric: str, where: str) -> str:
        return f"sum by (application_name) ({series('metrics_executor_' + metric, where)})"

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
                f"label_values({series('metrics_executor_totalCores', _NAMESPACE)}, application_name)",
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


def gpu_board(uid: str, title: str, *, namespace: str, profiling: bool) -> JsonObject:
    """Return the dashboard of GPUs, by node and by who uses them."""
    chosen = f'{_NAMESPACE},Hostname=~"$node"'
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
            Panel("GPU memory", "percentunit", (_memory_used(chosen), f"{gpu} {{{{pod}}}}"), maximum=1),
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


_HELD = 'pod!=""'
