"""What contradicts where KServe runs the server, one function a rule.

Source: kserve/kserve v0.20.0, pkg/apis/serving/v1beta1/inference_service_validation.go and component.go,
pkg/controller/v1beta1/inferenceservice/components/predictor.go.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.editions import editions_of
from mlkube.workloads.serving.kserve_model import MODELS, uri_faults
from mlkube.workloads.serving.kserve_scaling import EXTERNAL, autoscaler_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.serving.workload import ServingWorkload

_BACKEND = ("spec", "backend")
_ROLLOUT = ("spec", "rollout")

# What KServe builds itself, and how it is told.
_OWNED = {
    "service": "KServe builds the Service",
    "ingress": "KServe builds the way in, by its own configuration",
    "route": "KServe builds the way in, by its own configuration",
    "gateway": "KServe builds the way in, by its own configuration",
}
_UNREAD_OF_ROLLOUT = ("minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")


def kserve_faults(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what contradicts."""
    if not workload.on_kserve:
        hint = "set backend: kserve, or leave it out"
        yield Fault(("spec", "kserve"), "nothing but KServe reads it", hint, other=_BACKEND)
        return
    if workload.kserve is not None:
        yield from workload.kserve.faults(("spec", "kserve"))
    for rule in _RULES:
        yield from rule(workload)


def _what_kserve_builds(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield settings of objects that KServe builds: there would be two of them."""
    for described in workload.given():
        reason = _OWNED.get(described.key)
        if reason is not None:
            yield Fault(("spec", described.key), reason, "leave it out", other=_BACKEND)


def _rollout(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield ways to roll out that an InferenceService has no words for."""
    rollout = workload.rollout
    if rollout.engine != "deployment":
        reason = "KServe makes Deployments, which Argo Rollouts does not roll out"
        yield Fault((*_ROLLOUT, "engine"), reason, "leave it out", other=_BACKEND)
    if rollout.strategy in {"blueGreen", "abTest"}:
        hint = "use canary with weight 0 and 100, or backend: deployment"
        reason = f"KServe knows canaries, and no {rollout.strategy}"
        yield Fault((*_ROLLOUT, "strategy"), reason, hint, other=_BACKEND)
    if rollout.by != "route":
        hint = "leave it out: KServe splits requests by its own route"
        yield Fault((*_ROLLOUT, "by"), "KServe does not split by replicas", hint, other=_BACKEND)
    given = {described.key for described in rollout.given()}
    for key in _UNREAD_OF_ROLLOUT:
        if key in given:
            yield Fault(
                (*_ROLLOUT, key), "an InferenceService has no place for it", "leave it out", other=_BACKEND
            )


def _canary_of_a_scaler(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a canary beside a scaler that KServe does not build: the new version would keep one pod."""
    if workload.rollout.strategy == "canary" and autoscaler_class(workload) == EXTERNAL:
        hint = "use engine: hpa with cpuUtilization alone, or replicas"
        reason = "KServe gives pods to a canary by its own autoscaler only"
        yield Fault(("spec", "autoscaling"), reason, hint, other=(*_ROLLOUT, "strategy"))


def _models(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield models that KServe cannot bring, or brings elsewhere; of each version."""
    for edition in editions_of(workload):
        predictor = edition.workload.predictor()
        if not predictor.of_runtime:
            continue
        for fault in uri_faults(predictor):
            yield edition.placed(fault)
        source = predictor.source
        if source is None:
            continue
        if workload.brought:
            path = edition.written(predictor.source_path)
            reason = "kserve.storageUri says where the models lie"
            yield Fault(path, reason, "leave one out", other=("spec", "kserve", "storageUri"))
        if (
            source.s3 is not None
            and source.s3.secret is not None
            and workload.service_account.name is not None
        ):
            path = edition.written((*predictor.source_path, "s3", "secret"))
            account = workload.service_account.name
            reason = f'KServe takes it from the ServiceAccount, and "{account}" exists already'
            hint = "list the Secret in that ServiceAccount, and leave it out here"
            yield Fault(path, reason, hint, other=("spec", "serviceAccount", "name"))


def _folder(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield another folder than the one to which KServe copies."""
    given = getattr(workload, "model_path", None)
    copied = workload.brought or (workload.predictor().of_runtime)
    if copied and given is not None and given != MODELS:
        reason = f"KServe brings the models to {MODELS}"
        yield Fault(("spec", "modelPath"), reason, "leave it out", other=_BACKEND)


def _settings_of_runtimes(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield settings of a runtime where the server is a container of its own, and an unknown format."""
    predictor, settings = workload.predictor(), workload.kserve
    if predictor.of_runtime:
        if not predictor.model_format and (settings is None or settings.model_format is None):
            hint = "name it: sklearn, xgboost, lightgbm or mlflow"
            path = ("spec", "kserve", "modelFormat")
            yield Fault(path, "KServe asks for the format of the model", hint, other=_BACKEND)
        return
    for described in settings.given() if settings is not None else ():
        if described.key in {"runtime", "modelFormat", "protocolVersion"}:
            reason = "the server runs as a container of its own, and by no runtime of KServe"
            yield Fault(("spec", "kserve", described.key), reason, "leave it out", other=("spec", "runtime"))
    if workload.brought and getattr(workload, "model_storage", None) is not None:
        reason = "kserve.storageUri says where the models lie"
        other = ("spec", "kserve", "storageUri")
        yield Fault(("spec", "modelStorage"), reason, "leave one out", other=other)


_RULES = (
    _what_kserve_builds,
    _rollout,
    _canary_of_a_scaler,
    _models,
    _folder,
    _settings_of_runtimes,
)
