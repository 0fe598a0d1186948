"""JobSets, and the jobs of Kubeflow's Trainer and training-operator."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, merged, text
from mlkube.planning.owners.built_in import pods_of_job
from mlkube.planning.pod_set import JOB, PodSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

_STEP = "trainer.kubeflow.org/trainjob-ancestor-step"
_NODE = "node"
_RUNTIME_KIND = "ClusterTrainingRuntime"


def of_job_set(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of each replicated job of a JobSet."""
    spec = at(owner.body, "spec")
    for number, entry in enumerate(items(spec.get("replicatedJobs"))):
        job = at(entry, "template", "spec")
        pods = count(entry.get("replicas"), 1) * pods_of_job(job)
        yield PodSet(
            owner,
            at(job, "template"),
            pods=pods,
            minimum=0 if spec.get("suspend") is True else pods,
            role=text(entry.get("name")),
            path=f"spec.replicatedJobs[{number}].template.spec.template",
            duration=JOB,
        )


def of_operator_job(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of each role of a TFJob, PyTorchJob, JAXJob, MPIJob, XGBoostJob or PaddleJob."""
    spec = at(owner.body, "spec")
    suspended = at(spec, "runPolicy").get("suspend") is True
    field = next((key for key in spec if key.endswith("ReplicaSpecs")), "")
    elastic = at(spec, "elasticPolicy")
    for role, replica in at(spec, field).items():
        pods = count(at(replica).get("replicas"), 1)
        found = PodSet(
            owner,
            at(replica, "template"),
            pods=pods,
            role=role.lower(),
            path=f"spec.{field}.{role}.template",
            duration=JOB,
        )
        if role == "Worker" and elastic:
            found.minimum = count(elastic.get("minReplicas"), pods)
            found.maximum = max(pods, count(elastic.get("maxReplicas"), pods))
        if suspended:
            found.minimum = 0
        yield found


def of_train_job(owner: Resource, find: Callable[[str, str, str], Resource | None]) -> Iterator[PodSet]:
    """Yield the pods of a TrainJob: of its runtime where that is among the objects, else of its own fields.

    `find` returns an object by kind, namespace and name.

    Source: trainer.kubeflow.org/v1alpha1, pkg/runtime/framework/plugins/jobset (the step's label, the
    container that gets resourcesPerNode).
    """
    spec = at(owner.body, "spec")
    reference = at(spec, "runtimeRef")
    kind, name = text(reference.get("kind"), _RUNTIME_KIND), text(reference.get("name"))
    namespace = "" if kind == _RUNTIME_KIND else owner.namespace
    runtime = find(kind, namespace, name)
    runtime_spec = at(runtime.body, "spec") if runtime is not None else {}
    nodes = count(at(spec, "trainer").get("numNodes"), count(at(runtime_spec, "mlPolicy").get("numNodes"), 1))
    jobs = items(at(runtime_spec, "template", "spec").get("replicatedJobs"))
    patches = _patches(spec)
    if not jobs:
        jobs = [{"name": _NODE, "template": _own_job()}]
    for job in jobs:
        role = text(job.get("name"))
        pod = merged(at(job, "template", "spec", "template"), patches.get(role, {}))
        trains = _is_trainer(job, role)
        found = PodSet(
            owner,
            _sized(pod, at(spec, "trainer")) if trains else pod,
            pods=nodes
            if trains
            else count(job.get("replicas"), 1) * pods_of_job(at(job, "template", "spec")),
            role=role,
            path="",
            duration=JOB,
            assumed=() if runtime else (f"{kind}/{name} is not among the objects: nodes alone are counted",),
        )
        if spec.get("suspend") is True:
            found.minimum = 0
        yield found


def _own_job() -> JsonObject:
    labels: JsonObject = {_STEP: "trainer"}
    pod: JsonObject = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": _NODE}]}}
    return {"metadata": {"labels": labels}, "spec": {"template": pod}}


def _is_trainer(job: JsonObject, role: str) -> bool:
    step = at(job, "template", "metadata", "labels").get(_STEP)
    return step == "trainer" if step is not None else role == _NODE


def _patches(spec: JsonObject) -> dict[str, JsonObject]:
    """Return what runtimePatches change in pods, by replicated job."""
    found: dict[str, JsonObject] = {}
    for patch in items(spec.get("runtimePatches")):
        jobs = at(patch, "trainingRuntimeSpec", "template", "spec").get("replicatedJobs")
        for job in items(jobs):
            role = text(job.get("name"))
            found[role] = merged(found.get(role, {}), at(job, "template", "spec", "template"))
    return found


def _sized(pod: JsonObject, trainer: JsonObject) -> JsonObject:
    """Return a pod whose container `node` has the resources of a node."""
    resources = at(trainer, "resourcesPerNode")
    if not resources:
        return pod
    return merged(pod, {"spec": {"containers": [{"name": _NODE, "resources": resources}]}})
