"""What a cluster answers to a requirement: met, missing, or unknown where no text tells of it."""

from __future__ import annotations

from mlkube.core.quantity import whole
from mlkube.planning.body import at, items, text
from mlkube.planning.requirements.brought import will_do
from mlkube.planning.requirements.cluster import Cluster, served_by
from mlkube.planning.requirements.node_terms import fulfils, keeps_off, taint_text
from mlkube.planning.requirements.requirement import (
    DEFINITION,
    DEVICE,
    GATE,
    KUBERNETES,
    LOAD_BALANCER,
    METRICS,
    NODE,
    POLICIES,
    PROVISIONER,
    TRAFFIC_PLUGIN,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject
    from mlkube.planning.requirements.requirement import Requirement

    Answer = tuple[str, str]

MET, MISSING, UNKNOWN = "met", "missing", "unknown"

_STORAGE = "storage.k8s.io"
_REGISTRATION = "apiregistration.k8s.io"
# Network plugins that enforce NetworkPolicies, by the groups of their own kinds.
_ENFORCERS = {
    "projectcalico.org": "Calico",
    "crd.projectcalico.org": "Calico",
    "cilium.io": "Cilium",
    "crd.antrea.io": "Antrea",
}
# Providers of machines that also run load balancers, by the start of a node's providerID.
_CLOUDS = ("aws://", "azure://", "gce://")


def answer(requirement: Requirement, cluster: Cluster) -> Answer:
    """Return the status of a requirement, and what is to be said of it."""
    return _ANSWERS.get(requirement.kind, _of_object)(requirement, cluster)


def _of_kubernetes(requirement: Requirement, cluster: Cluster) -> Answer:
    if cluster.minor is None:
        return UNKNOWN, ""
    bound = int(requirement.version.rpartition(".")[2])
    fits = cluster.minor < bound if requirement.version.startswith("<") else cluster.minor >= bound
    return (MET if fits else MISSING), f"the server is 1.{cluster.minor}"


def _of_gate(_requirement: Requirement, _cluster: Cluster) -> Answer:
    return UNKNOWN, "kubectl does not show feature gates"


def _of_definition(requirement: Requirement, cluster: Cluster) -> Answer:
    group, kind, version = requirement.group, requirement.of_kind, requirement.version
    definition = cluster.definition(group, kind)
    if definition is not None:
        served = served_by(definition)
        return (MET, "") if version in served else (MISSING, f"it serves {', '.join(served) or 'no version'}")
    shown = cluster.served_versions(group, kind)
    if version in shown:
        return MET, ""
    if shown:
        versions = ", ".join(sorted(shown))
        return UNKNOWN, f"kubectl api-resources shows {versions} alone; kubectl get crd -o yaml shows all"
    if cluster.serves_plural(requirement.name):
        return MET, "its versions are not shown"
    whole_list = cluster.lists("apiextensions.k8s.io", "CustomResourceDefinition")
    return (MISSING, "") if whole_list or cluster.lists_kinds() else (UNKNOWN, "")


def _of_metrics(requirement: Requirement, cluster: Cluster) -> Answer:
    group = requirement.name
    for service in cluster.objects(_REGISTRATION, "APIService"):
        if at(service, "spec").get("group") == group:
            condition = _condition(service, "Available")
            if condition.get("status") == "False":
                why = text(condition.get("message"), "nobody says why")
                return MISSING, f"registered, but not available: {why}"
            return MET, ""
    if cluster.serves_group(group):
        return MET, ""
    known = cluster.lists_kinds() or cluster.lists(_REGISTRATION, "APIService")
    return (MISSING, "") if known else (UNKNOWN, "")


def _condition(body: JsonObject, kind: str) -> JsonObject:
    conditions = items(at(body, "status").get("conditions"))
    return next((each for each in conditions if each.get("type") == kind), {})


def _of_object(requirement: Requirement, cluster: Cluster) -> Answer:
    group, kind, space, name = (
        requirement.group,
        requirement.kind,
        requirement.namespace,
        requirement.name,
    )
    if not name:
        return _of_any(requirement, cluster)
    found = cluster.find(group, kind, space, name)
    if found is None and kind == "ServingRuntime":
        found = cluster.find(group, "ClusterServingRuntime", "", name)
    if found is not None:
        where = text(at(found, "metadata").get("namespace"))
        return MET, f"in namespace {where}" if where and not space else ""
    return (MISSING, "") if cluster.lists(group, kind, space) else (UNKNOWN, "")


def _of_any(requirement: Requirement, cluster: Cluster) -> Answer:
    group, kind = requirement.group, requirement.kind
    fitting = [body for body in cluster.objects(group, kind) if will_do(kind, body)]
    if kind in _CANNOT_TELL:
        return UNKNOWN, ""
    if fitting:
        return MET, text(at(fitting[0], "metadata").get("name"))
    if not cluster.lists(group, kind):
        return UNKNOWN, ""
    return MISSING, "none of them is the default"


# Whether one of them fits is more than a look at its name.
_CANNOT_TELL = frozenset(("ClusterServingRuntime", "PersistentVolume"))


def _of_provisioner(requirement: Requirement, cluster: Cluster) -> Answer:
    if cluster.find(_STORAGE, "CSIDriver", "", requirement.name) is not None:
        return MET, ""
    return UNKNOWN, "a provisioner that is no CSI driver leaves no trace"


def _of_node(requirement: Requirement, cluster: Cluster) -> Answer:
    nodes = cluster.nodes()
    if not nodes:
        return UNKNOWN, ""
    fitting = [node for node in nodes if _has_labels(node, requirement)]
    if not fitting:
        return MISSING, f"none of {len(nodes)} nodes has these labels"
    kept_off = [(node, keeps_off(_taints(node), requirement.tolerations)) for node in fitting]
    free = sum(not taints for _, taints in kept_off)
    if free:
        return MET, f"{free} of {len(nodes)} nodes"
    node, taints = kept_off[0]
    name = text(at(node, "metadata").get("name"))
    return MISSING, f"{name} has the labels, but its taint {taint_text(taints[0])} is not tolerated"


def _has_labels(node: JsonObject, requirement: Requirement) -> bool:
    metadata = at(node, "metadata")
    return fulfils(at(metadata, "labels"), text(metadata.get("name")), requirement.terms)


def _taints(node: JsonObject) -> list[JsonObject]:
    return items(at(node, "spec").get("taints"))


def _of_device(requirement: Requirement, cluster: Cluster) -> Answer:
    """Answer for an extended resource: of a device plugin on a node, or of a DeviceClass that stands for it.

    Source: kubernetes.io, Dynamic Resource Allocation, "Extended resource" (extendedResourceName).
    """
    name = requirement.name
    for device in cluster.objects("resource.k8s.io", "DeviceClass"):
        if at(device, "spec").get("extendedResourceName") == name:
            return MET, f"by DeviceClass {text(at(device, 'metadata').get('name'))}"
    nodes = cluster.nodes()
    if not nodes:
        return UNKNOWN, ""
    amounts = [_allocatable(node, name) for node in nodes]
    enough = sum(amount >= requirement.amount for amount in amounts)
    if enough:
        return MET, f"{enough} of {len(nodes)} nodes"
    if requirement.text:  # the plugin that offers it comes with the render
        return UNKNOWN, "no node offers it yet"
    most = max(amounts)
    return MISSING, f"no node has more than {most}" if most else f"none of {len(nodes)} nodes offers it"


def _allocatable(node: JsonObject, name: str) -> int:
    amount = at(node, "status", "allocatable").get(name, 0)
    try:
        return whole(amount) if isinstance(amount, str | int | float) else 0
    except ValueError:
        return 0


def _of_traffic_plugin(requirement: Requirement, cluster: Cluster) -> Answer:
    """Answer by the configuration of the controller, which lists its plugins by name.

    Source: argoproj.github.io/argo-rollouts/plugins.
    """
    known = [
        body
        for body in cluster.objects("", "ConfigMap")
        if at(body, "metadata").get("name") == "argo-rollouts-config"
    ]
    if not known:
        return UNKNOWN, ""
    listed = any(requirement.name in text(at(body, "data").get("trafficRouterPlugins")) for body in known)
    return (MET, "") if listed else (MISSING, "argo-rollouts-config does not list it")


def _of_load_balancer(_requirement: Requirement, cluster: Cluster) -> Answer:
    if cluster.serves_group("metallb.io"):
        return MET, "MetalLB"
    for node in cluster.nodes():
        provider = text(at(node, "spec").get("providerID"))
        if provider.startswith(_CLOUDS):
            return MET, f"the cloud of {provider.partition(':')[0]}"
    return UNKNOWN, ""


def _of_policies(_requirement: Requirement, cluster: Cluster) -> Answer:
    found = next((name for group, name in _ENFORCERS.items() if cluster.serves_group(group)), "")
    return (MET, found) if found else (UNKNOWN, "")


_ANSWERS: dict[str, Callable[[Requirement, Cluster], Answer]] = {
    KUBERNETES: _of_kubernetes,
    GATE: _of_gate,
    DEFINITION: _of_definition,
    METRICS: _of_metrics,
    PROVISIONER: _of_provisioner,
    NODE: _of_node,
    DEVICE: _of_device,
    LOAD_BALANCER: _of_load_balancer,
    TRAFFIC_PLUGIN: _of_traffic_plugin,
    POLICIES: _of_policies,
}
