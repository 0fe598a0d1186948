"""CustomResourceDefinitions: lists, embedded resources, scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlkube.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.schema import Node

BY_NAME = {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["name"],
    "items": {"type": "object", "properties": {"name": {"type": "string"}}},
}
SCHEMA = {
    "type": "object",
    "properties": {
        "metadata": {"type": "object"},
        "spec": {
            "type": "object",
            "properties": {
                "stages": BY_NAME,
                "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
                "steps": {"type": "array", "items": {"type": "object"}},
                "object": {"type": "object", "x-kubernetes-embedded-resource": True},
                "replicaSpecs": {
                    "type": "object",
                    "additionalProperties": {"properties": {"volumes": BY_NAME}},
                },
            },
        },
    },
}


def definition(**spec: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON
    """Return the definition of a Pipeline; `spec` replaces parts of its spec."""
    versions = [{"name": "v1", "schema": {"openAPIV3Schema": SCHEMA}}, {"name": "v1alpha1", "schema": {}}]
    own = {
        "group": "ml.example.org",
        "names": {"kind": "Pipeline"},
        "scope": "Namespaced",
        "versions": versions,
    }
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": own | spec}


def spec_of(*definitions: dict[str, Any], api_version: str = "ml.example.org/v1") -> Node:
    pipeline = load_schema("1.36").with_crds(definitions).find(api_version, "Pipeline")
    assert pipeline is not None
    spec = pipeline.child("spec")
    assert spec is not None
    return spec


def test_lists_with_keys_merge_and_the_others_do_not() -> None:
    spec = spec_of(definition())
    found = {
        name: (node.merges, node.merge_keys)
        for name in ("stages", "tags", "steps")
        if (node := spec.child(name))
    }
    assert found == {"stages": (True, ("name",)), "tags": (False, ()), "steps": (False, ())}


def test_lists_below_additional_properties_merge() -> None:
    specs = spec_of(definition()).child("replicaSpecs")
    assert specs is not None
    worker = specs.child("Worker")
    assert worker is not None
    volumes = worker.child("volumes")
    assert volumes is not None
    assert volumes.merge_keys == ("name",)


def test_metadata_is_that_of_kubernetes() -> None:
    schema = load_schema("1.36").with_crds([definition()])
    pipeline = schema.find("ml.example.org/v1", "Pipeline")
    embedded = spec_of(definition()).child("object")
    assert pipeline is not None
    assert embedded is not None
    for node in (pipeline.child("metadata"), embedded.child("metadata")):
        assert node is not None
        owners = node.child("ownerReferences")
        assert owners is not None
        assert owners.merge_keys == ("uid",)
    assert embedded.child("spec") is None


def test_a_version_without_a_schema_is_known() -> None:
    pipeline = load_schema("1.36").with_crds([definition()]).find("ml.example.org/v1alpha1", "Pipeline")
    assert pipeline is not None
    assert pipeline.child("spec") is None


def test_definitions_of_v1beta1_share_one_schema() -> None:
    old = definition(versions=[{"name": "v1beta1"}], validation={"openAPIV3Schema": SCHEMA})
    oldest = definition(versions=None, version="v1beta2", validation={"openAPIV3Schema": SCHEMA})
    for one, api_version in ((old, "ml.example.org/v1beta1"), (oldest, "ml.example.org/v1beta2")):
        assert spec_of(one, api_version=api_version).child("stages") is not None


def test_scopes_come_from_the_definitions() -> None:
    cluster = definition(names={"kind": "Quota"}, scope="Cluster")
    schema = load_schema("1.36").with_crds([definition(), cluster])
    assert schema.is_cluster_scoped("ml.example.org/v1", "Quota")
    assert not schema.is_cluster_scoped("ml.example.org/v1", "Pipeline")


def test_definitions_are_read_when_a_kind_is_unknown_and_once() -> None:
    reads: list[str] = []

    def definitions() -> Iterator[dict[str, Any]]:
        reads.append("read")
        yield definition()

    schema = load_schema("1.36").with_crds(definitions())
    assert schema.find("apps/v1", "Deployment") is not None
    assert reads == []
    assert schema.find("ml.example.org/v1", "Pipeline") is not None
    assert schema.with_crds([]).find("ml.example.org/v1", "Pipeline") is not None
    assert schema.find("ml.example.org/v2", "Pipeline") is None
    assert reads == ["read"]


def test_kubernetes_own_kinds_come_first() -> None:
    fake = definition(group="apps", names={"kind": "Deployment"})
    deployment = load_schema("1.36").with_crds([fake]).find("apps/v1", "Deployment")
    assert deployment is not None
    assert deployment.child("status") is not None


def test_the_schema_without_definitions_stays_as_it_was() -> None:
    schema = load_schema("1.36")
    schema.with_crds([definition()])
    assert schema.find("ml.example.org/v1", "Pipeline") is None


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        {"kind": "ConfigMap", "spec": {"names": {"kind": "Pipeline"}}},
        definition(names=None),
        definition(names=["Pipeline"]),
        definition(versions="v1"),
        definition(versions=["v1", None]),
        definition(versions=[{"name": "v1", "schema": {"openAPIV3Schema": []}}]),
        {"kind": "CustomResourceDefinition", "spec": []},
    ],
)
def test_what_is_no_definition_is_passed_over(rubbish: dict[str, Any]) -> None:
    found = load_schema("1.36").with_crds([rubbish, definition()]).find("ml.example.org/v1", "Pipeline")
    assert found is not None
