"""LimitRanges: what they refuse of containers, pods and claims.

Source: k8s.io/kubernetes, plugin/pkg/admission/limitranger/admission.go.
"""

from __future__ import annotations

from mlkube.planning.amounts import ONE, decimal, read_amounts, shown
from mlkube.planning.body import at, items, text
from mlkube.planning.pod_requests import together
from mlkube.planning.quota.finding import ERROR, MINIMUM, Excess, QuotaFinding, file_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_requests import PodSize, Sized
    from mlkube.planning.pod_set import PodSet

    Complaint: TypeAlias = tuple[str, str, Excess | None]
    """Reason, hint, and how far off it is where that can be said."""

_CONTAINER, _POD, _CLAIM = "Container", "Pod", "PersistentVolumeClaim"
_STORAGE = "storage"


class Bound:
    """One item of a LimitRange: what each container, pod or claim may ask for."""

    __slots__ = ("kind", "least", "most", "owner", "ratio")

    def __init__(self, owner: Resource, item: JsonObject) -> None:
        self.owner = owner
        self.kind = text(item.get("type"))
        self.least = read_amounts(at(item, "min"))
        self.most = read_amounts(at(item, "max"))
        self.ratio = read_amounts(at(item, "maxLimitRequestRatio"))


def bounds(ranges: Sequence[Resource]) -> list[Bound]:
    """Return the items of LimitRanges."""
    return [Bound(each, item) for each in ranges for item in items(at(each.body, "spec").get("limits"))]


def refused_pods(
    found: PodSet, size: PodSize, every: Sequence[Bound], namespace: str
) -> Iterator[QuotaFinding]:
    """Yield why pods would be refused: a container, or all of a pod, ask for too much or too little."""
    for bound in every:
        judged: list[tuple[str, Sized]] = []
        if bound.kind == _CONTAINER:
            judged = [(f"container {each.name}", each) for each in size.containers]
        elif bound.kind == _POD:
            judged = [("pod", together(size.containers))]
        for what, sized in judged:
            for reason, hint, excess in _complaints(bound, what, sized):
                yield QuotaFinding(
                    ERROR,
                    str(found),
                    f"its pods are refused: {reason}",
                    namespace=namespace,
                    file=file_of(found.owner),
                    hint=hint,
                    excess=excess,
                )


def refused_claims(
    subject: str, owner: Resource, storage: int, every: Sequence[Bound], namespace: str
) -> Iterator[QuotaFinding]:
    """Yield why claims of so many bytes would be refused."""
    for bound in every:
        if bound.kind != _CLAIM:
            continue
        most, least = bound.most.get(_STORAGE, storage), bound.least.get(_STORAGE, storage)
        if least <= storage <= most:
            continue
        edge, word = (most, "most") if storage > most else (least, "least")
        asked, allowed = shown(_STORAGE, storage), shown(_STORAGE, edge)
        yield QuotaFinding(
            ERROR,
            subject,
            f"its claim is refused: {asked} storage asked, {allowed} is the {word} by {bound.owner}",
            namespace=namespace,
            file=file_of(owner),
            hint=f"ask for {allowed}",
            excess=Excess(_STORAGE, MINIMUM, storage, edge),
        )


def _complaints(bound: Bound, what: str, sized: Sized) -> Iterator[Complaint]:
    yield from _too_much(bound, what, sized)
    yield from _too_little(bound, what, sized)
    yield from _out_of_ratio(bound, what, sized)


def _too_much(bound: Bound, what: str, sized: Sized) -> Iterator[Complaint]:
    for name, most in bound.most.items():
        limit, allowed = sized.limits.get(name), shown(name, most)
        if limit is None:
            reason = f"{bound.owner} bounds {name}, and the {what} has no limit of it"
            yield reason, f"set a limit of {allowed} or less", None
            continue
        asked = max(limit, sized.requests.get(name, 0))
        if asked > most:
            asks = f"{shown(name, asked)} {name} for the {what}"
            reason = f"{asks}, {allowed} allowed by {bound.owner}: {shown(name, asked - most)} too much"
            yield reason, f"ask for {allowed} or less", Excess(name, MINIMUM, asked, most)


def _too_little(bound: Bound, what: str, sized: Sized) -> Iterator[Complaint]:
    for name, least in bound.least.items():
        request, allowed = sized.requests.get(name), shown(name, least)
        if request is None:
            reason = f"{bound.owner} bounds {name}, and the {what} has no request of it"
            yield reason, f"set a request of {allowed} or more", None
            continue
        asked = min(request, sized.limits.get(name, request))
        if asked < least:
            asks = f"{shown(name, asked)} {name} for the {what}"
            reason = f"{asks}, {allowed} is the least by {bound.owner}: {shown(name, least - asked)} missing"
            yield reason, f"ask for {allowed} or more", Excess(name, MINIMUM, asked, least)


def _out_of_ratio(bound: Bound, what: str, sized: Sized) -> Iterator[Complaint]:
    for name, ratio in bound.ratio.items():
        limit, request = sized.limits.get(name, 0), sized.requests.get(name, 0)
        times = f"{decimal(ratio)} times the request"
        if not limit or not request:
            reason = (
                f"{bound.owner} bounds {name} to {times}, and the {what} has no request or no limit of it"
            )
            yield reason, "set both", None
        elif limit * ONE > ratio * request:
            reason = (
                f"{bound.owner} bounds {name} to {times}, and the {what} has a limit of {shown(name, limit)} "
                f"over a request of {shown(name, request)}"
            )
            yield reason, "lower the limit, or raise the request", None
