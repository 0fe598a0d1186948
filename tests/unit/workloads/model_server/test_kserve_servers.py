"""Model servers on KServe: by a runtime that it ships, or as a container of their own."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[..., dict[str, Any]]
    Refuse = Callable[..., list[str]]

ON = "backend: kserve\n"
OWN = "the server runs as a container of its own, and by no runtime of KServe; leave it out"
IRIS = "mlserver: {models: [{name: iris, implementation: mlserver_sklearn.SKLearnModel, path: iris}]}\n"


def predictor(objects: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = objects["InferenceService"]["spec"]["predictor"]
    return found


def test_triton_runs_by_the_runtime_of_kserve(build: Build) -> None:
    objects = build("triton", ON + "triton: {loadModels: [a]}\nmodelSubPath: v1\naccelerator: {}")
    model = predictor(objects)["model"]
    assert (model["modelFormat"], model["runtime"], model["protocolVersion"], model["storageUri"]) == (
        {"name": "triton"},
        "kserve-tritonserver",
        "v2",
        "pvc://models/v1",
    )
    # Behind the arguments of the runtime.
    assert model["args"] == ["--exit-timeout-secs=30", "--model-control-mode=explicit", "--load-model=a"]
    assert [(port["name"], port["containerPort"]) for port in model["ports"]] == [
        ("http", 8080),
        ("grpc", 9000),
        ("metrics", 8002),
    ]
    assert model["resources"]["limits"]["nvidia.com/gpu"] == "1"
    assert predictor(objects)["tolerations"] == [
        {"effect": "NoSchedule", "key": "nvidia.com/gpu", "operator": "Exists"}
    ]
    assert predictor(objects)["deploymentStrategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
    assert [volume["name"] for volume in predictor(objects)["volumes"]] == ["shm", "tmp"]


def test_mlserver_finds_its_models_where_kserve_brings_them(build: Build) -> None:
    objects = build("mlserver", ON + IRIS)
    model = predictor(objects)["model"]
    assert (model["modelFormat"], model["runtime"]) == ({"name": "sklearn"}, "kserve-mlserver")
    assert (model["command"], model["args"]) == (["mlserver"], ["start", "/etc/mlserver"])
    data = objects["ConfigMap"]["data"]
    assert '"uri": "/mnt/models/iris"' in data["iris.model-settings.json"]
    assert '"grpc_port": 9000' in data["settings.json"]


@pytest.mark.parametrize("runtime", ["vllm", "torchserve", "custom"])
def test_other_servers_are_containers_of_their_own(runtime: str, build: Build) -> None:
    apart = predictor(build(runtime, ON))
    (container,) = apart["containers"]
    deployed = build(runtime)["Deployment"]["spec"]["template"]["spec"]
    (expected,) = deployed["containers"]
    assert container == {**expected, "name": "kserve-container"}
    assert "model" not in apart
    assert apart.get("volumes") == deployed.get("volumes")


def test_kserve_copies_to_a_container_by_a_variable(build: Build) -> None:
    objects = build("vllm", ON + "vllm: {}\nkserve: {storageUri: 'hf://org/model'}")
    (container,) = predictor(objects)["containers"]
    assert container["args"][0] == "/mnt/models"
    assert {"name": "STORAGE_URI", "value": "hf://org/model"} in container["env"]


def test_long_answers_have_the_time_of_the_server(build: Build) -> None:
    assert predictor(build("vllm", ON))["timeout"] == 120
    assert predictor(build("vllm", ON + "kserve: {timeoutSeconds: 600}"))["timeout"] == 600


def test_a_canary_may_have_another_model(build: Build) -> None:
    versions = "[{name: old}, {name: new, vllm: {model: org/other}}]"
    objects = build("vllm", ON + f"rollout: {{strategy: canary, weight: 5, versions: {versions}}}")
    spec = objects["InferenceService"]["spec"]
    assert spec["predictor"]["containers"][0]["args"][0] == "org/model"
    (canary,) = spec["canary"]
    assert canary["predictor"]["containers"][0]["args"][0] == "org/other"
    assert canary["trafficPercent"] == 5


@pytest.mark.parametrize(
    ("runtime", "changes", "expected"),
    [
        (
            "mlserver",
            "",
            "spec.kserve.modelFormat: KServe asks for the format of the model; name it: sklearn, xgboost, lightgbm or mlflow",
        ),
        (
            "mlserver",
            "mlserver: {models: [{name: a, implementation: own.Model}]}",
            "spec.kserve.modelFormat: KServe asks for the format of the model; name it: sklearn, xgboost, lightgbm or mlflow",
        ),
        ("vllm", "kserve: {runtime: own}", f"spec.kserve.runtime: {OWN}"),
        ("vllm", "kserve: {modelFormat: huggingface}", f"spec.kserve.modelFormat: {OWN}"),
        ("torchserve", "kserve: {protocolVersion: v2}", f"spec.kserve.protocolVersion: {OWN}"),
        (
            "custom",
            "modelStorage: {claim: c}\nkserve: {storageUri: 'gs://b/m'}",
            "spec.modelStorage: kserve.storageUri says where the models lie; leave one out",
        ),
        (
            "triton",
            "kserve: {storageUri: 'gs://b/m'}",
            "spec.modelStorage: kserve.storageUri says where the models lie; leave one out",
        ),
        (
            "triton",
            "modelPath: /models",
            "spec.modelPath: KServe brings the models to /mnt/models; leave it out",
        ),
        (
            "vllm",
            "kserve: {storageUri: 'hf://org/model'}",
            'spec.vllm.model: "org/model" is a name at Hugging Face, and kserve.storageUri holds a model already; leave one out, or name a folder below /mnt/models',
        ),
        (
            "vllm",
            "vllm: {hfToken: {name: s, key: k}}\nkserve: {storageUri: 'hf://org/model'}",
            "spec.vllm.hfToken: the model lies on a volume, and the server asks nobody for it; leave it out; KServe copies with a Secret that its ServiceAccount lists",
        ),
        (
            "vllm",
            "vllm: {}\nkserve: {storageUri: 'hf://org/model'}\nnetworkPolicy: {}",
            "spec.networkPolicy: nothing goes out, and the pods download hf://org/model before they can work; give where it lies as egress, or set deny: ingress",
        ),
        (
            "triton",
            "modelStorage: {secret: s}",
            "spec.modelStorage.secret: KServe knows no URI for it; use a claim, an image or an object store",
        ),
    ],
)
def test_what_kserve_cannot_be_told_is_refused(
    runtime: str, changes: str, expected: str, refuse: Refuse
) -> None:
    assert refuse(runtime, ON + changes) == [expected]


@pytest.mark.parametrize(
    ("runtime", "changes"),
    [
        ("mlserver", "kserve: {modelFormat: mlflow}"),
        ("triton", "modelStorage: null\nkserve: {storageUri: 'gs://b/m'}"),
        ("vllm", "vllm: null\nkserve: {storageUri: 'hf://org/model'}"),
        ("vllm", "vllm: {}\nmodelStorage: {nfs: {server: s, path: /p}}"),
        ("vllm", "vllm: {}\nkserve: {storageUri: 'pvc://c'}\nnetworkPolicy: {}"),
        ("vllm", "vllm: {}\nkserve: {storageUri: 'hf://org/model'}\nnetworkPolicy: {deny: ingress}"),
        ("custom", "kserve: {timeoutSeconds: 10}"),
    ],
)
def test_what_looks_alike_is_fine(runtime: str, changes: str, refuse: Refuse) -> None:
    assert refuse(runtime, ON + changes) == []
