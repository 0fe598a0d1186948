"""Routes of the Gateway API and the Gateways that carry them: ML-088 and 089."""

from __future__ import annotations

from mlkube.core.hostnames import hostnames_meet
from mlkube.validation.contracts.judged import items, mapping, strings
from mlkube.validation.contracts.routes import ROUTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind not in ROUTES or party.is_view:
        return
    for at, parent in enumerate(items(party.spec.get("parentRefs"))):
        if parent.get("kind", "Gateway") == "Gateway":
            _check_listeners(parent, f"spec.parentRefs[{at}]", party, objects)
    if party.kind == "GRPCRoute":
        _check_taken(party, objects)


def _check_listeners(parent: dict[str, Any], where: str, party: Party, objects: Objects) -> None:
    """Check ML-088: a listener of the Gateway that takes the route."""
    namespace = str(parent.get("namespace") or party.namespace)
    gateway = objects.find("Gateway", namespace, str(parent.get("name")))
    if gateway is None:
        return
    listeners = items(gateway.spec.get("listeners"))
    section = parent.get("sectionName")
    chosen = [each for each in listeners if section in (None, each.get("name"))]
    if not chosen:
        known = ", ".join(str(each.get("name")) for each in listeners)
        text = f"Gateway {gateway.name} has no listener {section}"
        objects.error("ML-088", party, f"{where}.sectionName", text, hint=f"it has {known}")
        return
    open_to_us = [each for each in chosen if _takes_namespace(each, gateway, party)]
    if not open_to_us:
        text = f"Gateway {gateway.name} takes routes of namespace {gateway.namespace} alone"
        hint = "let its listener take routes of this namespace: allowedRoutes.namespaces"
        objects.error("ML-088", party, f"{where}.name", text, hint=hint)
        return
    names = strings(party.spec.get("hostnames"))
    if names and not any(_takes_name(each, name) for each in open_to_us for name in names):
        known = ", ".join(str(each.get("hostname")) for each in open_to_us)
        text = f"no listener of Gateway {gateway.name} takes {', '.join(names)}"
        objects.error("ML-088", party, "spec.hostnames", text, hint=f"they take {known}")


def _takes_namespace(listener: dict[str, Any], gateway: Party, party: Party) -> bool:
    """Tell whether routes of a namespace may attach; by labels they may."""
    allowed = mapping(mapping(listener.get("allowedRoutes")).get("namespaces"))
    return gateway.namespace == party.namespace or allowed.get("from", "Same") != "Same"


def _takes_name(listener: dict[str, Any], name: str) -> bool:
    own = listener.get("hostname")
    return not own or hostnames_meet(str(own), name)


def _check_taken(party: Party, objects: Objects) -> None:
    """Check ML-089: a host name that an HTTPRoute has at the same listener; a Gateway takes one of them."""
    own = {*_doors(party)}
    for other in objects.of_kind("HTTPRoute"):
        for name in strings(party.spec.get("hostnames")):
            if name in strings(other.spec.get("hostnames")) and own & {*_doors(other)}:
                text = f"HTTPRoute {other.name} has {name} at the same listener: one of the two is rejected"
                hint = "give gRPC a host name or a listener of its own"
                objects.error("ML-089", party, "spec.hostnames", text, hint=hint)
                return


def _doors(party: Party) -> Iterator[tuple[str, str, str]]:
    """Yield the Gateways of a route, with the listener where it names one."""
    for parent in items(party.spec.get("parentRefs")):
        namespace = str(parent.get("namespace") or party.namespace)
        yield namespace, str(parent.get("name")), str(parent.get("sectionName") or "")
