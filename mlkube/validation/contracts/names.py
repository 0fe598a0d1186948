"""Names that objects use of each other: XREF-001 to 003, 005, 007 to 010, 012."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.validation.contracts.judged import items, mapping, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_CONTAINERS = ("containers", "initContainers")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_ALWAYS_THERE = {("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")}
_CLUSTER_ROLES = ("cluster-admin", "admin", "edit", "view")
_ACTION = "use-annotation"
_BRING = "is it in the cluster? name it under `external` in the settings"


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if not party.is_view:
        _check_twice(party, objects)
    if party.pod:
        for kind, name, path, optional in references(party):
            check_reference(party, kind, name, path, objects, optional=optional)
        _check_keys(party, objects)
        _check_probe_ports(party, objects)
    if party.kind == "Service":
        _check_service(party, objects)
    elif party.kind == "Ingress":
        _check_ingress(party, objects)
    elif party.kind in {"RoleBinding", "ClusterRoleBinding"}:
        _check_binding(party, objects)
    elif party.kind == "StatefulSet":
        _check_governing(party, objects)


def _check_twice(party: Party, objects: Objects) -> None:
    """Check XREF-009."""
    if not party.name:
        return
    api_version = str(party.body.get("apiVersion") or "")
    group = api_version.rpartition("/")[0]
    first = objects.find(party.kind, party.namespace, party.name)
    if first is None or first is party:
        return
    if str(first.body.get("apiVersion") or "").rpartition("/")[0] == group:
        from mlkube.k8s.custom import CLUSTER_KINDS  # noqa: PLC0415  only messages need it
        from mlkube.schema.kinds import is_cluster_scoped  # noqa: PLC0415  as above

        of_cluster = (api_version, party.kind) in CLUSTER_KINDS or is_cluster_scoped(api_version, party.kind)
        where = "" if of_cluster else f" in namespace {party.namespace}"
        text = f"{party.kind}/{party.name} stands twice{where}; the later one would win"
        objects.error("XREF-009", party, "metadata.name", text)


def references(party: Party) -> Iterator[tuple[str, str, str, bool]]:  # noqa: C901 one case after the other
    """Yield kind, name and path of each object that a pod uses, and whether it may be missing."""
    pod, path = party.pod, party.pod_path
    if pod.get("serviceAccountName"):
        yield "ServiceAccount", str(pod["serviceAccountName"]), f"{path}.serviceAccountName", False
    for at, volume in enumerate(items(pod.get("volumes"))):
        where = f"{path}.volumes[{at}]"
        yield from _volume_references(volume, where)
    for field in _CONTAINERS:
        for at, container in enumerate(items(pod.get(field))):
            where = f"{path}.{field}[{at}]"
            for index, source in enumerate(items(container.get("envFrom"))):
                for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
                    reference = mapping(source.get(key))
                    if reference.get("name"):
                        place = f"{where}.envFrom[{index}].{key}.name"
                        yield kind, str(reference["name"]), place, bool(reference.get("optional"))
            for index, variable in enumerate(items(container.get("env"))):
                source = mapping(variable.get("valueFrom"))
                for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                    reference = mapping(source.get(key))
                    if reference.get("name"):
                        place = f"{where}.env[{index}].valueFrom.{key}.name"
                        yield kind, str(reference["name"]), place, bool(reference.get("optional"))


def _volume_references(volume: dict[str, Any], where: str) -> Iterator[tuple[str, str, str, bool]]:
    claim, config, secret = (
        mapping(volume.get(key)) for key in ("persistentVolumeClaim", "configMap", "secret")
    )
    if claim.get("claimName"):
        yield (
            "PersistentVolumeClaim",
            str(claim["claimName"]),
            f"{where}.persistentVolumeClaim.claimName",
            False,
        )
    if config.get("name"):
        yield "ConfigMap", str(config["name"]), f"{where}.configMap.name", bool(config.get("optional"))
    if secret.get("secretName"):
        yield "Secret", str(secret["secretName"]), f"{where}.secret.secretName", bool(secret.get("optional"))
    for index, source in enumerate(items(mapping(volume.get("projected")).get("sources"))):
        for key, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
            reference = mapping(source.get(key))
            if reference.get("name"):
                place = f"{where}.projected.sources[{index}].{key}.name"
                yield kind, str(reference["name"]), place, bool(reference.get("optional"))


def check_reference(
    party: Party,
    kind: str,
    name: str,
    path: str,
    objects: Objects,
    *,
    optional: bool = False,
    rule: str = "XREF-005",
) -> None:
    """Check XREF-005, or another rule that asks for an object of the same namespace."""
    if optional or (kind, name) in _ALWAYS_THERE or objects.is_external(kind, name):
        return
    if objects.find(kind, party.namespace, name) is None:
        known = [each.name for each in objects.of_kind(kind) if each.namespace == party.namespace]
        near = suggest(name, known)
        elsewhere = next((each.namespace for each in objects.of_kind(kind) if each.name == name), "")
        hint = f'did you mean "{near}"?' if near else _BRING
        if elsewhere:
            hint = f"it is in namespace {elsewhere}"
        text = f"{kind} {name} is not among these objects in namespace {party.namespace}"
        objects.warn(rule, party, path, text, hint=hint)


def _check_keys(party: Party, objects: Objects) -> None:
    """Check XREF-012: keys of ConfigMaps and Secrets that are among the objects."""
    for field in _CONTAINERS:
        for at, container in enumerate(items(party.pod.get(field))):
            for index, variable in enumerate(items(container.get("env"))):
                source = mapping(variable.get("valueFrom"))
                for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                    where = f"{party.pod_path}.{field}[{at}].env[{index}].valueFrom.{key}.key"
                    reference = mapping(source.get(key))
                    _check_key(party, kind, reference, reference.get("key"), where, objects)
    for at, volume in enumerate(items(party.pod.get("volumes"))):
        for key, kind, named in (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName")):
            reference = mapping(volume.get(key))
            for index, item in enumerate(items(reference.get("items"))):
                where = f"{party.pod_path}.volumes[{at}].{key}.items[{index}].key"
                _check_key(
                    party, kind, {**reference, "name": reference.get(named)}, item.get("key"), where, objects
                )


def _check_key(
    party: Party, kind: str, reference: dict[str, Any], key: object, path: str, objects: Objects
) -> None:
    name = reference.get("name")
    if not name or not isinstance(key, str) or reference.get("optional"):
        return
    target = objects.find(kind, party.namespace, str(name))
    if target is None:
        return
    known = {
        str(each)
        for field in ("data", "binaryData", "stringData")
        for each in mapping(target.body.get(field))
    }
    if key not in known:
        near = suggest(key, known)
        hint = f'did you mean "{near}"?' if near else f"it has {', '.join(sorted(known)) or 'no keys'}"
        objects.error("XREF-012", party, path, f"{kind} {name} has no key {key}", hint=hint)


def _check_probe_ports(party: Party, objects: Objects) -> None:
    """Check XREF-010."""
    for field in _CONTAINERS:
        for at, container in enumerate(items(party.pod.get(field))):
            names = strings([port.get("name") for port in items(container.get("ports"))])
            handlers = [(probe, mapping(container.get(probe))) for probe in _PROBES]
            lifecycle = mapping(container.get("lifecycle"))
            handlers += [
                (f"lifecycle.{hook}", mapping(lifecycle.get(hook))) for hook in ("postStart", "preStop")
            ]
            for where, handler in handlers:
                for kind in ("httpGet", "tcpSocket"):
                    port = mapping(handler.get(kind)).get("port")
                    if isinstance(port, str) and port not in names:
                        near = suggest(port, names)
                        objects.error(
                            "XREF-010",
                            party,
                            f"{party.pod_path}.{field}[{at}].{where}.{kind}.port",
                            f"the container has no port named {port}",
                            hint=f'did you mean "{near}"?' if near else "",
                        )


def _check_service(party: Party, objects: Objects) -> None:
    """Check XREF-001 and 002."""
    selector = mapping(party.spec.get("selector"))
    if not selector or party.spec.get("type") == "ExternalName":
        return
    pods = objects.selected(selector, party.namespace)
    if not pods:
        if not objects.is_external("Service", party.name) and not _made_by_custom(selector, party, objects):
            labels = ", ".join(f"{key}={value}" for key, value in selector.items())
            text = f"no pods among these objects have the labels {labels}"
            objects.warn("XREF-001", party, "spec.selector", text, hint="compare them with the pods' labels")
        return
    for at, port in enumerate(items(party.spec.get("ports"))):
        target = port.get("targetPort")
        if isinstance(target, str) and not any(target in port_names(each) for each in pods):
            near = suggest(target, [name for each in pods for name in port_names(each)])
            text = f"no container of {pods[0].kind}/{pods[0].name} has a port named {target}"
            hint = f'did you mean "{near}"?' if near else ""
            objects.error("XREF-002", party, f"spec.ports[{at}].targetPort", text, hint=hint)


def _made_by_custom(selector: dict[str, Any], party: Party, objects: Objects) -> bool:
    """Tell whether pods of a custom resource among the objects may have these labels: it is named in them."""
    values = {str(value) for value in selector.values()}
    return any(
        each.namespace == party.namespace
        and each.name in values
        and not each.pod
        and each.kind not in _NO_PODS
        for each in objects
    )


_NO_PODS = frozenset(
    [
        "Service",
        "ConfigMap",
        "Secret",
        "ServiceAccount",
        "Role",
        "RoleBinding",
        "ClusterRole",
        "ClusterRoleBinding",
        "Ingress",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        "AlertmanagerConfig",
        "PodMonitor",
        "Probe",
        "PrometheusRule",
        "ServiceMonitor",
        "Namespace",
        "ResourceQuota",
        "LimitRange",
        "LocalQueue",
        "PriorityClass",
        "StorageClass",
        "GRPCRoute",
        "Gateway",
        "HTTPRoute",
    ]
)


def port_names(party: Party) -> list[str]:
    """Return the names of the ports of an object's containers."""
    return [
        str(port["name"])
        for container in items(party.pod.get("containers"))
        for port in items(container.get("ports"))
        if port.get("name")
    ]


