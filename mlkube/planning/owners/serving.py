"""What serves by custom resources: KServe, LeaderWorkerSet, Argo Rollouts, Kubeflow's notebooks."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, merged, text
from mlkube.planning.owners.built_in import deployment_rollout
from mlkube.planning.pod_set import BLUE_GREEN, CANARY, FULL_SET, ROLLING, PodSet, Rollout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

    Find = Callable[[str, str, str], Resource | None]

_MODE = "serving.kserve.io/deploymentMode"
_STANDARD = ("Standard", "RawDeployment")
_CONTAINER = "kserve-container"
_FRAMEWORKS = (
    "model",
    "huggingface",
    "lightgbm",
    "onnx",
    "paddle",
    "pmml",
    "pytorch",
    "sklearn",
    "tensorflow",
    "triton",
    "xgboost",
)
_UNBOUNDED = "maxReplicas is not set: nothing bounds the replicas; minReplicas is counted"
_REVISION = "each change makes a second revision, as in Knative mode; deploymentMode is not Standard"


def of_inference_service(owner: Resource, find: Find) -> Iterator[PodSet]:
    """Yield the pods of each component of an InferenceService.

    Source: serving.kserve.io/v1beta1; kserve, pkg/controller/v1beta1/inferenceservice (Standard mode makes a
    Deployment of each component, Knative mode a revision).
    """
    standard = at(owner.body, "metadata", "annotations").get(_MODE) in _STANDARD
    for role in ("predictor", "transformer", "explainer"):
        component = at(owner.body, "spec", role)
        if not component:
            continue
        least = count(component.get("minReplicas"), 1)
        bound = count(component.get("maxReplicas"), 0)
        spec, assumed = _component_pod(owner, component, find)
        if not standard:
            assumed = (*assumed, _REVISION) if bound else (*assumed, _UNBOUNDED, _REVISION)
        rollout = deployment_rollout(at(component, "deploymentStrategy"))
        if not standard:
            rollout = Rollout(BLUE_GREEN, max_surge=FULL_SET)
        found = PodSet(
            owner,
            {"metadata": {"labels": at(component, "labels")}, "spec": spec},
            pods=max(least, bound),
            minimum=least,
            role=role,
            path="",
            rollout=rollout,
            assumed=assumed,
        )
        found.scaled_by = str(owner) if found.maximum > found.minimum else ""
        yield found
        yield from _followers(owner, component, found)


def _followers(owner: Resource, component: JsonObject, head: PodSet) -> Iterator[PodSet]:
    """Yield the further nodes of a model that is spread over several: workerSpec."""
    spec = at(component, "workerSpec")
    each = count(spec.get("pipelineParallelSize"), 2) - 1
    if spec and each > 0:
        yield PodSet(
            owner,
            {"spec": spec},
            pods=head.maximum * each,
            minimum=head.minimum * each,
            role=f"{head.role} worker",
            path="",
            rollout=Rollout(
                head.rollout.strategy,
                max_surge=head.rollout.max_surge,
                max_unavailable=head.rollout.max_unavailable,
                pods_per_unit=each,
            ),
        )


def _component_pod(owner: Resource, component: JsonObject, find: Find) -> tuple[JsonObject, tuple[str, ...]]:
    """Return the pod of a component, the fields of its runtime below its own; and what is assumed of it."""
    if items(component.get("containers")):
        return component, ()
    model = next((at(component, key) for key in _FRAMEWORKS if isinstance(component.get(key), dict)), {})
    name = text(model.get("runtime"))
    runtime = find("ServingRuntime", owner.namespace, name) or find("ClusterServingRuntime", "", name)
    below = at(runtime.body, "spec") if runtime is not None else {}
    container: JsonObject = {"name": _CONTAINER, "resources": at(model, "resources")}
    container |= {key: model[key] for key in _CONTAINER_FIELDS if key in model}
    pod = merged(
        {key: value for key, value in below.items() if key in _RUNTIME_FIELDS},
        {**component, "containers": [container]},
    )
    if runtime is not None or at(model, "resources"):
        return pod, ()
    return pod, ("requests of its runtime are not counted: the runtime is not among the objects",)


_CONTAINER_FIELDS = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
_RUNTIME_FIELDS = ("affinity", "containers", "nodeSelector", "tolerations", "volumes")


def of_leader_worker_set(owner: Resource) -> Iterator[PodSet]:
    """Yield leaders and workers of a LeaderWorkerSet; whole groups are scaled and replaced."""
    spec = at(owner.body, "spec")
    template = at(spec, "leaderWorkerTemplate")
    groups, size = count(spec.get("replicas"), 1), count(template.get("size"), 1)
    rolling = at(spec, "rolloutStrategy", "rollingUpdateConfiguration")
    has_leader = "leaderTemplate" in template
    for role, pods in (("leader", 1), ("worker", size - 1)):
        if pods <= 0:
            continue
        field = "leaderTemplate" if role == "leader" and has_leader else "workerTemplate"
        yield PodSet(
            owner,
            at(template, field),
            pods=groups * pods,
            role=role,
            path=f"spec.leaderWorkerTemplate.{field}",
            rollout=Rollout(
                ROLLING,
                max_surge=rolling.get("maxSurge", 0),
                max_unavailable=rolling.get("maxUnavailable", 1),
                pods_per_unit=pods,
            ),
            claim_templates=items(template.get("volumeClaimTemplates")),
        )


def of_rollout(owner: Resource, find: Find) -> Iterator[PodSet]:
    """Yield the pods of an Argo Rollout; its template may stand in the workload that it refers to.

    Source: argoproj.github.io/argo-rollouts/features (bluegreen, canary, traffic-management).
    """
    spec = at(owner.body, "spec")
    template, path = at(spec, "template"), "spec.template"
    reference = at(spec, "workloadRef")
    if reference:
        found = find(text(reference.get("kind")), owner.namespace, text(reference.get("name")))
        template, path = at(found.body if found is not None else {}, "spec", "template"), ""
    yield PodSet(
        owner,
        template,
        pods=count(spec.get("replicas"), 1),
        path=path,
        rollout=_argo_rollout(at(spec, "strategy")),
        assumed=_assumed_of_argo(reference, template),
    )


def _assumed_of_argo(reference: JsonObject, template: JsonObject) -> tuple[str, ...]:
    if template or not reference:
        return ()
    return (
        f"{reference.get('kind')}/{reference.get('name')} is not among the objects: nothing is requested",
    )


def _argo_rollout(strategy: JsonObject) -> Rollout:
    """Return what a strategy says.

    blueGreen brings up a second full set; a canary behind a traffic router ends with one, since the stable
    pods stay until all traffic has moved.
    """
    if "blueGreen" in strategy:
        return Rollout(BLUE_GREEN, max_surge=FULL_SET)
    canary = at(strategy, "canary")
    if at(canary, "trafficRouting"):
        return Rollout(CANARY, max_surge=FULL_SET)
    return Rollout(
        CANARY,
        max_surge=canary.get("maxSurge", "25%"),
        max_unavailable=canary.get("maxUnavailable", "25%"),
    )


def of_notebook(owner: Resource) -> Iterator[PodSet]:
    """Yield the pod of a Notebook, which its controller runs as a StatefulSet of one."""
    yield PodSet(owner, at(owner.body, "spec", "template"), rollout=Rollout(ROLLING, max_unavailable=1))
