"""What KEDA's webhook and scalers find only later: ML-076 to 078."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_RESOURCES = ("cpu", "memory")
_TARGETS = (("secretTargetRef", "Secret"), ("configMapTargetRef", "ConfigMap"))


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "ScaledObject" and not party.is_view:
        _check_authentication(party, objects)
        _check_waking(party, objects)
        _check_name(party, objects)
    elif party.kind == "TriggerAuthentication":
        for field, kind in _TARGETS:
            for at, reference in enumerate(items(party.spec.get(field))):
                _check_reference(party, kind, reference, f"spec.{field}[{at}].name", objects)


def _check_authentication(party: Party, objects: Objects) -> None:
    """Check ML-076: what a trigger authenticates with is there."""
    for at, trigger in enumerate(items(party.spec.get("triggers"))):
        reference = mapping(trigger.get("authenticationRef"))
        kind = str(reference.get("kind") or "TriggerAuthentication")
        if kind == "TriggerAuthentication":
            path = f"spec.triggers[{at}].authenticationRef.name"
            _check_reference(party, kind, reference, path, objects)


def _check_reference(
    party: Party, kind: str, reference: dict[str, object], path: str, objects: Objects
) -> None:
    name = str(reference.get("name") or "")
    if not name or objects.is_external(kind, name) or objects.find(kind, party.namespace, name) is not None:
        return
    near = suggest(name, [each.name for each in objects.of_kind(kind) if each.namespace == party.namespace])
    hint = (
        f'did you mean "{near}"?'
        if near
        else "is it in the cluster? name it under `external` in the settings"
    )
    text = f"{kind} {name} is not among these objects in namespace {party.namespace}"
    objects.warn("ML-076", party, path, text, hint=hint)


def _check_waking(party: Party, objects: Objects) -> None:
    """Check ML-077: CPU and memory of no pods start none.

    Source: github.com/kedacore/keda, apis/keda/v1alpha1/scaledobject_webhook.go, verifyCPUMemoryScalers.
    """
    types = [trigger.get("type") for trigger in items(party.spec.get("triggers"))]
    if types and all(each in _RESOURCES for each in types) and not party.spec.get("minReplicaCount"):
        text = (
            "only CPU and memory are watched, and no pods have none of either: KEDA refuses to scale to zero"
        )
        hint = "set minReplicaCount: 1, or add another trigger"
        objects.error("ML-077", party, "spec.minReplicaCount", text, hint=hint)


def _check_name(party: Party, objects: Objects) -> None:
    """Check ML-078: each ScaledObject has an autoscaler of its own."""
    own = _autoscaler(party)
    for other in objects.of_kind("ScaledObject"):
        if other is party:
            return
        if other.namespace == party.namespace and _autoscaler(other) == own:
            path = "spec.advanced.horizontalPodAutoscalerConfig.name"
            text = f"ScaledObject/{other.name} makes the autoscaler {own} already"
            objects.error("ML-078", party, path, text, hint="choose another name, or leave it out")
            return


def _autoscaler(party: Party) -> str:
    advanced = mapping(party.spec.get("advanced"))
    name = mapping(advanced.get("horizontalPodAutoscalerConfig")).get("name")
    return str(name or f"keda-hpa-{party.name}")
