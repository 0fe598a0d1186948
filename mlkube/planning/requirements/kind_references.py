"""Names of other objects in fields that one kind of Kubernetes, or of its Gateway API, alone has."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, items, text
from mlkube.planning.requirements.references import GROUPS, Reference, default_class_claims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.walk import Steps, Walked

_GATEWAY = "gateway.networking.k8s.io"
_INGRESS_ANNOTATION = "kubernetes.io/ingress.class"
_RBAC = "rbac.authorization.k8s.io"
# Roles that every cluster has. Source: kubernetes.io, Using RBAC Authorization, "User-facing roles".
_USER_ROLES = frozenset(("admin", "cluster-admin", "edit", "view"))


def kind_references(resource: Resource, walked: Walked) -> Iterator[Reference]:
    """Yield the names of other objects in the fields of a kind, and the default classes that it takes."""
    read = _READERS.get((split_api_version(resource.api_version)[0], resource.kind))
    if read is not None:
        yield from read(resource, at(resource.body, "spec"))
    for steps in default_class_claims(resource, walked):
        said = "a default class, for claims that name none"
        yield Reference("StorageClass", "", "", steps, group=GROUPS["StorageClass"], text=said)


def _of_ingress(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    annotations = at(resource.body, "metadata", "annotations")
    if not spec.get("ingressClassName") and _INGRESS_ANNOTATION not in annotations:
        said = "a default class, for an Ingress that names none"
        yield Reference("IngressClass", "", "", ("spec",), group=GROUPS["IngressClass"], text=said)
    backends: list[tuple[Steps, JsonObject]] = [(("spec", "defaultBackend"), at(spec, "defaultBackend"))]
    for number, rule in enumerate(items(spec.get("rules"))):
        for index, path in enumerate(items(at(rule, "http").get("paths"))):
            steps: Steps = ("spec", "rules", number, "http", "paths", index, "backend")
            backends.append((steps, at(path, "backend")))
    for steps, backend in backends:
        name = text(at(backend, "service").get("name"))
        if name:
            yield Reference("Service", name, resource.namespace, (*steps, "service", "name"))


def _of_route(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for number, parent in enumerate(items(spec.get("parentRefs"))):
        kind, group = text(parent.get("kind"), "Gateway"), parent.get("group", _GATEWAY)
        where = text(parent.get("namespace"), resource.namespace)
        steps: Steps = ("spec", "parentRefs", number, "name")
        yield Reference(kind, text(parent.get("name")), where, steps, group=text(group))
    for number, rule in enumerate(items(spec.get("rules"))):
        for index, backend in enumerate(items(rule.get("backendRefs"))):
            kind, group = text(backend.get("kind"), "Service"), text(backend.get("group"))
            where = text(backend.get("namespace"), resource.namespace)
            steps = ("spec", "rules", number, "backendRefs", index, "name")
            yield Reference(kind, text(backend.get("name")), where, steps, group=group)


def _of_gateway(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for number, listener in enumerate(items(spec.get("listeners"))):
        for index, each in enumerate(items(at(listener, "tls").get("certificateRefs"))):
            kind, group = text(each.get("kind"), "Secret"), text(each.get("group"))
            where = text(each.get("namespace"), resource.namespace)
            steps = ("spec", "listeners", number, "tls", "certificateRefs", index, "name")
            yield Reference(kind, text(each.get("name")), where, steps, group=group)


def _of_binding(resource: Resource, _spec: JsonObject) -> Iterator[Reference]:
    role = at(resource.body, "roleRef")
    kind, name = text(role.get("kind")), text(role.get("name"))
    usual = kind == "ClusterRole" and (name in _USER_ROLES or name.startswith("system:"))
    if name and not usual:
        where = "" if kind == "ClusterRole" else resource.namespace
        yield Reference(kind, name, where, ("roleRef", "name"), group=_RBAC)
    for number, subject in enumerate(items(resource.body.get("subjects"))):
        name = text(subject.get("name"))
        if subject.get("kind") == "ServiceAccount" and name != "default":
            where = text(subject.get("namespace"), resource.namespace)
            yield Reference("ServiceAccount", name, where, ("subjects", number, "name"))


def _of_claim(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    name = text(spec.get("volumeName"))
    if name:
        yield Reference("PersistentVolume", name, "", ("spec", "volumeName"))
    elif spec.get("storageClassName") == "":
        said = "one without a class that fits the claim"
        yield Reference("PersistentVolume", "", "", ("spec", "storageClassName"), text=said)
    for field in ("dataSource", "dataSourceRef"):
        source = at(spec, field)
        if source.get("name"):
            where = text(source.get("namespace"), resource.namespace)
            group = text(source.get("apiGroup"))
            kind, steps = text(source.get("kind")), ("spec", field, "name")
            yield Reference(kind, text(source["name"]), where, steps, group=group)


def _of_stateful_set(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    name = text(spec.get("serviceName"))
    if name:
        yield Reference("Service", name, resource.namespace, ("spec", "serviceName"))


_READERS: dict[tuple[str, str], Callable[[Resource, JsonObject], Iterator[Reference]]] = {
    ("", "PersistentVolumeClaim"): _of_claim,
    ("apps", "StatefulSet"): _of_stateful_set,
    (_GATEWAY, "GRPCRoute"): _of_route,
    (_GATEWAY, "Gateway"): _of_gateway,
    (_GATEWAY, "HTTPRoute"): _of_route,
    (_GATEWAY, "TCPRoute"): _of_route,
    (_GATEWAY, "TLSRoute"): _of_route,
    ("networking.k8s.io", "Ingress"): _of_ingress,
    (_RBAC, "ClusterRoleBinding"): _of_binding,
    (_RBAC, "RoleBinding"): _of_binding,
}
