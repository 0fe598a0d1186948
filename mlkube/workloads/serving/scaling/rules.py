"""What contradicts in the scaling of a server, beyond each part by itself; one function a rule."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.resources import Resources
    from mlkube.workloads.serving.scaling.autoscaling import Autoscaling
    from mlkube.workloads.serving.workload import ServingWorkload

_PATH = ("spec", "autoscaling")

# What each engine has no use for, and what to write in its place.
_UNUSED = {
    "hpa": {"keda": "set engine: keda"},
    "keda": {"metrics": "set engine: hpa", "cpuUtilization": "add a trigger: cpu"},
    "vpa": {
        "minReplicas": "set replicas",
        "maxReplicas": "set replicas",
        "cpuUtilization": "set engine: hpa",
        "scaleDownSeconds": "set engine: hpa or keda",
        "metrics": "set engine: hpa",
        "behavior": "set engine: hpa or keda",
        "keda": "set engine: keda",
    },
}


def scaling_faults(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what contradicts in `autoscaling`."""
    scaling = workload.autoscaling
    if scaling is None:
        return
    yield from _of_another_engine(scaling)
    yield from _replicas(scaling)
    yield from _twice(scaling)
    if scaling.engine == "hpa":
        yield from _metrics(workload, scaling)
    elif scaling.engine == "keda":
        yield from _keda(workload, scaling)
    sizes = scaling.sizes
    if sizes is not None:
        yield from sizes.faults((*_PATH, "vpa"), workload.resources, workload.most_pods)
        yield from _counted_and_sized(workload, scaling)


def _of_another_engine(scaling: Autoscaling) -> Iterator[Fault]:
    """Yield fields that the engine has no use for: nothing would come of them."""
    unused = _UNUSED[scaling.engine]
    for described in scaling.given():
        if described.key in unused:
            reason = f"{scaling.engine} has no use for it"
            hint = f"leave it out, or {unused[described.key]}"
            yield Fault((*_PATH, described.key), reason, hint, other=(*_PATH, "engine"))


def _replicas(scaling: Autoscaling) -> Iterator[Fault]:
    """Yield bounds that are missing, cross, or that no engine but KEDA reaches."""
    if not scaling.owns_replicas:
        return
    least, most = scaling.min_replicas, scaling.max_replicas
    if most is None:
        yield Fault((*_PATH, "maxReplicas"), "missing", "Most pods")
    elif least > most:
        reason = f"{least} is more than maxReplicas, {most}"
        yield Fault((*_PATH, "minReplicas"), reason, other=(*_PATH, "maxReplicas"))
    if scaling.engine == "hpa" and least == 0:
        reason = "an HPA goes down to no pods behind the alpha gate HPAScaleToZero only, which is off"
        yield Fault((*_PATH, "minReplicas"), reason, "set engine: keda, or keep a pod")


def _twice(scaling: Autoscaling) -> Iterator[Fault]:
    """Yield what two fields say."""
    given = {described.key for described in scaling.given()}
    if scaling.engine == "hpa" and {"metrics", "cpuUtilization"} <= given:
        reason = "metrics stand in place of it"
        hint = "leave it out, or add a containerResource metric"
        yield Fault((*_PATH, "cpuUtilization"), reason, hint, other=(*_PATH, "metrics"))
    down = scaling.behavior.scale_down if scaling.behavior is not None else None
    if "scaleDownSeconds" in given and down is not None and down.stabilization_window_seconds is not None:
        other = (*_PATH, "behavior", "scaleDown", "stabilizationWindowSeconds")
        reason = "behavior says how long as well"
        yield Fault((*_PATH, "scaleDownSeconds"), reason, "leave one out", other=other)


def _metrics(workload: ServingWorkload, scaling: Autoscaling) -> Iterator[Fault]:
    """Yield metrics that the server refuses, or that never say anything."""
    if not scaling.metrics:
        yield from _reserved(workload, _PATH, "cpu", None, "CPU utilisation")
    for at, metric in enumerate(scaling.metrics):
        path = (*_PATH, "metrics", at)
        yield from metric.faults(path)
        counted = metric.container_resource or metric.resource
        share = counted.target.average_utilization if counted is not None else None
        if counted is None or share is None:
            continue
        key = "resource" if metric.container_resource is None else "containerResource"
        what = "CPU utilisation" if counted.name == "cpu" else "memory utilisation"
        container = metric.container_resource.container if metric.container_resource is not None else None
        yield from _reserved(workload, (*path, key), counted.name, container, what)
        if metric.container_resource is None:
            yield from _sidecars(workload, (*path, key), counted.name)
        elif counted.name == "memory" and container is None:
            yield from _out_of_reach(workload.resources, scaling, (*path, key, "target"), share)


