"""What each runtime puts into its pod and its configuration, and what the parts around it are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[..., dict[str, Any]]

SKLEARN = "mlserver_sklearn.SKLearnModel"


def pod(objects: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = objects["Deployment"]["spec"]["template"]["spec"]
    return found


def container(objects: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = pod(objects)["containers"][0]
    return found


def volume(objects: dict[str, Any], name: str) -> dict[str, Any] | None:
    return next((each for each in pod(objects).get("volumes", []) if each["name"] == name), None)


def environment(objects: dict[str, Any]) -> dict[str, Any]:
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in container(objects)["env"]}


def test_triton_serves_its_repository(build: Build) -> None:
    objects = build("triton")
    assert container(objects)["image"] == "nvcr.io/nvidia/tritonserver:26.09-py3"
    assert "command" not in container(objects)
    assert container(objects)["args"] == [
        "tritonserver",
        "--model-repository=/mnt/models",
        "--exit-timeout-secs=30",
    ]
    assert volume(objects, "shm") == {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "256Mi"}}
    assert pod(objects)["terminationGracePeriodSeconds"] == 45


def test_triton_takes_its_options(build: Build) -> None:
    options = (
        "triton: {loadModels: [a, b], strictReadiness: false, exitOnError: false, logVerbose: 1, "
        "backendConfig: ['python,shm-default-byte-size=8388608']}\n"
        "server: {requestTimeoutSeconds: 60, drainSeconds: 0}\nsharedMemory: 1Gi"
    )
    objects = build("triton", options)
    assert container(objects)["args"][2:] == [
        "--exit-timeout-secs=60",
        "--model-control-mode=explicit",
        "--load-model=a",
        "--load-model=b",
        "--strict-readiness=false",
        "--exit-on-error=false",
        "--backend-config=python,shm-default-byte-size=8388608",
        "--log-verbose=1",
    ]
    assert "lifecycle" not in container(objects)
    assert pod(objects)["terminationGracePeriodSeconds"] == 65
    assert volume(objects, "shm") == {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}}


def test_triton_may_poll_its_repository(build: Build) -> None:
    args = container(build("triton", "triton: {pollSeconds: 60}"))["args"]
    assert args[-2:] == ["--model-control-mode=poll", "--repository-poll-secs=60"]


def test_vllm_shares_the_model_among_all_gpus_of_the_pod(build: Build) -> None:
    objects = build("vllm", "accelerator: {count: 4}")
    assert container(objects)["command"] == ["vllm", "serve"]
    assert container(objects)["args"] == [
        "org/model",
        "--tensor-parallel-size=4",
        "--pipeline-parallel-size=1",
        "--shutdown-timeout=120",
    ]
    assert container(objects)["resources"]["limits"]["nvidia.com/gpu"] == "4"
    assert volume(objects, "shm") == {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "2Gi"}}
    assert pod(objects)["terminationGracePeriodSeconds"] == 10 + 120 + 5


def test_vllm_takes_its_options(build: Build) -> None:
    options = (
        "vllm: {model: org/model, revision: abc, servedModelName: [a, b], tensorParallelSize: 2, "
        "pipelineParallelSize: 2, maxModelLen: 8192, maxNumSeqs: 64, maxNumBatchedTokens: 4096, "
        "gpuMemoryUtilization: 0.85, dtype: bfloat16, quantization: fp8, kvCacheDtype: fp8, "
        "toolCallParser: hermes, trustRemoteCode: true}\naccelerator: {count: 4}\nargs: [--seed=1]"
    )
    assert container(build("vllm", options))["args"] == [
        "org/model",
        "--served-model-name",
        "a",
        "b",
        "--revision=abc",
        "--tensor-parallel-size=2",
        "--pipeline-parallel-size=2",
        "--max-model-len=8192",
        "--max-num-seqs=64",
        "--max-num-batched-tokens=4096",
        "--gpu-memory-utilization=0.85",
        "--dtype=bfloat16",
        "--quantization=fp8",
        "--kv-cache-dtype=fp8",
        "--tool-call-parser=hermes",
        "--shutdown-timeout=120",
        "--enable-auto-tool-choice",
        "--trust-remote-code",
        "--seed=1",
    ]


def test_vllm_takes_its_tokens_from_secrets_and_downloads_to_its_home(build: Build) -> None:
    options = (
        "vllm: {model: org/model, hfToken: {name: hf, key: token}, apiKey: {name: api, key: key}, "
        "cache: {claim: cache}}"
    )
    objects = build("vllm", options)
    assert environment(objects) == {
        "HOME": "/home/vllm",
        "USER": "vllm",
        "VLLM_NO_USAGE_STATS": "1",
        "HF_TOKEN": {"secretKeyRef": {"name": "hf", "key": "token"}},
        "VLLM_API_KEY": {"secretKeyRef": {"name": "api", "key": "key"}},
    }
    assert volume(objects, "home") == {"name": "home", "persistentVolumeClaim": {"claimName": "cache"}}
    assert {"name": "home", "mountPath": "/home/vllm"} in container(objects)["volumeMounts"]
    assert volume(objects, "shm") is None


def test_vllm_asks_nobody_for_a_model_that_it_has(build: Build) -> None:
    objects = build("vllm", "vllm: {}\nmodelStorage: {claim: llama}\nmodelSubPath: 8b")
    assert container(objects)["args"][0] == "/mnt/models"
    assert environment(objects)["HF_HUB_OFFLINE"] == "1"
    mount = {"name": "models", "mountPath": "/mnt/models", "readOnly": True, "subPath": "8b"}
    assert mount in container(objects)["volumeMounts"]


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ("{}", {"runAsUser": 2000, "runAsGroup": 1000, "fsGroup": 1000}),
        ("{runAsUser: 3000}", {"runAsUser": 3000, "runAsGroup": 1000, "fsGroup": 1000}),
        ("{idsOfTheCluster: true}", {}),
    ],
)
def test_vllm_runs_as_the_user_of_its_image(security: str, expected: dict[str, int], build: Build) -> None:
    context = pod(build("vllm", f"security: {security}"))["securityContext"]
    ids = ("runAsUser", "runAsGroup", "fsGroup")
    assert {key: value for key, value in context.items() if key in ids} == expected
    assert context["runAsNonRoot"] is True


def test_mlserver_finds_the_models_that_are_named(build: Build) -> None:
    models = (
        f"mlserver: {{parallelWorkers: 2, models: [{{name: iris, implementation: {SKLEARN}, "
        "path: iris/model.joblib, version: v1, contentType: np, maxBatchSize: 8, maxBatchSeconds: 0.05, "
        f"extra: {{task: t}}}}, {{name: other, implementation: {SKLEARN}}}]}}"
    )
    objects = build("mlserver", models)
    data = objects["ConfigMap"]["data"]
    assert sorted(data) == ["iris.model-settings.json", "other.model-settings.json", "settings.json"]
    assert json.loads(data["settings.json"]) == {
        "debug": False,
        "http_port": 8080,
        "grpc_port": 8081,
        "metrics_port": 8082,
        "metrics_dir": "/tmp/metrics",  # noqa: S108  of the container
        "environments_dir": "/tmp/environments",  # noqa: S108  of the container
        "use_structured_logging": True,
        "parallel_workers": 2,
    }
    assert json.loads(data["iris.model-settings.json"]) == {
        "name": "iris",
        "implementation": SKLEARN,
        "parameters": {
            "uri": "/mnt/models/iris/model.joblib",
            "version": "v1",
            "content_type": "np",
            "extra": {"task": "t"},
        },
        "max_batch_size": 8,
        "max_batch_time": 0.05,
    }
    assert json.loads(data["other.model-settings.json"])["parameters"] == {"uri": "/mnt/models"}
    assert (container(objects)["command"], container(objects)["args"]) == (
        ["mlserver"],
        ["start", "/etc/mlserver"],
    )
    config = volume(objects, "config")
    assert config is not None
    assert config["configMap"] == {
        "name": objects["ConfigMap"]["metadata"]["name"],
        "items": [
            {"key": "settings.json", "path": "settings.json"},
            {"key": "iris.model-settings.json", "path": "iris/model-settings.json"},
            {"key": "other.model-settings.json", "path": "other/model-settings.json"},
        ],
    }


def test_mlserver_goes_by_the_settings_in_the_volume_else(build: Build) -> None:
    objects = build("mlserver", "mlserver: {structuredLogging: false}")
    assert "ConfigMap" not in objects
    assert container(objects)["args"] == ["start", "/mnt/models"]
    assert environment(objects) == {
        "HF_HOME": "/tmp/huggingface",  # noqa: S108  of the container
        "NUMBA_CACHE_DIR": "/tmp/numba",  # noqa: S108  of the container
        "MLSERVER_DEBUG": "false",
        "MLSERVER_HTTP_PORT": "8080",
        "MLSERVER_GRPC_PORT": "8081",
        "MLSERVER_METRICS_PORT": "8082",
        "MLSERVER_METRICS_DIR": "/tmp/metrics",  # noqa: S108  of the container
        "MLSERVER_ENVIRONMENTS_DIR": "/tmp/environments",  # noqa: S108  of the container
        "MLSERVER_USE_STRUCTURED_LOGGING": "false",
    }


def test_mlserver_ends_requests_before_it_is_told_to_stop(build: Build) -> None:
    objects = build("mlserver", "server: {drainSeconds: 5, requestTimeoutSeconds: 20}")
    assert container(objects)["lifecycle"] == {"preStop": {"sleep": {"seconds": 25}}}
    assert pod(objects)["terminationGracePeriodSeconds"] == 30


def test_torchserve_is_managed_from_its_own_pod_only(build: Build) -> None:
    objects = build("torchserve")
    assert objects["ConfigMap"]["data"]["config.properties"] == (
        "default_response_timeout=30\n"
        "default_startup_timeout=600\n"
        "disable_token_authorization=true\n"
        "grpc_inference_address=0.0.0.0\n"
        "grpc_inference_port=7070\n"
        "inference_address=http://0.0.0.0:8080\n"
        "load_models=all\n"
        "management_address=http://127.0.0.1:8081\n"
        "metrics_address=http://0.0.0.0:8082\n"
        "metrics_mode=prometheus\n"
        "model_store=/mnt/models\n"
    )
    assert [each["name"] for each in objects["Service"]["spec"]["ports"]] == ["http", "grpc", "metrics"]
    assert container(objects)["image"] == "pytorch/torchserve:0.12.0-cpu"
    assert container(objects)["livenessProbe"]["tcpSocket"] == {"port": "http"}


def test_torchserve_takes_its_options(build: Build) -> None:
    options = (
        "torchserve: {models: {b: b.mar, a: a.mar}, workersPerModel: 2, jobQueueSize: 50, "
        "properties: {number_of_gpu: '1', disable_token_authorization: 'false'}}\naccelerator: {}"
    )
    objects = build("torchserve", options)
    lines = objects["ConfigMap"]["data"]["config.properties"].splitlines()
    assert "load_models=a=a.mar,b=b.mar" in lines
    assert "default_workers_per_model=2" in lines
    assert "job_queue_size=50" in lines
    assert "number_of_gpu=1" in lines
    assert "disable_token_authorization=false" in lines
    assert container(objects)["image"] == "pytorch/torchserve:0.12.0-gpu"


def test_torchserve_is_stopped_by_its_own_command(build: Build) -> None:
    objects = build("torchserve")
    stop = ["/bin/sh", "-c", "sleep 40; torchserve --stop --foreground"]
    assert container(objects)["lifecycle"] == {"preStop": {"exec": {"command": stop}}}
    assert pod(objects)["terminationGracePeriodSeconds"] == 70


def test_a_server_of_ones_own_says_its_ports_and_paths(build: Build) -> None:
    options = (
        "custom: {httpPort: 9000, grpcPort: 9001, metricsPort: 9002, metricsPath: /m, readyPath: /r, "
        "livePath: /l, routePrefix: /api}\nmonitoring: {}\nroute: {hostnames: [a.example], gateway: g}"
    )
    objects = build("custom", options)
    assert [(each["name"], each["port"]) for each in objects["Service"]["spec"]["ports"]] == [
        ("http", 9000),
        ("grpc", 9001),
        ("metrics", 9002),
    ]
    asked = {
        probe: container(objects)[f"{probe}Probe"]["httpGet"]["path"]
        for probe in ("startup", "readiness", "liveness")
    }
    assert asked == {"startup": "/r", "readiness": "/r", "liveness": "/l"}
    (endpoint,) = objects["ServiceMonitor"]["spec"]["endpoints"]
    assert (endpoint["port"], endpoint["path"]) == ("metrics", "/m")
    (rule,) = objects["HTTPRoute"]["spec"]["rules"]
    assert rule["matches"] == [{"path": {"type": "PathPrefix", "value": "/api"}}]
    assert "enableServiceLinks" not in pod(objects)


def test_a_server_of_ones_own_is_asked_for_an_open_port_else(build: Build) -> None:
    objects = build("custom")
    assert container(objects)["readinessProbe"]["tcpSocket"] == {"port": "http"}
    assert "args" not in container(objects)


@pytest.mark.parametrize(
    ("runtime", "port", "prefix"),
    [
        ("triton", "metrics", "/v2"),
        ("vllm", "http", "/v1"),
        ("mlserver", "metrics", "/v2"),
        ("torchserve", "metrics", "/predictions"),
    ],
)
def test_monitors_and_routes_know_the_server(runtime: str, port: str, prefix: str, build: Build) -> None:
    objects = build(runtime, "monitoring: {}\nroute: {hostnames: [a.example], gateway: g}")
    (endpoint,) = objects["ServiceMonitor"]["spec"]["endpoints"]
    assert (endpoint["port"], endpoint["path"]) == (port, "/metrics")
    (rule,) = objects["HTTPRoute"]["spec"]["rules"]
    assert rule["matches"][0]["path"]["value"] == prefix
    assert pod(objects)["enableServiceLinks"] is False


@pytest.mark.parametrize("runtime", ["triton", "vllm", "mlserver", "torchserve", "custom"])
def test_a_pod_lives_long_enough_for_its_last_request(runtime: str, build: Build) -> None:
    objects = build(runtime, "server: {drainSeconds: 7, requestTimeoutSeconds: 50, loadSeconds: 33}")
    assert pod(objects)["terminationGracePeriodSeconds"] >= 57
    assert container(objects)["startupProbe"]["failureThreshold"] * 5 >= 33
    assert objects["Deployment"]["spec"]["progressDeadlineSeconds"] == 333


@pytest.mark.parametrize("runtime", ["triton", "vllm", "mlserver", "torchserve", "custom"])
def test_nothing_is_root_and_nothing_writes_to_the_image(runtime: str, build: Build) -> None:
    objects = build(runtime)
    assert container(objects)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod(objects)["securityContext"]["runAsNonRoot"] is True


def test_prefixes_and_images_reach_the_server(build: Build) -> None:
    layer = (
        "namespace: ml\nnamePrefix: prod-\n"
        "images: [{name: vllm/vllm-openai, newName: mirror.example/vllm, newTag: v1}]\n"
    )
    objects = build("vllm", layer=layer)
    assert container(objects)["image"] == "mirror.example/vllm:v1"
    assert pod(objects)["serviceAccountName"] == "prod-m"
    assert objects["Service"]["spec"]["selector"] == {
        "app.kubernetes.io/name": "m",
        "app.kubernetes.io/component": "serving",
    }


VERSIONS = """
vllm: {model: org/model, maxModelLen: 4096}
route: {hostnames: [m.example], gateway: shared}
rollout:
  strategy: canary
  weight: 10
  versions:
    - {name: old}
    - {name: new, vllm: {model: org/other}, image: "vllm/vllm-openai:v0.34.0"}
"""


def test_versions_run_side_by_side_with_options_of_their_own(
    build_all: Callable[..., dict[tuple[str, str], Any]],
) -> None:
    objects = build_all("vllm", VERSIONS)
    old, new = (
        objects["Deployment", name]["spec"]["template"]["spec"]["containers"][0]
        for name in ("m-old", "m-new")
    )
    assert (old["image"], new["image"]) == ("vllm/vllm-openai:v0.33.0", "vllm/vllm-openai:v0.34.0")
    assert (old["args"][0], new["args"][0]) == ("org/model", "org/other")
    # Options of a version are merged with those of the workload.
    assert "--max-model-len=4096" in new["args"]
    (rule,) = objects["HTTPRoute", "m"]["spec"]["rules"]
    assert [(each["name"], each["weight"]) for each in rule["backendRefs"]] == [("m-old", 90), ("m-new", 10)]
