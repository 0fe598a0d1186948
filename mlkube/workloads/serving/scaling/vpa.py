"""Scaling by the Vertical Pod Autoscaler: how large each pod is.

Source: github.com/kubernetes/autoscaler, vertical-pod-autoscaler/docs (quickstart, known-limitations) and
pkg/admission-controller/resource/vpa/handler.go, of 1.7.1.
"""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.resources import quantity
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.resources import Resources

_UPDATER_MINIMUM = 2


class VpaBounds(Spec):
    """A bound of what the container reserves."""

    cpu: Quantity | None = field(default=None, doc="CPU.", unit="cores")
    memory: Quantity | None = field(default=None, doc="Memory.", unit="bytes")

    def of(self, resource: str) -> Quantity | None:
        """Return the bound of a resource."""
        return self.cpu if resource == "cpu" else self.memory

    def to_kubernetes(self) -> JsonObject:
        """Return a ResourceList."""
        return {described.key: quantity(getattr(self, described.name)) for described in self.given()}


class Vpa(Spec):
    """A VerticalPodAutoscaler for the server's container; all other containers stay as they are."""

    update_mode: Literal["Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto"] = field(
        default="Off",
        doc="Off recommends and changes nothing; Initial counts for new pods; Recreate evicts pods; "
        "InPlaceOrRecreate resizes them, or evicts them where that fails (Kubernetes 1.33); InPlace never "
        "evicts, behind the alpha gate InPlace of the autoscaler.",
    )
    min_replicas: int | None = field(
        default=None,
        doc="Fewest running pods of which one may be changed; the updater's own is 2.",
        minimum=1,
        unit="pods",
    )
    min_allowed: VpaBounds = field(default=VpaBounds(), doc="Least that it sets.")
    max_allowed: VpaBounds = field(
        default=VpaBounds(), doc="Most that it sets; no more than a node has, or pods wait for ever."
    )
    controlled_resources: Sequence[Literal["cpu", "memory"]] = field(
        default=("cpu", "memory"), doc="What it sets."
    )
    controlled_values: Literal["RequestsAndLimits", "RequestsOnly"] | None = field(
        default=None,
        doc="Whether limits grow with requests, as they do without it, or stay.",
    )

    @property
    def acts(self) -> bool:
        """Whether it changes pods, new ones or running ones."""
        return self.update_mode != "Off"

    def to_kubernetes(self, target: JsonObject, container: str) -> JsonObject:
        """Return `spec` of the VerticalPodAutoscaler."""
        update: JsonObject = {"updateMode": self.update_mode}
        if self.min_replicas is not None:
            update["minReplicas"] = self.min_replicas
        policy: JsonObject = {
            "containerName": container,
            "mode": "Auto",
            "controlledResources": [*self.controlled_resources],
        }
        for key, bounds in (("minAllowed", self.min_allowed), ("maxAllowed", self.max_allowed)):
            if given := bounds.to_kubernetes():
                policy[key] = given
        if self.controlled_values is not None:
            policy["controlledValues"] = self.controlled_values
        others: JsonObject = {"containerName": "*", "mode": "Off"}
        return {
            "targetRef": target,
            "updatePolicy": update,
            "resourcePolicy": {"containerPolicies": [policy, others]},
        }

    def faults(self, path: Path, resources: Resources, most: int) -> Iterator[Fault]:
        """Yield what the autoscaler refuses, or never does; `most` is the most pods at a time."""
        if self.update_mode == "Auto":
            hint = "write Recreate, which it means, or InPlaceOrRecreate"
            yield Fault((*path, "updateMode"), "Auto is deprecated", hint)
        if not self.controlled_resources:
            yield Fault((*path, "controlledResources"), "nothing is left to set", "name cpu or memory")
        yield from self._bounds(path, resources)
        required = _UPDATER_MINIMUM if self.min_replicas is None else self.min_replicas
        if self.update_mode in {"Recreate", "InPlaceOrRecreate", "InPlace"} and most < required:
            pods = "one pod" if most == 1 else f"{most} pods"
            reason = f"a workload of {pods} is left alone: the updater asks for {required}"
            hint = f"set minReplicas: {most} beside updateMode, or more pods" if most else "set replicas"
            yield Fault((*path, "updateMode"), reason, hint)
        yield from self._fixed_limit(path, resources)

    def _bounds(self, path: Path, resources: Resources) -> Iterator[Fault]:
        """Yield bounds that cross, that bound nothing, or that the container is outside of already."""
        for resource in ("cpu", "memory"):
            least, most = self.min_allowed.of(resource), self.max_allowed.of(resource)
            low, high = (*path, "minAllowed", resource), (*path, "maxAllowed", resource)
            if resource not in self.controlled_resources:
                for bound, where in ((least, low), (most, high)):
                    if bound is not None:
                        other = (*path, "controlledResources")
                        yield Fault(where, f"{resource} is not set", "leave it out", other=other)
                continue
            if least is not None and most is not None and exceeds(least, most):
                yield Fault(low, f"{least} is more than maxAllowed, {most}", other=high)
                continue
            request = resources.cpu if resource == "cpu" else resources.memory
            if request is None or not self.acts:
                continue
            own = ("spec", "resources", resource)
            hint = "a request starts between the bounds"
            if least is not None and exceeds(least, request):
                yield Fault(low, f"{least} is more than the request, {request}", hint, other=own)
            if most is not None and exceeds(request, most):
                yield Fault(high, f"{most} is less than the request, {request}", hint, other=own)

    def _fixed_limit(self, path: Path, resources: Resources) -> Iterator[Fault]:
        """Yield a limit that stays where the request is: the request could never grow."""
        if self.controlled_values != "RequestsOnly" or not self.acts:
            return
        limits = {
            "cpu": (resources.cpu, resources.cpu_limit, "cpuLimit"),
            "memory": (resources.memory, resources.memory_limit or resources.memory, "memoryLimit"),
        }
        for resource in self.controlled_resources:
            request, limit, key = limits[resource]
            if request is not None and limit is not None and not exceeds(limit, request):
                reason = f"the limit of {resource}, {limit}, stays, and no request can pass it"
                hint = f"leave controlledValues out, or raise resources.{key}"
                yield Fault((*path, "controlledValues"), reason, hint, other=("spec", "resources", key))
