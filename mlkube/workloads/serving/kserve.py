"""Builds an InferenceService of KServe, and around it what KServe does not build.

Source: kserve/kserve v0.20.0, config/crd/full/serving.kserve.io_inferenceservices.yaml, config/runtimes,
pkg/controller/v1beta1/inferenceservice/components/predictor.go.
"""

from __future__ import annotations

import re

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.serving.builder import around
from mlkube.workloads.serving.editions import editions_of, serve_each
from mlkube.workloads.serving.kserve_model import uri_of
from mlkube.workloads.serving.kserve_scaling import autoscaler_class, own_scalers, scaling_fields
from mlkube.workloads.serving.rolling import rolling_update
from mlkube.workloads.serving.server import KSERVE_CONTAINER, PREDICTOR, SERVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.editions import Edition
    from mlkube.workloads.serving.kserve_model import Predictor
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_LONGEST = 63
_STORAGE_URI = "STORAGE_URI"


def build(workload: ServingWorkload, context: Context) -> Objects:
    """Return the InferenceService with everything that belongs to it.

    Raises:
        Refusal: what a version lacks or contradicts; a name that KServe refuses, or that has no room for its
            own ends.

    """
    objects = Objects()
    editions = _stable_first(editions_of(workload), workload.rollout.active_version)
    _require_name(context, editions)
    servers, predictors = zip(*serve_each(editions, context, objects, _predictor), strict=True)
    for edition in editions:
        _give_credentials(edition.workload.predictor(), context, objects)
    stable, canaries = editions[0], editions[1:]
    spec: JsonObject = {
        "predictor": {
            **_named(stable),
            **scaling_fields(stable.workload, sum(each.workload.replicas for each in canaries)),
            **predictors[0],
        }
    }
    if canaries:
        spec["canary"] = [
            {
                "trafficPercent": workload.rollout.weight,
                "predictor": {**_named(canary), "minReplicas": canary.workload.replicas, **_whole(predictor)},
            }
            for canary, predictor in zip(canaries, predictors[1:], strict=True)
        ]
    own = metadata(workload, context, context.name, SERVING)
    own["annotations"] = {
        **workload.annotations,
        "serving.kserve.io/deploymentMode": "Standard",
        "serving.kserve.io/autoscalerClass": autoscaler_class(workload),
    }
    objects.add(
        {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": own,
            "spec": spec,
        }
    )
    deployment = _deployment(context, stable)
    for body in own_scalers(stable.workload, context, servers[0], deployment):
        objects.add(body)
    for body in around(workload, context, servers[0]):
        objects.add(body)
    return objects


def _stable_first(editions: Sequence[Edition], active: str) -> list[Edition]:
    """Return the versions with the one in front whose pods have the traffic that weight leaves."""
    return sorted(editions, key=lambda edition: edition.version != active)


def _named(edition: Edition) -> JsonObject:
    """Return the name of a version's predictor: a canary that is promoted keeps its pods by it."""
    return {"name": edition.version} if edition.version else {}


def _deployment(context: Context, edition: Edition) -> str:
    """Return the name of the Deployment that KServe makes, which is the name of its Service too."""
    return f"{edition.name(context.final(context.name))}{PREDICTOR}"


def _require_name(context: Context, editions: Sequence[Edition]) -> None:
    """Refuse names that KServe's webhook refuses, and names that are too long as the label of its pods."""
    final, path = context.final(context.name), ("metadata", "name")
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", final):
        reason = f"becomes {final!r}; KServe's names begin with a letter"
        raise Refusal([Fault(path, reason, "choose another name, or another prefix")])
    longest = max((_deployment(context, edition) for edition in editions), key=len)
    label = f"isvc.{longest}"
    if len(label) > _LONGEST:
        reason = f"KServe labels its pods {label!r}, {len(label)} characters; a label has {_LONGEST} at most"
        raise Refusal([Fault(path, reason, "shorten the name, or a prefix, suffix or version")])


