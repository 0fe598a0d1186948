"""Autoscalers and what they scale: XREF-004, ML-001 to 005."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_SCALERS = ("HorizontalPodAutoscaler", "ScaledObject")
_SCALABLE = ("Deployment", "StatefulSet", "ReplicaSet")


def target_of(party: Party) -> tuple[str, str]:
    """Return kind and name of what an autoscaler scales."""
    field = "targetRef" if party.kind == "VerticalPodAutoscaler" else "scaleTargetRef"
    reference = mapping(party.spec.get(field))
    default = "Deployment" if party.kind == "ScaledObject" else ""
    return str(reference.get("kind") or default), str(reference.get("name") or "")


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind in _SCALERS:
        _check_target(party, objects)
        _check_alone(party, objects)
    elif party.kind == "VerticalPodAutoscaler":
        _check_vertical(party, objects)


def _check_target(party: Party, objects: Objects) -> None:
    kind, name = target_of(party)
    if not name:
        return
    if kind == "DaemonSet":
        objects.error(
            "ML-005",
            party,
            "spec.scaleTargetRef.kind",
            "a DaemonSet cannot be scaled: it has a pod on each node",
        )
        return
    target = objects.find(kind, party.namespace, name)
    if target is None:
        if not objects.is_external(kind, name):
            elsewhere = next((each.namespace for each in objects.of_kind(kind) if each.name == name), "")
            hint = f"it is in namespace {elsewhere}; an autoscaler scales in its own" if elsewhere else ""
            text = f"{kind} {name} is not among these objects in namespace {party.namespace}"
            objects.warn("XREF-004", party, "spec.scaleTargetRef.name", text, hint=hint)
        return
    if kind in _SCALABLE and target.spec.get("replicas") is not None and _written(target):
        text = f"replicas is set although {party.kind}/{party.name} scales it: each apply would reset the number of pods"  # noqa: E501 the server's words
        objects.error("ML-001", target, "spec.replicas", text, hint="leave replicas out")
    if party.kind == "HorizontalPodAutoscaler":
        _check_requests(party, target, objects)


def _written(target: Party) -> bool:
    return "replicas" in target.spec


def _check_requests(party: Party, target: Party, objects: Objects) -> None:
    """Check ML-003: a share of requests needs requests."""
    metrics = items(party.spec.get("metrics")) or [
        {"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}}
    ]
    for at, metric in enumerate(metrics):
        kind = "containerResource" if metric.get("type") == "ContainerResource" else "resource"
        source = mapping(metric.get(kind))
        resource = source.get("name")
        if mapping(source.get("target")).get("averageUtilization") is None or not isinstance(resource, str):
            continue
        for container in items(target.pod.get("containers")):
            if kind == "containerResource" and container.get("name") != source.get("container"):
                continue
            resources = mapping(container.get("resources"))
            given = {**mapping(resources.get("limits")), **mapping(resources.get("requests"))}
            if resource not in given:
                where = f"spec.metrics[{at}].{kind}" if items(party.spec.get("metrics")) else "spec"
                text = (
                    f"container {container.get('name')} of {target.kind}/{target.name} requests no {resource}: a share "  # noqa: E501 the server's words
                    "of nothing is never reached, and the autoscaler does nothing"
                )
                objects.error("ML-003", party, where, text, hint=f"request {resource} in every container")
        names = [container.get("name") for container in items(target.pod.get("containers"))]
        if kind == "containerResource" and source.get("container") not in names:
            text = f"{target.kind}/{target.name} has no container {source.get('container')}"
            objects.error("ML-004", party, f"spec.metrics[{at}].containerResource.container", text)


def _check_alone(party: Party, objects: Objects) -> None:
    """Check ML-002: one autoscaler a target."""
    own = target_of(party)
    for kind in _SCALERS:
        for other in objects.of_kind(kind):
            if other is party:
                return
            if other.namespace == party.namespace and target_of(other) == own and own[1]:
                text = f"{other.kind}/{other.name} scales {own[0]} {own[1]} too: they would undo each other"
                objects.error("ML-002", party, "spec.scaleTargetRef.name", text, hint="keep one of them")
                return


def _check_vertical(party: Party, objects: Objects) -> None:
    """Check ML-002 for a VerticalPodAutoscaler beside a horizontal one on the same resource."""
    mode = str(mapping(party.spec.get("updatePolicy")).get("updateMode") or "Recreate")
    if mode == "Off":
        return
    for other in objects.of_kind("HorizontalPodAutoscaler"):
        if other.namespace != party.namespace or target_of(other) != target_of(party):
            continue
        names = {
            mapping(metric.get("resource")).get("name") for metric in items(other.spec.get("metrics"))
        } or {"cpu"}
        shared = sorted(str(name) for name in names if name in {"cpu", "memory"})
        if shared:
            text = f"HorizontalPodAutoscaler/{other.name} scales the same target by {', '.join(shared)}: they would fight"  # noqa: E501 the server's words
            objects.error(
                "ML-002",
                party,
                "spec.targetRef",
                text,
                hint="set updateMode: Off, or scale by another metric",
            )
