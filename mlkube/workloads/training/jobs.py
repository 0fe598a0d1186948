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
    from mlkube.workloads.training.workload import Schedule, TrainingJob

WORKERS = "workers"


def add_job(workload: TrainingJob, context: Context, objects: Objects) -> None:
    """Add the Job, JobSet or CronJob and the Service of its pods."""
    subdomain = context.final(context.name)
    env = rendezvous(workload, subdomain)
    template = with_topology(workload, training_pod(workload, context, objects, env, "Never"))
    several = workload.workers > 1
    if several:
        objects.add(headless_service(workload, context))
    if workload.backend == "jobset":
        objects.add(_job_set(workload, context, template, subdomain), hashed=workload.name_hash)
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
    objects.add(body, hashed=workload.name_hash)


def _job(workload: TrainingJob, template: JsonObject) -> JsonObject:
    """Return the spec of the Job: all workers at once, or the gang never forms."""
    job: JsonObject = {
        "completionMode": "Indexed",
        "completions": workload.workers,
        "parallelism": workload.workers,
        "backoffLimit": workload.retries,
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
    rules: list[Json] = [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}
    ]
    codes = sorted(set(workload.no_retry_exit_codes))
    if codes:
        on_exit: JsonObject = {"containerName": workload.container, "operator": "In", "values": [*codes]}
        rules.append({"action": "FailJob", "onExitCodes": on_exit})
    return rules


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
        "failurePolicy": {"maxRestarts": workload.retries},
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
