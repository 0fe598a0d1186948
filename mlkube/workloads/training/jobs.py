"""The backends job and jobset: an Indexed Job with a headless Service, alone or in a JobSet or a CronJob.

Source: kubernetes.io/docs/concepts/workloads/controllers/job; jobset.sigs.k8s.io/docs/concepts.
"""

from __future__ import annotations

from mlkube.workloads.training.builder import headless_service, top_metadata, training_pod, with_topology
from mlkube.workloads.training.rendezvous import rendezvous

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.schedule import Schedule
    from mlkube.workloads.training.workload import TrainingJob

WORKERS = "workers"
_DISRUPTED: JsonObject = {"onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}


def add_job(workload: TrainingJob, context: Context, objects: Objects) -> None:
    """Add the Job, JobSet or CronJob and the Service of its pods."""
    subdomain = context.final(context.name)
    env = rendezvous(workload, subdomain)
    template = with_topology(workload, training_pod(workload, context, objects, env, "Never"))
    several = workload.workers > 1
    if several:
        objects.add(headless_service(workload, context))
    if workload.backend == "jobset":
        objects.add(_job_set(workload, context, template, subdomain), hashed=workload.hashed)
        return
    pod = template["spec"]
    if several and isinstance(pod, dict):
        pod["subdomain"] = subdomain
    job = _job(workload, template)
    if workload.schedule is not None:
        objects.add(_cron_job(workload, context, workload.schedule, job))
        return
    body: JsonObject = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": top_metadata(workload, context),
        "spec": job,
    }
    objects.add(body, hashed=workload.hashed)


def _job(workload: TrainingJob, template: JsonObject) -> JsonObject:
    """Return the spec of the Job: all workers at once, or the gang never forms.

    A worker that is lost takes all others with it, and each of them counts against the limit.
    """
    job: JsonObject = {
        "completionMode": "Indexed",
        "completions": workload.workers,
        "parallelism": workload.workers,
        "backoffLimit": workload.retries * workload.workers,
        "podReplacementPolicy": "Failed",
        "podFailurePolicy": {"rules": _failure_rules(workload)},
        "template": template,
    }
    if workload.deadline_seconds is not None:
        job["activeDeadlineSeconds"] = workload.deadline_seconds
    if workload.ttl_seconds is not None:
        job["ttlSecondsAfterFinished"] = workload.ttl_seconds
    return job


def _failure_rules(workload: TrainingJob) -> list[Json]:
    """Return what failures mean: a drained node counts for nothing, some exit codes end the job."""
    return [{"action": "Ignore", **_DISRUPTED}, *_fatal_exit_codes(workload)]


def _fatal_exit_codes(workload: TrainingJob) -> list[Json]:
    codes = sorted(set(workload.no_retry_exit_codes))
    if not codes:
        return []
    on_exit: JsonObject = {"containerName": workload.container, "operator": "In", "values": [*codes]}
    return [{"action": "FailJob", "onExitCodes": on_exit}]


def _cron_job(workload: TrainingJob, context: Context, schedule: Schedule, job: JsonObject) -> JsonObject:
    own = top_metadata(workload, context)
    inner: JsonObject = {"labels": own["labels"]}  # the Job is what Kueue admits
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": own,
        "spec": {
            "schedule": schedule.cron,
            "timeZone": schedule.time_zone,
            "concurrencyPolicy": schedule.concurrency,
            "startingDeadlineSeconds": schedule.starting_deadline_seconds,
            "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 3,
            "jobTemplate": {"metadata": inner, "spec": job},
        },
    }


def _job_set(workload: TrainingJob, context: Context, template: JsonObject, subdomain: str) -> JsonObject:
    """Return the JobSet: one lost worker restarts all of them, as a collective needs it."""
    job: JsonObject = {
        "completionMode": "Indexed",
        "completions": workload.workers,
        "parallelism": workload.workers,
        "backoffLimit": 0,  # the JobSet restarts
        "podReplacementPolicy": "Failed",
        "podFailurePolicy": {"rules": [{"action": "FailJob", **_DISRUPTED}, *_fatal_exit_codes(workload)]},
        "template": template,
    }
    if workload.deadline_seconds is not None:
        job["activeDeadlineSeconds"] = workload.deadline_seconds
    spec: JsonObject = {
        "network": {
            "enableDNSHostnames": workload.workers > 1,
            "publishNotReadyAddresses": True,
            **({"subdomain": subdomain} if workload.workers > 1 else {}),
        },
        "failurePolicy": {"maxRestarts": workload.retries, "rules": _restart_rules(workload)},
        "successPolicy": {"operator": "All", "targetReplicatedJobs": [WORKERS]},
        "replicatedJobs": [{"name": WORKERS, "replicas": 1, "template": {"spec": job}}],
    }
    if workload.ttl_seconds is not None:
        spec["ttlSecondsAfterFinished"] = workload.ttl_seconds
    return {
        "apiVersion": "jobset.x-k8s.io/v1alpha2",
        "kind": "JobSet",
        "metadata": top_metadata(workload, context),
        "spec": spec,
    }


def _restart_rules(workload: TrainingJob) -> list[Json]:
    """Return what failed Jobs mean to their JobSet; the first rule that fits counts.

    A deadline would else be given again to each restart. A drained node restarts all workers, and counts for
    nothing; only the message tells it from an exit code, since both are the work of the failure policy.
    Source: pkg/controller/job/pod_failure_policy.go of Kubernetes; jobset.sigs.k8s.io, failure policy.
    """
    rules: list[Json] = []
    if workload.deadline_seconds is not None:
        rules.append(
            {"name": "deadline", "action": "FailJobSet", "onJobFailureReasons": ["DeadlineExceeded"]}
        )
    if workload.no_retry_exit_codes:
        rules.append(
            {
                "name": "exitCode",
                "action": "FailJobSet",
                "onJobFailureReasons": ["PodFailurePolicy"],
                "onJobFailureMessagePatterns": [".*failed with exit code.*"],
            }
        )
    rules.append(
        {
            "name": "disruption",
            "action": "RestartJobSetAndIgnoreMaxRestarts",
            "onJobFailureReasons": ["PodFailurePolicy"],
        }
    )
    return rules
