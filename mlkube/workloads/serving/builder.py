"""Builds a model server: Deployment, Service, scaling, budget, ways in, metrics."""

from __future__ import annotations

from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.exposure import ingress_object, route_object
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.monitoring import service_monitor
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.serving.scaling import scaler_objects
from mlkube.workloads.serving.service import service_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

SERVING = "serving"
_SPARE_SECONDS = 300


def build(workload: ServingWorkload, context: Context) -> Objects:
    """Return everything that a description of a model server stands for."""
    objects = Objects()
    server = workload.serve(context, objects, context.name)
    selected = selector(workload, SERVING)
    objects.add(_deployment(workload, context, objects, server))
    objects.add(service_object(workload, context, server, context.name, selected))
    target: JsonObject = {"apiVersion": "apps/v1", "kind": "Deployment", "name": context.name}
    for scaler in scaler_objects(workload, context, server, context.name, target):
        objects.add(scaler)
    if workload.disruption_budget:
        budget: JsonObject = {"maxUnavailable": 1, "selector": {"matchLabels": {**selected}}}
        objects.add(_object(workload, context, "policy/v1", "PodDisruptionBudget", budget))
    if workload.monitoring is not None:
        own = metadata(workload, context, context.name, SERVING)
        objects.add(
            service_monitor(own, workload.monitoring, selected, port=server.metrics, path=server.metrics_path)
        )
    if workload.ingress is not None:
        objects.add(ingress_object(workload, context, workload.ingress, context.name))
    if workload.route is not None:
        port = server.port(server.http).number
        objects.add(route_object(workload, context, workload.route, context.name, port))
    return objects


def _object(
    workload: ServingWorkload, context: Context, api_version: str, kind: str, spec: JsonObject
) -> JsonObject:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": metadata(workload, context, context.name, SERVING),
        "spec": spec,
    }


def _deployment(workload: ServingWorkload, context: Context, objects: Objects, server: Server) -> JsonObject:
    # A pod more than there are replicas would wait for a GPU that no node has spare.
    scarce = workload.accelerator is not None
    spec: JsonObject = {
        "progressDeadlineSeconds": server.startup_seconds + _SPARE_SECONDS,
        "strategy": {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 0 if scarce else 1, "maxUnavailable": 1 if scarce else 0},
        },
        "selector": {"matchLabels": {**selector(workload, SERVING)}},
        "template": _template(workload, context, objects, server),
    }
    if not workload.scaled:
        spec["replicas"] = workload.replicas
    return _object(workload, context, "apps/v1", "Deployment", spec)


def _template(workload: ServingWorkload, context: Context, objects: Objects, server: Server) -> JsonObject:
    pod = Pod(workload, context, objects, component=SERVING, main=server.container, image=server.image)
    pod.template_hash = True
    pod.container["ports"] = [port.of_container() for port in server.ports]
    server.fill(pod)
    return pod.template({"terminationGracePeriodSeconds": server.grace_seconds})
