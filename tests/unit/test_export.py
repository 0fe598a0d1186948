"""Exports: the same tree as plain kustomize, or the finished objects, or nothing."""
# ruff: noqa: E501  patches stand as they are written

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = """\
apiVersion: mlkube.dev/v1alpha1
kind: TrainingJob
metadata: {name: train}
spec: {framework: pytorch, backend: %s, workers: 2, image: 'r/t:1', configFiles: {a.txt: {text: "one\\n"}}}
"""


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def exported(folder: str) -> tuple[bool, str]:
    """Export a folder; return whether the tree was kept, and what it builds to."""
    shutil.rmtree("out", ignore_errors=True)
    kept = mlkube.export(folder, "out")
    text = mlkube.build("out", merge="kustomize").to_yaml()
    if shutil.which("kubectl"):
        run = subprocess.run(["kubectl", "kustomize", "out"], capture_output=True, text=True, check=True)
        assert run.stdout == text
    return kept, text


@pytest.mark.parametrize("backend", ["job", "jobset", "trainjob", "training-operator"])
def test_an_exported_tree_builds_to_the_same_bytes(project: Path, backend: str) -> None:
    write(
        project,
        {
            "base/kustomization.yaml": "resources: [w.yaml]\nnamespace: ml\n",
            "base/w.yaml": DESCRIPTION % backend,
            "a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
            "b/kustomization.yaml": (
                "resources: [../base]\nnameSuffix: -b\nlabels: [{pairs: {team: x}}]\npatches:\n"
                '- target: {kind: TrainingJob}\n  patch: \'[{"op": "replace", "path": "/spec/workers", "value": 3}]\'\n'
            ),
            "top/kustomization.yaml": "resources: [../a, ../b]\nimages: [{name: r/t, newTag: '2'}]\n",
        },
    )
    assert exported("./top") == (True, mlkube.build("top").to_yaml())
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        "a",
        "b",
        "base",
        "base-2",
        "kustomization.yaml",
        "top",
    ]


def test_what_kustomize_would_lose_is_written_as_finished_objects(project: Path) -> None:
    write(
        project,
        {
            "mlkube.toml": 'merge = "lossless"\n',
            "base/kustomization.yaml": (
                "resources: [w.yaml]\nnamespace: ml\npatches:\n- patch: |-\n"
                "    apiVersion: kubeflow.org/v1\n    kind: PyTorchJob\n    metadata: {name: train}\n"
                "    spec: {pytorchReplicaSpecs: {Master: {template: {spec: {containers: [{name: pytorch, image: 'r/t:9'}]}}}}}\n"
            ),
            "base/w.yaml": DESCRIPTION % "training-operator",
        },
    )
    kept, text = exported("base/")
    assert (kept, text) == (False, mlkube.build("base").to_yaml())
    assert "torchrun" in text
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        "kustomization.yaml",
        "resources.yaml",
    ]


def test_a_folder_with_files_is_left_alone(project: Path) -> None:
    write(project, {"base/kustomization.yaml": "resources: []\n", "out/mine.txt": "mine"})
    with pytest.raises(MlkubeError) as caught:
        mlkube.export("base/", "out")
    assert str(caught.value) == "out: error: the folder is not empty; name a new folder, or empty this one"
    assert [path.name for path in (project / "out").iterdir()] == ["mine.txt"]


def test_a_tree_without_descriptions_is_exported_as_it_is(project: Path) -> None:
    write(
        project,
        {
            "base/kustomization.yaml": "resources: [m.yaml]\nnamePrefix: p-\n",
            "base/m.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
    )
    assert exported("base/") == (True, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-a\n")


def test_nothing_is_left_behind_where_the_tree_is_wrong(project: Path) -> None:
    write(project, {"base/kustomization.yaml": "resources: [missing.yaml]\n"})
    with pytest.raises(MlkubeError):
        mlkube.export("base/", "out")
    assert [path.name for path in project.iterdir()] == ["base"]


def test_metadata_that_name_files_cannot_be_exported(project: Path) -> None:
    write(
        project,
        {
            "base/kustomization.yaml": "resources: [w.yaml]\nnamespace: ml\nbuildMetadata: [originAnnotations]\n",
            "base/w.yaml": DESCRIPTION % "job",
        },
    )
    with pytest.raises(MlkubeError) as caught:
        mlkube.export("base/", "out")
    assert caught.value.reason == "buildMetadata names the files of this tree, and an export has others"
    assert [path.name for path in project.iterdir()] == ["base"]


def test_files_that_patches_and_generators_share_are_kept(project: Path) -> None:
    patch = "- {op: add, path: /metadata/labels, value: {a: b}}\n"
    write(
        project,
        {
            "base/kustomization.yaml": (
                "resources: [w.yaml]\nnamespace: ml\nsecretGenerator: [{name: s, envs: [.env]}]\npatches:\n"
                "- {target: {kind: TrainingJob}, path: p.yaml}\n- {target: {kind: ServiceAccount}, path: p.yaml}\n"
            ),
            "base/w.yaml": DESCRIPTION % "job",
            "base/p.yaml": patch,
            "base/.env": "A=1\n",
        },
    )
    assert exported("base/") == (True, mlkube.build("base").to_yaml())
