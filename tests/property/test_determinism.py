"""The same input gives the same bytes, whatever the process finds around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = (ROOT / "golden" / "gpu-prod.yaml").read_bytes()

SURROUNDINGS = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "no hash seed": {"PYTHONHASHSEED": "0"},
    "a random hash seed": {"PYTHONHASHSEED": "random"},
    "the C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "a time zone far away": {"TZ": "Pacific/Kiritimati"},
    "a narrow terminal": {"COLUMNS": "20", "TERM": "dumb"},
    "optimised bytecode": {"PYTHONOPTIMIZE": "2"},
}


def render(*arguments: str, cwd: Path, env: dict[str, str]) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "mlkube", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_a_target_renders_to_the_same_bytes_in(surroundings: str) -> None:
    assert render("render", "gpu-prod", cwd=ROOT, env=SURROUNDINGS[surroundings]) == EXPECTED


@pytest.mark.parametrize("folder", ["bases/ml-model", "overlays", "tests/property"])
def test_a_target_renders_to_the_same_bytes_from_another_folder(folder: str) -> None:
    assert render("render", "gpu-prod", cwd=ROOT / folder, env={}) == EXPECTED


def test_a_target_renders_to_the_same_bytes_from_outside(tmp_path: Path) -> None:
    assert render("render", "gpu-prod", "--project", str(ROOT), cwd=tmp_path, env={}) == EXPECTED


def test_a_build_takes_no_settings_from_the_working_directory(tmp_path: Path) -> None:
    # Merged as kustomize does, the patch replaces the list; merged by its keys, it adds an element.
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mlkube.toml").write_text('merge = "lossless"\n')
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "kustomization.yaml").write_text("resources: [pod.yaml]\npatches: [{path: patch.yaml}]\n")
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {resourceClaims: [{name: %s}]}\n"
    (tree / "pod.yaml").write_text(pod % "old")
    (tree / "patch.yaml").write_text(pod % "new")

    def names(cwd: Path, *flags: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "mlkube", "build", str(tree), *flags],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        return [line.split()[-1] for line in done.stdout.decode().splitlines() if line.startswith("  - name")]

    assert names(tmp_path / "elsewhere") == names(tree) == ["new"]
    assert names(tree, "--merge", "lossless") == ["new", "old"]
    (tree / "mlkube.toml").write_text('merge = "lossless"\n')
    assert names(tmp_path / "elsewhere") == ["new", "old"]
