"""Every target of this project renders to the bytes of its golden file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import mlkube
from mlkube.project import load_project
from mlkube.project.golden import orphans

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "golden"
SERVING = ["cpu", "cpu-prod", "gpu", "gpu-prod", "prod"]
TARGETS = [*SERVING, "train-gpu-prod"]
CUSTOM = Path(__file__).resolve().parents[3] / "shared" / "crds"


def every_object(target: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((GOLDEN / f"{target}.yaml").read_text()))


def objects(target: str) -> dict[str, dict[str, Any]]:
    """Return the objects of the model server by their kinds."""
    return {
        body["kind"]: body
        for body in every_object(target)
        if body["kind"] == "Namespace" or body["metadata"]["labels"]["app.kubernetes.io/name"] == "ml-model"
    }


def test_the_project_has_these_targets() -> None:
    assert load_project(str(ROOT)).targets() == TARGETS


def test_no_golden_file_is_missing_and_none_is_an_orphan() -> None:
    assert sorted(file.stem for file in GOLDEN.iterdir()) == TARGETS
    assert orphans(load_project(str(ROOT))) == []


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_renders_to_its_golden_file(target: str) -> None:
    resources = mlkube.render(target, project=ROOT)

    assert resources.to_yaml().encode() == (GOLDEN / f"{target}.yaml").read_bytes()
    assert resources.warnings == ()


@pytest.mark.parametrize("target", SERVING)
def test_the_declared_components_are_those_of_the_name(target: str) -> None:
    declared = load_project(str(ROOT)).settings.targets[target]

    assert "-".join(declared.components) == target


@pytest.mark.parametrize("target", TARGETS)
def test_every_object_has_the_shape_of_its_kubernetes_version(target: str) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")

    for body in every_object(target):
        kubernetes_validate.validate(body, "1.36", strict=True)


@pytest.mark.parametrize("target", SERVING)
def test_everything_of_a_target_lives_in_one_namespace_that_it_brings(target: str) -> None:
    found = objects(target)
    namespace = "ml" if "prod" in target else "ml-dev"
    cluster_scoped = {"Namespace", "PersistentVolume"}

    assert found["Namespace"]["metadata"]["name"] == namespace
    assert {
        body["metadata"].get("namespace")
        for body in every_object(target)
        if body["kind"] not in cluster_scoped
    } == {namespace}


@pytest.mark.parametrize("target", SERVING)
def test_volume_and_claim_name_each_other(target: str) -> None:
    found = objects(target)
    volume, claim = found["PersistentVolume"], found["PersistentVolumeClaim"]

    assert claim["spec"]["volumeName"] == volume["metadata"]["name"]
    assert volume["spec"]["claimRef"] == {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "name": claim["metadata"]["name"],
        "namespace": claim["metadata"]["namespace"],
    }
    assert (claim["spec"]["storageClassName"], volume["spec"]["storageClassName"]) == ("", "")
    assert claim["spec"]["accessModes"] == volume["spec"]["accessModes"]


@pytest.mark.parametrize("target", SERVING)
def test_what_selects_pods_selects_those_of_the_deployment(target: str) -> None:
    found = objects(target)
    deployment = found["Deployment"]
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()

    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels
    assert found["Service"]["spec"]["selector"].items() <= labels
    if "prod" in target:
        assert found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"].items() <= labels


@pytest.mark.parametrize("target", SERVING)
def test_the_autoscaler_owns_the_replicas(target: str) -> None:
    found = objects(target)
    scaler, deployment = found["HorizontalPodAutoscaler"], found["Deployment"]

    assert "replicas" not in deployment["spec"]
    assert scaler["spec"]["scaleTargetRef"] == {
        "apiVersion": deployment["apiVersion"],
        "kind": "Deployment",
        "name": deployment["metadata"]["name"],
    }
    limits = (scaler["spec"]["minReplicas"], scaler["spec"]["maxReplicas"])
    assert limits == ((3, 10) if "prod" in target else (1, 3))


@pytest.mark.parametrize("target", SERVING)
def test_a_gpu_image_and_a_gpu_go_together(target: str) -> None:
    pod = objects(target)["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    gpu = "gpu" in target

    assert container["image"] == ("tensorflow/serving:2.20.0-gpu" if gpu else "tensorflow/serving:2.20.0")
    assert container["resources"]["limits"].get("nvidia.com/gpu") == ("1" if gpu else None)
    assert ("tolerations" in pod, "nodeSelector" in pod) == (gpu, gpu)
