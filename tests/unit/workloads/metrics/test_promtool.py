"""Prometheus' own tool loads the rules, and they fire when they should: `promtool/` has its test files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import mlkube

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from test_expressions import built  # noqa: E402  the same build

PROMTOOL = shutil.which("promtool")
FILES = sorted((HERE / "promtool").glob("*.yaml"))

needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool is not installed (it comes with Prometheus)"
)


def write_rules(system: str, folder: Path) -> None:
    spec = {"gpu": {}} if system == "gpu" else {"systems": [system]}
    found = built(spec, folder).get("PrometheusRule", "eu-team")
    assert found is not None
    (folder / "rules.yaml").write_text(yaml.safe_dump(found.body["spec"]))


@needs_promtool
@pytest.mark.parametrize(
    "system", ["tf-serving", "triton", "vllm", "mlserver", "torchserve", "training", "spark", "gpu"]
)
def test_prometheus_loads_the_rules(system: str, tmp_path: Path) -> None:
    write_rules(system, tmp_path)
    checked = subprocess.run(
        ["promtool", "check", "rules", "--lint-fatal", "rules.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@needs_promtool
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_alerts_fire_when_they_should(file: Path, tmp_path: Path) -> None:
    write_rules(file.stem, tmp_path)
    shutil.copy(file, tmp_path / "test.yaml")
    tested = subprocess.run(
        ["promtool", "test", "rules", "test.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (tested.returncode, tested.stderr) == (0, "")


@needs_promtool
def test_alerts_of_workloads_fire_when_they_should(tmp_path: Path) -> None:
    folder = HERE / "promtool" / "workloads"
    shutil.copy(folder / "workloads.yaml", tmp_path)
    shutil.copy(folder / "test.yaml", tmp_path)
    (tmp_path / "kustomization.yaml").write_text("namespace: ml\nresources: [workloads.yaml]\n")
    groups = []
    for resource in mlkube.build(tmp_path):
        if resource.kind == "PrometheusRule":
            spec: Any = resource.body["spec"]
            groups += [{**group, "name": f"{resource.name}-{group['name']}"} for group in spec["groups"]]
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": groups}))
    tested = subprocess.run(
        ["promtool", "test", "rules", "test.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (tested.returncode, tested.stderr) == (0, "")


def test_there_is_a_test_file_for_each_form_of_rules() -> None:
    assert [file.stem for file in FILES] == ["gpu", "spark", "tf-serving", "training", "triton"]
