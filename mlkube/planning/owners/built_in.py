"""The kinds of Kubernetes itself that make pods."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_set import (
    JOB,
    NODE_AGENT,
    ON_DELETE,
    RECREATE,
    REPLACED,
    ROLLING,
    SCHEDULED_JOB,
    PodSet,
    Rollout,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

_OVERLAP = "runs may overlap: concurrencyPolicy is Allow; one at a time is counted"


def of_pod(owner: Resource) -> Iterator[PodSet]:
    """Yield the pod itself; one that restarts nothing counts as a job."""
    template: JsonObject = {"metadata": at(owner.body, "metadata"), "spec": at(owner.body, "spec")}
    ends = text(at(owner.body, "spec").get("restartPolicy")) in {"Never", "OnFailure"}
    yield PodSet(owner, template, path="", **({"duration": JOB} if ends else {}))  # type: ignore[arg-type]  # one key


def of_deployment(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a Deployment."""
    spec = at(owner.body, "spec")
    rollout = deployment_rollout(at(spec, "strategy"))
    yield PodSet(owner, at(spec, "template"), pods=count(spec.get("replicas"), 1), rollout=rollout)


def deployment_rollout(strategy: JsonObject) -> Rollout:
    """Return what `strategy` of a Deployment says: a quarter more and a quarter less by default."""
    if strategy.get("type") == RECREATE:
        return Rollout(RECREATE)
    rolling = at(strategy, "rollingUpdate")
    return Rollout(
        ROLLING,
        max_surge=rolling.get("maxSurge", "25%"),
        max_unavailable=rolling.get("maxUnavailable", "25%"),
    )


def of_replica_set(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a ReplicaSet or ReplicationController, which replace none on a change."""
    spec = at(owner.body, "spec")
    yield PodSet(owner, at(spec, "template"), pods=count(spec.get("replicas"), 1))


def of_stateful_set(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a StatefulSet: their names are taken, so there are never more of them."""
    spec = at(owner.body, "spec")
    strategy = at(spec, "updateStrategy")
    rollout = Rollout(ON_DELETE)
    if strategy.get("type") != ON_DELETE:
        missing = at(strategy, "rollingUpdate").get("maxUnavailable", 1)
        rollout = Rollout(ROLLING, max_unavailable=missing)
    yield PodSet(
        owner,
        at(spec, "template"),
        pods=count(spec.get("replicas"), 1),
        rollout=rollout,
        claim_templates=items(spec.get("volumeClaimTemplates")),
    )


def of_daemon_set(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a DaemonSet: one for each node that takes it."""
    spec = at(owner.body, "spec")
    strategy = at(spec, "updateStrategy")
    rollout = Rollout(ON_DELETE)
    if strategy.get("type") != ON_DELETE:
        rolling = at(strategy, "rollingUpdate")
        rollout = Rollout(
            ROLLING,
            max_surge=rolling.get("maxSurge", 0),
            max_unavailable=rolling.get("maxUnavailable", 1),
            unavailable_rounds_up=True,
        )
    yield PodSet(owner, at(spec, "template"), rollout=rollout, duration=NODE_AGENT, per_node=True)


def of_job(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a Job that run at a time."""
    spec = at(owner.body, "spec")
    pods = pods_of_job(spec)
    minimum = 0 if spec.get("suspend") is True else pods
    yield PodSet(owner, at(spec, "template"), pods=pods, minimum=minimum, duration=JOB)


def pods_of_job(spec: JsonObject) -> int:
    """Return how many pods of a Job run at a time: its parallelism, and no more than its completions."""
    parallel = count(spec.get("parallelism"), 1)
    return min(parallel, count(spec.get("completions"), parallel))


def of_cron_job(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of one run of a CronJob."""
    spec = at(owner.body, "spec")
    job = at(spec, "jobTemplate", "spec")
    yield PodSet(
        owner,
        at(job, "template"),
        pods=pods_of_job(job),
        minimum=0,
        path="spec.jobTemplate.spec.template",
        rollout=run_rollout(text(spec.get("concurrencyPolicy"), "Allow")),
        duration=SCHEDULED_JOB,
        assumed=overlap(text(spec.get("concurrencyPolicy"), "Allow")),
    )


def run_rollout(policy: str) -> Rollout:
    """Return what a new run does to one that is not done: with Replace, both exist until the old one ends."""
    return Rollout(REPLACED, max_surge="100%") if policy == "Replace" else Rollout()


def overlap(policy: str) -> tuple[str, ...]:
    """Return what is assumed of runs that may overlap."""
    return (_OVERLAP,) if policy == "Allow" else ()
