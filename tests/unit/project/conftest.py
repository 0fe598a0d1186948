from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KUSTOMIZATION = "kind: Kustomization\nresources: []\n"
COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"


@pytest.fixture
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Make a project and go there: `files` by path, bases, components and overlays by name."""

    def make(
        files: Mapping[str, str] | None = None,
        *,
        bases: tuple[str, ...] = ("serving",),
        components: tuple[str, ...] = ("cpu", "gpu", "prod"),
        overlays: tuple[str, ...] = (),
    ) -> Path:
        written = {f"bases/{name}/kustomization.yaml": KUSTOMIZATION for name in bases}
        written |= {f"overlays/{name}/kustomization.yaml": COMPONENT for name in components}
        written |= {f"overlays/{name}/kustomization.yaml": KUSTOMIZATION for name in overlays}
        for path, content in (written | dict(files or {})).items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make
