"""Kinds that nobody here knows: pod templates and sized replicas are found by their shape, and marked so."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_set import PodSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

_COUNTS = ("replicas", "count", "instances", "size", "parallelism")
_CONTAINER = "main"


def of_unknown(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of each template of an object, with the number that stands beside it."""
    spec = at(owner.body, "spec")
    found = list(_walk(owner, spec, "spec", spec))
    for each in found:
        if len(found) == 1:
            each.role = ""
        yield each


def _walk(owner: Resource, value: Json, path: str, around: JsonObject) -> Iterator[PodSet]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _walk(owner, each, f"{path}[{number}]", around)
        return
    if not isinstance(value, dict):
        return
    if items(at(value, "spec").get("containers")):
        yield _assumed(owner, value, path, around)
        return
    sized = at(value, "resources")
    if "replicas" in value and (at(sized, "requests") or at(sized, "limits")):
        container: JsonObject = {"name": _CONTAINER, "resources": sized}
        yield _assumed(owner, {"spec": {"containers": [container]}}, path, value, made=True)
        return
    for key, each in value.items():
        if isinstance(each, dict | list):
            yield from _walk(owner, each, f"{path}.{key}", value)


def _assumed(
    owner: Resource, template: JsonObject, path: str, around: JsonObject, *, made: bool = False
) -> PodSet:
    field = next((name for name in _COUNTS if name in around), None)
    pods = count(around.get(field), 1) if field else 1
    said = f"{pods} by its field {field}" if field else "one pod"
    return PodSet(
        owner,
        template,
        pods=pods,
        role=text(around.get("name"), path.removesuffix(".template").removesuffix(".podTemplate")),
        path="" if made else path,
        claim_templates=items(around.get("volumeClaimTemplates")),
        assumed=(f"{owner.kind} is not a kind that is known: {said} is assumed for {path}",),
    )
