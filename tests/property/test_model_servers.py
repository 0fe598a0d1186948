"""Whatever a description of a model server says: every object is valid, or the refusal has a place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from mlkube.core.description import Description
from mlkube.errors import ErrorGroup, MlkubeError
from mlkube.validating.definition_files import load_definitions
from mlkube.validating.judging import report_for
from mlkube.validating.options import ValidateOptions
from mlkube.validating.run import finished, start
from mlkube.workloads.expand import expand_one

OPTIONS = ValidateOptions(ignore_missing_schemas=True, together=True)
FILES = [
    str(file)
    for name in (
        "serving.kserve.io_inferenceservices",
        "keda.sh_scaledobjects",
        "autoscaling.k8s.io_verticalpodautoscalers",
        "monitoring.coreos.com_podmonitors",
        "monitoring.coreos.com_servicemonitors",
        "monitoring.coreos.com_prometheusrules",
        "gateway.networking.k8s.io_httproutes",
        "argoproj.io_rollouts",
    )
    if (file := Path(__file__).resolve().parents[3] / "shared" / "crds" / f"{name}.yaml").is_file()
]
# Read once: a validation reads them anew, and that of InferenceServices takes a second.
DEFINITIONS = load_definitions(tuple(FILES), "")


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return dictionaries with some of these keys."""
    return st.fixed_dictionaries({}, optional=optional)


