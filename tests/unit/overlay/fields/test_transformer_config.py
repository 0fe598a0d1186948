"""Transformer configurations and their merger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.errors import KustomizationError, MlkubeError, Place
from mlkube.overlay.fields.field_spec import FieldSpec
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.transformer_config import EMPTY, NameReference, TransformerConfig, builtin
from mlkube.overlay.fields.transformer_config_files import (
    read_configuration,
    read_crd_definitions,
    read_field_specs,
)

if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


def paths(specs: tuple[FieldSpec, ...]) -> list[str]:
    return [spec.path_text for spec in specs]


def test_the_defaults_know_where_a_deployment_has_labels() -> None:
    affinity = "spec/template/spec/affinity"
    preferred = "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels"
    required = "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels"
    assert paths(builtin().common_labels.for_kind("apps/v1", "Deployment")) == [
        f"{affinity}/podAffinity/{preferred}",
        f"{affinity}/podAffinity/{required}",
        f"{affinity}/podAntiAffinity/{preferred}",
        f"{affinity}/podAntiAffinity/{required}",
        "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels",
        "spec/selector/matchLabels",
        "spec/template/metadata/labels",
        "metadata/labels",
    ]


def test_the_defaults_have_as_many_rows_as_kustomize() -> None:
    config = builtin()
    assert {
        "namePrefix": len(config.name_prefix),
        "nameSuffix": len(config.name_suffix),
        "namespace": len(config.namespace),
        "commonLabels": len(config.common_labels),
        "labels": len(config.labels),
        "templateLabels": len(config.template_labels),
        "commonAnnotations": len(config.common_annotations),
        "varReference": len(config.var_reference),
        "images": len(config.images),
        "replicas": len(config.replicas),
        "nameReference": sum(len(each.referrers) for each in config.name_reference),
    } == {
        "namePrefix": 1,
        "nameSuffix": 1,
        "namespace": 3,
        "commonLabels": 32,
        "labels": 0,
        "templateLabels": 10,
        "commonAnnotations": 9,
        "varReference": 72,
        "images": 4,
        "replicas": 4,
        "nameReference": 166,
    }


def test_the_kinds_that_are_referred_to_stand_in_the_order_of_kinds() -> None:
    assert [each.kind for each in builtin().name_reference] == [
        "StorageClass",
        "ServiceAccount",
        "Role",
        "ClusterRole",
        "ConfigMap",
        "Secret",
        "Service",
        "PriorityClass",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Deployment",
        "StatefulSet",
        "ValidatingAdmissionPolicy",
        "ReplicaSet",
        "ReplicationController",
    ]


def test_references_from_a_kind_name_what_they_mean() -> None:
    found = builtin().references_from("autoscaling/v2", "HorizontalPodAutoscaler")
    assert [(reference.kind, paths(specs)) for reference, specs in found] == [
        ("Deployment", ["spec/scaleTargetRef/name"]),
        ("StatefulSet", ["spec/scaleTargetRef/name"]),
        ("ReplicaSet", ["spec/scaleTargetRef/name"]),
        ("ReplicationController", ["spec/scaleTargetRef/name"]),
    ]
    assert builtin().references_from("v1", "Nothing") == ()


def test_merging_what_adds_nothing_gives_the_same_object() -> None:
    config = builtin()
    assert EMPTY.merge(config) is config
    assert config.merge(config) is config
    assert config.merge(EMPTY) is config
    own = config.merge(read_configuration({"images": [{"path": "spec/image"}]}, "c.yaml"))
    assert own.merge(config) is own


def test_rows_of_a_configuration_stand_behind_or_beside_the_defaults() -> None:
    own = read_configuration({"replicas": [{"path": "spec/workers", "kind": "Queue"}]}, "c.yaml")
    merged = builtin().merge(own)
    assert paths(merged.replicas.for_kind("example.org/v1", "Queue")) == ["spec/workers"]
    assert len(merged.replicas) == 5
    assert merged.images is builtin().images


def test_references_to_a_known_kind_join_its_fields() -> None:
    own = read_configuration(
        {
            "nameReference": [
                {
                    "kind": "Secret",
                    "version": "v1",
                    "fieldSpecs": [{"path": "spec/token", "kind": "Queue"}],
                },
                {"kind": "Queue", "fieldSpecs": [{"path": "spec/queue", "kind": "TrainJob"}]},
            ]
        },
        "c.yaml",
    )
    merged = builtin().merge(own)
    secret = next(each for each in merged.name_reference if each.kind == "Secret")
    queue = next(each for each in merged.name_reference if each.kind == "Queue")
    assert paths(secret.referrers.for_kind("example.org/v1", "Queue")) == ["spec/token"]
    assert queue == NameReference("", "", "Queue", FieldSpecs([FieldSpec("spec/queue", kind="TrainJob")]))
    assert len(merged.name_reference) == len(builtin().name_reference) + 1


def test_contradictions_of_all_sections_are_told_with_the_kustomization() -> None:
    rows: JsonObject = {
        "namePrefix": [{"path": "metadata/name", "create": True}],
        "images": [{"path": "spec/containers[]/image"}],
    }
    with pytest.raises(MlkubeError) as raised:
        builtin().merge(read_configuration(rows, "c.yaml"), Place("k.yaml", 3, 1))
    reason = "two field specs contradict each other"
    hint = "give both rows the same `create`, or narrow one of them by group, version and kind"
    name, image = "`metadata/name` of every kind", "`spec/containers[]/image` of every kind"
    first = f"{reason}: the row for {name} has `create: false`, the row for {name} has `create: true`"
    second = f"{reason}: the row for {image} has `create: true`, the row for {image} has `create: false`"
    assert str(raised.value).splitlines() == [
        f"k.yaml:3:1: error namePrefix: {first}; {hint}",
        f"k.yaml:3:1: error images: {second}; {hint}",
    ]


def test_an_empty_configuration_adds_nothing() -> None:
    for data in (None, {}, {"images": None}):
        config = read_configuration(data, "c.yaml")
        assert (config.images, config.name_reference) == ((), ())


def test_plugin_field_specs_ignore_unknown_fields_and_refuse_wrong_types() -> None:
    place = Place("t.yaml", resource="LabelTransformer/l", field="fieldSpecs")
    assert read_field_specs([{"Path": "a", "skip": True}], place) == (FieldSpec("a"),)
    with pytest.raises(KustomizationError) as raised:
        read_field_specs([{"path": "a", "create": "yes"}], place)
    assert str(raised.value) == (
        "t.yaml: error LabelTransformer/l fieldSpecs[0].create:"
        " expected true or false, found the string `yes`"
    )


def test_a_type_inside_of_itself_is_entered_once() -> None:
    properties = {"kind": {}, "apiVersion": {}, "metadata": {}, "next": {"$ref": "org.Node"}}
    node = {"alias": {"x-kubernetes-identity": ""}, "next": {"$ref": "org.Node"}}
    config = read_crd_definitions(
        {"org.Chain": {"schema": {"properties": properties}}, "org.Node": {"Schema": {"properties": node}}},
        "d.yaml",
    )
    assert config.name_prefix == (FieldSpec("next/alias", kind="Chain"),)


def test_configurations_are_values() -> None:
    rows = FieldSpecs([FieldSpec("z", kind="Pod"), FieldSpec("a", kind="Deployment")])
    config = TransformerConfig({"images": rows})
    assert paths(config.images) == ["a", "z"]
    assert config.replicas == ()