def _check_ingress(party: Party, objects: Objects) -> None:
    """Check XREF-003."""
    backends = [("spec.defaultBackend", mapping(party.spec.get("defaultBackend")))]
    for at, rule in enumerate(items(party.spec.get("rules"))):
        for index, path in enumerate(items(mapping(rule.get("http")).get("paths"))):
            backends.append((f"spec.rules[{at}].http.paths[{index}].backend", mapping(path.get("backend"))))
    for where, backend in backends:
        service = mapping(backend.get("service"))
        name = service.get("name")
        if not isinstance(name, str) or objects.is_external("Service", name):
            continue
        if mapping(service.get("port")).get("name") == _ACTION:
            continue  # an action of the AWS Load Balancer Controller, which annotations describe
        found = objects.find("Service", party.namespace, name)
        if found is None:
            text = f"Service {name} is not among these objects in namespace {party.namespace}"
            objects.warn("XREF-003", party, f"{where}.service.name", text, hint=_BRING)
            continue
        wanted = mapping(service.get("port"))
        ports = items(found.spec.get("ports"))
        by_name = wanted.get("name") and not any(port.get("name") == wanted["name"] for port in ports)
        by_number = wanted.get("number") and not any(port.get("port") == wanted["number"] for port in ports)
        if by_name or by_number:
            text = f"Service {name} has no port {wanted.get('name') or wanted.get('number')}"
            objects.error("XREF-003", party, f"{where}.service.port", text)


