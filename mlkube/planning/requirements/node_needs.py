"""What pods ask of nodes (labels, taints, devices), and other objects of nodes and of the network."""

from __future__ import annotations

from mlkube.planning.body import at, items, text
from mlkube.planning.devices import devices_of
from mlkube.planning.requirements.node_terms import terms_of_pod, terms_of_selector, terms_text, tolerates_all
from mlkube.planning.requirements.requirement import DEVICE, LOAD_BALANCER, NODE, POLICIES, Requirement
from mlkube.planning.requirements.systems import system_of_label, system_of_resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.requirements.brought import Brought
    from mlkube.planning.requirements.walk import Steps

    Found = tuple[Requirement, Steps]


OFFERED_BY = "offered by"


def pod_needs(pods: PodSet, brought: Brought) -> Iterator[Found]:
    """Yield the nodes and devices that the pods of one template need."""
    where: Steps = ("spec",) if pods.kind == "Pod" else _steps(pods.path)
    spec = pods.spec
    terms, tolerations = terms_of_pod(spec), tuple(items(spec.get("tolerations")))
    if terms or (tolerations and not tolerates_all(tolerations)):
        yield _node(terms, tolerations), (*where, *_placing(spec)) if where else ()
    for name, amount in sorted(devices_of(spec).items()):
        plugin = brought.device_plugin(name)
        by = None if plugin else system_of_resource(name)
        said = f"{OFFERED_BY} {plugin} of the render" if plugin else ""
        found = Requirement(DEVICE, name, text=said, by=by, amount=amount)
        yield found, (*where, *_holder(spec, name)) if where else ()


def other_needs(resource: Resource) -> Iterator[Found]:
    """Yield what objects without pods need of nodes and of the network."""
    spec = at(resource.body, "spec")
    if resource.kind == "PersistentVolume":
        required = at(spec, "nodeAffinity", "required")
        terms = terms_of_selector(required)
        if terms:
            yield _node(terms), ("spec", "nodeAffinity")
    elif resource.kind == "ResourceFlavor" and at(spec, "nodeLabels"):
        yield _of_flavor(spec), ("spec", "nodeLabels")
    elif resource.kind == "Service" and spec.get("type") == "LoadBalancer":
        said = "an implementation of Services of type LoadBalancer"
        yield Requirement(LOAD_BALANCER, text=said), ("spec", "type")
    elif resource.kind == "NetworkPolicy":
        yield Requirement(POLICIES, text="a network plugin that enforces NetworkPolicies"), ()


def _of_flavor(spec: JsonObject) -> Requirement:
    """Return the nodes of a flavor of Kueue, which puts labels and tolerations on admitted pods."""
    terms = terms_of_pod({"nodeSelector": at(spec, "nodeLabels")})
    return _node(terms, tuple(items(spec.get("tolerations"))))


def _node(terms: tuple[JsonObject, ...], tolerations: tuple[JsonObject, ...] = ()) -> Requirement:
    keys = [text(each.get("key")) for term in terms for each in items(term.get("matchExpressions"))]
    by = next((system for key in keys if (system := system_of_label(key)) is not None), None)
    said = terms_text(terms, tolerations)
    return Requirement(NODE, text=said, by=by, terms=terms, tolerations=tolerations)


def _placing(spec: JsonObject) -> Steps:
    """Return the steps to the field of a pod that says most of where it runs."""
    labels = at(spec, "nodeSelector")
    if labels:
        return ("nodeSelector", next(iter(labels)))
    fields = ("affinity", "topologySpreadConstraints", "tolerations")
    return tuple(field for field in fields if field in spec)[:1]


def _holder(spec: JsonObject, name: str) -> Steps:
    """Return the steps to the first container's amount of a resource."""
    for field in ("containers", "initContainers"):
        for number, container in enumerate(items(spec.get(field))):
            for amounts in ("limits", "requests"):
                if name in at(container, "resources", amounts):
                    return (field, number, "resources", amounts, name)
    return ()


def _steps(path: str) -> Steps:
    """Return the steps to the pod spec below a path of keys and indices."""
    if not path:
        return ()
    steps: list[str | int] = []
    for part in path.split("."):
        key, *indices = part.replace("]", "").split("[")
        steps += [key, *(int(index) for index in indices)]
    return (*steps, "spec")
