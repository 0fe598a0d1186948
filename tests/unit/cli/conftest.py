from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - image: nginx:1.27
        name: web
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
"""


class Ran:
    """What a run of the program left: exit code and both outputs, with line feeds as they came."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    def __eq__(self, other: object) -> bool:
        return (self.code, self.out, self.err) == other

    __hash__ = None  # type: ignore[assignment]  # compared, never kept

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


@pytest.fixture
def mlkube(tmp_path: Path) -> Callable[..., Ran]:
    """Run the program in the temporary folder."""

    def run(*arguments: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
        return Ran(
            subprocess.run(
                [sys.executable, "-m", "mlkube", *arguments],
                cwd=tmp_path,
                input=stdin.encode(),
                env={**os.environ, **(env or {})},
                capture_output=True,
                check=False,
            )
        )

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with one base, two components and one overlay in the temporary folder."""
    files = {
        "bases/web/kustomization.yaml": "resources: [web.yaml]\n",
        "bases/web/web.yaml": f"{DEPLOYMENT}---\n{SERVICE}",
        "overlays/prod/kustomization.yaml": "kind: Component\nnamespace: prod\n",
        "overlays/big/kustomization.yaml": "kind: Component\nreplicas: [{name: web, count: 9}]\n",
        "overlays/staging/kustomization.yaml": "resources: [../../bases/web]\nnamePrefix: staging-\n",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    return tmp_path
