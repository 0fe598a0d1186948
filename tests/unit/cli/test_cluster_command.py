"""`mlkube cluster kubeadm`, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

import mlkube as library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    Mlkube = Callable[..., Ran]

CLUSTER = """\
apiVersion: mlkube.dev/v1alpha1
kind: Cluster
metadata: {name: lab}
spec:
  kubernetesVersion: 1.36.2
  kubeadm:
    pools: [{name: gpu, labels: {gpu: "true"}}]
"""


def project(root: Path) -> None:
    base = root / "bases" / "cluster"
    base.mkdir(parents=True)
    (base / "kustomization.yaml").write_text("resources: [c.yaml]\n")
    (base / "c.yaml").write_text(CLUSTER)
    overlay = root / "overlays" / "prod"
    overlay.mkdir(parents=True)
    (overlay / "kustomization.yaml").write_text(
        "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: prod-\n"
    )


def test_it_prints_a_file_for_kubeadm(mlkube: Mlkube, tmp_path: Path) -> None:
    project(tmp_path)

    ran = mlkube("cluster", "kubeadm", "prod")

    assert (ran.code, ran.err) == (0, "")
    assert list(yaml.safe_load_all(ran.out)) == library.kubeadm("prod", project=tmp_path)
    assert "clusterName: prod-lab\n" in ran.out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("mlkube cluster kubeadm prod ", "plain,prod-lab\n"),
        ("mlkube cluster kubeadm prod --role join --pool ", "plain,gpu\n"),
        ("mlkube cluster kubeadm prod x", "\n"),
    ],
)
def test_completion_offers_clusters_and_pools(
    words: str, offered: str, mlkube: Mlkube, tmp_path: Path
) -> None:
    project(tmp_path)
    count = str(len(words.split(" ")) - 1)
    env = {"_MLKUBE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}

    assert mlkube(env=env) == (0, offered, "")


def test_it_prints_json_for_programs_and_a_pool_that_joins(mlkube: Mlkube, tmp_path: Path) -> None:
    project(tmp_path)

    ran = mlkube("cluster", "kubeadm", "prod", "--role", "join", "--pool", "gpu", "--output", "json")

    assert (ran.code, ran.err) == (0, "")
    (join,) = json.loads(ran.out)
    assert join["nodeRegistration"]["kubeletExtraArgs"] == [{"name": "node-labels", "value": "gpu=true"}]


def test_what_is_wrong_is_told_and_nothing_printed(mlkube: Mlkube, tmp_path: Path) -> None:
    project(tmp_path)

    refused = mlkube("cluster", "kubeadm", "prod", "--kubelet-version", "Kubernetes v1.37.0")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "error: the kubelet 1.37 is newer than the cluster, 1.36.2; use a kubelet of 1.36, or upgrade the "
        "control plane first\n"
    )
    assert mlkube("cluster", "kubeadm", "prod", "--role", "leave").code == 2
    assert mlkube("cluster").code == 2
