"""All pods of a render, as sets of pods that are alike: the order of the work, and which kind makes which."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, count
from mlkube.planning.owners import built_in, elastic, ray, serving, spark, training, unknown
from mlkube.planning.pod_set import JOB, PodSet
from mlkube.planning.scaling import apply_autoscalers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from mlkube.core.resource import Resource

    Find: TypeAlias = Callable[[str, str, str], "Resource | None"]

_ALONE: dict[tuple[str, str], Callable[[Resource], Iterator[PodSet]]] = {
    ("", "Pod"): built_in.of_pod,
    ("", "ReplicationController"): built_in.of_replica_set,
    ("apps", "DaemonSet"): built_in.of_daemon_set,
    ("apps", "Deployment"): built_in.of_deployment,
    ("apps", "ReplicaSet"): built_in.of_replica_set,
    ("apps", "StatefulSet"): built_in.of_stateful_set,
    ("batch", "CronJob"): built_in.of_cron_job,
    ("batch", "Job"): built_in.of_job,
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"): elastic.of_elasticsearch,
    ("jobset.x-k8s.io", "JobSet"): training.of_job_set,
    ("kibana.k8s.elastic.co", "Kibana"): elastic.of_kibana,
    ("kubeflow.org", "JAXJob"): training.of_operator_job,
    ("kubeflow.org", "MPIJob"): training.of_operator_job,
    ("kubeflow.org", "Notebook"): serving.of_notebook,
    ("kubeflow.org", "PaddleJob"): training.of_operator_job,
    ("kubeflow.org", "PyTorchJob"): training.of_operator_job,
    ("kubeflow.org", "TFJob"): training.of_operator_job,
    ("kubeflow.org", "XGBoostJob"): training.of_operator_job,
    ("leaderworkerset.x-k8s.io", "LeaderWorkerSet"): serving.of_leader_worker_set,
    ("ray.io", "RayCluster"): ray.of_ray,
    ("ray.io", "RayJob"): ray.of_ray,
    ("ray.io", "RayService"): ray.of_ray,
    ("spark.apache.org", "SparkApplication"): spark.of_apache_application,
    ("sparkoperator.k8s.io", "ScheduledSparkApplication"): spark.of_scheduled_application,
    ("sparkoperator.k8s.io", "SparkApplication"): spark.of_kubeflow_application,
}

_WITH_OTHERS: dict[tuple[str, str], Callable[[Resource, Find], Iterator[PodSet]]] = {
    ("argoproj.io", "Rollout"): serving.of_rollout,
    ("serving.kserve.io", "InferenceService"): serving.of_inference_service,
    ("trainer.kubeflow.org", "TrainJob"): training.of_train_job,
}

_OWN_GROUPS = frozenset(("", "apps", "autoscaling", "batch", "policy"))

_TEMPLATES_ONLY = frozenset(
    (
        "ClusterServingRuntime",
        "ClusterTrainingRuntime",
        "ClusterWorkflowTemplate",
        "CustomResourceDefinition",
        "ServingRuntime",
        "TrainingRuntime",
        "WorkflowTemplate",
    )
)


# Kinds whose operators decide alone what their pods are like, at least where an object says little.
_MAKES_PODS = frozenset(
    (
        "FlinkDeployment",
        "Kafka",
        "KafkaConnect",
        "KafkaNodePool",
        "PipelineRun",
        "TaskRun",
        "Workflow",
    )
)


def pod_sets(resources: Iterable[Resource]) -> list[PodSet]:
    """Return the pods of all objects, in the order of the objects; autoscalers among them are applied.

    A kind that is not known is searched for pod templates, and what is found says so in `assumed`.
    """
    every = list(resources)
    by_name = {(each.kind, each.namespace, each.name): each for each in every}

    def find(kind: str, namespace: str, name: str) -> Resource | None:
        return by_name.get((kind, namespace, name))

    sets: list[PodSet] = []
    for resource in every:
        for found in _of(resource, find):
            sets.append(found)
            sets.extend(spark.of_submit(found, find))
    apply_autoscalers(sets, every)
    return sets


def uncounted(resources: Iterable[Resource], sets: Iterable[PodSet]) -> list[Resource]:
    """Return the objects whose operators make pods that `pod_sets` does not find."""
    found = {id(each.owner) for each in sets}
    return [each for each in resources if (each.kind in _MAKES_PODS) and id(each) not in found]


def _of(resource: Resource, find: Find) -> Iterator[PodSet]:
    key = (split_api_version(resource.api_version)[0], resource.kind)
    alone = _ALONE.get(key)
    if alone is not None:
        return alone(resource)
    with_others = _WITH_OTHERS.get(key)
    if with_others is not None:
        return with_others(resource, find)
    if key == ("keda.sh", "ScaledJob"):
        return _of_scaled_job(resource)
    if key[0] in _OWN_GROUPS or resource.kind in _TEMPLATES_ONLY:
        return iter(())
    return unknown.of_unknown(resource)


def _of_scaled_job(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of a KEDA ScaledJob: its Jobs, at most maxReplicaCount (100) at a time."""
    spec = at(owner.body, "spec")
    job = at(spec, "jobTargetRef")
    each = built_in.pods_of_job(job)
    found = PodSet(
        owner,
        at(job, "template"),
        pods=count(spec.get("maxReplicaCount"), 100) * each,
        minimum=count(spec.get("minReplicaCount"), 0) * each,
        path="spec.jobTargetRef.template",
        duration=JOB,
    )
    found.scaled_by = str(owner)
    yield found
