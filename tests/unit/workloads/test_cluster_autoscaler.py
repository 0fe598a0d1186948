"""Hints for what adds and removes nodes: on the pods of each kind, and what they refuse."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import Any

import pytest

import mlkube
from mlkube import ClusterAutoscaler
from mlkube.errors import MlkubeError

SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict"
LOCAL = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes"
STAY = {SAFE: "false", "karpenter.sh/do-not-disrupt": "true"}


def serving(hints: ClusterAutoscaler | None, **fields: Any) -> mlkube.TFServing:  # noqa: ANN401  any field
    model = mlkube.Model(name="m", storage=mlkube.VolumeSource(claim="c"))
    return mlkube.TFServing(name="w", models=[model], cluster_autoscaler=hints, **fields)


def annotations(workload: Any, kind: str) -> object:  # noqa: ANN401  any workload
    """Return the annotations of the pods of an object."""
    (body,) = [each for each in workload.build().bodies() if each["kind"] == kind]
    return body["spec"]["template"]["metadata"].get("annotations")


def test_pods_have_no_hint_unless_it_is_asked_for() -> None:
    assert annotations(serving(None), "Deployment") is None


def test_a_server_may_move_and_its_scratch_volume_is_no_reason_to_stay() -> None:
    assert annotations(serving(ClusterAutoscaler()), "Deployment") == {LOCAL: "tmp"}


def test_volumes_without_emptydir_need_no_hint() -> None:
    server = serving(ClusterAutoscaler(), security=mlkube.Security(read_only_root=False))
    assert annotations(server, "Deployment") is None


def test_training_stays_and_says_so_to_karpenter_too() -> None:
    job = mlkube.TrainingJob(name="w", image="r/t:1", cluster_autoscaler=ClusterAutoscaler())
    assert annotations(job, "Job") == STAY
    job = job.replace(cluster_autoscaler=ClusterAutoscaler(safe_to_evict=True))
    assert annotations(job, "Job") == {SAFE: "true"}


def test_a_server_can_be_held_too_and_its_own_annotations_stay() -> None:
    server = serving(ClusterAutoscaler(safe_to_evict=False), pod_annotations={"team": "vision"})
    assert annotations(server, "Deployment") == {**STAY, "team": "vision"}


def test_spark_holds_its_driver_and_lets_executors_go() -> None:
    job = mlkube.SparkJob(
        name="w",
        namespace="ml",
        image="r/s:4.0.4",
        main="local:///a.py",
        backend="apache",
        cluster_autoscaler=ClusterAutoscaler(),
    )
    spec = job.build().bodies()[-1]["spec"]
    assert spec["driverSpec"]["podTemplateSpec"]["metadata"]["annotations"] == STAY
    executor = spec["executorSpec"]["podTemplateSpec"]["metadata"]["annotations"]
    assert executor == {LOCAL: "tmp,work"}
    driver = job.replace(backend="operator").build().bodies()[-1]["spec"]["driver"]
    assert driver["annotations"] == STAY
    assert annotations(job.replace(backend="submit"), "Job") == STAY


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (
            serving(ClusterAutoscaler(safe_to_evict=True, safe_to_evict_local_volumes=["tmp"])),
            "spec.clusterAutoscaler.safeToEvictLocalVolumes: safeToEvict: true holds for the whole pod; leave one out",
        ),
        (
            serving(ClusterAutoscaler(safe_to_evict_local_volumes=["model"])),
            'spec.clusterAutoscaler.safeToEvictLocalVolumes[0]: the pods have no local volume "model"; they have tmp',
        ),
        (
            serving(ClusterAutoscaler(), pod_annotations={SAFE: "true"}),
            f"spec.podAnnotations[{SAFE}]: clusterAutoscaler says it; leave one out",
        ),
    ],
    ids=["twice", "no such volume", "an annotation of its own"],
)
def test_refused(server: mlkube.TFServing, expected: str) -> None:
    with pytest.raises(MlkubeError) as caught:
        server.build()
    error = caught.value
    assert f"{error.place.field}: {error.reason.partition(' (spec.')[0]}; {error.hint}" == expected
