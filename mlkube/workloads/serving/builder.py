"""Builds a model server: what keeps its pods, Services, scaling, budget, metrics, ways in."""

from __future__ import annotations

from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.serving.controller import controller_kind, controller_object
from mlkube.workloads.serving.editions import editions_of, serve_each
from mlkube.workloads.serving.scaling import scaler_objects
from mlkube.workloads.serving.server import SERVING
from mlkube.workloads.serving.service import service_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.editions import Edition
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload


def build(workload: ServingWorkload, context: Context) -> Objects:
    """Return everything that a description of a model server stands for."""
    objects = Objects()
    editions = editions_of(workload)
    servers = [server for server, _ in serve_each(editions, context, objects, _add_controller)]
    server = servers[0]
    for service in service_objects(workload, context, server):
        objects.add(service)
    for edition, its_server in zip(editions, servers, strict=True):
        name = edition.name(context.name)
        target: JsonObject = {**controller_kind(workload.rollout), "name": name}
        for scaler in scaler_objects(edition.workload, context, its_server, name, target):
            objects.add(scaler)
    for body in around(workload, context, server):
        objects.add(body)
    return objects


def _add_controller(edition: Edition, context: Context, objects: Objects, server: Server) -> JsonObject:
    """Add what keeps the pods of a version."""
    controller = controller_object(edition, context, objects, server)
    objects.add(controller)
    return controller


def around(workload: ServingWorkload, context: Context, server: Server) -> Iterator[JsonObject]:
    """Yield what covers all versions; no selector here knows of them."""
    selected = selector(workload, SERVING)
    own = metadata(workload, context, context.name, SERVING)
    if workload.disruption_budget:
        yield {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": own,
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {**selected}}},
        }
    if workload.monitoring is not None:
        from mlkube.workloads.serving.watching import watching_objects  # noqa: PLC0415  few are watched

        yield from watching_objects(workload, context, server, workload.monitoring)
    if workload.network_policy is not None:
        from mlkube.workloads.serving.network import policy_of  # noqa: PLC0415  few servers have a policy

        yield from policy_of(workload, context, server)
    if workload.ingress is not None or workload.route is not None or workload.gateway is not None:
        from mlkube.workloads.serving.ways_in import ways_in  # noqa: PLC0415  many servers stay inside

        yield from ways_in(workload, context, server)
