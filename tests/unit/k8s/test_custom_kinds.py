"""The tables of custom resources say what the operators' definitions say; the lossless merge uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import mlkube
from mlkube.k8s.custom import CLUSTER_KINDS, CUSTOM_KINDS, custom_definition, custom_schema
from mlkube.overlay.definitions import TargetSchema
from mlkube.schema.compiled import CompiledVersion

DEFINITIONS = Path(__file__).resolve().parents[4] / "shared" / "crds"
KUBERNETES = CompiledVersion(36)
COMPARED = (
    "type",
    "format",
    "enum",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-type",
    "x-kubernetes-list-map-keys",
)
PRESERVED = "x-kubernetes-preserve-unknown-fields"

EVERY_KIND = pytest.mark.parametrize(("api_version", "kind"), sorted(CUSTOM_KINDS))


def published(api_version: str, kind: str) -> dict[str, Any]:
    """Return the schema in the definition that the operator ships."""
    group, _, version = api_version.partition("/")
    for file in sorted(DEFINITIONS.glob(f"{group}_*.yaml")):
        definition = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        if definition["spec"]["names"]["kind"] == kind:
            scope = "Cluster" if (api_version, kind) in CLUSTER_KINDS else "Namespaced"
            assert definition["spec"]["scope"] == scope
            (schema,) = [
                one["schema"]["openAPIV3Schema"]
                for one in definition["spec"]["versions"]
                if one["name"] == version
            ]
            return dict(schema)
    pytest.skip(f"no definition of {kind} in ../shared/crds")


def differences(ours: dict[str, Any], theirs: dict[str, Any], place: str) -> list[str]:
    if theirs.get(PRESERVED) and "properties" not in theirs:
        return []
    if "$ref" in ours:
        return reference_differences(ours["$ref"], theirs, place)
    found = [
        f"{place}: {keyword} is {ours.get(keyword)}, there {theirs.get(keyword)}"
        for keyword in COMPARED
        if ours.get(keyword) != theirs.get(keyword)
    ]
    if "properties" in ours:
        found += field_differences(ours, theirs, place)
    for keyword, mark in (("items", "[]"), ("additionalProperties", "{}")):
        if keyword in ours and not isinstance(theirs.get(keyword), dict):
            found.append(f"{place} has no {keyword} there")
        elif keyword in ours:
            found += differences(ours[keyword], theirs[keyword], f"{place}{mark}")
    return found


def field_differences(ours: dict[str, Any], theirs: dict[str, Any], place: str) -> list[str]:
    found = []
    required = set(theirs.get("required", []))
    if set(ours.get("required", [])) != required:
        found.append(f"{place}: {ours.get('required')} are required, there {sorted(required)}")
    for name, inner in ours["properties"].items():
        if place == "" and name in {"apiVersion", "kind", "metadata"}:
            continue  # some definitions leave out what every object has
        if name not in theirs["properties"]:
            found.append(f"{place}.{name} is not there")
        else:
            found += differences(inner, theirs["properties"][name], f"{place}.{name}")
    return found


def reference_differences(reference: str, theirs: dict[str, Any], place: str) -> list[str]:
    """Return the fields of theirs that the Kubernetes type does not have, and what has another type."""
    definition = KUBERNETES.find_definition(reference)
    assert definition is not None, f"{place}: Kubernetes has no {reference}"
    if definition.get("format") == "quantity":
        return [] if theirs.get("x-kubernetes-int-or-string") else [f"{place} is no quantity there"]
    found = [] if definition["type"] == theirs["type"] else [f"{place}: type is {definition['type']}"]
    properties = definition.get("properties", {})
    assert isinstance(properties, dict)
    missing = theirs.get("properties", {}).keys() - properties.keys()
    return found + [f"{place}.{name} is unknown to {reference}" for name in sorted(missing)]


@EVERY_KIND
def test_a_table_agrees_with_the_operator(api_version: str, kind: str) -> None:
    assert differences(custom_schema(api_version, kind), published(api_version, kind), "") == []


def test_the_comparison_sees_a_difference_of_every_sort() -> None:
    ours = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "string", "enum": ["x"]},
            "b": {"type": "array", "x-kubernetes-list-type": "atomic", "items": {"type": "integer"}},
            "c": {"type": "string"},
        },
    }
    theirs = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "enum": ["y"]},
            "b": {"type": "array", "items": {"type": "string"}},
        },
    }

    assert differences(ours, theirs, "spec") == [
        "spec: ['a'] are required, there []",
        "spec.a: enum is ['x'], there ['y']",
        "spec.b: x-kubernetes-list-type is atomic, there None",
        "spec.b[]: type is integer, there string",
        "spec.c is not there",
    ]


@EVERY_KIND
def test_every_kind_is_found_where_no_definition_is_given(api_version: str, kind: str) -> None:
    node = TargetSchema("1.36", "").find(api_version, kind)

    assert node is not None
    assert node.raw["title"] == kind
    spec = node.child("spec")
    if kind == "WorkloadPriorityClass":  # its value stands beside its metadata
        assert spec is None
        assert node.child("value") is not None
        return
    assert spec is not None
    assert spec.raw["title"] == f"{kind}Spec"


def test_a_kind_that_nobody_knows_stays_unknown() -> None:
    assert custom_definition("example.org/v1", "Thing") is None
    assert TargetSchema("1.36", "").find("example.org/v1", "Thing") is None


def test_a_definition_of_the_project_comes_first(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "title": "Own"}}}
    definition = {
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": "kubeflow.org",
            "names": {"kind": "TFJob"},
            "scope": "Namespaced",
            "versions": [{"name": "v1", "schema": {"openAPIV3Schema": schema}}],
        },
    }
    (tmp_path / "tf.yaml").write_text(yaml.safe_dump(definition))

    node = TargetSchema("1.36", str(tmp_path)).find("kubeflow.org/v1", "TFJob")

    assert node is not None
    spec = node.child("spec")
    assert spec is not None
    assert spec.raw == {"type": "object", "title": "Own"}


PYTORCH_JOB = """\
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata:
  name: bert
spec:
  pytorchReplicaSpecs:
    Worker:
      template:
        spec:
          containers:
          - image: bert:1
            name: pytorch
          - image: proxy:1
            name: proxy
"""

PATCH = """\
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: bert}
spec:
  pytorchReplicaSpecs:
    Worker:
      template:
        spec:
          containers: [{name: pytorch, env: [{name: EPOCHS, value: "3"}]}]
"""


def test_the_lossless_merge_keeps_the_other_containers_of_a_replica(tmp_path: Path) -> None:
    (tmp_path / "job.yaml").write_text(PYTORCH_JOB)
    (tmp_path / "patch.yaml").write_text(PATCH)
    (tmp_path / "kustomization.yaml").write_text("resources: [job.yaml]\npatches: [{path: patch.yaml}]\n")

    assert mlkube.build(tmp_path, merge="lossless").to_yaml() == PYTORCH_JOB.replace(
        "          - image: bert:1\n",
        '          - env:\n            - name: EPOCHS\n              value: "3"\n            image: bert:1\n',
    )
