"""What a HorizontalPodAutoscaler goes by, in the shape of Kubernetes' MetricSpec."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.resources import quantity
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.k8s import meta_v1
    from mlkube.workloads.faults import Path

    Source: TypeAlias = (
        "ResourceMetric | ContainerResourceMetric | PodsMetric | ObjectMetric | ExternalMetric"
    )

_TARGETS = {"averageUtilization": "Utilization", "averageValue": "AverageValue", "value": "Value"}


class MetricTarget(Spec):
    """What a metric should be: one of the three."""

    type: Literal["Utilization", "AverageValue", "Value"] | None = field(
        default=None, doc="Which of them; it follows from the one that is given."
    )
    average_utilization: int | None = field(
        default=None, doc="Use over all pods, in percent of what they reserve.", minimum=1, unit="percent"
    )
    average_value: Quantity | None = field(default=None, doc="Value for each pod.")
    value: Quantity | None = field(default=None, doc="Value of the metric as it is.")

    def to_kubernetes(self) -> JsonObject:
        """Return MetricTarget."""
        if self.average_utilization is not None:
            return {"type": "Utilization", "averageUtilization": self.average_utilization}
        if self.average_value is not None:
            return {"type": "AverageValue", "averageValue": quantity(self.average_value)}
        return {"type": "Value", "value": quantity(self.value or 0)}

    def faults(self, path: Path, allowed: tuple[str, ...]) -> Iterator[Fault]:
        """Yield what the server refuses of a target: none, several, zero, or one that its source has not."""
        given = [described.key for described in self.given() if described.key in _TARGETS]
        if not given:
            yield Fault(path, "names no target", f"give {' or '.join(allowed)}")
        for key in given[1:]:
            reason = f"{given[0]} and {key} exclude each other"
            yield Fault((*path, key), reason, "leave one out", other=(*path, given[0]))
        for key in given:
            if key not in allowed:
                yield Fault((*path, key), "this metric has no such target", f"give {' or '.join(allowed)}")
            elif key != "averageUtilization" and not nanos(self.value or self.average_value or 0):
                yield Fault((*path, key), "must be more than 0")
        if self.type is not None and given and self.type != _TARGETS[given[0]]:
            reason = f"is {self.type}, but {given[0]} is given"
            yield Fault((*path, "type"), reason, "leave type out", other=(*path, given[0]))


class MetricIdentifier(Spec):
    """A metric by its name, and by labels where the name alone is not enough."""

    name: str = field(doc="Name of the metric, as the metrics API of the cluster serves it.")
    selector: meta_v1.LabelSelector | None = field(default=None, doc="Labels that the metric must have.")

    def to_kubernetes(self) -> JsonObject:
        """Return MetricIdentifier."""
        result: JsonObject = {"name": self.name}
        if self.selector is not None:
            result["selector"] = copied(self.selector)
        return result


class MetricObject(Spec):
    """The object that a metric describes, in the workload's namespace."""

    api_version: str = field(doc="API version of the object, such as networking.k8s.io/v1.")
    kind: str = field(doc="Kind of the object.")
    name: str = field(doc="Name of the object, before prefixes and suffixes.")

    def to_kubernetes(self) -> JsonObject:
        """Return CrossVersionObjectReference."""
        return {"apiVersion": self.api_version, "kind": self.kind, "name": self.name}


class ResourceMetric(Spec):
    """Use of CPU or memory by all containers of a pod together, sidecars too."""

    name: Literal["cpu", "memory"] = field(doc="The resource.")
    target: MetricTarget = field(doc="What it should be.")

    def to_kubernetes(self, _container: str) -> JsonObject:
        """Return ResourceMetricSource."""
        return {"name": self.name, "target": self.target.to_kubernetes()}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a target that the source has not."""
        yield from self.target.faults((*path, "target"), ("averageUtilization", "averageValue"))


class ContainerResourceMetric(Spec):
    """Use of CPU or memory by one container, whatever sidecars use."""

    name: Literal["cpu", "memory"] = field(doc="The resource.")
    container: str | None = field(default=None, doc="The container; the server's own without it.")
    target: MetricTarget = field(doc="What it should be.")

    def to_kubernetes(self, container: str) -> JsonObject:
        """Return ContainerResourceMetricSource."""
        return {
            "name": self.name,
            "container": self.container or container,
            "target": self.target.to_kubernetes(),
        }

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a target that the source has not."""
        yield from self.target.faults((*path, "target"), ("averageUtilization", "averageValue"))


