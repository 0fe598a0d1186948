"""TensorFlow Serving on KServe: what is built, who scales it, and what is refused."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ON = "backend: kserve\n"
BUILT_BY_IT = "KServe builds the way in, by its own configuration; leave it out"


def service(built: Callable[..., Any], changes: str = "", **options: str) -> Any:  # noqa: ANN401  JSON
    return built(ON + changes, **options).get("InferenceService", options.pop("name", "m"))


def test_the_whole_of_a_model(built: Callable[..., Any]) -> None:
    result = built(ON + "monitoring: {}\nreplicas: 2")
    assert sorted({body["kind"] for body in result.bodies}) == [
        "ConfigMap",
        "InferenceService",
        "PodDisruptionBudget",
        "PodMonitor",
        "PrometheusRule",
        "ServiceAccount",
    ]
    made = result.get("InferenceService")
    assert made["metadata"]["annotations"] == {
        "serving.kserve.io/autoscalerClass": "none",
        "serving.kserve.io/deploymentMode": "Standard",
    }
    predictor = made["spec"]["predictor"]
    model = predictor.pop("model")
    volumes = predictor.pop("volumes")
    assert predictor == {
        "automountServiceAccountToken": False,
        "deploymentStrategy": {
            "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
            "type": "RollingUpdate",
        },
        "labels": {"app.kubernetes.io/component": "serving", "app.kubernetes.io/name": "m"},
        "minReplicas": 2,
        "securityContext": {
            "fsGroup": 1000,
            "fsGroupChangePolicy": "OnRootMismatch",
            "runAsGroup": 1000,
            "runAsNonRoot": True,
            "runAsUser": 1000,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "serviceAccountName": "m",
        "terminationGracePeriodSeconds": 20,
        "timeout": 10,
    }
    assert [volume["name"] for volume in volumes] == ["config", "tmp"]
    assert {
        key: model[key] for key in ("modelFormat", "runtime", "protocolVersion", "storageUri", "image")
    } == {
        "modelFormat": {"name": "tensorflow"},
        "runtime": "kserve-tensorflow-serving",
        "protocolVersion": "v1",
        "storageUri": "pvc://c",
        "image": "tensorflow/serving:2.20.0",
    }
    assert "name" not in model
    assert [(port["name"], port["containerPort"]) for port in model["ports"]] == [
        ("http", 8080),
        ("grpc", 9000),
    ]
    assert model["livenessProbe"]["grpc"] == {"port": 9000, "service": "PredictionService"}
    assert 'base_path: "/mnt/models"' in next(
        body["data"]["models.config"] for body in result.bodies if body["kind"] == "ConfigMap"
    )
    assert result.get("PodMonitor")["spec"] == {
        "podMetricsEndpoints": [
            {"interval": "15s", "path": "/monitoring/prometheus/metrics", "port": "http"}
        ],
        "selector": {
            "matchLabels": {"app.kubernetes.io/component": "serving", "app.kubernetes.io/name": "m"}
        },
    }


def test_one_volume_has_a_folder_for_each_model(built: Callable[..., Any]) -> None:
    result = built(ON + "models: [{name: a}, {name: b}]\nmodelStorage: {claim: c}")
    config = next(body["data"]["models.config"] for body in result.bodies if body["kind"] == "ConfigMap")
    assert 'base_path: "/mnt/models/a"' in config
    assert 'base_path: "/mnt/models/b"' in config


@pytest.mark.parametrize(
    ("storage", "uri"),
    [
        ("{claim: c}, subPath: a/b", "pvc://c/a/b"),
        ("{newClaim: {size: 1Gi}}", "pvc://x-m-model-y"),
        ("{static: {size: 1Gi, nfs: {server: s, path: /p}}}", "pvc://x-m-model-y"),
        ("{image: {reference: 'r.example/m:1'}}", "oci://r.example/m:1"),
        ("{s3: {uri: 's3://bucket/m'}}", "s3://bucket/m"),
        ("{s3: {uri: 's3://bucket/m/'}}, subPath: v", "s3://bucket/m/v"),
    ],
)
def test_storage_becomes_a_uri_with_final_names(storage: str, uri: str, built: Callable[..., Any]) -> None:
    layers = "namespace: ml\nnamePrefix: x-\nnameSuffix: -y"
    result = built(ON + f"models: [{{name: m, storage: {storage}}}]", settings=layers)
    made = result.get("InferenceService", "x-m-y")
    assert made["spec"]["predictor"]["model"]["storageUri"] == uri
    if uri == "pvc://x-m-model-y":
        assert result.names("PersistentVolumeClaim") == ["x-m-model-y"]


def test_a_uri_of_ones_own_stands_in_place_of_storage(built: Callable[..., Any]) -> None:
    changes = (
        "models: [{name: m}]\nkserve: {storageUri: 'gs://bucket/m', runtime: own, protocolVersion: grpc-v1}"
    )
    model = service(built, changes)["spec"]["predictor"]["model"]
    assert (model["storageUri"], model["runtime"], model["protocolVersion"]) == (
        "gs://bucket/m",
        "own",
        "grpc-v1",
    )


def test_credentials_of_an_object_store_stand_in_the_account(built: Callable[..., Any]) -> None:
    result = built(ON + "models: [{name: m, storage: {s3: {uri: 's3://b/m', secret: keys}}}]")
    assert result.get("ServiceAccount")["secrets"] == [{"name": "keys"}]


def test_kserve_scales_by_cpu_itself(built: Callable[..., Any]) -> None:
    result = built(ON + "autoscaling: {minReplicas: 2, maxReplicas: 5, cpuUtilization: 60}")
    made = result.get("InferenceService")
    assert made["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "hpa"
    scaling = {
        key: made["spec"]["predictor"].get(key)
        for key in ("minReplicas", "maxReplicas", "scaleMetric", "scaleTarget")
    }
    assert scaling == {"minReplicas": 2, "maxReplicas": 5, "scaleMetric": "cpu", "scaleTarget": 60}
    assert result.names("HorizontalPodAutoscaler") == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ("autoscaling: {maxReplicas: 5, scaleDownSeconds: 60}", "HorizontalPodAutoscaler"),
        ("autoscaling: {maxReplicas: 5, cpuUtilization: 120}", "HorizontalPodAutoscaler"),
        (
            "autoscaling: {maxReplicas: 5}\nsidecars: [{name: s, image: 'r/s:1'}]",
            "HorizontalPodAutoscaler",
        ),
        (
            "autoscaling: {engine: keda, minReplicas: 1, maxReplicas: 5, keda: {triggers: [{name: load, prometheus: {serverAddress: 'http://p', threshold: 5}}]}}",
            "ScaledObject",
        ),
    ],
)
def test_another_autoscaler_has_the_deployment_of_kserve_alone(
    changes: str, kind: str, built: Callable[..., Any]
) -> None:
    layers = "namespace: ml\nnamePrefix: x-\nnameSuffix: -y"
    result = built(ON + changes, settings=layers)
    made = result.get("InferenceService", "x-m-y")
    assert made["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "external"
    assert not {"minReplicas", "maxReplicas", "scaleMetric", "scaleTarget"} & set(made["spec"]["predictor"])
    scaler = result.get(kind, "x-m-y")["spec"]
    assert scaler["scaleTargetRef"]["name"] == "x-m-y-predictor"
    assert "kserve-container" in str(scaler) or kind == "ScaledObject"
    if kind == "ScaledObject":
        assert 'pod=~"x-m-y-predictor-[a-z0-9]+-[a-z0-9]+"' in scaler["triggers"][0]["metadata"]["query"]


def test_sizes_of_pods_leave_their_number_alone(built: Callable[..., Any]) -> None:
    result = built(ON + "replicas: 3\nautoscaling: {engine: vpa}")
    made = result.get("InferenceService")
    assert made["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "none"
    assert made["spec"]["predictor"]["minReplicas"] == 3
    target = result.get("VerticalPodAutoscaler")["spec"]["targetRef"]
    assert target == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "m-predictor"}


CANARY = """
replicas: 3
rollout:
  strategy: canary
  weight: 10
  versions:
    - {name: old}
    - {name: new, replicas: 1, models: [{name: m, storage: {claim: d}}], image: 'tensorflow/serving:2.21.0'}
