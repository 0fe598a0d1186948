"""Service: SVC-*, WARN-013."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.finding import ERROR
from mlkube.validation.rules.addresses import has_host_bits, strict_cidr, warn_of_address
from mlkube.validation.rules.selectors import check_labels
from mlkube.validation.rules.service_addresses import check_cluster_addresses, check_external_addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_PROTOCOLS = ("SCTP", "TCP", "UDP")
_AFFINITIES = ("ClientIP", "None")
_POLICIES = ("Cluster", "Local")
_MOST_SECONDS = 86400
_FIRST_NODE_PORT, _LAST_NODE_PORT = 30000, 32767
_SAME_ZONE_SINCE = 34


def check_service(service: dict[str, Any], check: Check) -> None:
    """Check a Service."""
    spec = service.get("spec") or {}
    kind = spec.get("type") or "ClusterIP"
    headless = spec.get("clusterIP") == "None"
    _check_kind(spec, kind, headless=headless, check=check)
    affinity = spec.get("sessionAffinity") or "None"
    if affinity not in _AFFINITIES:
        check.unsupported("SVC-018", "spec.sessionAffinity", affinity, _AFFINITIES)
    elif affinity == "ClientIP":
        _check_timeout(spec.get("sessionAffinityConfig"), check)
    if selector := spec.get("selector"):
        check_labels(selector, "spec.selector", check, "SVC-013")
    ports = spec.get("ports") or ()
    _check_ports(ports, kind, check)
    check_cluster_addresses(spec, kind, check)
    check_external_addresses(spec, check)
    _check_balancer(spec, kind, check)
    _check_traffic(spec, kind, check)
    if kind in {"NodePort", "LoadBalancer"} and not any(each.severity == ERROR for each in check.findings):
        _check_range(ports, check)
    _warn(spec, kind, headless=headless, check=check)


def _check_kind(spec: dict[str, Any], kind: str, *, headless: bool, check: Check) -> None:
    """Check SVC-001, 002, 016."""
    if not spec.get("ports") and not headless and kind != "ExternalName":
        check.required("SVC-001", "spec.ports")
    if kind not in _TYPES:
        check.unsupported("SVC-002", "spec.type", kind, _TYPES)
    if kind == "ExternalName":
        name = spec.get("externalName") or ""
        plain = name.removesuffix(".")
        if plain:
            check.invalid_each("SVC-016", "spec.externalName", plain, formats.subdomain(plain))
        else:
            check.required("SVC-016", "spec.externalName")


def _check_timeout(config: dict[str, Any] | None, check: Check) -> None:
    """Check SVC-019; without a config the default holds."""
    if not config:
        return
    client = config.get("clientIP") or {}
    seconds = client.get("timeoutSeconds")
    if seconds is not None and not 0 < seconds <= _MOST_SECONDS:
        where = "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
        check.invalid("SVC-019", where, seconds, f"must be greater than 0 and less than {_MOST_SECONDS}")


def _check_ports(ports: Any, kind: str, check: Check) -> None:  # noqa: ANN401  any sequence
    names: set[str] = set()
    pairs: set[tuple[str, int]] = set()
    node_ports: set[tuple[str, int]] = set()
    several = len(ports) > 1
    for at, port in enumerate(ports):
        where = f"spec.ports[{at}]"
        _check_port(port, where, names, several=several, check=check)
        protocol, number = port.get("protocol") or "TCP", port.get("port") or 0
        if (protocol, number) in pairs:
            dump = {"name": port.get("name") or "", "protocol": protocol, "port": number}
            check.duplicate("SVC-008", where, dump)
        pairs.add((protocol, number))
        node_port = port.get("nodePort") or 0
        if node_port:
            _check_node_port(node_port, protocol, kind, f"{where}.nodePort", node_ports, check)


def _check_port(port: dict[str, Any], where: str, names: set[str], *, several: bool, check: Check) -> None:
    """Check SVC-003 to 007, 012."""
    name = port.get("name") or ""
    if not name:
        if several:
            check.required("SVC-003", f"{where}.name")
    else:
        check.invalid_each("SVC-004", f"{where}.name", name, formats.label(name))
        if name in names:
            check.duplicate("SVC-004", f"{where}.name", name)
        names.add(name)
    number = port.get("port") or 0
    check.invalid_each("SVC-005", f"{where}.port", number, formats.port_number(number))
    protocol = port.get("protocol") or "TCP"
    if protocol not in _PROTOCOLS:
        check.unsupported("SVC-006", f"{where}.protocol", protocol, _PROTOCOLS)
    target = port.get("targetPort") or number
    if target != number or isinstance(target, str):
        hint = "write the number without quotes" if isinstance(target, str) and target.isdecimal() else ""
        for problem in formats.port_number_or_name(target):
            check.invalid("SVC-007", f"{where}.targetPort", target, problem, hint=hint)
    elif not port.get("targetPort") or target == number:
        check.invalid_each("SVC-007", f"{where}.targetPort", target, formats.port_number(target))
    application = port.get("appProtocol")
    if application is not None:
        check.invalid_each(
            "SVC-012", f"{where}.appProtocol", application, formats.qualified_name(application)
        )


def _check_node_port(
    number: int, protocol: str, kind: str, where: str, taken: set[tuple[str, int]], check: Check
) -> None:
    """Check SVC-009 and 010."""
    if kind == "ClusterIP":
        check.forbidden("SVC-009", where, "may not be used when `type` is 'ClusterIP'")
    elif kind == "ExternalName":
        check.forbidden("SVC-009", where, "may not be used when `type` is 'ExternalName'")
    if (protocol, number) in taken:
        check.duplicate("SVC-010", where, number)
    taken.add((protocol, number))


def _check_range(ports: Any, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check SVC-011, which the server does once all else is right, with its default range."""
    span = f"{_FIRST_NODE_PORT}-{_LAST_NODE_PORT}"
    for at, port in enumerate(ports):
        number = port.get("nodePort") or 0
        if number and not _FIRST_NODE_PORT <= number <= _LAST_NODE_PORT:
            detail = f"provided port is not in the valid range. The range of valid ports is {span}"
            check.invalid("SVC-011", f"spec.ports[{at}].nodePort", number, detail)


