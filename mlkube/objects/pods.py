"""Deployments and Jobs: objects that run one container."""

from __future__ import annotations

from mlkube.objects.parts import NAME_LABEL, Checks, container, filled, metadata, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.k8s import apps_v1, batch_v1, core_v1


def deployment(  # noqa: PLR0913  keyword-only, one a field
    *,
    name: str,
    image: str = "",
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    replicas: int | None = None,
    command: Sequence[str] | None = None,
    args: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    ports: Mapping[str, int] | None = None,
    resources: core_v1.ResourceRequirements | None = None,
    spec: apps_v1.DeploymentSpec | None = None,
) -> apps_v1.Deployment:
    """Return a Deployment of one container, which has the Deployment's name.

    Pods carry `app.kubernetes.io/name: <name>` and `labels`; only the former selects them, so that labels may
    change later. Without `replicas` the field stays out, as an autoscaler wants it; the server takes 1.
    `ports` maps names to numbers, `env` names to values. A `spec` with a template needs no image.

    Raises:
        BuildError: no image, fewer than 0 replicas, a number that is no port, a field given twice.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/
    """
    checks = Checks("Deployment", name)
    checks.at_least(0, "spec.replicas", replicas)
    own = named(name, labels)
    template = None
    if (
        "template" not in (spec or {})
        or image
        or any(part is not None for part in (command, args, env, ports, resources))
    ):
        only = container(
            checks,
            name=name,
            image=image,
            command=command,
            args=args,
            env=env,
            ports=ports,
            resources=resources,
        )
        template = {"metadata": {"labels": own}, "spec": {"containers": [only]}}
    fields = filled(
        checks,
        {"selector": {"matchLabels": {NAME_LABEL: own[NAME_LABEL]}}},
        {"replicas": replicas, "template": template},
        spec,
    )
    checks.finish()
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(name, namespace, own, annotations),
        "spec": fields,
    }


def job(  # noqa: PLR0913  keyword-only, one a field
    *,
    name: str,
    image: str = "",
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    command: Sequence[str] | None = None,
    args: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    resources: core_v1.ResourceRequirements | None = None,
    backoff_limit: int | None = None,
    active_deadline_seconds: int | None = None,
    ttl_seconds_after_finished: int | None = None,
    spec: batch_v1.JobSpec | None = None,
) -> batch_v1.Job:
    """Return a Job that runs one container once, with the Job's name.

    A container that fails is not started again in its pod (`restartPolicy: Never`), so that its log stays;
    the Job makes a new pod, `backoff_limit` times (3). A Job that is done stays for good unless
    `ttl_seconds_after_finished` says how long.

    Raises:
        BuildError: no image, a negative number, a field given twice.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/
    """
    checks = Checks("Job", name)
    checks.at_least(0, "spec.backoffLimit", backoff_limit)
    checks.at_least(1, "spec.activeDeadlineSeconds", active_deadline_seconds)
    checks.at_least(0, "spec.ttlSecondsAfterFinished", ttl_seconds_after_finished)
    own = named(name, labels)
    template = None
    if (
        "template" not in (spec or {})
        or image
        or any(part is not None for part in (command, args, env, resources))
    ):
        only = container(
            checks,
            name=name,
            image=image,
            command=command,
            args=args,
            env=env,
            ports=None,
            resources=resources,
        )
        template = {"metadata": {"labels": own}, "spec": {"restartPolicy": "Never", "containers": [only]}}
    fields = filled(
        checks,
        {"backoffLimit": 3},
        {
            "activeDeadlineSeconds": active_deadline_seconds,
            "backoffLimit": backoff_limit,
            "template": template,
            "ttlSecondsAfterFinished": ttl_seconds_after_finished,
        },
        spec,
    )
    checks.finish()
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata(name, namespace, own, annotations),
        "spec": fields,
    }
