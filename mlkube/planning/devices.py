"""Extended resources that pods take: devices, by what one pod takes of each."""

from __future__ import annotations

from mlkube.planning.amounts import ONE
from mlkube.planning.pod_requests import requests_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

# What every node has by itself.
_OWN = frozenset(("cpu", "memory", "ephemeral-storage", "storage", "pods"))


def devices_of(spec: JsonObject) -> dict[str, int]:
    """Return what one pod takes of each extended resource, in whole devices."""
    return {
        name: -(-amount // ONE)
        for name, amount in requests_of(spec).items()
        if name not in _OWN and amount > 0
    }