"""


def test_a_canary_stands_beside_the_predictor(built: Callable[..., Any]) -> None:
    spec = service(built, CANARY)["spec"]
    stable, canary = spec["predictor"], spec["canary"][0]
    assert len(spec["canary"]) == 1
    # KServe takes the pods of canaries from the fewest pods of the predictor.
    assert (stable["name"], stable["minReplicas"], stable["labels"]["mlkube.dev/version"]) == (
        "old",
        4,
        "old",
    )
    assert (stable["model"]["storageUri"], stable["model"]["image"]) == (
        "pvc://c",
        "tensorflow/serving:2.20.0",
    )
    assert "name" not in stable["model"]
    assert canary["trafficPercent"] == 10
    other = canary["predictor"]
    assert (other["name"], other["minReplicas"], other["labels"]["mlkube.dev/version"]) == ("new", 1, "new")
    assert (other["model"]["storageUri"], other["model"]["image"]) == ("pvc://d", "tensorflow/serving:2.21.0")
    assert other["model"]["name"] == "kserve-container"


def test_a_promoted_canary_keeps_its_name(built: Callable[..., Any]) -> None:
    promoted = CANARY.replace("weight: 10", "weight: 0\n  active: new")
    spec = service(built, promoted)["spec"]
    assert (spec["predictor"]["name"], spec["canary"][0]["predictor"]["name"]) == ("new", "old")
    assert spec["canary"][0]["trafficPercent"] == 0


def test_an_autoscaler_of_kserve_leaves_a_canary_its_pods(built: Callable[..., Any]) -> None:
    spec = service(built, CANARY + "autoscaling: {minReplicas: 2, maxReplicas: 6}")["spec"]
    assert (spec["predictor"]["minReplicas"], spec["predictor"]["maxReplicas"]) == (3, 6)
    assert "maxReplicas" not in spec["canary"][0]["predictor"]


def test_names_and_images_of_layers_reach_every_version(built: Callable[..., Any]) -> None:
    layers = (
        "namespace: ml\nnamePrefix: x-\nimages: [{name: tensorflow/serving, newName: mirror.example/tfs}]"
    )
    made = built(
        ON + CANARY + "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]", settings=layers
    )
    spec = made.get("InferenceService", "x-m")["spec"]
    (config,) = made.names("ConfigMap")
    assert config.startswith("x-m-config-")
    for predictor, tag in ((spec["predictor"], "2.20.0"), (spec["canary"][0]["predictor"], "2.21.0")):
        assert predictor["serviceAccountName"] == "x-m"
        assert predictor["model"]["image"] == f"mirror.example/tfs:{tag}"
        assert predictor["volumes"][0]["configMap"]["name"] == config


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("service: {type: LoadBalancer}", "spec.service: KServe builds the Service; leave it out"),
        ("ingress: {host: a.example}", f"spec.ingress: {BUILT_BY_IT}"),
        ("route: {hostnames: [a.example], gateway: g}", f"spec.route: {BUILT_BY_IT}"),
        (
            "rollout: {minReadySeconds: 5}",
            "spec.rollout.minReadySeconds: an InferenceService has no place for it; leave it out",
        ),
        (
            "rollout: {progressDeadlineSeconds: 900}",
            "spec.rollout.progressDeadlineSeconds: an InferenceService has no place for it; leave it out",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: a}, {name: b}]}",
            "spec.rollout.strategy: KServe knows canaries, and no blueGreen; use canary with weight 0 and 100, or backend: deployment",
        ),
        (
            "rollout: {strategy: canary, by: replicas, weight: 10, versions: [{name: a}, {name: b}]}\nreplicas: 10",
            "spec.rollout.by: KServe does not split by replicas; leave it out: KServe splits requests by its own route",
        ),
        (
            "rollout: {strategy: canary, weight: 10, versions: [{name: a}, {name: b}]}\nautoscaling: {maxReplicas: 5, scaleDownSeconds: 60}",
            "spec.autoscaling: KServe gives pods to a canary by its own autoscaler only; use engine: hpa with cpuUtilization alone, or replicas",
        ),
        (
            "models: [{name: m, storage: {nfs: {server: s, path: /p}}}]",
            "spec.models[0].storage.nfs: KServe knows no URI for it; use static with this nfs: it makes a claim",
        ),
        (
            "models: [{name: m, storage: {emptyDir: {}}}]",
            "spec.models[0].storage.emptyDir: KServe knows no URI for it; use a claim, an image or an object store",
        ),
        (
            "models: [{name: m, storage: {image: {reference: 'r/m:1', pullPolicy: Always}}}]",
            "spec.models[0].storage.image.pullPolicy: KServe decides on it; leave it out",
        ),
        (
            "models: [{name: m, storage: {image: {reference: 'r/m:1'}}, subPath: a}]",
            "spec.models[0].subPath: KServe takes the folder /models of an image, and no other; leave it out",
        ),
        (
            "models: [{name: m, storage: {s3: {uri: 's3://b/m', endpoint: 'http://minio'}}}]",
            "spec.models[0].storage.s3.endpoint: KServe's own copying does not read it; annotate the Secret with serving.kserve.io/s3-endpoint, or leave it out",
        ),
        (
            "models: [{name: m, storage: {s3: {uri: 's3://b/m', sizeLimit: 1Gi}}}]",
            "spec.models[0].storage.s3.sizeLimit: KServe's own copying does not read it; leave it out",
        ),
        (
            "models: [{name: m, storage: {s3: {uri: 's3://b/m', secret: s}}}]\nserviceAccount: {name: a}",
            'spec.models[0].storage.s3.secret: KServe takes it from the ServiceAccount, and "a" exists already; list the Secret in that ServiceAccount, and leave it out here',
        ),
        (
            "kserve: {storageUri: 'gs://b/m'}",
            "spec.models[0].storage: kserve.storageUri says where the models lie; leave one out",
        ),
        (
            "kserve: {storageUri: 'ftp://b/m'}\nmodels: [{name: m}]",
            'spec.kserve.storageUri: "ftp://b/m" does not have the form (pvc|oci|s3|gs|hf|https?|hdfs|webhdfs)://.+; pvc, oci, s3, gs, hf, https, http, hdfs or webhdfs, then :// and what to copy',
        ),
        (
            "kserve: {storageUri: 'pvc:///m'}\nmodels: [{name: m}]",
            "spec.kserve.storageUri: names no claim; write it as pvc://claim/folder",
        ),
        (
            "sidecars: [{name: kserve-container, image: 'r/s:1'}]",
            'spec.sidecars[0].name: "kserve-container" is the name of the main container; choose another name',
        ),
    ],
)
def test_what_kserve_cannot_be_told_is_refused(
    changes: str, expected: str, refused: Callable[..., list[str]]
) -> None:
    assert refused(ON + changes) == [expected]


def test_several_models_of_several_volumes_are_refused(refused: Callable[..., list[str]]) -> None:
    one = "KServe brings one volume; use modelStorage, with a folder for each model"
    found = refused(ON + "models: [{name: a, storage: {claim: c}}, {name: b, storage: {claim: d}}]")
    assert found == [f"spec.models[0].storage: {one}", f"spec.models[1].storage: {one}"]


def test_settings_of_kserve_need_it(refused: Callable[..., list[str]]) -> None:
    expected = "spec.kserve: nothing but KServe reads it; set backend: kserve, or leave it out"
    assert refused("kserve: {runtime: own}") == [expected]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (
            "namespace: ml\nnamePrefix: 1-",
            "metadata.name: becomes '1-m'; KServe's names begin with a letter; choose another name, or another prefix",
        ),
        (
            f"namespace: ml\nnamePrefix: {'p' * 48}-",
            f"metadata.name: KServe labels its pods 'isvc.{'p' * 48}-m-predictor', 65 characters; a label has 63 at most; shorten the name, or a prefix, suffix or version",
        ),
    ],
)
def test_names_that_kserve_refuses_are_refused(
    layers: str, expected: str, refused: Callable[..., list[str]]
) -> None:
    assert refused(ON, layers) == [expected]


@pytest.mark.parametrize(
    ("changes", "deployments", "autoscaler"),
    [
        ("autoscaling: {maxReplicas: 5}", "x-m-predictor", "(keda-hpa-)?x-m-predictor"),
        ("autoscaling: {maxReplicas: 5, scaleDownSeconds: 60}", "x-m-predictor", "(keda-hpa-)?x-m"),
        (
            CANARY + "autoscaling: {maxReplicas: 6}",
            "(x-m-old-predictor|x-m-new-predictor)",
            "(keda-hpa-)?(x-m-old-predictor|x-m-new-predictor)",
        ),
    ],
)
def test_alerts_and_dashboards_know_what_kserve_calls_its_objects(
    changes: str, deployments: str, autoscaler: str, built: Callable[..., Any]
) -> None:
    text = f"{ON}monitoring: {{dashboard: {{}}}}\n{changes.replace('replicas: 3', '', 1)}"
    result = built(text, settings="namespace: ml\nnamePrefix: x-")
    (group,) = result.get("PrometheusRule", "x-m")["spec"]["groups"]
    alerts = {rule["alert"]: rule["expr"] for rule in group["rules"]}
    assert (
        alerts["ServingTargetDown"] == f'up{{namespace="ml",pod=~"{deployments}-[a-z0-9]+-[a-z0-9]+"}} == 0'
    )
    assert f'_replicas_available{{namespace="ml",deployment=~"{deployments}"}}' in alerts["ServingReplicas"]
    assert 'container="kserve-container"' in alerts["ServingRestarts"]
    assert f'horizontalpodautoscaler=~"{autoscaler}"}}' in alerts["ServingAtMaximum"]
    (board,) = result.get("ConfigMap", "x-m-dashboard")["data"].values()
    # Prometheus calls the targets of a PodMonitor by namespace and name.
    job = next(each for each in json.loads(board)["templating"]["list"] if each["name"] == "job")
    assert job["current"]["value"] == ["ml/x-m"]
