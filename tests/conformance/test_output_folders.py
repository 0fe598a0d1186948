"""`-o FOLDER` writes the files that `kubectl kustomize -o FOLDER` writes."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from mlkube.cli.run import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}{namespace}}}\n"
CLUSTER = (
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}\n",
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: 'team:Reader'}\n",
    "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n",
)
CUSTOM = "apiVersion: trainer.example/v1alpha1\nkind: TrainJob\nmetadata: {name: bert}\n"


def service(name: str, namespace: str = "") -> str:
    return SERVICE.format(name=name, namespace=f", namespace: {namespace}" if namespace else "")


TREES = {
    "no namespace": [service("a"), service("b"), *CLUSTER],
    "one namespace": [service("a", "x"), service("b", "x"), *CLUSTER],
    "one namespace and none": [service("a", "x"), service("a"), *CLUSTER, CUSTOM],
    "two namespaces": [service("a", "x"), service("a", "y-Z"), *CLUSTER],
    "default and none": [service("a", "default"), service("b")],
    "only cluster-scoped": list(CLUSTER),
    "a custom resource": [CUSTOM, service("a", "x")],
}


@pytest.mark.parametrize("tree", TREES)
def test_a_folder_holds_the_same_files(tmp_path: Path, tree: str) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [objects.yaml]\n")
    (tmp_path / "objects.yaml").write_text("---\n".join(TREES[tree]))
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()

    assert run(["build", str(tmp_path), "-o", str(ours)]) == 0
    subprocess.run(["kubectl", "kustomize", str(tmp_path), "-o", str(theirs)], check=True)

    assert {file.name: file.read_bytes() for file in ours.iterdir()} == {
        file.name: file.read_bytes() for file in theirs.iterdir()
    }