def _reserved(
    workload: ServingWorkload, path: Path, resource: str, container: str | None, what: str
) -> Iterator[Fault]:
    """Yield a share of what nobody reserves: the autoscaler would take no action for ever."""
    sidecar = next((each for each in workload.sidecars if each["name"] == container), None)
    resources = workload.resources.to_kubernetes() if sidecar is None else sidecar.get("resources", {})
    if _asks_for(resources, resource):
        return
    name = "CPU" if resource == "cpu" else resource
    reason = f"{what} is measured against the {name} that is reserved, and none is"
    if sidecar is None:
        yield Fault(path, reason, f"set resources.{resource}", other=("spec", "resources"))
    else:
        yield Fault(path, reason, f"reserve {resource} in the container {container}")


def _sidecars(workload: ServingWorkload, path: Path, resource: str) -> Iterator[Fault]:
    """Yield containers that reserve nothing, where the metric counts whole pods: it would fail for ever."""
    for sidecar in workload.sidecars:
        if not _asks_for(sidecar.get("resources", {}), resource):
            reason = (
                f"the container {sidecar['name']} reserves no {resource}, and the metric counts whole pods"
            )
            yield Fault(path, reason, "use containerResource, or reserve some there")


def _out_of_reach(resources: Resources, scaling: Autoscaling, path: Path, share: int) -> Iterator[Fault]:
    """Yield a share of memory that the limit keeps out of reach: no pod would ever be added.

    An autoscaler acts where use is over its target by more than the tolerance, 10 percent by default.
    """
    request, limit = resources.memory, resources.memory_limit or resources.memory
    if request is None or limit is None:
        return
    up = scaling.behavior.scale_up if scaling.behavior is not None else None
    tolerance = (nanos(up.tolerance) or 0) if up is not None and up.tolerance is not None else 10**8
    reach = 100 * (nanos(limit) or 0) // max(nanos(request) or 1, 1)
    if share * (10**9 + tolerance) >= reach * 10**9:
        reason = (
            f"use ends at the limit, {reach} % of the request: {share} % and the tolerance are never passed"
        )
        yield Fault((*path, "averageUtilization"), reason, "aim lower", other=("spec", "resources", "memory"))


def _keda(workload: ServingWorkload, scaling: Autoscaling) -> Iterator[Fault]:
    """Yield what KEDA refuses or never does."""
    path = (*_PATH, "keda")
    if scaling.keda is None:
        yield Fault(path, "missing", "KEDA has nothing to watch: name triggers")
        return
    yield from scaling.keda.faults(path, scaling.min_replicas, scaling.max_replicas)
    for at, trigger in enumerate(scaling.keda.triggers):
        for resource, counted in (("cpu", trigger.cpu), ("memory", trigger.memory)):
            if counted is not None:
                what = "CPU use" if resource == "cpu" else "memory use"
                where = (*path, "triggers", at, resource)
                yield from _reserved(workload, where, resource, counted.container_name, what)


def _counted_and_sized(workload: ServingWorkload, scaling: Autoscaling) -> Iterator[Fault]:
    """Yield a resource by which pods are counted and which is sized: the two would chase each other.

    Source: github.com/kubernetes/autoscaler, vertical-pod-autoscaler/docs/known-limitations.md.
    """
    sizes = scaling.sizes
    if sizes is None or not sizes.acts:
        return
    others = {each["name"] for each in workload.sidecars}  # which keep their size
    counted = {resource: where for resource, container, where in _counted(scaling) if container not in others}
    for resource, where in counted.items():
        if resource in sizes.controlled_resources:
            reason = f"{scaling.engine} counts pods by {resource} already: the two would chase each other"
            left = ", ".join(each for each in sizes.controlled_resources if each != resource)
            hint = f"set controlledResources: [{left}], or updateMode: Off" if left else "set updateMode: Off"
            yield Fault((*_PATH, "vpa", "controlledResources"), reason, hint, other=where)


def _counted(scaling: Autoscaling) -> Iterator[tuple[str, str | None, Path]]:
    """Yield the resources by which pods are counted: the container, if it is one alone, and what says so."""
    if scaling.engine == "hpa":
        if not scaling.metrics:
            yield "cpu", None, (*_PATH, "cpuUtilization")
        for at, metric in enumerate(scaling.metrics):
            if metric.container_resource is not None:
                source = metric.container_resource
                yield source.name, source.container, (*_PATH, "metrics", at)
            elif metric.resource is not None:
                yield metric.resource.name, None, (*_PATH, "metrics", at)
    elif scaling.engine == "keda" and scaling.keda is not None:
        for at, trigger in enumerate(scaling.keda.triggers):
            if trigger.of_resource:
                counted = trigger.cpu or trigger.memory
                container = counted.container_name if counted is not None else None
                yield trigger.scaler_type, container, (*_PATH, "keda", "triggers", at)


def _asks_for(resources: object, name: str) -> bool:
    """Tell whether a container reserves a resource; a limit alone is its request too."""
    if not isinstance(resources, dict):
        return False
    given = {**(resources.get("limits") or {}), **(resources.get("requests") or {})}
    return bool(nanos(given.get(name, 0)))
