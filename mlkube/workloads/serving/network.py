"""The NetworkPolicy of a model server: all versions together."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.metadata import selector
from mlkube.workloads.parts.pod_network import Pods, network_policy_objects
from mlkube.workloads.serving.server import SERVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload


def policy_of(workload: ServingWorkload, context: Context, server: Server) -> Iterator[JsonObject]:
    """Yield the policy: calls to the ports for requests, metrics to the monitoring."""
    requests = [server.port(name).number for name in (server.grpc, server.http) if name]
    watched = workload.monitoring is not None and bool(server.metrics)
    pods = Pods(
        {"matchLabels": {**selector(workload, SERVING)}},
        requests=requests,
        metrics=[server.port(server.metrics).number] if watched else (),
    )
    yield from network_policy_objects(workload, context, SERVING, pods)


def policy_faults(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield ways in that the policy closes: their requests would be dropped without an answer."""
    policy = workload.network_policy
    if policy is None or policy.ingress:
        return
    path = ("spec", "networkPolicy")
    for key, given in (("route", workload.route), ("ingress", workload.ingress)):
        if given is not None and not policy.gateway_namespaces:
            reason = f"requests by {key} come from proxies of other namespaces, which it drops"
            hint = "name these as gatewayNamespaces, or give callers as ingress"
            yield Fault(path, reason, hint, other=("spec", key))
    if workload.service.type != "ClusterIP":
        reason = f"requests to a {workload.service.type} come from outside, which it drops"
        hint = "give the networks of the callers as ingress"
        yield Fault(path, reason, hint, other=("spec", "service", "type"))
