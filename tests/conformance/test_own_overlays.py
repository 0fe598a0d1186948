"""This project's own targets and bases, exported, built by `kubectl kustomize`, compared byte for byte."""

from __future__ import annotations

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


@needs_kubectl
@pytest.mark.parametrize("target", GOLDEN)
def test_kubectl_builds_an_exported_target_to_the_bytes_of_its_golden_file(
    target: str, tmp_path: Path
) -> None:
    assert mlkube.export(target, tmp_path / "exported", project=ROOT) is True
    assert _kubectl(tmp_path / "exported") == (ROOT / "golden" / f"{target}.yaml").read_text()


@needs_kubectl
@pytest.mark.parametrize("base", [pytest.param(base, id=base.name) for base in BASES])
def test_kubectl_builds_an_exported_base_to_the_same_bytes(base: Path, tmp_path: Path) -> None:
    assert mlkube.export(str(base), tmp_path / "exported", project=ROOT) is True
    assert _kubectl(tmp_path / "exported") == mlkube.build(base).to_yaml()


def test_every_component_is_compared() -> None:
    assert COMPONENTS == ["cpu", "gpu", "prod"]
    assert BASES
