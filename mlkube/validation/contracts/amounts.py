"""What containers ask for once the server has filled in what they leave out."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

# Custom resources whose templates are whole pods; those of others are parts that an operator completes.
_WHOLE = frozenset(
    [
        "JAXJob",
        "JobSet",
        "LeaderWorkerSet",
        "MPIJob",
        "Notebook",
        "PaddleJob",
        "PyTorchJob",
        "RayCluster",
        "RayJob",
        "RayService",
        "Rollout",
        "TFJob",
        "XGBoostJob",
    ]
)


class Amounts:
    """Requests and limits of a container as its pod would have them, and where a limit comes from.

    `given_by` names the LimitRange that gave a limit, by resource.
    """

    __slots__ = ("given_by", "limits", "name", "path", "requests")

    def __init__(self, container: dict[str, Any], path: str) -> None:
        resources = mapping(container.get("resources"))
        self.name = str(container.get("name") or "")
        self.path = f"{path}.resources"
        self.limits = dict(mapping(resources.get("limits")))
        self.requests = {**self.limits, **mapping(resources.get("requests"))}
        self.given_by: dict[str, str] = {}

    def fill_in(self, limit_range: Party) -> None:
        """Add the defaults of a LimitRange.

        Source: kubernetes/kubernetes, plugin/pkg/admission/limitranger.
        """
        for limit in items(limit_range.spec.get("limits")):
            if limit.get("type") != "Container":
                continue
            requests, limits = defaults(limit)
            for name, amount in limits.items():
                if name not in self.limits:
                    self.limits[name] = amount
                    self.given_by[name] = limit_range.name
            for name, amount in requests.items():
                self.requests.setdefault(name, amount)


def defaults(limit: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return default requests and limits of a LimitRange's item as the server completes them.

    Source: kubernetes/kubernetes, pkg/apis/core/v1/defaults.go.
    """
    limits = {**mapping(limit.get("max")), **mapping(limit.get("default"))}
    requests = {**mapping(limit.get("min")), **limits, **mapping(limit.get("defaultRequest"))}
    return requests, limits


def is_whole(party: Party) -> bool:
    """Tell whether an object says all of its pods, so that what is missing there is missing for good."""
    return bool(party.pod) and (not party.is_view or party.kind in _WHOLE)


def amounts_of(party: Party, objects: Objects) -> list[Amounts]:
    """Return what the containers of a pod have, those included that run before the others."""
    found = [Amounts(container, path) for container, path in _containers(party)]
    for limit_range in objects.of_kind_in("LimitRange", party.namespace):
        for each in found:
            each.fill_in(limit_range)
    return found


def _containers(party: Party) -> Iterator[tuple[dict[str, Any], str]]:
    for field in ("initContainers", "containers"):
        for at, container in enumerate(items(party.pod.get(field))):
            yield container, f"{party.pod_path}.{field}[{at}]"
