"""docs/python.md: its examples run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import mlkube

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "python.md").read_text()
RESOURCE, TOOL = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_resource_builds(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [w.py]\n")
    (tmp_path / "w.py").write_text(RESOURCE)
    (tmp_path / "mlkube.toml").write_text("python = true\n")
    kinds = [each.kind for each in mlkube.build(tmp_path)]
    assert kinds == [
        "ServiceAccount",
        "ConfigMap",
        "Service",
        "Deployment",
        "PodDisruptionBudget",
        "HorizontalPodAutoscaler",
    ]


def test_the_tool_runs_as_written(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text(TOOL)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "tool.py")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "apiVersion: v1\nautomountServiceAccountToken: false\nkind: ServiceAccount\n"
    )
    assert done.stdout.endswith(
        'name "Not A Name" does not have the form [A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\n'
    )
