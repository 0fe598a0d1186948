"""Builds what scales a server: one autoscaler for the number of its pods, one for their size."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.scaling.autoscaling import Autoscaling
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_PATH = ("spec", "autoscaling")


def scaler_objects(
    workload: ServingWorkload, context: Context, server: Server, name: str, target: JsonObject
) -> list[JsonObject]:
    """Return what scales the pods behind `target` (a scaleTargetRef): objects named `name`, or none.

    Raises:
        Refusal: it counts a container that the pods do not have, or lacks what only the server could know.

    """
    scaling = workload.autoscaling
    if scaling is None:
        return []
    _require_containers(workload, scaling, server)
    objects: list[JsonObject] = []
    if scaling.engine == "hpa":
        objects.append(_horizontal(scaling, server, metadata(workload, context, name, "serving"), target))
    elif scaling.engine == "keda":
        from mlkube.workloads.serving.scaling.keda_objects import keda_objects  # noqa: PLC0415  few servers

        objects.extend(keda_objects(workload, context, server, name, target))
    sizes = scaling.sizes
    if sizes is not None:
        objects.append(
            {
                "apiVersion": "autoscaling.k8s.io/v1",
                "kind": "VerticalPodAutoscaler",
                "metadata": metadata(workload, context, name, "serving"),
                "spec": sizes.to_kubernetes({**target}, server.container),
            }
        )
    return objects


def _horizontal(scaling: Autoscaling, server: Server, own: JsonObject, target: JsonObject) -> JsonObject:
    """Return the autoscaler; by default it counts the serving container alone, whatever sidecars use."""
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": own,
        "spec": {
            "scaleTargetRef": target,
            "minReplicas": scaling.min_replicas,
            "maxReplicas": scaling.max_replicas,
            "metrics": [*scaling.of_hpa(server.container)],
            "behavior": scaling.behavior_of(),
        },
    }


def _require_containers(workload: ServingWorkload, scaling: Autoscaling, server: Server) -> None:
    """Refuse a metric of a container that no pod has: the autoscaler would find nothing, for ever."""
    known = {server.container, *(each["name"] for each in workload.sidecars)}
    faults: list[Fault] = []
    for at, metric in enumerate(scaling.metrics):
        counted = metric.container_resource
        if counted is not None and counted.container is not None and counted.container not in known:
            where: Path = (*_PATH, "metrics", at, "containerResource", "container")
            faults.append(_no_container(where, counted.container, known))
    for at, trigger in enumerate(scaling.keda.triggers if scaling.keda is not None else ()):
        for key, resource in (("cpu", trigger.cpu), ("memory", trigger.memory)):
            if resource is not None and resource.container_name not in {None, *known}:
                where = (*_PATH, "keda", "triggers", at, key, "containerName")
                faults.append(_no_container(where, str(resource.container_name), known))
    if faults:
        raise Refusal(faults)


def _no_container(path: Path, name: str, known: set[str]) -> Fault:
    return Fault(path, f'the pods have no container "{name}"', f"they have {', '.join(sorted(known))}")
