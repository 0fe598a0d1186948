"""The recorded kustomize cases beside this repository, all in this process, byte for byte."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

import mlkube

SHARED = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "kustomize"
RESTRICTOR = "--load-restrictor="


def _load(folder: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def _named(cases: list[dict[str, object]]) -> list[object]:
    if not cases:
        reason = pytest.mark.skip(reason="../shared/conformance/kustomize is not here")
        return [pytest.param({}, id="absent", marks=reason)]
    return [pytest.param(case, id=str(case["name"])) for case in cases]


CASES = _load(SHARED / "cases")
NEWER = [case for case in _load(SHARED / "newer") if case["agrees_with_kustomize_5.8.1"] is True]


def _write(case: dict[str, object], root: Path) -> Path:
    files = case["files"]
    encoded = case.get("files_base64", {})
    assert isinstance(files, dict)
    assert isinstance(encoded, dict)
    blobs = {path: text.encode() for path, text in files.items()}
    blobs.update({path: base64.b64decode(text) for path, text in encoded.items()})
    for name, data in blobs.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    target = root / str(case["target"])
    target.mkdir(parents=True, exist_ok=True)
    return target


def _build(case: dict[str, object], root: Path) -> str:
    options: dict[str, str] = {}
    arguments = case["args"]
    assert isinstance(arguments, list)
    for argument in arguments:
        assert argument.startswith(RESTRICTOR)
        options["load_restrictor"] = argument.removeprefix(RESTRICTOR)
    return mlkube.build(_write(case, root), **options).to_yaml()


def _check(case: dict[str, object], root: Path) -> None:
    expect = case["expect"]
    assert isinstance(expect, dict)
    if "stdout" in expect:
        assert _build(case, root) == expect["stdout"]
        return
    with pytest.raises(mlkube.MlkubeError) as raised:
        _build(case, root)
    assert str(raised.value).strip()


@pytest.mark.parametrize("case", _named(CASES))
def test_builds_what_kustomize_builds(case: dict[str, object], tmp_path: Path) -> None:
    _check(case, tmp_path)


@pytest.mark.parametrize("case", _named(NEWER))
def test_builds_what_only_a_newer_kustomize_builds(case: dict[str, object], tmp_path: Path) -> None:
    _check(case, tmp_path)


@pytest.mark.skipif(not CASES, reason="../shared/conformance/kustomize is not here")
def test_every_recorded_case_is_judged() -> None:
    assert len(CASES) == 436
