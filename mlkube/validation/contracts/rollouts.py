"""Versions side by side: autoscalers of each, and what a Rollout of Argo Rollouts names: ML-090 and 092."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping
from mlkube.validation.contracts.names import check_reference
from mlkube.validation.contracts.routes import backend_services
from mlkube.validation.contracts.scaling import target_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_PLUGIN = "argoproj-labs/gatewayAPI"
_SCALERS = ("HorizontalPodAutoscaler", "ScaledObject")


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.is_view:
        return
    if party.kind in _SCALERS:
        _check_scaled_once(party, objects)
    elif party.kind == "Rollout":
        _check_services(party, objects)
        _check_routes(party, objects)


def _check_scaled_once(party: Party, objects: Objects) -> None:
    """Check ML-090: an autoscaler counts by the selector of its target, and gives up where two count a pod.

    Source: kubernetes/kubernetes, pkg/controller/podautoscaler/horizontal.go (AmbiguousSelector).
    """
    own = _scaled(party, objects)
    selector = None if own is None else own.spec.get("selector")
    if own is None or not isinstance(selector, dict):
        return
    for pods in objects.selected_by(selector, own.namespace):
        if (pods.kind, pods.name) == (own.kind, own.name):
            continue
        other = next((each for each in _others(party, objects) if _scales(each, pods)), None)
        if other is not None:
            text = (
                f"the selector of {own.kind}/{own.name} selects pods of {pods.kind}/{pods.name}, "
                f"which {other.name} scales: both stop"
            )
            hint = "give the selector of each a label that only its own pods have"
            objects.error("ML-090", party, "spec.scaleTargetRef", text, hint=hint)
            return


def _others(party: Party, objects: Objects) -> Iterator[Party]:
    for kind in _SCALERS:
        for each in objects.of_kind_in(kind, party.namespace):
            if each is not party:
                yield each


def _scales(scaler: Party, pods: Party) -> bool:
    return target_of(scaler) == (pods.kind, pods.name)


def _scaled(scaler: Party, objects: Objects) -> Party | None:
    kind, name = target_of(scaler)
    return objects.find(kind, scaler.namespace, name)


def _check_services(party: Party, objects: Objects) -> None:
    """Check ML-092: the Services into whose selectors the controller writes."""
    for name, strategy in mapping(party.spec.get("strategy")).items():
        for key, value in mapping(strategy).items():
            if key.endswith("Service") and isinstance(value, str):
                where = f"spec.strategy.{name}.{key}"
                check_reference(party, "Service", value, where, objects, rule="ML-092")


def _check_routes(party: Party, objects: Objects) -> None:
    """Check ML-092: the routes whose weights the plugin writes lead to both Services."""
    canary = mapping(mapping(party.spec.get("strategy")).get("canary"))
    plugin = mapping(mapping(mapping(canary.get("trafficRouting")).get("plugins")).get(_PLUGIN))
    namespace = str(plugin.get("namespace") or party.namespace)
    services = [str(canary[key]) for key in ("stableService", "canaryService") if canary.get(key)]
    for path, kind, name in _routes(plugin):
        route = objects.find(kind, namespace, name)
        if route is None:
            continue
        found = {each for rule in items(route.spec.get("rules")) for each in backend_services(rule)}
        missing = [each for each in services if each not in found]
        if missing:
            text = f"{kind} {name} does not lead to Service {missing[0]}: its weight cannot be written"
            where = f"spec.strategy.canary.trafficRouting.plugins[{_PLUGIN}].{path}"
            objects.error("ML-092", party, where, text, hint="name both Services as its backendRefs")


def _routes(plugin: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and name of each route of the plugin."""
    for key, kind in (("httpRoute", "HTTPRoute"), ("grpcRoute", "GRPCRoute")):
        if plugin.get(key):
            yield key, kind, str(plugin[key])
        for at, route in enumerate(items(plugin.get(f"{key}s"))):
            yield f"{key}s[{at}].name", kind, str(route.get("name"))
