"""Monitors and the Services that they watch: XREF-011."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects


def check(party: Party, objects: Objects) -> None:
    """Check a ServiceMonitor or PodMonitor."""
    if party.kind == "ServiceMonitor":
        _check_service_monitor(party, objects)
    elif party.kind == "PodMonitor":
        _check_pod_monitor(party, objects)


def _check_service_monitor(party: Party, objects: Objects) -> None:
    from mlkube.validation.rules.selectors import selects  # noqa: PLC0415  few renders have monitors

    selector = party.spec.get("selector")
    if not isinstance(selector, dict) or party.spec.get("namespaceSelector"):
        return
    services = [
        each
        for each in objects.of_kind("Service")
        if each.namespace == party.namespace and selects(selector, each.labels)
    ]
    if not services:
        if not objects.is_external("ServiceMonitor", party.name):
            text = "no Service among these objects has these labels"
            objects.warn(
                "XREF-011",
                party,
                "spec.selector",
                text,
                hint="a monitor selects labels of Services, not of pods",
            )
        return
    names = [
        str(port["name"]) for each in services for port in items(each.spec.get("ports")) if port.get("name")
    ]
    for at, endpoint in enumerate(items(party.spec.get("endpoints"))):
        port = endpoint.get("port")
        if isinstance(port, str) and port and port not in names:
            near = suggest(port, names)
            text = f"Service {services[0].name} has no port named {port}"
            hint = f'did you mean "{near}"?' if near else f"it has {', '.join(names) or 'no named ports'}"
            objects.error("XREF-011", party, f"spec.endpoints[{at}].port", text, hint=hint)


def _check_pod_monitor(party: Party, objects: Objects) -> None:
    from mlkube.validation.contracts.names import port_names  # noqa: PLC0415  few renders have monitors

    selector = mapping(party.spec.get("selector"))
    if party.spec.get("namespaceSelector"):
        return
    pods = objects.selected_by(selector, party.namespace)
    if any(each.is_view for each in pods):
        return  # operators add ports of their own to the pods of their resources
    names = [name for each in pods for name in port_names(each)]
    for at, endpoint in enumerate(items(party.spec.get("podMetricsEndpoints"))):
        port = endpoint.get("port")
        if pods and isinstance(port, str) and port and port not in names:
            text = f"no container of {pods[0].kind}/{pods[0].name} has a port named {port}"
            objects.error("XREF-011", party, f"spec.podMetricsEndpoints[{at}].port", text)