def _predictor(edition: Edition, context: Context, objects: Objects, server: Server) -> JsonObject:
    """Return the pods of a version as KServe has them: a pod's spec, and beside it what KServe adds."""
    workload = edition.workload
    pod = Pod(workload, context, objects, component=SERVING, main=server.container, image=server.image)
    pod.version_labels = edition.labels
    pod.generation_label = "pod-template-hash"
    pod.container["ports"] = [port.of_container() for port in server.ports]
    server.fill(pod)
    model = workload.predictor()
    uri = _uri(workload, context, pod, model)
    template = pod.template({"terminationGracePeriodSeconds": server.grace_seconds})
    own, spec = template["metadata"], template["spec"]
    if not isinstance(own, dict) or not isinstance(spec, dict):
        raise TypeError("a pod template has metadata and spec")
    main, others = _containers(spec)
    settings = workload.kserve
    timeout = settings.timeout_seconds if settings is not None else None
    result: JsonObject = {
        "labels": own["labels"],
        **({"annotations": own["annotations"]} if "annotations" in own else {}),
        "timeout": timeout or model.request_seconds,
        "deploymentStrategy": _strategy(workload),
        **spec,
    }
    if model.of_runtime:
        result["model"] = {**_model(workload, model, uri), **main}
    else:
        result["containers"] = [{"name": server.container, **_with_uri(main, uri)}, *others]
        return result
    if others:
        result["containers"] = others
    return result


def _whole(predictor: JsonObject) -> JsonObject:
    """Return the predictor of a canary: of its model alone the definition asks for the container's name."""
    model = predictor.get("model")
    if not isinstance(model, dict):
        return predictor
    return {**predictor, "model": {"name": KSERVE_CONTAINER, **model}}


def _containers(spec: JsonObject) -> tuple[JsonObject, list[Json]]:
    """Take the containers out of a pod's spec: the server's, without its name, and the others."""
    containers = spec.pop("containers")
    if not isinstance(containers, list) or not isinstance(containers[0], dict):
        raise TypeError("a pod has containers")
    main = {key: value for key, value in containers[0].items() if key != "name"}
    return main, containers[1:]


def _strategy(workload: ServingWorkload) -> JsonObject:
    if workload.rollout.strategy == "recreate":
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": rolling_update(workload)}


def _model(workload: ServingWorkload, predictor: Predictor, uri: str) -> JsonObject:
    settings = workload.kserve
    given = (
        (settings.model_format, settings.runtime, settings.protocol_version)
        if settings is not None
        else (None, None, None)
    )
    model_format, runtime, protocol = given
    result: JsonObject = {
        "modelFormat": {"name": model_format or predictor.model_format},
        "runtime": runtime or predictor.runtime,
        "protocolVersion": protocol or predictor.protocol,
    }
    return {**result, "storageUri": uri} if uri else result


def _uri(workload: ServingWorkload, context: Context, pod: Pod, predictor: Predictor) -> str:
    """Return the URI of the models; a claim behind them is built, and named as all layers leave it."""
    if workload.kserve is not None and workload.kserve.storage_uri is not None:
        return workload.kserve.storage_uri
    source = predictor.source
    if source is None:
        return ""
    claim = pod.volumes.claim(predictor.volume, source, predictor.source_path)
    return uri_of(predictor, context.final(claim) if claim and source.claim is None else claim)


def _with_uri(container: JsonObject, uri: str) -> JsonObject:
    """Return a container of its own with the variable by which KServe copies its models."""
    if not uri:
        return container
    env = container.get("env")
    given: list[Json] = env if isinstance(env, list) else []
    return {**container, "env": [*given, {"name": _STORAGE_URI, "value": uri}]}


def _give_credentials(predictor: Predictor, context: Context, objects: Objects) -> None:
    """List the Secret of an object store in the ServiceAccount, where KServe looks for it."""
    download = predictor.source.s3 if predictor.source is not None else None
    if download is None or download.secret is None:
        return
    for body in objects.bodies:
        own = body.get("metadata")
        if body["kind"] == "ServiceAccount" and isinstance(own, dict) and own.get("name") == context.name:
            present = body.get("secrets")
            secrets: list[Json] = present if isinstance(present, list) else []
            if {"name": download.secret} not in secrets:
                body["secrets"] = [*secrets, {"name": download.secret}]
