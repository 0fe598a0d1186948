"""The table of fields agrees with the schemas: a field exists from the version on that has it by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.planning.requirements.field_versions import fields_of_jobs, fields_of_kind, fields_of_pods
from mlkube.schema import load_schema
from mlkube.schema.versions import FIRST_MINOR, LAST_MINOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.requirements.field_versions import FieldVersion
    from mlkube.planning.requirements.requirement import Requirements
    from mlkube.schema import Node

    Needs = Callable[[str], Requirements]

API_VERSIONS = {
    "CronJob": "batch/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "PersistentVolume": "v1",
    "PersistentVolumeClaim": "v1",
    "PodDisruptionBudget": "policy/v1",
    "ResourceClaim": "resource.k8s.io/v1",
    "ResourceClaimTemplate": "resource.k8s.io/v1",
    "Service": "v1",
    "StatefulSet": "apps/v1",
}


def root(kind: str, minor: int) -> Node | None:
    schema = load_schema(f"1.{minor}")
    if kind == "Pod":
        return schema.pod_spec()
    if kind == "Job":
        job = schema.find("batch/v1", "Job")
        return job.child("spec") if job is not None else None
    return schema.find(API_VERSIONS[kind], kind)


def knows(row: FieldVersion, kind: str, minor: int) -> bool:
    node = root(kind, minor)
    for step in row.pattern:
        if node is None:
            return False
        node = node.element() if step == "*" else node.child(step)
    return node is not None


ROWS = [
    *(("Pod", row) for row in fields_of_pods()),
    *(("Job", row) for row in fields_of_jobs()),
    *((kind, row) for kind in API_VERSIONS for row in fields_of_kind(kind)),
]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=str)
def test_a_field_exists_where_it_is_on_by_default(kind: str, row: FieldVersion) -> None:
    minors = range(max(row.default, FIRST_MINOR), LAST_MINOR + 1) if row.default else (LAST_MINOR,)
    assert [minor for minor in minors if not knows(row, kind, minor)] == []
    assert bool(row.gate) != bool(row.default)
    assert row.stable in {0, *range(row.default, LAST_MINOR + 1)}


def test_every_kind_of_the_table_is_looked_at() -> None:
    assert [kind for kind in API_VERSIONS if not fields_of_kind(kind)] == []


@pytest.mark.parametrize(
    ("field", "line"),
    [
        (
            "volumes: [{name: m, image: {reference: a}}]",
            "1.35 or newer: volumes of images (stable from 1.36)",
        ),
        ("hostUsers: false", "1.33 or newer: user namespaces (stable from 1.36)"),
        ("hostUsers: true", ""),
        ("resources: {limits: {cpu: 1}}", "1.34 or newer: resources of a whole pod"),
        ("hostnameOverride: a", "1.35 or newer: a host name of its own"),
        # No rows of the table: the first schema that has the field counts.
        (
            "containers: [{name: a, lifecycle: {stopSignal: SIGUSR1}}]",
            "1.33 or newer: the field spec.containers.lifecycle.stopSignal of Pod",
        ),
        ("workloadRef: {name: a, podGroup: b}", "1.35 or newer: the field spec.workloadRef of Pod"),
    ],
)
def test_the_youngest_field_decides(needs: Needs, field: str, line: str) -> None:
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{{field}}}\n"
    pod = pod if "containers" in field else pod.replace("spec: {", "spec: {containers: [{name: a}], ")
    assert [str(each) for each in needs(pod)] == ([line] if line else [])


def test_a_field_behind_a_gate_is_named_with_it(needs: Needs) -> None:
    scaler = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec: {minReplicas: 0, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}
"""
    gates = [f"{each.kind} {each}" for each in needs(scaler) if each.kind == "FeatureGate"]
    assert gates == ["FeatureGate HPAScaleToZero: scaling to zero; off by default"]
