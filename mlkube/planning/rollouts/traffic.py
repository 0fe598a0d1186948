"""Who sends requests to which pods: Services by their selectors, routes by weight and match.

Sources: kubernetes.io, Service; gateway-api.sigs.k8s.io, HTTPRoute ("Traffic splitting": a weight is a
share of the sum of weights, 1 where none is written); kubernetes.io, Ingress.
"""

from __future__ import annotations

from fractions import Fraction

from mlkube.planning.body import at, count, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.rollouts.pod_index import PodIndex

_ROUTES = ("HTTPRoute", "GRPCRoute")


class Door:
    """A Service, and the pods that it selects."""

    __slots__ = ("name", "namespace", "ports", "selector", "service", "sets")

    def __init__(self, service: Resource, pods: PodIndex) -> None:
        spec = at(service.body, "spec")
        self.service = service
        self.name = service.name
        self.namespace = service.namespace
        self.selector = at(spec, "selector")
        self.ports = [_port(each) for each in items(spec.get("ports"))]
        self.sets = tuple(pods.selected(self.selector, service.namespace))

    def __str__(self) -> str:
        return f"Service/{self.name}"


class Share:
    """A part of the requests of one rule of a route: to a Service, `weight` of `total`."""

    __slots__ = ("service", "total", "weight")

    def __init__(self, service: str, weight: int, total: int) -> None:
        self.service = service
        self.weight = weight
        self.total = total

    @property
    def fraction(self) -> Fraction:
        """The part, 0 where all weights of the rule are 0."""
        return Fraction(self.weight, self.total) if self.total else Fraction(0)

    def __str__(self) -> str:
        return f"{self.weight}/{self.total}"


class Rule:
    """A rule of a route or an Ingress: what matches, how requests are shared, how long they may take.

    `seconds` is None where the rule says nothing of time.
    """

    __slots__ = ("field", "matches", "namespace", "route", "seconds", "shares")

    def __init__(
        self,
        route: Resource,
        field: str,
        matches: Sequence[str],
        shares: Sequence[Share],
        seconds: int | None,
    ) -> None:
        self.route = route
        self.namespace = route.namespace
        self.field = field
        self.matches = tuple(matches)
        self.shares = tuple(shares)
        self.seconds = seconds


class Traffic:
    """All Services and rules of a render, with the pods behind them."""

    __slots__ = ("_doors_to", "_rules_to", "doors", "rules")

    def __init__(self, resources: Iterable[Resource], pods: PodIndex) -> None:
        every = list(resources)
        self.doors = [Door(each, pods) for each in every if each.kind == "Service"]
        self.rules = [rule for each in every for rule in _rules(each)]
        self._doors_to: dict[PodSet, list[Door]] = {}
        for door in self.doors:
            for each in door.sets:
                self._doors_to.setdefault(each, []).append(door)
        self._rules_to: dict[tuple[str, str], list[tuple[Rule, Share]]] = {}
        for rule in self.rules:
            for share in rule.shares:
                self._rules_to.setdefault((rule.namespace, share.service), []).append((rule, share))

    def doors_to(self, pods: PodSet) -> list[Door]:
        """Return the Services that send to the pods of a set."""
        return self._doors_to.get(pods, [])

    def rules_to(self, door: Door) -> list[tuple[Rule, Share]]:
        """Return the rules that send to a Service, each with its share."""
        return self._rules_to.get((door.namespace, door.name), [])


def _port(port: JsonObject) -> str:
    name, number = text(port.get("name")), port.get("port")
    return f"{name} {number}" if name else str(number)


def _rules(resource: Resource) -> Iterator[Rule]:
    spec = at(resource.body, "spec")
    if resource.kind in _ROUTES:
        for number, rule in enumerate(items(spec.get("rules"))):
            backends = [
                each for each in items(rule.get("backendRefs")) if each.get("kind", "Service") == "Service"
            ]
            weights = [count(each.get("weight"), 1) for each in backends]
            shares = [
                Share(text(each.get("name")), weight, sum(weights))
                for each, weight in zip(backends, weights, strict=True)
            ]
            matches = [_match(each) for each in items(rule.get("matches"))]
            seconds = duration_seconds(text(at(rule, "timeouts").get("request")))
            yield Rule(resource, f"spec.rules[{number}]", matches, shares, seconds)
    elif resource.kind == "Ingress":
        for number, rule in enumerate(items(spec.get("rules"))):
            for index, path in enumerate(items(at(rule, "http").get("paths"))):
                service = text(at(path, "backend", "service").get("name"))
                where = f"{text(rule.get('host'), '*')}{text(path.get('path'), '/')}"
                field = f"spec.rules[{number}].http.paths[{index}]"
                yield Rule(resource, field, [where], [Share(service, 1, 1)] if service else (), None)


def _match(match: JsonObject) -> str:
    """Return a match as people read it: all of its parts must hold."""
    parts = []
    path = at(match, "path")
    if path and text(path.get("value"), "/") != "/":
        parts.append(f"path {'' if path.get('type') == 'Exact' else 'prefix '}{text(path.get('value'))}")
    if match.get("method"):
        method = match["method"]
        parts.append(f"method {'/'.join(map(str, method.values())) if isinstance(method, dict) else method}")
    for field, name in (("headers", "header"), ("queryParams", "query")):
        for each in items(match.get(field)):
            sign = "~" if each.get("type") == "RegularExpression" else "="
            parts.append(f"{name} {text(each.get('name'))} {sign} {text(each.get('value'))}")
    return " and ".join(parts) or "every request"


def duration_seconds(duration: str) -> int | None:
    """Return a duration of the Gateway API (`10s`, `1m30s`, `500ms`) in seconds, rounded up; None for none.

    Source: gateway-api.sigs.k8s.io, GEP-2257.
    """
    milliseconds, digits, rest = 0, "", duration
    units = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
    while rest:
        if rest[0].isdigit():
            digits, rest = digits + rest[0], rest[1:]
            continue
        unit = "ms" if rest.startswith("ms") else rest[0]
        if not digits or unit not in units:
            return None
        milliseconds += int(digits) * units[unit]
        digits, rest = "", rest[len(unit) :]
    return -(-milliseconds // 1000) if duration and not digits else None
