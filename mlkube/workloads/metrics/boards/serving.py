"""The dashboard of a model server: requests, what the server itself counts, its pods."""

from __future__ import annotations

from mlkube.workloads.metrics.dashboard import INTERVAL, NAMESPACE, NO_PAUSE, Panel, Row, Variable, dashboard
from mlkube.workloads.metrics.promql import Where, rate, series, summed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.metrics.systems.serving import ServingSystem

_TARGETS = f'{NAMESPACE},job=~"$job"'


def serving_board(system: ServingSystem, uid: str, title: str, *, namespace: str, job: str) -> JsonObject:
    """Return the dashboard of a model server; namespace and job are what it shows at first."""
    where = Where(scraped=_TARGETS, namespace=NAMESPACE)
    model = f"{{{{job}}}} {{{{{system.model}}}}}"
    by = model if system.by_model else "{{job}}"
    latency = [
        (f"{quantile:g}", system.latency(where, quantile, INTERVAL))
        for quantile in ((0.5,) if system.mean_only else (0.5, 0.95, 0.99))
    ]
    labels = ["mean"] if system.mean_only else [name for name, _ in latency]
    known = system.requests[0][0]
    requests = Row(
        "Requests",
        Panel("Requests", "reqps", (system.request_rate(where, INTERVAL), by)),
        Panel("Requests that fail", "percentunit", (system.error_ratio(where, INTERVAL), by)),
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
            Variable("job", "Job", f"label_values({series(known, NAMESPACE)}, job)", value=job),
        ],
        rows=[requests, Row(system.title, *inside), _pods_of_jobs()],
    )


def _pods_of_jobs() -> Row:
    """Return panels of the pods behind the chosen jobs, which `up` names."""
    up = series("up", _TARGETS)
    labels = ("namespace", "pod")
    cpu = summed(labels, rate("container_cpu_usage_seconds_total", NAMESPACE, NO_PAUSE, window=INTERVAL))
    memory = summed(labels, series("container_memory_working_set_bytes", NAMESPACE, NO_PAUSE))
    return Row(
        "Pods",
        Panel("Pods that answer", "short", (f"sum by (job) ({up})", "{{job}}")),
        Panel("CPU", "short", (f"{cpu} and on (namespace, pod) {up}", "{{pod}}")),
        Panel("Memory", "bytes", (f"{memory} and on (namespace, pod) {up}", "{{pod}}")),
    )
