"""What a render brings itself: its objects, and those that operators make of its objects."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, items, text
from mlkube.planning.requirements.systems import offers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.references import Reference

    Key = tuple[str, str, str]

# Kind, and the names of Secrets and Services that its operator makes for an object of it.
# Sources: the documentation of Strimzi, ECK, KServe and the Flink operator on the objects that they create.
_MADE: dict[str, tuple[tuple[str, str], ...]] = {
    "Elasticsearch": (
        ("Secret", "{}-es-elastic-user"),
        ("Secret", "{}-es-http-certs-internal"),
        ("Secret", "{}-es-http-certs-public"),
        ("Service", "{}-es-http"),
        ("Service", "{}-es-internal-http"),
    ),
    "FlinkDeployment": (("Service", "{}-rest"),),
    "InferenceService": (
        ("Deployment", "{}-predictor"),
        ("Service", "{}"),
        ("Service", "{}-predictor"),
        ("Service", "{}-transformer"),
    ),
    "Kafka": (
        ("Secret", "{}-clients-ca-cert"),
        ("Secret", "{}-cluster-ca-cert"),
        ("Service", "{}-kafka-bootstrap"),
        ("Service", "{}-kafka-brokers"),
    ),
    "KafkaUser": (("Secret", "{}"),),
    "Kibana": (("Secret", "{}-kb-http-certs-public"), ("Service", "{}-kb-http")),
    "SealedSecret": (("Secret", "{}"),),
}

# Annotations that make a class the one for whoever names none.
DEFAULT_CLASS = {
    "IngressClass": ("ingressclass.kubernetes.io/is-default-class",),
    "StorageClass": (
        "storageclass.kubernetes.io/is-default-class",
        "storageclass.beta.kubernetes.io/is-default-class",
    ),
}

# A name that may be that of an object of another kind as well.
_EITHER = {"ServingRuntime": ("ClusterServingRuntime",)}

_SHIMS = ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer")


class Brought:
    """The names that a render brings, by kind and namespace."""

    __slots__ = ("_agents", "_definitions", "_general", "_groups", "_names", "_namespaces")

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._groups: set[str] = set()
        self._agents: list[tuple[str, str]] = []
        self._general: set[str] = set()
        self._names: set[Key] = set()
        self._namespaces: set[str] = set()
        self._definitions: dict[tuple[str, str], set[str]] = {}
        for resource in resources:
            self._names.add((resource.kind, resource.namespace, resource.name))
            self._names.update(_made_of(resource))
            if will_do(resource.kind, resource.body):
                self._general.add(resource.kind)
            if resource.kind == "Namespace":
                self._namespaces.add(resource.name)
            elif resource.kind == "CustomResourceDefinition":
                self._add_definition(resource)
            elif resource.kind == "APIService":
                self._groups.add(text(at(resource.body, "spec").get("group")))
            elif resource.kind == "DaemonSet":
                pod = at(resource.body, "spec", "template", "spec")
                images = (text(each.get("image")) for each in items(pod.get("containers")))
                self._agents.extend((image, str(resource)) for image in images)

    def _add_definition(self, resource: Resource) -> None:
        spec = at(resource.body, "spec")
        key = text(spec.get("group")), text(at(spec, "names").get("kind"))
        served = (each for each in items(spec.get("versions")) if each.get("served") is not False)
        self._definitions[key] = {text(each.get("name")) for each in served}

    def has(self, reference: Reference) -> bool:
        """Tell whether what is referred to is among the objects, or made of one of them."""
        if not reference.name:
            return reference.kind in self._general
        kinds = (reference.kind, *_EITHER.get(reference.kind, ()))
        return any(
            (kind, namespace, reference.name) in self._names
            for kind in kinds
            for namespace in (reference.namespace, "")
        )

    def has_api(self, group: str) -> bool:
        """Tell whether an aggregated API, such as that of metrics, is among the objects."""
        return group in self._groups

    def device_plugin(self, resource: str) -> str:
        """Return the DaemonSet among the objects that offers an extended resource; empty for none."""
        return next((agent for image, agent in self._agents if offers(image, resource)), "")

    def has_namespace(self, name: str) -> bool:
        """Tell whether a namespace is among the objects."""
        return name in self._namespaces

    def has_kind(self, api_version: str, kind: str) -> bool:
        """Tell whether a definition among the objects serves a kind in this version."""
        group, version = split_api_version(api_version)
        return version in self._definitions.get((group, kind), ())


def will_do(kind: str, body: JsonObject) -> bool:
    """Tell whether an object serves those who ask for one of its kind without a name."""
    if kind in DEFAULT_CLASS:
        annotations = at(body, "metadata", "annotations")
        return any(annotations.get(each) == "true" for each in DEFAULT_CLASS[kind])
    if kind == "PersistentVolume":
        return not at(body, "spec").get("storageClassName")
    return kind == "ClusterServingRuntime"


def _made_of(resource: Resource) -> Iterator[Key]:
    for kind, pattern in _MADE.get(resource.kind, ()):
        yield kind, resource.namespace, pattern.format(resource.name)
    spec = at(resource.body, "spec")
    if resource.kind == "Certificate":
        yield "Secret", resource.namespace, text(spec.get("secretName"))
    elif resource.kind == "ExternalSecret":
        yield "Secret", resource.namespace, text(at(spec, "target").get("name"), resource.name)
    elif resource.kind in {"Ingress", "Gateway"}:
        annotations = at(resource.body, "metadata", "annotations")
        if any(shim in annotations for shim in _SHIMS):  # cert-manager makes a Certificate for it
            yield from _certified(resource)


def _certified(resource: Resource) -> Iterator[Key]:
    spec = at(resource.body, "spec")
    for entry in items(spec.get("tls")):
        yield "Secret", resource.namespace, text(entry.get("secretName"))
    for listener in items(spec.get("listeners")):
        for each in items(at(listener, "tls").get("certificateRefs")):
            yield "Secret", text(each.get("namespace"), resource.namespace), text(each.get("name"))
