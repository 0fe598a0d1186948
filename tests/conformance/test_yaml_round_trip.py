"""What kustomize printed reads and prints again as the same bytes: recorded outputs and golden files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlkube.yamlio import dump_all, load_all

ROOT = Path(__file__).resolve().parents[2]
RECORDED = sorted((ROOT.parent / "shared" / "conformance" / "kustomize" / "cases").glob("*.json"))
GOLDEN = sorted((ROOT / "golden").glob("*.yaml"))


@pytest.mark.skipif(not RECORDED, reason="../shared/conformance/kustomize is not here")
def test_recorded_output_comes_back() -> None:
    changed = []
    for path in RECORDED:
        output = json.loads(path.read_text(encoding="utf-8"))["expect"].get("stdout")
        if output and dump_all(load_all(output.encode("utf-8"))) != output:
            changed.append(path.name)
    assert changed == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in GOLDEN])
def test_a_golden_file_comes_back(path: Path) -> None:
    assert dump_all(load_all(path.read_bytes())) == path.read_text(encoding="utf-8")
