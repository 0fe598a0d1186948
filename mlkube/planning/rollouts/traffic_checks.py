"""What is wrong with the traffic between versions."""

from __future__ import annotations

from mlkube.planning.rollouts.finding import ERROR, WARNING, RolloutFinding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.planning.rollouts.traffic import Traffic
    from mlkube.planning.rollouts.versions import Switch


def traffic_findings(traffic: Traffic, found: Iterable[Switch]) -> Iterator[RolloutFinding]:
    """Yield what is wrong with shares of routes, and with switches."""
    doors = {(door.namespace, door.name): door for door in traffic.doors}
    for rule in traffic.rules:
        if rule.shares and not rule.shares[0].total:
            said = "all weights are 0: each request is answered with an error"
            yield RolloutFinding(ERROR, rule.route, f"{rule.field}.backendRefs", said, "give one a weight")
        for share in rule.shares:
            door = doors.get((rule.namespace, share.service))
            if door is None or not share.weight or not door.sets or any(each.minimum for each in door.sets):
                continue
            said = f"{share} of requests go to Service/{share.service}, which may have no pod"
            yield RolloutFinding(WARNING, rule.route, f"{rule.field}.backendRefs", said)
    for switch in found:
        yield from _of_switch(switch)


def _of_switch(switch: Switch) -> Iterator[RolloutFinding]:
    service, field = switch.door.service, f"spec.selector[{switch.label}]"
    if not switch.active:
        chosen = switch.door.selector[switch.label]
        known = ", ".join(dict.fromkeys(each.value for each in switch.others))
        yield RolloutFinding(ERROR, service, field, f"no pods have {chosen}", f"there are {known}")
        return
    now = sum(each.pods.minimum for each in switch.active)
    for other in switch.others:
        then = other.pods.minimum
        if then < now:
            said = f"a switch to {other.value} meets {then} pods where {switch.active[0].value} has {now}"
            hint = f"scale {other.pods.owner} first"
            yield RolloutFinding(WARNING, service, field, said, hint)
