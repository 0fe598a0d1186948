"""This project's own bases and overlays, built by `kubectl kustomize` and here, compared byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import mlkube

ROOT = Path(__file__).resolve().parents[2]
BASES = sorted(path.parent for path in (ROOT / "bases").glob("*/kustomization.yaml"))
COMPONENTS = sorted(path.parent.name for path in (ROOT / "overlays").glob("*/kustomization.yaml"))
GOLDEN = sorted(path.stem for path in (ROOT / "golden").glob("*.yaml"))

needs_kubectl = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")


def _kubectl(folder: Path) -> str:
    run = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, check=True)
    return run.stdout.decode()


def _composition(target: str, folder: Path) -> Path:
    lines = ["resources:", *(f"- {os.path.relpath(base, folder)}" for base in BASES), "components:"]
    lines += [f"- {os.path.relpath(ROOT / 'overlays' / part, folder)}" for part in target.split("-")]
    (folder / "kustomization.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@needs_kubectl
@pytest.mark.parametrize("base", [pytest.param(base, id=base.name) for base in BASES])
def test_a_base_builds_as_kubectl_builds_it(base: Path) -> None:
    assert mlkube.build(base, merge="kustomize").to_yaml() == _kubectl(base)


@needs_kubectl
@pytest.mark.parametrize("target", sorted({*COMPONENTS, *GOLDEN}))
def test_a_target_builds_as_kubectl_builds_it(target: str, tmp_path: Path) -> None:
    folder = _composition(target, tmp_path.resolve())
    assert mlkube.build(folder, merge="kustomize").to_yaml() == _kubectl(folder)


def test_every_component_is_compared() -> None:
    assert COMPONENTS == ["cpu", "gpu", "prod"]
    assert BASES
