"""Alerts of training jobs, by what kube-state-metrics says of Jobs, of pods, and of who owns them.

Jobs of JobSet and of Kubeflow Trainer are Jobs that a JobSet owns. The training operator owns pods itself,
and counts its jobs only by namespace and framework.
"""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import CRITICAL, PERCENT, POD, VALUE, WARNING, Alert
from mlkube.workloads.metrics.promql import equals, grew, matches, series, summed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.metrics.promql import Where

# The kinds of the training operator, which own their pods themselves.
OPERATOR_KINDS = ("TFJob", "PyTorchJob", "JAXJob", "MPIJob")

_TRUE, _JOB = 'condition="true"', "{{ $labels.job_name }} in {{ $labels.namespace }}"
_PER_JOB = "on (namespace, job_name)"


def failed(expression: str, *, name: str = "job_name", since: str = "") -> Alert:
    """Return the alert on a job that has failed for good; `name` is the label that names it.

    An operator that tries again removes what failed within minutes: `since` waits for that.
    """
    return Alert(
        "TrainingFailed",
        expression,
        since=since,
        severity=CRITICAL,
        summary="A training job failed.",
        description=f"{{{{ $labels.{name} }}}} in {{{{ $labels.namespace }}}} failed; its log says why as "
        "long as its pods are kept.",
    )


def operator_failed(namespace: str) -> Alert:
    """Return the alert on jobs that the training operator counts; it names no job, only the framework.

    The label `namespace` is the operator's own; an AlertmanagerConfig goes by it, so it becomes the job's.
    """
    matcher = f"job_{namespace}" if namespace else ""
    counted = grew(series("training_operator_jobs_failed_total", matcher), "15m")
    renamed = f'label_replace({counted}, "namespace", "$1", "job_namespace", "(.+)")'
    return Alert(
        "TrainingOperatorFailed",
        f"{summed(('namespace', 'framework'), renamed)} > 0",
        since="",
        severity=CRITICAL,
        summary="A job of the training operator failed.",
        description="A {{ $labels.framework }} job in {{ $labels.namespace }} failed.",
    )


def retries(where: Where, job: str = "") -> Alert:
    """Return the alert on pods that failed and were replaced; `job` is a matcher of its name."""
    lost = summed(("namespace", "job_name"), series("kube_job_status_failed", where.namespace, job))
    running = series("kube_job_status_active", where.namespace, job)
    return Alert(
        "TrainingRetries",
        f"{lost} > 0 and {_PER_JOB} {running} > 0",
        since="",
        severity=WARNING,
        summary="Pods of a training job fail.",
        description=f"{VALUE} pods of {_JOB} have failed; the job goes on until its retries are used up.",
    )


def pending(expression: str, minutes: int) -> Alert:
    """Return the alert on pods that wait."""
    return Alert(
        "TrainingPending",
        expression,
        since=f"{minutes}m",
        severity=WARNING,
        summary="A pod of a training job does not start.",
        description=f"{POD} has waited for {minutes} minutes: for a node, an image or a volume; "
        "`kubectl describe pod` says for which.",
    )


def deadline(where: Where, fraction: float, job: str = "") -> Alert:
    """Return the alert on a running job that is about to be ended."""
    started = series("kube_job_status_start_time", where.namespace, job)
    allowed = series("kube_job_spec_active_deadline_seconds", where.namespace, job)
    running = series("kube_job_status_active", where.namespace, job)
    return Alert(
        "TrainingDeadline",
        f"(time() - {started}) / {_PER_JOB} {allowed} > {fraction:g} and {_PER_JOB} {running} > 0",
        since="",
        severity=WARNING,
        summary="A training job is about to reach its deadline.",
        description=f"{_JOB} has used {PERCENT} of activeDeadlineSeconds, after which its pods are ended.",
    )


def failed_jobs(where: Where, job: str = "") -> str:
    """Return PromQL for Jobs that have failed for good."""
    return f"{series('kube_job_failed', where.namespace, job, _TRUE)} > 0"


def failed_jobs_of(kind: str, name: str, where: Where) -> str:
    """Return PromQL for failed Jobs that an object owns, with its name, a pattern, in `owner_name`."""
    owned = series("kube_job_owner", where.namespace, equals("owner_kind", kind), matches("owner_name", name))
    jobs = series("kube_job_failed", where.namespace, _TRUE)
    return f"{jobs} * {_PER_JOB} group_left (owner_name) {owned} > 0"


def failed_pods_of(kind: str, name: str, where: Where) -> str:
    """Return PromQL for failed pods that an object owns, with its name in `owner_name`."""
    owned = series("kube_pod_owner", where.namespace, equals("owner_kind", kind), equals("owner_name", name))
    pods = series("kube_pod_status_phase", where.namespace, 'phase="Failed"')
    joined = f"{pods} * on (namespace, pod) group_left (owner_name) {owned}"
    return f"{summed(('namespace', 'owner_name'), joined)} > 0"


def pending_pods(where: Where) -> str:
    """Return PromQL for pods that wait."""
    return f"{series('kube_pod_status_phase', where.pods, _PENDING)} > 0"


def pending_pods_of_jobs(where: Where) -> str:
    """Return PromQL for pods that wait and belong to a job of any kind."""
    kinds = "|".join(("Job", *OPERATOR_KINDS))
    owned = series("kube_pod_owner", where.namespace, matches("owner_kind", kinds))
    return f"{pending_pods(where)} and on (namespace, pod) {owned}"


_PENDING = 'phase="Pending"'
