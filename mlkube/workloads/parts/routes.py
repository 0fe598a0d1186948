"""Routes of the Gateway API to the ports of Services: HTTPRoute for REST, GRPCRoute for gRPC.

Source: gateway-api.sigs.k8s.io; kubernetes-sigs/gateway-api v1.6.1, config/crd/standard.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import DNS_LABEL, OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.branches import Branch

HOSTNAME = r"(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_DURATION = r"([0-9]{1,5}(h|m|s|ms)){1,4}"
_UNCLEAR = ("/../", "/./", "//", "%2f", "%2F", "#")
_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


class RoutePath(Spec):
    """A path of requests.

    A prefix compares whole segments: `/v1/models/m` is none of `/v1/models/m:predict`.
    """

    value: str = field(doc="The path.", pattern=r"/.*", hint="an absolute path")
    type: Literal["Exact", "PathPrefix", "RegularExpression"] = field(
        default="PathPrefix",
        doc="How it is compared; which regular expressions are understood depends on the implementation.",
    )


class RouteTimeouts(Spec):
    """How long a request may take; a generating model needs more than most gateways allow by default."""

    request: str | None = field(
        default=None, doc="The whole request, with all retries.", pattern=_DURATION, hint="write it as 30s"
    )
    backend_request: str | None = field(
        default=None, doc="One try of a pod.", pattern=_DURATION, hint="write it as 30s"
    )


class GrpcRoute(Spec):
    """A GRPCRoute to the gRPC port; its host names are none of those of REST on the same listener."""

    hostnames: Sequence[str] = field(
        doc="Host names under which it is reached.", pattern=HOSTNAME, hint="lower-case names of DNS"
    )
    section_name: str | None = field(default=None, doc="Listener of the Gateway.")
    services: Sequence[str] = field(
        default=(),
        doc="gRPC services that are let through, such as tensorflow.serving.PredictionService; all without "
        "it.",
    )
    filters: Sequence[Json] = field(default=(), doc="Filters, as a rule of a GRPCRoute has them.")


class Route(Spec):
    """A Gateway API HTTPRoute to the REST port, and a GRPCRoute on request."""

    hostnames: Sequence[str] = field(
        doc="Host names under which it is reached.", pattern=HOSTNAME, hint="lower-case names of DNS"
    )
    gateway: str | None = field(
        default=None,
        doc="Gateway that carries it; the workload's own gateway without it.",
        pattern=OBJECT_NAME,
    )
    gateway_namespace: str | None = field(
        default=None,
        doc="The Gateway's namespace, where it is another; its listener must allow routes of ours.",
        pattern=DNS_LABEL,
    )
    section_name: str | None = field(default=None, doc="Listener of the Gateway.")
    paths: Sequence[RoutePath] = field(
        default=(), doc="Paths that are let through; those of the server's API without it."
    )
    timeouts: RouteTimeouts | None = field(default=None, doc="How long a request may take.")
    filters: Sequence[Json] = field(default=(), doc="Filters, as a rule of an HTTPRoute has them.")
    grpc: GrpcRoute | None = field(default=None, doc="A GRPCRoute to the gRPC port beside it.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what no Gateway accepts: unclear paths, crossed timeouts, one host name for REST and gRPC."""
        for at, each in enumerate(self.paths):
            if each.type != "RegularExpression":
                yield from path_faults(each.value, (*path, "paths", at, "value"))
        timeouts = self.timeouts
        if timeouts is not None and timeouts.request is not None and timeouts.backend_request is not None:
            whole = _milliseconds(timeouts.request)
            if whole and _milliseconds(timeouts.backend_request) > whole:
                yield Fault(
                    (*path, "timeouts", "backendRequest"),
                    f"{timeouts.backend_request} is more than request, {timeouts.request}",
                    other=(*path, "timeouts", "request"),
                )
        if self.grpc is None or (self.section_name != self.grpc.section_name and self.section_name):
            return
        for at, hostname in enumerate(self.grpc.hostnames):
            if hostname in self.hostnames:
                reason = f"{hostname} leads to REST; a Gateway takes one kind of route for a host name"
                hint = "give gRPC a host name of its own, or listeners (sectionName) to both"
                yield Fault((*path, "grpc", "hostnames", at), reason, hint, other=(*path, "hostnames"))


def http_route_spec(
    route: Route, gateway: str, branches: Sequence[Branch], port: int, prefix: str
) -> JsonObject:
    """Return `spec` of the HTTPRoute; `prefix` is what the paths of the server's API begin with."""
    paths: list[JsonObject] = [{"type": each.type, "value": each.value} for each in route.paths] or [
        {"type": "PathPrefix", "value": prefix}
    ]
    rules: list[Json] = []
    for branch in branches:
        rule: JsonObject = {
            "matches": [{"path": path, **headers} for headers in _header_matches(branch) for path in paths],
            "backendRefs": _backend_refs(branch, port),
        }
        if route.filters:
            rule["filters"] = [*route.filters]
        if route.timeouts is not None:
            rule["timeouts"] = _timeouts(route.timeouts)
        rules.append(rule)
    return {
        "parentRefs": [_parent(route, gateway, route.section_name)],
        "hostnames": [*route.hostnames],
        "rules": rules,
    }


def grpc_route_spec(
    route: Route, grpc: GrpcRoute, gateway: str, branches: Sequence[Branch], port: int
) -> JsonObject:
    """Return `spec` of the GRPCRoute."""
    methods: list[JsonObject] = [{"method": {"service": service}} for service in grpc.services] or [{}]
    rules: list[Json] = []
    for branch in branches:
        matches = [{**method, **headers} for headers in _header_matches(branch) for method in methods]
        rule: JsonObject = {"backendRefs": _backend_refs(branch, port)}
        if any(matches):
            rule["matches"] = [*matches]
        if grpc.filters:
            rule["filters"] = [*grpc.filters]
        rules.append(rule)
    return {
        "parentRefs": [_parent(route, gateway, grpc.section_name or route.section_name)],
        "hostnames": [*grpc.hostnames],
        "rules": rules,
    }


def _header_matches(branch: Branch) -> list[JsonObject]:
    return [{"headers": [*headers]} for headers in branch.headers] or [{}]


def _backend_refs(branch: Branch, port: int) -> list[Json]:
    """Return the Services of a branch, with their weights where there are several."""
    return [
        {"name": each.service, "port": port, **({} if each.weight is None else {"weight": each.weight})}
        for each in branch.backends
    ]


def _parent(route: Route, gateway: str, section: str | None) -> JsonObject:
    parent: JsonObject = {"name": gateway}
    if route.gateway is not None and route.gateway_namespace is not None:
        parent["namespace"] = route.gateway_namespace
    if section is not None:
        parent["sectionName"] = section
    return parent


def _timeouts(timeouts: RouteTimeouts) -> JsonObject:
    result: JsonObject = {}
    if timeouts.request is not None:
        result["request"] = timeouts.request
    if timeouts.backend_request is not None:
        result["backendRequest"] = timeouts.backend_request
    return result


def path_faults(value: str, path: Path) -> Iterator[Fault]:
    """Yield a path that the server refuses: it is another one after it is made plain, or never asked for."""
    for part in _UNCLEAR:
        if part in value or (part.startswith("/.") and value.endswith(part[:-1])):
            yield Fault(path, f'"{value}" holds {part}', "write the path as requests have it")
            return


def _milliseconds(duration: str) -> int:
    import re  # noqa: PLC0415  few routes have timeouts

    return sum(
        int(number) * _MILLISECONDS[unit] for number, unit in re.findall(r"([0-9]+)(ms|h|m|s)", duration)
    )
