"""Versions that run side by side, and the one value of a Service that moves all requests between them."""

from __future__ import annotations

from mlkube.planning.body import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.planning.pod_set import PodSet
    from mlkube.planning.rollouts.pod_index import PodIndex
    from mlkube.planning.rollouts.traffic import Door, Traffic

    Family: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]

# Labels that tell versions of one thing apart.
_LABELS = (
    "mlkube.dev/version",
    "app.kubernetes.io/version",
    "version",
    "color",
    "colour",
    "slot",
    "track",
)


class Version:
    """A version: the value of the label, the pods that have it."""

    __slots__ = ("pods", "value")

    def __init__(self, value: str, pods: PodSet) -> None:
        self.value = value
        self.pods = pods

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "version": self.value,
            "workload": str(self.pods.owner),
            "minimum": self.pods.minimum,
            "maximum": self.pods.maximum,
        }


class Switch:
    """A Service whose selector names one of several versions: `label` is the key that a switch changes.

    `previews` are Services that select one of the others.
    """

    __slots__ = ("active", "door", "label", "others", "previews")

    def __init__(
        self,
        door: Door,
        label: str,
        active: Sequence[Version],
        others: Sequence[Version],
        previews: Sequence[tuple[str, str]],
    ) -> None:
        self.door = door
        self.label = label
        self.active = tuple(active)
        self.others = tuple(others)
        self.previews = tuple(previews)

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "service": self.door.name,
            "namespace": self.door.namespace,
            "label": self.label,
            "active": [each.to_json() for each in self.active],
            "others": [each.to_json() for each in self.others],
            "previews": [{"service": name, "version": value} for name, value in self.previews],
        }


def switches(traffic: Traffic, pods: PodIndex) -> Iterator[Switch]:
    """Yield each Service that selects one version, where pods of another would fit but for that one label.

    Where a route sends to Services of several versions, the route decides, and no Service of them is a
    switch. Nor is one that shows a version beside one that switches, whose name its own begins with.
    """
    routed = _routed(traffic)
    families = _families(traffic)
    for family, doors in families.items():
        _, label, rest = family
        fitting = pods.selected(dict(rest), family[0])
        for door in doors:
            if family in routed or any(door.name.startswith(f"{other.name}-") for other in doors):
                continue
            chosen = text(door.selector[label])
            versions = [Version(text(each.labels[label]), each) for each in fitting if label in each.labels]
            active = [each for each in versions if each.value == chosen]
            others = [each for each in versions if each.value != chosen]
            previews = [(each.name, text(each.selector[label])) for each in doors if each is not door]
            if others:
                yield Switch(door, label, active, others, previews)


def _families(traffic: Traffic) -> dict[Family, list[Door]]:
    """Return the Services whose selectors name a version, together with those of other versions."""
    found: dict[Family, list[Door]] = {}
    for door in traffic.doors:
        label = next((each for each in _LABELS if each in door.selector), "")
        if label:
            found.setdefault(_family(door, label), []).append(door)
    return found


def _routed(traffic: Traffic) -> set[Family]:
    """Return the families of Services that a route sends to with several members."""
    members: dict[tuple[str, Family], set[str]] = {}
    doors = {(door.namespace, door.name): door for door in traffic.doors}
    for rule in traffic.rules:
        for share in rule.shares:
            door = doors.get((rule.namespace, share.service))
            label = next((each for each in _LABELS if door is not None and each in door.selector), "")
            if door is not None and label:
                key = (f"{rule.route}", _family(door, label))
                members.setdefault(key, set()).add(text(door.selector[label]))
    return {family for (_, family), values in members.items() if len(values) > 1}


def _family(door: Door, label: str) -> Family:
    """Return what Services of versions of one thing share: namespace, label, and the rest of the selector."""
    rest = sorted((key, text(value)) for key, value in door.selector.items() if key != label)
    return door.namespace, label, tuple(rest)
