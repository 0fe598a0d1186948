"""Extended resources that pods take: devices, by what one pod takes of each."""

from __future__ import annotations

from mlkube.core.quantity import whole
from mlkube.planning.body import at, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject

# What every node has by itself.
_OWN = frozenset(("cpu", "memory", "ephemeral-storage", "storage", "pods"))


def devices_of(spec: JsonObject) -> dict[str, int]:
    """Return what one pod takes of each extended resource: containers together, init containers alone.

    Sidecars, which are init containers that stay, count with the containers.

    Source: k8s.io/component-helpers, resource/helpers.go (PodRequests).
    """
    running: dict[str, int] = {}
    most: dict[str, int] = {}
    for container in items(spec.get("initContainers")):
        stays = container.get("restartPolicy") == "Always"
        for name, amount in _amounts(container):
            most[name] = max(most.get(name, 0), running.get(name, 0) + amount)
            if stays:
                running[name] = running.get(name, 0) + amount
    for container in items(spec.get("containers")):
        for name, amount in _amounts(container):
            running[name] = running.get(name, 0) + amount
    for name, amount in running.items():
        most[name] = max(most.get(name, 0), amount)
    return most


def _amounts(container: JsonObject) -> Iterator[tuple[str, int]]:
    resources = at(container, "resources")
    amounts = {**at(resources, "requests"), **at(resources, "limits")}
    for name, value in amounts.items():
        if name not in _OWN and isinstance(value, str | int | float):
            try:
                amount = whole(value)
            except ValueError:
                continue  # validation says so
            if amount > 0:
                yield name, amount
