"""Builders of single objects: whole outputs, as Kubernetes 1.36 accepts them, and exact refusals."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable

BUILT: list[tuple[str, Callable[[], Any], dict[str, Any]]] = [
    (
        "a deployment of one image",
        lambda: mlkube.deployment(name="web", image="web:1"),
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web"}},
            "spec": {
                "selector": {"matchLabels": {"app.kubernetes.io/name": "web"}},
                "template": {
                    "metadata": {"labels": {"app.kubernetes.io/name": "web"}},
                    "spec": {"containers": [{"name": "web", "image": "web:1"}]},
                },
            },
        },
    ),
    (
        "a deployment with everything",
        lambda: mlkube.deployment(
            name="web",
            image="web:1",
            namespace="ml",
            labels={"team": "vision"},
            annotations={"note": "a"},
            replicas=2,
            command=["serve"],
            args=["--fast"],
            env={"A": "1"},
            ports={"http": 8080},
            resources={"requests": {"cpu": "500m", "memory": "1Gi"}},
        ),
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {
                "name": "web",
                "namespace": "ml",
                "labels": {"app.kubernetes.io/name": "web", "team": "vision"},
                "annotations": {"note": "a"},
            },
            "spec": {
                "selector": {"matchLabels": {"app.kubernetes.io/name": "web"}},
                "replicas": 2,
                "template": {
                    "metadata": {"labels": {"app.kubernetes.io/name": "web", "team": "vision"}},
                    "spec": {
                        "containers": [
                            {
                                "name": "web",
                                "image": "web:1",
                                "command": ["serve"],
                                "args": ["--fast"],
                                "env": [{"name": "A", "value": "1"}],
                                "ports": [{"name": "http", "containerPort": 8080}],
                                "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}},
                            }
                        ]
                    },
                },
            },
        },
    ),
    (
        "a deployment with a spec of its own",
        lambda: mlkube.deployment(
            name="web",
            replicas=0,
            spec={
                "selector": {"matchLabels": {"a": "b"}},
                "strategy": {"type": "Recreate"},
                "template": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"containers": [{"name": "c", "image": "i:1"}]},
                },
            },
        ),
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web"}},
            "spec": {
                "selector": {"matchLabels": {"a": "b"}},
                "replicas": 0,
                "strategy": {"type": "Recreate"},
                "template": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"containers": [{"name": "c", "image": "i:1"}]},
                },
            },
        },
    ),
    (
        "a job",
        lambda: mlkube.job(name="train", image="train:1", args=["--epochs=3"], ttl_seconds_after_finished=60),
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": "train", "labels": {"app.kubernetes.io/name": "train"}},
            "spec": {
                "backoffLimit": 3,
                "template": {
                    "metadata": {"labels": {"app.kubernetes.io/name": "train"}},
                    "spec": {
                        "restartPolicy": "Never",
                        "containers": [{"name": "train", "image": "train:1", "args": ["--epochs=3"]}],
                    },
                },
                "ttlSecondsAfterFinished": 60,
            },
        },
    ),
    (
        "a service whose labels rename the application",
        lambda: mlkube.service(
            name="front",
            ports={"http": 80, "grpc": 8500},
            labels={"app.kubernetes.io/name": "web"},
            spec={"sessionAffinity": "ClientIP"},
        ),
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "front", "labels": {"app.kubernetes.io/name": "web"}},
            "spec": {
                "selector": {"app.kubernetes.io/name": "web"},
                "ports": [{"name": "http", "port": 80}, {"name": "grpc", "port": 8500}],
                "sessionAffinity": "ClientIP",
            },
        },
    ),
    (
        "a headless service",
        lambda: mlkube.service(name="ranks", headless=True, selector={"job": "a"}),
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "ranks", "labels": {"app.kubernetes.io/name": "ranks"}},
            "spec": {"selector": {"job": "a"}, "clusterIP": "None"},
        },
    ),
    (
        "a volume for one claim",
        lambda: mlkube.persistent_volume(
            name="ml-models",
            storage="20Gi",
            access_modes=["ReadOnlyMany"],
            claim="models",
            claim_namespace="ml",
            spec={"nfs": {"server": "nfs.example", "path": "/models"}, "mountOptions": ["ro"]},
        ),
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": "ml-models"},
            "spec": {
                "persistentVolumeReclaimPolicy": "Retain",
                "storageClassName": "",
                "accessModes": ["ReadOnlyMany"],
                "capacity": {"storage": "20Gi"},
                "claimRef": {
                    "apiVersion": "v1",
                    "kind": "PersistentVolumeClaim",
                    "name": "models",
                    "namespace": "ml",
                },
                "nfs": {"server": "nfs.example", "path": "/models"},
                "mountOptions": ["ro"],
            },
        },
    ),
    (
        "a claim of one volume",
        lambda: mlkube.persistent_volume_claim(
            name="models", namespace="ml", storage="20Gi", access_modes=["ReadOnlyMany"], volume="ml-models"
        ),
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": "models", "namespace": "ml"},
            "spec": {
                "storageClassName": "",
                "accessModes": ["ReadOnlyMany"],
                "resources": {"requests": {"storage": "20Gi"}},
                "volumeName": "ml-models",
            },
        },
    ),
    (
        "a claim of a class",
        lambda: mlkube.persistent_volume_claim(
            name="scratch", storage="1Gi", access_modes=["ReadWriteOnce"], storage_class_name="fast"
        ),
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": "scratch"},
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "1Gi"}},
                "storageClassName": "fast",
            },
        },
    ),
    (
        "an autoscaler of a container's CPU",
        lambda: mlkube.horizontal_pod_autoscaler(name="web", max_replicas=4, container="web"),
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web"}},
            "spec": {
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
                "minReplicas": 1,
                "metrics": [
                    {
                        "type": "ContainerResource",
                        "containerResource": {
                            "name": "cpu",
                            "container": "web",
                            "target": {"type": "Utilization", "averageUtilization": 70},
                        },
                    }
                ],
                "maxReplicas": 4,
            },
        },
    ),
    (
        "an autoscaler of another target",
        lambda: mlkube.horizontal_pod_autoscaler(
            name="scaler",
            target="web",
            target_kind="StatefulSet",
            min_replicas=2,
            max_replicas=2,
            cpu_utilization=50,
        ),
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "scaler", "labels": {"app.kubernetes.io/name": "web"}},
            "spec": {
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "web"},
                "minReplicas": 2,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {
                            "name": "cpu",
                            "target": {"type": "Utilization", "averageUtilization": 50},
                        },
                    }
                ],
                "maxReplicas": 2,
            },
        },
    ),
    (
        "a config map",
        lambda: mlkube.config_map(name="conf", data={"a.txt": "x\n", "b.bin": b"\xff\x00"}, immutable=True),
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "conf"},
            "data": {"a.txt": "x\n"},
            "binaryData": {"b.bin": "/wA="},
            "immutable": True,
        },
    ),
    (
        "a secret",
        lambda: mlkube.secret(name="key", data={"user": "me", "password": b"p"}, labels={"a": "b"}),
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "key", "labels": {"a": "b"}},
            "type": "Opaque",
            "data": {"password": "cA=="},
            "stringData": {"user": "me"},
        },
    ),
]


@pytest.mark.parametrize(("build", "expected"), [pytest.param(*rest, id=name) for name, *rest in BUILT])
def test_a_builder_returns(build: Callable[[], Any], expected: dict[str, Any]) -> None:
    assert build() == expected


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build, _ in BUILT])
def test_kubernetes_has_these_fields(build: Callable[[], Any]) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")

    kubernetes_validate.validate(build(), "1.36", strict=True)


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: mlkube.deployment(name="web"),
        (
            "error Deployment/web spec.template.spec.containers[0].image: no image is given;"
            " pass image=, or the pod template in spec="
        ),
    ),
    (
        lambda: mlkube.deployment(
            name="",
            image="a:1",
            replicas=-1,
            ports={"http": 0},
            spec={"paused": True, "replicas": 1},  # type: ignore[typeddict-item]
        ),
        (
            "error Deployment/ metadata.name: is empty\n"
            "error Deployment/ spec.replicas: -1 is less than 0\n"
            "error Deployment/ spec.template.spec.containers[0].ports[0].containerPort: 0 is no port;"
            " ports are 1 to 65535\n"
            "error Deployment/ spec.replicas: is given as an argument and in spec; keep one of them"
        ),
    ),
    (
        lambda: mlkube.job(name="a", image="a:1", backoff_limit=-1, active_deadline_seconds=0),
        (
            "error Job/a spec.backoffLimit: -1 is less than 0\n"
            "error Job/a spec.activeDeadlineSeconds: 0 is less than 1"
        ),
    ),
    (
        lambda: mlkube.job(name="a", env={"A": "1"}, spec={"template": {}}),
        (
            "error Job/a spec.template.spec.containers[0].image: no image is given;"
            " pass image=, or the pod template in spec=\n"
            "error Job/a spec.template: is given as an argument and in spec; keep one of them"
        ),
    ),
    (
        lambda: mlkube.service(name="web"),
        'error Service/web spec.ports: no port is given; pass ports={"http": 80}',
    ),
    (
        lambda: mlkube.service(name="web", headless=True, type="NodePort"),
        "error Service/web spec.type: a headless Service is no NodePort",
    ),
    (
        lambda: mlkube.persistent_volume(
            name="v", storage="10 Gi", access_modes=[], claim="", claim_namespace="", spec={}
        ),
        (
            "error PersistentVolume/v spec.capacity.storage: '10 Gi' is no quantity;"
            " write it as 500m, 2 or 4Gi\n"
            "error PersistentVolume/v spec.accessModes: no access mode is given\n"
            "error PersistentVolume/v spec.claimRef.name: no claim is named\n"
            "error PersistentVolume/v spec.claimRef.namespace: the claim's namespace is not given\n"
            'error PersistentVolume/v spec: has no source; pass spec={"nfs": {...}} or another source'
        ),
    ),
    (
        lambda: mlkube.persistent_volume(
            name="v",
            storage="1Gi",
            access_modes=["ReadWriteOnce"],
            claim="c",
            claim_namespace="n",
            spec={"hostPath": {"path": "/a"}, "nfs": {"server": "s", "path": "/a"}},
        ),
        "error PersistentVolume/v spec: has more than one source: hostPath, nfs",
    ),
    (
        lambda: mlkube.persistent_volume_claim(name="c", storage=0, access_modes=["ReadWriteOnce"]),
        "error PersistentVolumeClaim/c spec.resources.requests.storage: 0 is not more than 0",
    ),
    (
        lambda: mlkube.horizontal_pod_autoscaler(name="web", min_replicas=5, max_replicas=3),
        "error HorizontalPodAutoscaler/web spec.minReplicas: 5 is more than maxReplicas, 3",
    ),
    (
        lambda: mlkube.horizontal_pod_autoscaler(name="web", cpu_utilization=50, metrics=[]),
        (
            "error HorizontalPodAutoscaler/web spec.metrics: is given beside cpu_utilization or container;"
            " keep one of them\n"
            "error HorizontalPodAutoscaler/web spec.maxReplicas: is not given; pass max_replicas="
        ),
    ),
    (
        lambda: mlkube.config_map(name="a", data={"a/b": "x"}),
        "error ConfigMap/a data: 'a/b' is no key; keys are letters, digits, -, _ and .",
    ),
    (
        lambda: mlkube.secret(name="a", data={"..": b""}),
        "error Secret/a data: '..' is no key; keys are letters, digits, -, _ and .",
    ),
]


@pytest.mark.parametrize(("build", "text"), REFUSED)
def test_a_builder_refuses(build: Callable[[], Any], text: str) -> None:
    with pytest.raises(mlkube.MlkubeError) as raised:
        build()

    assert str(raised.value) == text
    errors = raised.value.errors if isinstance(raised.value, mlkube.ErrorGroup) else (raised.value,)
    assert {type(error) for error in errors} == {mlkube.BuildError}


def test_arguments_are_not_kept() -> None:
    labels, command = {"a": "b"}, ["serve"]
    built = mlkube.deployment(name="web", image="web:1", labels=labels, command=command)
    before = repr(built)

    labels["a"] = "c"
    command.append("more")

    assert repr(built) == before


def test_the_types_cost_nothing_at_run_time() -> None:
    program = (
        "import sys, mlkube; mlkube.deployment(name='a', image='a:1');"
        "print(sorted(name for name in sys.modules if name.startswith('mlkube.k8s') or name == 'typing'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
