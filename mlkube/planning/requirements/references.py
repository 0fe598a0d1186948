"""Names of other objects in an object: fields that mean the same in every kind, those of pods above all.

What is marked `optional: true` is not needed. Fields that hold a name of their own in one kind alone are in
`custom_references`.
"""

from __future__ import annotations

from mlkube.planning.body import items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.walk import Steps, Walked


class Reference:
    """A name of an object somewhere in another one; `steps` lead to it.

    `kind` may be several, any of which will do. The namespace is empty for objects that have none. An empty
    name stands for any object that `text` describes.
    """

    __slots__ = ("group", "kind", "name", "namespace", "steps", "text")

    def __init__(
        self, kind: str, name: str, namespace: str, steps: Steps, *, group: str = "", text: str = ""
    ) -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.steps = steps
        self.group = group
        self.text = text

    def __repr__(self) -> str:
        return f"<Reference to {self.kind} {self.name} at {self.steps}>"


# Kinds whose bodies hold texts of others, or descriptions of objects that are not there.
_WITHOUT = frozenset(("ConfigMap", "CustomResourceDefinition", "Secret", "Role", "ClusterRole", "Event"))

# Field to kind, where the field holds a text.
_TEXTS = {
    "claimName": "PersistentVolumeClaim",
    "deviceClassName": "DeviceClass",
    "gatewayClassName": "GatewayClass",
    "ingressClassName": "IngressClass",
    "priorityClassName": "PriorityClass",
    "resourceClaimName": "ResourceClaim",
    "resourceClaimTemplateName": "ResourceClaimTemplate",
    "runtimeClassName": "RuntimeClass",
    "secretName": "Secret",
    "serviceAccount": "ServiceAccount",
    "serviceAccountName": "ServiceAccount",
    "storageClassName": "StorageClass",
    "volumeAttributesClassName": "VolumeAttributesClass",
}

# Field to kind, where the field holds a mapping with the name.
_MAPPINGS = {
    "configMap": "ConfigMap",
    "configMapKeyRef": "ConfigMap",
    "configMapRef": "ConfigMap",
    "controllerExpandSecretRef": "Secret",
    "controllerPublishSecretRef": "Secret",
    "nodeExpandSecretRef": "Secret",
    "nodePublishSecretRef": "Secret",
    "nodeStageSecretRef": "Secret",
    "secret": "Secret",
    "secretKeyRef": "Secret",
    "secretRef": "Secret",
}

GROUPS = {
    "DeviceClass": "resource.k8s.io",
    "GatewayClass": "gateway.networking.k8s.io",
    "IngressClass": "networking.k8s.io",
    "PriorityClass": "scheduling.k8s.io",
    "ResourceClaim": "resource.k8s.io",
    "ResourceClaimTemplate": "resource.k8s.io",
    "RuntimeClass": "node.k8s.io",
    "StorageClass": "storage.k8s.io",
    "VolumeAttributesClass": "storage.k8s.io",
    "CSIDriver": "storage.k8s.io",
}

_CLUSTER = frozenset(
    (
        "CSIDriver",
        "DeviceClass",
        "GatewayClass",
        "IngressClass",
        "PersistentVolume",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
        "VolumeAttributesClass",
    )
)

# Objects that every cluster, or every namespace, has by itself.
_ALWAYS_THERE = frozenset(
    (
        ("ConfigMap", "kube-root-ca.crt"),
        ("PriorityClass", "system-cluster-critical"),
        ("PriorityClass", "system-node-critical"),
        ("ServiceAccount", "default"),
        ("StorageClass", ""),
    )
)


def references(resource: Resource, walked: Walked) -> Iterator[Reference]:
    """Yield the names of other objects in an object; `walked` are the mappings in it."""
    if resource.kind in _WITHOUT:
        return
    for steps, mapping in walked:
        for key, value in mapping.items():
            read = _READERS.get(key)
            if read is not None and value:
                for found in read(resource, mapping, key, steps):
                    if (found.kind, found.name) not in _ALWAYS_THERE:
                        yield found


