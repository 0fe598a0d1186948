"""Rows for references are those that the objects need: each build pays for all that it has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlkube.workloads.references import configuration

ROOT = Path(__file__).resolve().parents[3]
RENDER = """
import sys
import mlkube
mlkube.render(sys.argv[1], project=sys.argv[2])
print(*sorted(sys.modules))
"""


def scaler(target: str, *described: str) -> dict[str, Any]:
    metrics = [
        {"type": "Object", "object": {"describedObject": {"kind": kind, "name": "x"}}} for kind in described
    ]
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "a"},
        "spec": {"scaleTargetRef": {"kind": target, "name": "a"}, "metrics": metrics},
    }


@pytest.mark.parametrize(
    ("bodies", "paths"),
    [
        ([scaler("Deployment")], {}),
        ([scaler("Rollout")], {"Rollout": "spec/scaleTargetRef/name"}),
        (
            [scaler("Deployment"), scaler("Deployment", "Pod", "Ingress")],
            {"Ingress": "spec/metrics/object/describedObject/name"},
        ),
        (
            [scaler("Deployment", "Service", "HTTPRoute")],
            dict.fromkeys(("HTTPRoute", "Service"), "spec/metrics/object/describedObject/name"),
        ),
    ],
)
def test_an_autoscaler_has_rows_for_what_it_names(
    bodies: list[dict[str, Any]], paths: dict[str, str]
) -> None:
    rows = configuration(bodies).get("nameReference", [])
    assert isinstance(rows, list)
    assert rows == [
        {
            "kind": kind,
            "fieldSpecs": [{"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "path": path}],
        }
        for kind, path in paths.items()
    ]


def test_a_render_imports_the_parts_that_it_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RENDER, "gpu-prod", str(ROOT)], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())
    assert {"mlkube.workloads.spark", "mlkube.workloads.tf_serving", "mlkube.workloads.serving"} <= modules
    kinds = ("cluster", "logging", "model_server", "monitoring", "training", "workspace")
    parts = (
        "alert_settings",
        "cluster_autoscaler",
        "gateway",
        "ingress",
        "monitoring",
        "network_policy",
        "routes",
    )
    unwanted = {
        "mlkube.overlay.fields.transformer_config_files",
        "mlkube.planning",
        "mlkube.workloads.metrics",
        "mlkube.workloads.serving.scaling.keda",
        "mlkube.workloads.serving.watching",
        *(f"mlkube.workloads.{kind}" for kind in kinds),
        *(f"mlkube.workloads.parts.{part}" for part in parts),
    }
    assert modules & unwanted == set()
