"""Ingress, IngressClass, NetworkPolicy: ING-*, NP-*, WARN-014."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.addresses import contains, strict_cidr
from mlkube.validation.rules.selectors import check_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")
_CLASS = "kubernetes.io/ingress.class"
_RELAXED_NAMES = 36
_CONTROLLER_LENGTH = 250
_BAD_PATHS = ("//", "/./", "/../", "%2f", "%2F")
_BAD_ENDS = ("/..", "/.")
_PROTOCOLS = ("TCP", "UDP", "SCTP")
_POLICY_TYPES = ("Ingress", "Egress")


def check_ingress(ingress: dict[str, Any], check: Check) -> None:
    """Check an Ingress: ING-001 to 017."""
    spec = ingress.get("spec") or {}
    rules, backend = spec.get("rules") or (), spec.get("defaultBackend")
    if not rules and backend is None:
        check.invalid("ING-001", "spec", None, "either `defaultBackend` or `rules` must be specified")
    if backend is not None:
        _check_backend(backend, "spec.defaultBackend", check)
    for at, rule in enumerate(rules):
        _check_rule(rule, f"spec.rules[{at}]", check)
    for at, tls in enumerate(spec.get("tls") or ()):
        for index, host in enumerate(tls.get("hosts") or ()):
            where = f"spec.tls[{at}].hosts[{index}]"
            problems = formats.wildcard_subdomain(host) if "*" in host else formats.subdomain(host)
            check.invalid_each("ING-014", where, host, problems)
        name = tls.get("secretName")
        if name:
            check.invalid_each("ING-015", f"spec.tls[{at}].secretName", name, formats.subdomain(name))
    _check_class(ingress, spec, check)


def _check_class(ingress: dict[str, Any], spec: dict[str, Any], check: Check) -> None:
    name = spec.get("ingressClassName")
    if name is not None:
        check.invalid_each("ING-016", "spec.ingressClassName", name, formats.subdomain(name))
    annotations = (ingress.get("metadata") or {}).get("annotations") or {}
    if _CLASS not in annotations:
        return
    old = annotations[_CLASS]
    if name is not None and name != old:
        detail = "must match `ingressClassName` when both are specified"
        check.invalid("ING-017", f"annotations.{_CLASS}", old, detail, at=f"metadata.annotations[{_CLASS}]")
    text = f"annotation \"{_CLASS}\" is deprecated, please use 'spec.ingressClassName' instead"
    check.warn("WARN-014", f"metadata.annotations[{_CLASS}]", text)


def _check_rule(rule: dict[str, Any], path: str, check: Check) -> None:
    host = rule.get("host")
    if host:
        if formats.parse_ip(host):
            check.invalid("ING-002", f"{path}.host", host, "must be a DNS name, not an IP address")
        problems = formats.wildcard_subdomain(host) if "*" in host else formats.subdomain(host)
        check.invalid_each("ING-003", f"{path}.host", host, problems)
    http = rule.get("http")
    if http is None:
        return
    paths = http.get("paths") or ()
    if not paths:
        check.required("ING-004", f"{path}.http.paths")
    for at, each in enumerate(paths):
        _check_path(each, f"{path}.http.paths[{at}]", check)


def _check_path(entry: dict[str, Any], path: str, check: Check) -> None:  # noqa: C901 one case after the other
    """Check ING-005 to 008."""
    kind, target = entry.get("pathType"), entry.get("path") or ""
    if kind is None:
        check.required("ING-005", f"{path}.pathType", "pathType must be specified")
        return
    if kind in {"Exact", "Prefix"}:
        if not target.startswith("/"):
            check.invalid("ING-007", f"{path}.path", target, "must be an absolute path")
        if target:
            for bad in _BAD_PATHS:
                if bad in target:
                    check.invalid("ING-008", f"{path}.path", target, f"must not contain '{bad}'")
            for bad in _BAD_ENDS:
                if target.endswith(bad):
                    check.invalid("ING-008", f"{path}.path", target, f"cannot end with '{bad}'")
    elif kind == "ImplementationSpecific":
        if target and not target.startswith("/"):
            check.invalid("ING-007", f"{path}.path", target, "must be an absolute path")
    else:
        check.unsupported("ING-006", f"{path}.pathType", kind, _PATH_TYPES)
    _check_backend(entry.get("backend") or {}, f"{path}.backend", check)


def _check_backend(backend: dict[str, Any], path: str, check: Check) -> None:
    """Check ING-009 to 013."""
    service, resource = backend.get("service"), backend.get("resource")
    if resource is not None and service is not None:
        check.invalid("ING-009", path, "", "cannot set both resource and service backends")
        return
    if resource is not None:
        _check_resource(resource, f"{path}.resource", check)
        return
    if service is None:
        check.invalid("ING-009", path, "", "resource or service backend is required")
        return
    name = service.get("name") or ""
    if not name:
        check.required("ING-010", f"{path}.service.name")
    else:
        form = formats.label if check.minor >= _RELAXED_NAMES else formats.label_1035
        check.invalid_each("ING-010", f"{path}.service.name", name, form(name))
    port = service.get("port") or {}
    number, port_name = port.get("number") or 0, port.get("name") or ""
    if not number and not port_name:
        check.required("ING-011", path, "port name or number is required", at=f"{path}.service.port")
    elif number and port_name:
        check.invalid(
            "ING-011", path, "", "cannot set both port name & port number", at=f"{path}.service.port"
        )
    elif number:
        check.invalid_each("ING-012", f"{path}.service.port.number", number, formats.port_number(number))
    else:
        check.invalid_each("ING-013", f"{path}.service.port.name", port_name, formats.port_name(port_name))


def _check_resource(resource: dict[str, Any], path: str, check: Check) -> None:
    group = resource.get("apiGroup")
    if group:
        check.invalid_each("ING-009", f"{path}.apiGroup", group, formats.subdomain(group))
    for field in ("kind", "name"):
        value = resource.get(field) or ""
        if not value:
            check.required("ING-009", f"{path}.{field}")
        else:
            check.invalid_each("ING-009", f"{path}.{field}", value, formats.path_segment(value))


def check_ingress_class(ingress_class: dict[str, Any], check: Check) -> None:
    """Check an IngressClass: ING-018."""
    controller = (ingress_class.get("spec") or {}).get("controller") or ""
    if not controller:
        check.required("ING-018", "spec.controller")
        return
    if len(controller) > _CONTROLLER_LENGTH:
        check.too_long("ING-018", "spec.controller", _CONTROLLER_LENGTH)
    check.invalid_each("ING-018", "spec.controller", controller, formats.domain_prefixed_path(controller))


def check_network_policy(policy: dict[str, Any], check: Check) -> None:
    """Check a NetworkPolicy: NP-001 to 010."""
    spec = policy.get("spec") or {}
    check_selector(spec.get("podSelector") or {}, "spec.podSelector", check)
    for field, peers in (("ingress", "from"), ("egress", "to")):
        for at, rule in enumerate(spec.get(field) or ()):
            where = f"spec.{field}[{at}]"
            for index, port in enumerate(rule.get("ports") or ()):
                _check_port(port, f"{where}.ports[{index}]", check)
            for index, peer in enumerate(rule.get(peers) or ()):
                _check_peer(peer, f"{where}.{peers}[{index}]", check)
    types = spec.get("policyTypes") or []
    if len(types) > len(_POLICY_TYPES):
        check.invalid("NP-010", "spec.policyTypes", types, "may not specify more than two policyTypes")
        return
    for at, kind in enumerate(types):
        if kind not in _POLICY_TYPES:
            check.unsupported("NP-009", f"spec.policyTypes[{at}]", kind, _POLICY_TYPES)


def _check_port(port: dict[str, Any], path: str, check: Check) -> None:
    """Check NP-002 to 004."""
    protocol = port.get("protocol")
    protocol = "TCP" if protocol is None else protocol
    if protocol not in _PROTOCOLS:
        check.unsupported("NP-002", f"{path}.protocol", protocol, _PROTOCOLS)
    number, end = port.get("port"), port.get("endPort")
    where = f"{path}.endPort"
    if number is None:
        if end is not None:
            check.invalid("NP-004", where, end, "may not be specified when `port` is not specified")
        return
    check.invalid_each("NP-003", f"{path}.port", number, formats.port_number_or_name(number))
    if end is None:
        return
    if isinstance(number, str):
        check.invalid("NP-004", where, end, "may not be specified when `port` is non-numeric")
        return
    if end < number:
        check.invalid("NP-004", where, end, "must be greater than or equal to `port`")
    check.invalid_each("NP-004", where, end, formats.port_number(end))


def _check_peer(peer: dict[str, Any], path: str, check: Check) -> None:
    """Check NP-005 to 008."""
    given = 0
    for field in ("podSelector", "namespaceSelector"):
        selector = peer.get(field)
        if selector is not None:
            given += 1
            check_selector(selector, f"{path}.{field}", check)
    block = peer.get("ipBlock")
    if block is not None:
        _check_block(block, f"{path}.ipBlock", check)
        if given:
            check.forbidden("NP-006", path, "may not specify both ipBlock and another peer")
    elif not given:
        check.required("NP-005", path, "must specify a peer")


def _check_block(block: dict[str, Any], path: str, check: Check) -> None:
    network = block.get("cidr") or ""
    if not network:
        check.required("NP-007", f"{path}.cidr")
        return
    problems = strict_cidr(network, check.minor)
    check.invalid_each("NP-007", f"{path}.cidr", network, problems)
    if formats.cidr(network):
        return
    for at, each in enumerate(block.get("except") or ()):
        where = f"{path}.except[{at}]"
        check.invalid_each("NP-008", where, each, strict_cidr(each, check.minor))
        if not formats.cidr(each) and not contains(network, each):
            check.invalid("NP-008", where, each, "must be a strict subset of `cidr`")


KINDS = {"Ingress": check_ingress, "IngressClass": check_ingress_class, "NetworkPolicy": check_network_policy}