def one_of(*values: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  JSON
    """Return one of these values."""
    return st.sampled_from(values)


STORAGE = one_of(
    {"claim": "models"},
    {"newClaim": {"size": "1Gi", "accessModes": ["ReadOnlyMany"]}},
    {"newClaim": {"size": "1Gi"}},
    {"static": {"size": "1Gi", "nfs": {"server": "s", "path": "/p"}}},
    {"image": {"reference": "r/models:1"}},
    {"image": {"reference": "r/models:1", "pullPolicy": "Always"}},
    {"s3": {"uri": "s3://b/m", "secret": "keys"}},
    {"s3": {"uri": "s3://b/m", "endpoint": "https://minio:9000"}},
    {"nfs": {"server": "s", "path": "/p"}},
    {"emptyDir": {}},
    {"configMap": "c"},
)
TRITON = some(
    loadModels=one_of(["a"], ["a", "b"], []),
    pollSeconds=st.integers(0, 60),
    strictReadiness=st.booleans(),
    exitOnError=st.booleans(),
    pythonBackend=st.booleans(),
)
VLLM = some(
    model=one_of("org/model", "/mnt/models/a", ""),
    revision=one_of("main"),
    servedModelName=one_of(["a"], []),
    tensorParallelSize=st.integers(0, 4),
    pipelineParallelSize=st.integers(1, 2),
    maxModelLen=st.integers(0, 9000),
    gpuMemoryUtilization=one_of(0.5, 1, 2),
    dtype=one_of("auto", "bfloat16", "int3"),
    hfToken=st.just({"name": "hf", "key": "token"}),
    apiKey=st.just({"name": "keys", "key": "key"}),
    cache=STORAGE,
    toolCallParser=one_of("hermes"),
    trustRemoteCode=st.booleans(),
)
MLSERVER = some(
    models=one_of(
        [{"name": "a", "implementation": "mlserver_sklearn.SKLearnModel", "path": "m.joblib"}],
        [{"name": "a", "implementation": "own.Model"}],
        [{"name": "a", "implementation": "mlserver_xgboost.XGBoostModel", "maxBatchSize": 4}],
        [{"name": "a", "implementation": "mlserver_mlflow.MLflowRuntime", "path": "../b"}],
    ),
    parallelWorkers=st.integers(0, 3),
)
TORCHSERVE = some(
    models=one_of(["a.mar"], [], "all"), properties=one_of({"batch_size": "4"}, {"inference_address": "x"})
)
CUSTOM = some(
    port=st.integers(0, 9000),
    grpcPort=st.integers(8000, 8001),
    metricsPort=st.integers(8000, 8002),
    readyPath=one_of("/ready", "ready"),
    livePath=one_of("/live"),
    metricsPath=one_of("/metrics"),
)
VERSIONS = one_of(
    [],
    [{"name": "a"}, {"name": "b"}],
    [{"name": "a"}, {"name": "b", "replicas": 1, "modelStorage": {"claim": "other"}}],
    [{"name": "a"}, {"name": "b", "vllm": {"model": "org/other"}}],
    [{"name": "a"}, {"name": "a"}],
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "image": one_of("r/server:1", "r/server", "pytorch/torchserve:0.12.0-gpu"),
    "modelStorage": STORAGE,
    "modelPath": one_of("/mnt/models", "/srv/models"),
    "modelSubPath": one_of("a/b", "../b", "/a"),
    "sharedMemory": one_of("1Gi", "64Gi"),
    "accelerator": one_of({}, {"count": 2}, {"vendor": "amd"}),
    "kserve": some(
        storageUri=one_of("hf://org/model", "pvc://c/f", "pvc:///f", "gs://b/m", "ftp://a"),
        runtime=one_of("own"),
        modelFormat=one_of("sklearn"),
        protocolVersion=one_of("v2", "v3"),
        timeoutSeconds=st.integers(0, 600),
    ),
    "replicas": st.integers(0, 3),
    "autoscaling": one_of(
        {"minReplicas": 2, "maxReplicas": 4},
        {"minReplicas": 2, "maxReplicas": 4, "scaleDownSeconds": 60},
        {"maxReplicas": 4, "metrics": [{"pods": {"metric": {"name": "n"}, "target": {"averageValue": 3}}}]},
        {"minReplicas": 5, "maxReplicas": 4},
        {
            "engine": "keda",
            "minReplicas": 1,
            "maxReplicas": 4,
            "keda": {
                "triggers": [{"name": "l", "prometheus": {"serverAddress": "http://p", "threshold": 5}}]
            },
        },
        {"engine": "vpa"},
    ),
    "rollout": st.one_of(
        some(
            strategy=one_of("rollingUpdate", "recreate", "blueGreen", "canary", "abTest"),
            weight=st.integers(0, 100),
            by=one_of("route", "replicas"),
            engine=one_of("deployment", "argo"),
            versions=VERSIONS,
        ),
        VERSIONS.map(lambda versions: {"strategy": "canary", "weight": 10, "versions": versions}),
    ),
    "server": some(
        drainSeconds=st.integers(0, 60),
        requestTimeoutSeconds=st.integers(1, 600),
        loadSeconds=one_of(1, 3600),
    ),
    "monitoring": one_of({}, {"rules": False}, {"dashboard": {}}),
    "networkPolicy": one_of({}, {"deny": "ingress"}, {"egress": [{"name": "a", "cidrs": ["10.0.0.0/8"]}]}),
    "service": one_of({"type": "NodePort"}, {"port": 80}, {"type": "ClusterIP"}),
    "route": st.just({"hostnames": ["m.example.com"], "gateway": "shared"}),
    "serviceAccount": one_of({"name": "own"}, {"create": False}),
    "sidecars": one_of([{"name": "s", "image": "r/s:1"}]),
    "args": one_of(["--flag"], ["--http-port=1"], ["--model", "m"]),
    "env": one_of([{"name": "A", "value": "1"}], [{"name": "MLSERVER_HTTP_PORT", "value": "1"}]),
    "profile": one_of("dev", "prod"),
    "platform": one_of("aws", "gcp"),
}
BASES: dict[str, dict[str, Any]] = {
    "triton": {"modelStorage": {"claim": "models"}},
    "vllm": {"vllm": {"model": "org/model"}, "accelerator": {}},
    "mlserver": {
        "modelStorage": {"claim": "models"},
        "mlserver": {"models": [{"name": "a", "implementation": "mlserver_sklearn.SKLearnModel"}]},
    },
    "torchserve": {"modelStorage": {"claim": "models"}},
    "custom": {"image": "r/server:1"},
}
OF_RUNTIME = {
    "triton": TRITON,
    "vllm": VLLM,
    "mlserver": MLSERVER,
    "torchserve": TORCHSERVE,
    "custom": CUSTOM,
}


@st.composite
def model_servers(draw: st.DrawFn) -> dict[str, Any]:
    """Return the spec of a ModelServer with a few fields of many."""
    runtime = draw(st.sampled_from(sorted(BASES)))
    chosen = draw(st.sets(st.sampled_from(sorted(FIELDS)), max_size=4))
    spec = {"runtime": runtime, **BASES[runtime], "resources": {"cpu": 2, "memory": "8Gi"}}
    spec |= {key: draw(FIELDS[key]) for key in sorted(chosen)}
    if draw(st.booleans()):
        spec[runtime] = {**spec.get(runtime, {}), **draw(OF_RUNTIME[runtime])}
    if draw(st.booleans()):
        spec["backend"] = "kserve"
    return spec


@st.composite
def tf_servings(draw: st.DrawFn) -> dict[str, Any]:
    """Return the spec of a TFServing on KServe."""
    model = {"name": "m", "storage": draw(STORAGE)}
    if draw(st.booleans()):
        model["subPath"] = "folder"
    chosen = draw(st.sets(st.sampled_from(sorted(FIELDS.keys() - {"modelSubPath", "image"})), max_size=4))
    spec = {"backend": "kserve", "models": [model], "resources": {"cpu": 2, "memory": "8Gi"}}
    return spec | {
        key: draw(FIELDS[key]) for key in sorted(chosen) if key not in {"modelPath", "sharedMemory", "args"}
    }


def in_namespace(body: dict[str, Any]) -> dict[str, Any]:
    """Return an object in the namespace that a kustomization gives it."""
    if body["kind"] == "PersistentVolume":
        return {**body}
    return {**body, "metadata": {**body["metadata"], "namespace": "ml"}}


def judge(kind: str, spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold what a spec builds against the server's rules, or its refusals against their places."""
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": kind,
        "metadata": {"name": "m"},
        "spec": spec,
    }
    try:
        expansion = expand_one(Description(("m",), body, namespace="ml"))
    except MlkubeError as error:
        for each in error.errors if isinstance(error, ErrorGroup) else [error]:
            assert each.place.field.startswith(("spec", "metadata")), each
            assert each.reason
        return []
    bodies = [in_namespace(resource.body) for resource in expansion.resources]
    names = Counter((each["kind"], each["metadata"]["name"]) for each in bodies)
    assert set(names.values()) == {1}
    assert errors_of(bodies) == []
    return bodies


def errors_of(bodies: list[dict[str, Any]]) -> list[str]:
    """Return what the server, and contracts between the objects, say against them."""
    session = start(OPTIONS, DEFINITIONS)
    judged = [
        session.judge_value(body, report_for(body, "", number, 0), lambda _finding, _value: None)
        for number, body in enumerate(bodies)
    ]
    report = finished(judged, session, OPTIONS, together=True)
    found = [finding for resource in report.resources for finding in resource.errors]
    found += [each.finding for each in report.contracts if each.finding.severity == "error"]
    return [str(finding) for finding in found]


@settings(max_examples=300, deadline=None)
@given(spec=model_servers())
def test_a_model_server_is_valid_or_refused_at_a_place(spec: dict[str, Any]) -> None:
    bodies = judge("ModelServer", spec)
    event("built" if bodies else "refused")
    kinds = {each["kind"] for each in bodies}
    if bodies and spec.get("backend") == "kserve":
        assert "InferenceService" in kinds
        assert not {"Deployment", "Service", "HTTPRoute", "ServiceMonitor", "Rollout"} & kinds


@settings(max_examples=150, deadline=None)
@given(spec=tf_servings())
def test_a_tf_serving_on_kserve_is_valid_or_refused_at_a_place(spec: dict[str, Any]) -> None:
    kinds = {each["kind"] for each in judge("TFServing", spec)}
    assert not {"Deployment", "Service", "HTTPRoute", "ServiceMonitor", "Rollout"} & kinds


@pytest.mark.parametrize("backend", ["deployment", "kserve"])
@pytest.mark.parametrize("runtime", sorted(BASES))
def test_the_strategies_build_each_runtime(runtime: str, backend: str) -> None:
    """A plain value of each is built, so that the tests above are not empty."""
    resources = {"cpu": 2, "memory": "8Gi"}
    assert judge(
        "ModelServer", {"runtime": runtime, "backend": backend, "resources": resources, **BASES[runtime]}
    )
