from __future__ import annotations

import json
from typing import TYPE_CHECKING

import mlkube as library
from mlkube.workloads.catalogue import KINDS, SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Mlkube = Callable[..., Any]

SPARK = """\
SparkJob
  Apache Spark 4.0
  Kubeflow Spark Operator 2.5.2
  Apache Spark Kubernetes Operator 1.0.0
"""


def test_kinds_are_listed_with_systems_and_versions_outside_of_any_project(mlkube: Mlkube) -> None:
    listed = mlkube("list", "--kinds")

    assert (listed.code, listed.err) == (0, "")
    assert SPARK in listed.out
    assert [line for line in listed.out.splitlines() if not line.startswith("  ")] == sorted(KINDS)


def test_json_holds_what_the_library_returns(mlkube: Mlkube) -> None:
    assert json.loads(mlkube("list", "--kinds", "--output", "json").out) == library.kinds()
    assert next(row for row in library.kinds() if row["kind"] == "SparkJob") == {
        "kind": "SparkJob",
        "apiVersion": "mlkube.dev/v1alpha1",
        "systems": [
            {"name": "Apache Spark", "version": "4.0"},
            {"name": "Kubeflow Spark Operator", "version": "2.5.2"},
            {"name": "Apache Spark Kubernetes Operator", "version": "1.0.0"},
        ],
    }


def test_kinds_are_of_no_project(mlkube: Mlkube, project: Path) -> None:  # noqa: ARG001  a project to be told apart from
    refused = mlkube("list", "targets", "--kinds")

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith("Error: --kinds and targets exclude each other.\n")


def test_every_kind_names_its_systems() -> None:
    assert set(SYSTEMS) == set(KINDS)
    assert [kind for kind, systems in SYSTEMS.items() if not systems] == []