def _of_text(resource: Resource, mapping: JsonObject, key: str, steps: Steps) -> Iterator[Reference]:
    name = text(mapping[key])
    if not name or mapping.get("optional") is True or _is_own(resource, key, steps):
        return
    if key == "serviceAccount" and mapping.get("serviceAccountName"):
        return  # the old spelling of the same field
    yield _reference(resource, _TEXTS[key], name, (*steps, key), text(mapping.get("secretNamespace")))


def _of_mapping(resource: Resource, mapping: JsonObject, key: str, steps: Steps) -> Iterator[Reference]:
    value = mapping[key]
    if isinstance(value, dict) and value.get("optional") is not True:
        name = text(value.get("name"))
        if name and isinstance(value.get("namespace", ""), str):
            kind = _MAPPINGS[key]
            yield _reference(resource, kind, name, (*steps, key, "name"), text(value.get("namespace")))


def _of_pull_secrets(resource: Resource, mapping: JsonObject, key: str, steps: Steps) -> Iterator[Reference]:
    value = mapping[key]
    for number, each in enumerate(value if isinstance(value, list) else ()):
        name, where = _entry(each)
        if name:
            yield _reference(resource, "Secret", name, (*steps, key, number, *where))


def _entry(each: Json) -> tuple[str, tuple[str, ...]]:
    """Return the name in an entry that is a mapping with it, or a text."""
    return (text(each.get("name")), ("name",)) if isinstance(each, dict) else (text(each), ())


def _of_csi(resource: Resource, mapping: JsonObject, key: str, steps: Steps) -> Iterator[Reference]:
    value = mapping[key]
    name = text(value.get("driver")) if isinstance(value, dict) else ""
    if name:
        yield _reference(resource, "CSIDriver", name, (*steps, key, "driver"))


def _of_selector(resource: Resource, mapping: JsonObject, key: str, steps: Steps) -> Iterator[Reference]:
    """Yield the Secrets and ConfigMaps of Prometheus' objects, which select a key by any field's name."""
    if not resource.api_version.startswith("monitoring.coreos.com/") or mapping.get("optional") is True:
        return
    name = text(mapping.get("name"))
    selects = name and isinstance(mapping[key], str) and set(mapping) <= {"name", "key", "optional"}
    if selects and steps and steps[-1] not in _MAPPINGS:
        yield _reference(resource, "Secret", name, (*steps, "name"))


def _is_own(resource: Resource, key: str, steps: Steps) -> bool:
    """Tell whether a field names what the object itself makes, or only what it is to be matched with."""
    kind = resource.kind
    if key == "storageClassName" and kind == "PersistentVolume":
        return True
    return key == "secretName" and kind == "Certificate" and steps == ("spec",)


def _reference(resource: Resource, kind: str, name: str, steps: Steps, namespace: str = "") -> Reference:
    where = "" if kind in _CLUSTER else namespace or resource.namespace
    return Reference(kind, name, where, steps, group=GROUPS.get(kind, ""))


_READERS: dict[str, Callable[[Resource, JsonObject, str, Steps], Iterator[Reference]]] = {
    **dict.fromkeys(_TEXTS, _of_text),
    **dict.fromkeys(_MAPPINGS, _of_mapping),
    "csi": _of_csi,
    "imagePullSecrets": _of_pull_secrets,
    "key": _of_selector,
}


def default_class_claims(resource: Resource, walked: Walked) -> Iterator[Steps]:
    """Yield the steps to each claim that takes whatever class is the default one: it names none."""
    for steps, mapping in walked:
        of_default = "storageClassName" not in mapping and not mapping.get("volumeName")
        if of_default and steps[-1:] == ("spec",) and _is_claim(resource, steps, mapping):
            yield steps


def _is_claim(resource: Resource, steps: Steps, mapping: JsonObject) -> bool:
    if resource.kind == "PersistentVolumeClaim":
        return steps == ("spec",)
    inside = "volumeClaimTemplates" in steps or "volumeClaimTemplate" in steps
    return inside and "accessModes" in mapping and isinstance(mapping.get("resources"), dict)


def named(value: Json, key: str = "name") -> Iterator[tuple[int, str]]:
    """Yield number and name of each mapping of a list that has one."""
    for number, each in enumerate(items(value)):
        name = text(each.get(key))
        if name:
            yield number, name
