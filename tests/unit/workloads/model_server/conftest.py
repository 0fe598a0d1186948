"""Model servers as files describe them: what they build, and what is refused of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASES = {
    "triton": {"modelStorage": {"claim": "models"}},
    "vllm": {"vllm": {"model": "org/model"}, "accelerator": {}},
    "mlserver": {"modelStorage": {"claim": "models"}},
    "torchserve": {"modelStorage": {"claim": "models"}},
    "custom": {"image": "r/server:1"},
}
_RESOURCES = {"cpu": 1, "memory": "8Gi"}


def write(root: Path, kind: str, name: str, spec: dict[str, Any], layer: str) -> None:
    body = {"apiVersion": "mlkube.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}
    (root / "kustomization.yaml").write_text(f"resources: [server.yaml]\n{layer}")
    (root / "server.yaml").write_text(yaml.safe_dump(body, sort_keys=False))


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Build a server of a runtime with changes in YAML; the objects by kind, ConfigMaps without hash."""

    def built(runtime: str, changes: str = "{}", layer: str = "namespace: ml\n") -> dict[str, Any]:
        spec = {"runtime": runtime, "resources": _RESOURCES, **BASES[runtime], **yaml.safe_load(changes)}
        write(tmp_path, "ModelServer", "m", spec, layer)
        return {each.kind: each.body for each in mlkube.build(tmp_path)}

    return built


@pytest.fixture
def build_all(tmp_path: Path) -> Callable[..., dict[tuple[str, str], Any]]:
    """Build a server of a runtime with changes in YAML; the objects by kind and name."""

    def built(runtime: str, changes: str) -> dict[tuple[str, str], Any]:
        spec = {"runtime": runtime, "resources": _RESOURCES, **BASES[runtime], **yaml.safe_load(changes)}
        write(tmp_path, "ModelServer", "m", spec, "namespace: ml\n")
        return {(each.kind, each.name): each.body for each in mlkube.build(tmp_path)}

    return built


@pytest.fixture
def refuse(tmp_path: Path, refusals_of: Callable[[Path], list[str]]) -> Callable[..., list[str]]:
    """Return what is refused of a server of a runtime with changes in YAML; every error has a line."""

    def refused(runtime: str, changes: str, layer: str = "namespace: ml\n") -> list[str]:
        spec = {"runtime": runtime, "resources": _RESOURCES, **BASES[runtime], **yaml.safe_load(changes)}
        write(tmp_path, "ModelServer", "m", {k: v for k, v in spec.items() if v is not None}, layer)
        return refusals_of(tmp_path)

    return refused