def _check_binding(party: Party, objects: Objects) -> None:
    """Check XREF-007."""
    reference = mapping(party.body.get("roleRef"))
    kind, name = str(reference.get("kind") or ""), str(reference.get("name") or "")
    cluster = kind == "ClusterRole"
    builtin = cluster and (name in _CLUSTER_ROLES or name.startswith("system:"))
    if name and not builtin and not objects.is_external(kind, name):
        found = objects.find_anywhere(kind, name) if cluster else objects.find(kind, party.namespace, name)
        if found is None:
            objects.warn(
                "XREF-007", party, "roleRef.name", f"{kind} {name} is not among these objects", hint=_BRING
            )
    for at, subject in enumerate(items(party.body.get("subjects"))):
        name = str(subject.get("name") or "")
        space = str(subject.get("namespace") or party.namespace)
        if subject.get("kind") != "ServiceAccount" or not name or name == "default":
            continue
        if objects.find("ServiceAccount", space, name) is None and not objects.is_external(
            "ServiceAccount", name
        ):
            text = f"ServiceAccount {name} is not among these objects in namespace {space}"
            objects.warn("XREF-007", party, f"subjects[{at}].name", text, hint=_BRING)


def _check_governing(party: Party, objects: Objects) -> None:
    """Check XREF-008."""
    name = party.spec.get("serviceName")
    if not isinstance(name, str) or not name or objects.is_external("Service", name):
        return
    service = objects.find("Service", party.namespace, name)
    if service is None:
        text = f"no headless Service {name} in namespace {party.namespace}: the pods get no names in DNS"
        objects.warn("XREF-008", party, "spec.serviceName", text, hint=_BRING)
    elif service.spec.get("clusterIP") != "None":
        text = f"Service {name} is not headless: the pods get no names in DNS"
        objects.error("XREF-008", party, "spec.serviceName", text, hint="set clusterIP: None there")