class PodsMetric(Spec):
    """A metric of each pod, from the custom metrics API (prometheus-adapter)."""

    metric: MetricIdentifier = field(doc="The metric.")
    target: MetricTarget = field(doc="What it should be for each pod: averageValue.")

    def to_kubernetes(self, _container: str) -> JsonObject:
        """Return PodsMetricSource."""
        return {"metric": self.metric.to_kubernetes(), "target": self.target.to_kubernetes()}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a target that the source has not."""
        yield from self.target.faults((*path, "target"), ("averageValue",))


class ObjectMetric(Spec):
    """A metric of one object, such as the requests of an Ingress, from the custom metrics API."""

    described_object: MetricObject = field(doc="The object.")
    metric: MetricIdentifier = field(doc="The metric.")
    target: MetricTarget = field(doc="What it should be: value as it is, averageValue for each pod.")

    def to_kubernetes(self, _container: str) -> JsonObject:
        """Return ObjectMetricSource."""
        return {
            "describedObject": self.described_object.to_kubernetes(),
            "metric": self.metric.to_kubernetes(),
            "target": self.target.to_kubernetes(),
        }

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a target that the source has not."""
        yield from self.target.faults((*path, "target"), ("averageValue", "value"))


class ExternalMetric(Spec):
    """A metric from outside of the cluster's objects, from the external metrics API."""

    metric: MetricIdentifier = field(doc="The metric.")
    target: MetricTarget = field(doc="What it should be: value as it is, averageValue for each pod.")

    def to_kubernetes(self, _container: str) -> JsonObject:
        """Return ExternalMetricSource."""
        return {"metric": self.metric.to_kubernetes(), "target": self.target.to_kubernetes()}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a target that the source has not."""
        yield from self.target.faults((*path, "target"), ("averageValue", "value"))


class ScalingMetric(Spec):
    """One metric: where it comes from, and what it should be.

    Source: kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2.
    """

    type: Literal["Resource", "ContainerResource", "Pods", "Object", "External"] | None = field(
        default=None, doc="Where it comes from; it follows from the one that is given."
    )
    resource: ResourceMetric | None = field(default=None, doc="CPU or memory of whole pods.")
    container_resource: ContainerResourceMetric | None = field(
        default=None, doc="CPU or memory of one container."
    )
    pods: PodsMetric | None = field(default=None, doc="A metric of each pod.")
    object: ObjectMetric | None = field(default=None, doc="A metric of one object.")
    external: ExternalMetric | None = field(default=None, doc="A metric from outside of the cluster.")

    def sources(self) -> list[tuple[str, Source]]:
        """Return the sources that are given, by their keys."""
        return [
            (described.key, getattr(self, described.name))
            for described in self.given()
            if described.name != "type"
        ]

    def to_kubernetes(self, container: str) -> JsonObject:
        """Return MetricSpec; `container` is the server's."""
        key, source = self.sources()[0]
        return {"type": _type_of(key), key: source.to_kubernetes(container)}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what the server refuses: no source, several, or another one than type says."""
        sources = self.sources()
        if not sources:
            hint = "give resource, containerResource, pods, object or external"
            yield Fault(path, "says nothing of where the metric comes from", hint)
            return
        first = sources[0][0]
        for key, _ in sources[1:]:
            reason = f"{first} and {key} exclude each other"
            yield Fault((*path, key), reason, "make it a metric of its own", other=(*path, first))
        if self.type is not None and self.type != _type_of(first):
            reason = f"is {self.type}, but {first} is given"
            yield Fault((*path, "type"), reason, "leave type out", other=(*path, first))
        for key, source in sources:
            yield from source.faults((*path, key))


def _type_of(key: str) -> str:
    """Return the type of a source: `containerResource` is ContainerResource."""
    return key[0].upper() + key[1:]
