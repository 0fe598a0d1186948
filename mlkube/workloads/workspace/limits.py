"""What single containers, pods and claims of a namespace get and may have (LimitRange).

Source: kubernetes.io/docs/concepts/policy/limit-range; kubernetes/kubernetes, pkg/apis/core/v1/defaults.go,
plugin/pkg/admission/limitranger.
"""

from __future__ import annotations

from itertools import pairwise

from mlkube.core.quantity import exceeds, nanos
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, camel, field
from mlkube.workloads.workspace.resource_names import resource_fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path

_ONE = 10**9  # in billionths


class PodLimits(Spec):
    """Bounds of each pod, its containers taken together."""

    min: Mapping[str, Quantity] = field(
        default={}, doc="Least request, by resource; a pod without is refused."
    )
    max: Mapping[str, Quantity] = field(
        default={}, doc="Greatest limit, by resource; a pod without a limit is refused."
    )
    max_limit_request_ratio: Mapping[str, Quantity] = field(
        default={}, doc="How many times its request a limit may be, by resource."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield bounds that cross, and bounds of devices, which refuse every pod that has none."""
        yield from _unknown(self, path)
        yield from _falling(self, ("min", "max"), path)
        yield from _ratios(self, path)
        for part in ("min", "max"):
            for name in getattr(self, part):
                if "/" in name:
                    reason = f"every pod without {name} would be refused"
                    yield Fault((*path, part, name), reason, _COUNT_DEVICES)


class ContainerLimits(PodLimits):
    """Bounds of each container, and what one gets that says nothing itself."""

    min: Mapping[str, Quantity] = field(default={}, doc="Least request, by resource.")
    max: Mapping[str, Quantity] = field(
        default={}, doc="Greatest limit, by resource; it is also the limit of a container without one."
    )
    default_request: Mapping[str, Quantity] = field(
        default={"cpu": "100m", "memory": "256Mi"},
        doc="Request of a container without one, by resource. A quota of a resource refuses pods without.",
    )
    default: Mapping[str, Quantity] = field(
        default={},
        doc="Limit of a container without one, by resource. It meets containers with a greater request too, "
        "and the server refuses these.",
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield bounds and defaults that contradict: the server refuses the LimitRange."""
        yield from _unknown(self, path)
        yield from _falling(self, ("min", "default_request", "default", "max"), path)
        yield from _ratios(self, path)
        yield from self._devices_for_all(path)

    def _devices_for_all(self, path: Path) -> Iterator[Fault]:
        """Yield bounds that become defaults: containers that ask for no device would get some."""
        for part, verb in (("max", "get"), ("min", "have to ask for")):
            for name, amount in getattr(self, part).items():
                if "/" in name and name not in self.default:
                    reason = f"every container without {name} would {verb} {amount}"
                    yield Fault((*path, part, name), reason, _COUNT_DEVICES)


class ClaimLimits(Spec):
    """Bounds of each PersistentVolumeClaim."""

    min: Quantity | None = field(default=None, doc="Smallest size.", unit="bytes")
    max: Quantity | None = field(default=None, doc="Greatest size.", unit="bytes")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield no bound at all, or two that cross: the server refuses either."""
        if self.min is None and self.max is None:
            yield Fault(path, "limits nothing", "give min or max")
        elif self.min is not None and self.max is not None and exceeds(self.min, self.max):
            reason = f"{self.min} is more than max, {self.max}"
            yield Fault((*path, "min"), reason, other=(*path, "max"))


class NamespaceLimits(Spec):
    """What each container, pod and claim of the namespace gets and may have."""

    container: ContainerLimits = field(
        default=ContainerLimits(), doc="Bounds of each container, and what it gets by default."
    )
    pod: PodLimits | None = field(default=None, doc="Bounds of each pod.")
    claim: ClaimLimits | None = field(default=None, doc="Bounds of each PersistentVolumeClaim.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield contradictions among bounds and defaults, and nothing at all."""
        container = [name for name in ContainerLimits.spec_fields if getattr(self.container, name)]
        if not container and self.pod is None and self.claim is None:
            yield Fault((*path, "container"), "limits nothing", "give defaultRequest, max, pod or claim")
        yield from self.container.faults((*path, "container"))
        if self.pod is not None:
            yield from self.pod.faults((*path, "pod"))
        if self.claim is not None:
            yield from self.claim.faults((*path, "claim"))


_COUNT_DEVICES = "count devices in quota.accelerators"


def _falling(limits: PodLimits, rising: tuple[str, ...], path: Path) -> Iterator[Fault]:
    """Yield amounts that fall where they have to rise; `rising` names fields from the least to the most."""
    names = {name for part in rising for name in getattr(limits, part)}
    for name in sorted(names):
        given = [(part, getattr(limits, part)[name]) for part in rising if name in getattr(limits, part)]
        for (lower, low), (upper, high) in pairwise(given):
            if exceeds(low, high):
                reason = f"{low} is more than {camel(upper)}, {high}"
                yield Fault((*path, camel(lower), name), reason, other=(*path, camel(upper), name))


def _unknown(limits: PodLimits, path: Path) -> Iterator[Fault]:
    """Yield names under which no container requests anything: the server refuses them."""
    for described in type(limits).spec_fields.values():
        for name in getattr(limits, described.name):
            here: Path = (*path, described.key, name)
            if name == "pods":
                yield Fault(here, "no container requests pods", "count them in quota.pods")
            else:
                yield from resource_fault(name, here)


def _ratios(limits: PodLimits, path: Path) -> Iterator[Fault]:
    """Yield ratios that no container can keep: a limit is never less than its request."""
    for name, ratio in limits.max_limit_request_ratio.items():
        if (nanos(ratio) or 0) < _ONE:
            reason = f"{ratio} is less than 1, and a limit is never less than its request"
            yield Fault((*path, "maxLimitRequestRatio", name), reason)
