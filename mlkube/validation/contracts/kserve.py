"""KServe's InferenceServices: the Deployments that it makes for them, and their canaries (ML-095).

Source: kserve/kserve v0.20.0, pkg/controller/v1beta1/inferenceservice (components/predictor.go,
reconcilers/hpa), pkg/apis/serving/v1beta1/inference_service_validation.go.
"""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_MODE = "serving.kserve.io/deploymentMode"
_STANDARD = ("Standard", "RawDeployment")
_PREDICTOR = "-predictor"
_ALL = 100
# What KServe's webhook refuses of a canary: its number of pods is fixed.
_NOT_OF_A_CANARY = ("maxReplicas", "scaleTarget", "scaleMetric", "autoScaling")


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "InferenceService" and not party.is_view:
        _check_canaries(party, objects)


def service_of(kind: str, name: str, namespace: str, objects: Objects) -> Party | None:
    """Return the InferenceService for which KServe makes a Deployment."""
    if kind != "Deployment" or not name.endswith(_PREDICTOR):
        return None
    for service in objects.of_kind("InferenceService"):
        if service.namespace == namespace and name in _deployments(service):
            return service
    return None


def _deployments(service: Party) -> list[str]:
    """Return the names of the Deployments that KServe makes."""
    named = [mapping(service.spec.get("predictor"))]
    named += [mapping(canary.get("predictor")) for canary in items(service.spec.get("canary"))]
    names = [str(predictor.get("name") or "") for predictor in named]
    return [f"{service.name}-{name}{_PREDICTOR}" if name else f"{service.name}{_PREDICTOR}" for name in names]


def _check_canaries(party: Party, objects: Objects) -> None:
    """Check ML-095: what KServe's webhook refuses of canaries."""
    canaries = items(party.spec.get("canary"))
    if not canaries:
        return
    mode = mapping(mapping(party.body.get("metadata")).get("annotations")).get(_MODE)
    if mode not in _STANDARD:
        text = "KServe runs canaries beside a predictor in Standard mode only"
        # Without the annotation the cluster decides on the mode.
        say = objects.warn if mode is None else objects.error
        say("ML-095", party, "spec.canary", text, hint=f"annotate it with {_MODE}: Standard")
    percents = [canary.get("trafficPercent") for canary in canaries]
    total = sum(percent for percent in percents if isinstance(percent, int))
    if total > _ALL:
        text = f"the canaries get {total} percent of the requests together"
        objects.error("ML-095", party, "spec.canary", text, hint="leave 100 at most")
    seen = {str(mapping(party.spec.get("predictor")).get("name") or "")}
    for at, canary in enumerate(canaries):
        predictor = mapping(canary.get("predictor"))
        where = f"spec.canary[{at}].predictor"
        name = str(predictor.get("name") or "")
        if not name:
            objects.error("ML-095", party, f"{where}.name", "a canary has a name", hint="name it")
        elif name in seen:
            text = f"another predictor is called {name}"
            objects.error("ML-095", party, f"{where}.name", text, hint="choose another name")
        seen.add(name)
        for field in _NOT_OF_A_CANARY:
            if field in predictor:
                text = "a canary has a fixed number of pods"
                hint = "leave it out; minReplicas says how many"
                objects.error("ML-095", party, f"{where}.{field}", text, hint=hint)
