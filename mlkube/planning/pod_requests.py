"""What one pod asks for, by Kubernetes' own rule: containers, init containers, sidecars, pod level, overhead.

Source: k8s.io/component-helpers, resource/helpers.go (PodRequests, PodLimits); k8s.io/kubernetes,
pkg/apis/core/v1/defaults.go (requests that follow from limits), plugin/pkg/admission/limitranger.
"""

from __future__ import annotations

from mlkube.planning.amounts import add, raise_to, read_amounts
from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.pod_set import PodSet

_CONTROLLED = ("cpu", "memory")


class Sized:
    """Requests and limits of a container, or of a whole pod."""

    __slots__ = ("limits", "name", "requests")

    def __init__(self, name: str, requests: Amounts, limits: Amounts) -> None:
        self.name = name
        self.requests = requests
        self.limits = limits


class PodSize:
    """What one pod of a set asks for: its sum, and its containers, which bounds and quotas look at.

    `containers` are the ordinary ones, `init_containers` the others, sidecars among them. `level` is what is
    written for the pod as a whole, without the overhead.
    """

    __slots__ = ("containers", "init_containers", "level", "limits", "requests")

    def __init__(
        self, containers: Sequence[Sized], init_containers: Sequence[Sized], level: Sized, whole: Sized
    ) -> None:
        self.containers = containers
        self.init_containers = init_containers
        self.level = level
        self.requests = whole.requests
        self.limits = whole.limits


def pod_size(
    found: PodSet,
    *,
    defaults: tuple[Amounts, Amounts] = ({}, {}),
    overhead: Amounts | None = None,
    grown: bool = False,
) -> PodSize:
    """Return what one pod of a set asks for.

    `defaults` are the requests and limits that LimitRanges of the namespace give to containers. `overhead` is
    that of the pod's RuntimeClass, for a pod that names none itself. `grown` says that a
    VerticalPodAutoscaler has raised the requests as far as it may.
    """

    def size(container: JsonObject) -> Sized:
        sized = _container(container, defaults)
        return _grown(sized, found) if grown and found.vertical is not None else sized

    return _pod_size(found.spec, size, overhead or {})


def requests_of(spec: JsonObject) -> Amounts:
    """Return what a pod with this spec requests, as it is written."""
    return _pod_size(spec, lambda container: _container(container, ({}, {})), {}).requests


def _pod_size(spec: JsonObject, size: Callable[[JsonObject], Sized], overhead: Amounts) -> PodSize:
    containers = [size(each) for each in items(spec.get("containers"))]
    first = items(spec.get("initContainers"))
    init_containers = [size(each) for each in first]
    sidecars = [each.get("restartPolicy") == "Always" for each in first]
    whole = at(spec, "resources")
    level = Sized("", read_amounts(at(whole, "requests")), read_amounts(at(whole, "limits")))
    requests = _sum(containers, init_containers, sidecars, lambda each: each.requests)
    limits = _sum(containers, init_containers, sidecars, lambda each: each.limits)
    _apply_level(level, requests)
    requests.update(level.requests)
    limits.update(level.limits)
    extra = read_amounts(at(spec, "overhead")) or overhead
    add(requests, extra)
    add(limits, {name: value for name, value in extra.items() if limits.get(name)})
    return PodSize(containers, init_containers, level, Sized("", requests, limits))


def _container(container: JsonObject, defaults: tuple[Amounts, Amounts]) -> Sized:
    """Return what a container asks for: a limit counts as request, then LimitRanges fill what is left."""
    limits = read_amounts(at(container, "resources", "limits"))
    requests = limits | read_amounts(at(container, "resources", "requests"))
    return Sized(text(container.get("name")), defaults[0] | requests, defaults[1] | limits)


def _grown(sized: Sized, found: PodSet) -> Sized:
    """Return a container as large as its VerticalPodAutoscaler lets it become; limits keep their ratio.

    Source: autoscaling.k8s.io/v1 (controlledResources, controlledValues).
    """
    policy = found.vertical.policy(sized.name) if found.vertical is not None else {}
    if policy.get("mode") == "Off":
        return sized
    controlled = policy.get("controlledResources")
    names = controlled if isinstance(controlled, list) else _CONTROLLED
    requests, limits = dict(sized.requests), dict(sized.limits)
    for name, most in read_amounts(at(policy, "maxAllowed")).items():
        before = requests.get(name, 0)
        if name not in names or most <= before:
            continue
        requests[name] = most
        if name in limits and before and policy.get("controlledValues") != "RequestsOnly":
            limits[name] = -(-limits[name] * most // before)
    return Sized(sized.name, requests, limits)


def _sum(
    containers: Sequence[Sized],
    init_containers: Sequence[Sized],
    sidecars: Sequence[bool],
    of: Callable[[Sized], Amounts],
) -> Amounts:
    """Return the sum of containers and sidecars, or what starting needs where that is more."""
    result: Amounts = {}
    for each in containers:
        add(result, of(each))
    starting: Amounts = {}
    running: Amounts = {}
    for each, stays in zip(init_containers, sidecars, strict=True):
        if stays:
            add(result, of(each))
            add(running, of(each))
            raise_to(starting, running)
        else:
            alone = dict(running)
            add(alone, of(each))
            raise_to(starting, alone)
    raise_to(result, starting)
    return result


def _apply_level(level: Sized, requests: Amounts) -> None:
    """Fill the requests of the pod as a whole where limits alone are written.

    They become what its containers request; the limit where they request nothing.
    """
    for name, limit in level.limits.items():
        level.requests.setdefault(name, requests.get(name, limit))


def together(containers: Sequence[Sized]) -> Sized:
    """Return the sum of containers, without what one of them leaves open."""
    return Sized(
        "",
        _common_sum([each.requests for each in containers]),
        _common_sum([each.limits for each in containers]),
    )


def _common_sum(every: Sequence[Amounts]) -> Amounts:
    first = every[0] if every else {}
    return {name: sum(each[name] for each in every) for name in first if all(name in each for each in every)}
