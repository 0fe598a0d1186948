"""Routes of the Gateway API and what they lead to: ML-085 to 087."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

ROUTES = ("HTTPRoute", "GRPCRoute")


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind in ROUTES and not party.is_view:
        for at, rule in enumerate(items(party.spec.get("rules"))):
            where = f"spec.rules[{at}].backendRefs"
            backends = items(rule.get("backendRefs"))
            for index, backend in enumerate(backends):
                _check_backend(backend, f"{where}[{index}]", party, objects)
            _check_weights(backends, where, party, objects)
            _check_same_pods(backends, where, party, objects)


def backend_services(rule: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the Services that a rule leads to."""
    for backend in items(rule.get("backendRefs")):
        if _is_service(backend) and backend.get("name"):
            yield str(backend["name"])


def _is_service(backend: dict[str, Any]) -> bool:
    return backend.get("kind", "Service") == "Service" and not backend.get("group")


def _service(backend: dict[str, Any], party: Party, objects: Objects) -> Party | None:
    """Return the Service of a backend, where it is among the objects."""
    if not _is_service(backend):
        return None
    namespace = str(backend.get("namespace") or party.namespace)
    return objects.find("Service", namespace, str(backend.get("name")))


def _check_backend(backend: dict[str, Any], where: str, party: Party, objects: Objects) -> None:
    """Check ML-085: a Service, and its port by number."""
    name = str(backend.get("name") or "")
    if not _is_service(backend) or not name or objects.is_external("Service", name):
        return
    service = _service(backend, party, objects)
    if service is None:
        namespace = str(backend.get("namespace") or party.namespace)
        near = suggest(name, [each.name for each in objects.of_kind_in("Service", namespace)])
        hint = (
            f'did you mean "{near}"?'
            if near
            else "is it in the cluster? name it under `external` in the settings"
        )
        text = f"Service {name} is not among these objects in namespace {namespace}"
        objects.warn("ML-085", party, f"{where}.name", text, hint=hint)
        return
    ports = [port.get("port") for port in items(service.spec.get("ports"))]
    wanted = backend.get("port")
    if isinstance(wanted, int) and wanted not in ports:
        known = ", ".join(str(port) for port in ports)
        text = f"Service {name} has no port {wanted}"
        objects.error("ML-085", party, f"{where}.port", text, hint=f"it has {known}" if known else "")


def _check_weights(backends: list[dict[str, Any]], where: str, party: Party, objects: Objects) -> None:
    """Check ML-086: a rule of which no backend gets a request."""
    if backends and all(backend.get("weight") == 0 for backend in backends):
        text = "every weight is 0: each request is answered with an error"
        objects.error("ML-086", party, where, text, hint="give one of them a weight")


def _check_same_pods(backends: list[dict[str, Any]], where: str, party: Party, objects: Objects) -> None:
    """Check ML-087: Services of a split that select the same pods, so that nothing is split.

    Those of a Rollout do until its controller writes into their selectors.
    """
    if len(backends) == 1:
        return
    kept = _kept_by_rollouts(party, objects)
    taken: dict[tuple[int, str], str] = {}
    for index, backend in enumerate(backends):
        service = _service(backend, party, objects)
        selector = mapping(service.spec.get("selector")) if service is not None else {}
        if service is None or not selector or service.name in kept:
            continue
        for pods in objects.selected(selector, service.namespace):
            other = taken.setdefault((pods.number, pods.pod_path), service.name)
            if other != service.name:
                text = f"Service {service.name} selects pods of {pods.kind}/{pods.name}, as {other} does"
                hint = "select each version by a label that only its pods have"
                objects.error("ML-087", party, f"{where}[{index}].name", text, hint=hint)
                break


def _kept_by_rollouts(party: Party, objects: Objects) -> set[str]:
    found: set[str] = set()
    for rollout in objects.of_kind_in("Rollout", party.namespace):
        for strategy in mapping(rollout.spec.get("strategy")).values():
            found |= {str(value) for key, value in mapping(strategy).items() if key.endswith("Service")}
    return found
