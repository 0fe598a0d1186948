"""Ranks: pods, DNS names and environments as a cluster would give them, read from finished objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest

import mlkube
from mlkube.errors import MlkubeError
from mlkube.workloads.rank_environment import expanded
from mlkube.workloads.ranks import ranks

ROOT = Path(__file__).resolve().parents[3]


def job(
    framework: Literal["tensorflow", "pytorch", "jax", "mpi", "plain"],
    backend: Literal["job", "jobset", "trainjob", "training-operator"] = "job",
) -> mlkube.ResourceSet:
    return mlkube.TrainingJob(
        name="bert",
        namespace="ml",
        image="r/b:1",
        framework=framework,
        backend=backend,
        workers=2,
        name_hash=False,
    ).build()


def test_an_indexed_job_names_its_pods_and_gives_them_ranks() -> None:
    first, second = ranks(tuple(job("pytorch")))
    assert second.to_json() == {
        "job": "Job/bert",
        "rank": 1,
        "pod": "bert-1",
        "dns": "bert-1.bert.ml.svc",
        "environment": {
            "WORKER_INDEX": "1",
            "JOB_NAME": "bert",
            "SUBDOMAIN": "bert",
            "PET_NNODES": "2",
            "PET_NPROC_PER_NODE": "1",
            "PET_NODE_RANK": "1",
            "PET_MASTER_ADDR": "bert-0.bert",
            "PET_MASTER_PORT": "29500",
            "PYTHONUNBUFFERED": "1",
            "JOB_COMPLETION_INDEX": "1",
        },
    }
    assert first.environment["PET_NODE_RANK"] == "0"


def test_tf_config_is_json_that_names_every_worker() -> None:
    config = [json.loads(rank.environment["TF_CONFIG"]) for rank in ranks(tuple(job("tensorflow")))]
    assert config == [
        {
            "cluster": {"worker": ["bert-0.bert:29500", "bert-1.bert:29500"]},
            "task": {"type": "worker", "index": index},
        }
        for index in (0, 1)
    ]


def test_a_job_set_names_pods_after_its_replicated_job() -> None:
    found = ranks(tuple(job("jax", "jobset")))
    assert [(rank.pod, rank.dns) for rank in found] == [
        ("bert-workers-0-0", "bert-workers-0-0.bert.ml.svc"),
        ("bert-workers-0-1", "bert-workers-0-1.bert.ml.svc"),
    ]
    assert found[1].environment["JAX_COORDINATOR_ADDRESS"] == "bert-workers-0-0.bert:29500"


@pytest.mark.parametrize(
    ("framework", "pods", "address"),
    [
        ("pytorch", ["bert-master-0", "bert-worker-0"], "bert-master-0"),
        ("mpi", ["bert-launcher-0", "bert-worker-0", "bert-worker-1"], None),
        ("jax", ["bert-worker-0", "bert-worker-1"], None),
    ],
)
def test_an_operator_names_pods_after_roles(
    framework: Literal["pytorch", "mpi", "jax"], pods: list[str], address: str | None
) -> None:
    found = ranks(tuple(job(framework, "training-operator")))
    assert [rank.pod for rank in found] == pods
    assert found[-1].environment.get("MASTER_ADDR") == address


def test_a_train_job_shows_what_its_runtime_gives() -> None:
    found = ranks(tuple(job("pytorch", "trainjob")))
    assert [rank.pod for rank in found] == ["bert-node-0-0", "bert-node-0-1"]
    assert found[1].environment["PET_MASTER_ADDR"] == "bert-node-0-0.bert"


def test_a_patch_that_breaks_the_rendezvous_is_refused() -> None:
    patch = (
        "- {op: test, path: /spec/template/spec/containers/0/env/6/name, value: PET_MASTER_ADDR}\n"
        "- {op: replace, path: /spec/template/spec/containers/0/env/6/value, value: localhost}\n"
    )
    broken = job("pytorch").patch(patch, target={"kind": "Job"})
    with pytest.raises(MlkubeError) as caught:
        ranks(tuple(broken))
    assert (caught.value.reason, caught.value.hint) == (
        "PET_MASTER_ADDR of rank 0 is localhost, which is none of the workers",
        "rank 0 is bert-0.bert.ml.svc",
    )


def test_workers_without_a_headless_service_are_refused() -> None:
    objects = [each for each in job("plain") if each.kind != "Service"]
    with pytest.raises(MlkubeError) as caught:
        ranks(objects)
    assert caught.value.reason == "no headless Service 'bert' gives the workers their names"


def test_a_job_is_found_by_the_name_without_its_hash() -> None:
    resources = tuple(mlkube.render("train-gpu-prod", project=ROOT))
    assert len(ranks(resources, "train")) == 2
    with pytest.raises(MlkubeError) as caught:
        ranks(resources, "other")
    assert caught.value.reason == 'no job "other" among the objects'


def test_variables_are_expanded_as_the_kubelet_does() -> None:
    container: dict[str, object] = {
        "env": [
            {"name": "A", "value": "1"},
            {"name": "B", "value": "$(A)$(C)$$(A)"},
            {"name": "C", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "D", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
        ]
    }
    assert expanded(container, {"metadata.name": "pod"}) == {  # type: ignore[arg-type]
        "A": "1",
        "B": "1$(C)$(A)",
        "C": "pod",
        "D": "<secret s: k>",
    }