def _check_balancer(spec: dict[str, Any], kind: str, check: Check) -> None:
    """Check SVC-021 to 023."""
    ranges = spec.get("loadBalancerSourceRanges") or ()
    where = "spec.LoadBalancerSourceRanges"
    if ranges and kind != "LoadBalancer":
        detail = "may only be used when `type` is 'LoadBalancer'"
        check.forbidden("SVC-021", where, detail, at="spec.loadBalancerSourceRanges")
    for at, each in enumerate(ranges):
        text = each.strip()
        check.invalid_each(
            "SVC-021",
            f"{where}[{at}]",
            each,
            strict_cidr(text, check.minor),
            at=f"spec.loadBalancerSourceRanges[{at}]",
        )
    detail = "may only be used when `type` is 'LoadBalancer'"
    if spec.get("allocateLoadBalancerNodePorts") is not None and kind != "LoadBalancer":
        check.forbidden("SVC-022", "spec.allocateLoadBalancerNodePorts", detail)
    name = spec.get("loadBalancerClass")
    if name is not None:
        if kind != "LoadBalancer":
            check.forbidden("SVC-023", "spec.loadBalancerClass", detail)
        else:
            check.invalid_each("SVC-023", "spec.loadBalancerClass", name, formats.qualified_name(name))


def _check_traffic(spec: dict[str, Any], kind: str, check: Check) -> None:
    """Check SVC-024 to 027."""
    external = spec.get("externalTrafficPolicy")
    reachable = kind in {"LoadBalancer", "NodePort"} or (
        kind == "ClusterIP" and bool(spec.get("externalIPs"))
    )
    where = "spec.externalTrafficPolicy"
    if external:
        if not reachable:
            detail = "may only be set for externally-accessible services"
            check.invalid("SVC-024", where, external, detail)
        elif external not in _POLICIES:
            check.unsupported("SVC-024", where, external, _POLICIES)
    health = spec.get("healthCheckNodePort") or 0
    if health and not (kind == "LoadBalancer" and external == "Local"):
        detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        check.invalid("SVC-026", "spec.healthCheckNodePort", health, detail)
    internal = spec.get("internalTrafficPolicy")
    if internal is not None and internal not in _POLICIES:
        check.unsupported("SVC-025", "spec.internalTrafficPolicy", internal, _POLICIES)
    distribution = spec.get("trafficDistribution")
    if distribution is not None:
        known: tuple[str, ...] = ("PreferClose",)
        if check.minor >= _SAME_ZONE_SINCE:
            known = ("PreferClose", "PreferSameNode", "PreferSameZone")
        if distribution not in known:
            check.unsupported("SVC-027", "spec.trafficDistribution", distribution, known)


def _warn(spec: dict[str, Any], kind: str, *, headless: bool, check: Check) -> None:
    """Warn of what has no effect: WARN-013."""
    if spec.get("externalName") and kind != "ExternalName":
        text = 'spec.externalName is ignored when spec.type is not "ExternalName"'
        check.warn("WARN-013", "spec.externalName", text)
    if headless and kind != "ExternalName":
        for field, unset in (("loadBalancerIP", ""), ("externalIPs", []), ("sessionAffinity", "None")):
            if (spec.get(field) or unset) != unset:
                check.warn("WARN-013", f"spec.{field}", f"spec.{field} is ignored for headless services")
    for field in ("clusterIP", "loadBalancerIP"):
        value = spec.get(field)
        if value and value != "None":
            warn_of_address(value, f"spec.{field}", check)
    for at, each in enumerate(spec.get("loadBalancerSourceRanges") or ()):
        if not strict_cidr(each.strip(), check.minor) and has_host_bits(each.strip()):
            check.warn(
                "WARN-017", f"spec.loadBalancerSourceRanges[{at}]", f'CIDR value "{each}" has host bits set'
            )


KINDS = {"Service": check_service}
