"""Autoscalers and what they scale: XREF-004, ML-001 to 005, ML-075."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

HORIZONTAL = ("HorizontalPodAutoscaler", "ScaledObject")
VERTICAL = "VerticalPodAutoscaler"
_SCALABLE = ("Deployment", "StatefulSet", "ReplicaSet", "Rollout")


def target_of(party: Party) -> tuple[str, str]:
    """Return kind and name of what an autoscaler scales."""
    reference = mapping(party.spec.get(_reference(party)))
    default = "Deployment" if party.kind == "ScaledObject" else ""
    return str(reference.get("kind") or default), str(reference.get("name") or "")


def containers_of(target: Party) -> list[dict[str, object]]:
    """Return the containers of a target's pods; those of a Rollout stand where a Deployment has them."""
    template = mapping(mapping(target.spec.get("template")).get("spec"))
    return items((target.pod or template).get("containers"))


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind in HORIZONTAL and not party.is_view:
        target = _check_target(party, objects)
        if target is not None:
            _check_replicas(party, target, objects)
            _check_requests(party, target, objects)
        _check_alone(party, objects)
        _check_kserve(party, objects)
    elif party.kind == VERTICAL:
        _check_target(party, objects)


def _reference(party: Party) -> str:
    return "targetRef" if party.kind == VERTICAL else "scaleTargetRef"


def _check_target(party: Party, objects: Objects) -> Party | None:
    """Check ML-005 and XREF-004; return the target that is among the objects."""
    kind, name = target_of(party)
    if not name:
        return None
    path = f"spec.{_reference(party)}"
    if kind == "DaemonSet" and party.kind != VERTICAL:
        text = "a DaemonSet cannot be scaled: it has a pod on each node"
        objects.error("ML-005", party, f"{path}.kind", text)
        return None
    target = objects.find(kind, party.namespace, name)
    if target is None and not objects.is_external(kind, name) and _kserve(party, objects) is None:
        elsewhere = next((each.namespace for each in objects.of_kind(kind) if each.name == name), "")
        hint = f"it is in namespace {elsewhere}; an autoscaler scales in its own" if elsewhere else ""
        text = f"{kind} {name} is not among these objects in namespace {party.namespace}"
        objects.warn("XREF-004", party, f"{path}.name", text, hint=hint)
    return target


def _check_replicas(party: Party, target: Party, objects: Objects) -> None:
    """Check ML-001: one owner of the number of pods."""
    if target.kind in _SCALABLE and target.spec.get("replicas") is not None:
        text = f"replicas is set although {party.kind}/{party.name} scales it: each apply would reset the number of pods"  # noqa: E501 the server's words
        objects.error("ML-001", target, "spec.replicas", text, hint="leave replicas out")


def shares_of(party: Party) -> Iterator[tuple[str, str, str, bool]]:
    """Yield resource, container, path of each metric of CPU or memory, and whether it is a share of requests.

    The container is empty where all of the pod counts.
    """
    if party.kind == "ScaledObject":
        for at, trigger in enumerate(items(party.spec.get("triggers"))):
            if trigger.get("type") in ("cpu", "memory"):
                container = str(mapping(trigger.get("metadata")).get("containerName") or "")
                # KEDA asks for a request in any case.
                yield str(trigger["type"]), container, f"spec.triggers[{at}]", True
        return
    metrics = items(party.spec.get("metrics"))
    if not metrics:
        yield "cpu", "", "spec", True
    for at, metric in enumerate(metrics):
        key = "containerResource" if metric.get("type") == "ContainerResource" else "resource"
        source = mapping(metric.get(key))
        resource = source.get("name")
        if isinstance(resource, str):
            share = mapping(source.get("target")).get("averageUtilization") is not None
            yield resource, str(source.get("container") or ""), f"spec.metrics[{at}].{key}", share


def _check_requests(party: Party, target: Party, objects: Objects) -> None:
    """Check ML-003 and 004: a share of requests needs requests, of a container that is there."""
    containers = containers_of(target)
    for resource, wanted, path, share in shares_of(party):
        if wanted and containers and all(each.get("name") != wanted for each in containers):
            field = "metadata.containerName" if party.kind == "ScaledObject" else "container"
            text = f"{target.kind}/{target.name} has no container {wanted}"
            objects.error("ML-004", party, f"{path}.{field}", text)
        for container in containers:
            if not share or (wanted and container.get("name") != wanted):
                continue
            resources = mapping(container.get("resources"))
            given = {**mapping(resources.get("limits")), **mapping(resources.get("requests"))}
            if resource not in given:
                text = (
                    f"container {container.get('name')} of {target.kind}/{target.name} requests no {resource}: a share "  # noqa: E501 the server's words
                    "of nothing is never reached, and the autoscaler does nothing"
                )
                objects.error("ML-003", party, path, text, hint=f"request {resource} in every container")


def _check_alone(party: Party, objects: Objects) -> None:
    """Check ML-002: one autoscaler a target."""
    own = target_of(party)
    for kind in HORIZONTAL:
        for other in objects.of_kind(kind):
            if other is party:
                return
            if other.namespace == party.namespace and target_of(other) == own and own[1]:
                text = f"{other.kind}/{other.name} scales {own[0]} {own[1]} too: they would undo each other"
                objects.error("ML-002", party, "spec.scaleTargetRef.name", text, hint="keep one of them")
                return


def _check_kserve(party: Party, objects: Objects) -> None:
    """Check ML-075: KServe scales the Deployment of a predictor by itself."""
    service = _kserve(party, objects)
    if service is None:
        return
    metadata = mapping(service.body.get("metadata"))
    way = mapping(metadata.get("annotations")).get("serving.kserve.io/autoscalerClass")
    if way not in ("external", "none"):
        text = f"InferenceService/{service.name} scales {party.namespace}/{target_of(party)[1]} by itself"
        hint = "annotate it with serving.kserve.io/autoscalerClass: external, or leave this autoscaler out"
        objects.error("ML-075", party, "spec.scaleTargetRef.name", text, hint=hint)


def _kserve(party: Party, objects: Objects) -> Party | None:
    """Return the InferenceService whose predictor an autoscaler scales, if it is among the objects."""
    if not objects.of_kind("InferenceService"):
        return None
    from mlkube.validation.contracts.kserve import service_of  # noqa: PLC0415  most runs hold none

    return service_of(*target_of(party), party.namespace, objects)
