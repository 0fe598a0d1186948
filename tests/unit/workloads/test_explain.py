"""What `mlkube explain` says of kinds and fields, and the schemas that editors get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlkube.errors import MlkubeError
from mlkube.workloads.catalogue import KINDS, load_kind
from mlkube.workloads.editor_schema import editor_schema
from mlkube.workloads.explain import explain, kinds

ROOT = Path(__file__).resolve().parents[3]


def test_a_field_is_explained_with_type_default_unit_and_reason() -> None:
    assert explain("TFServing.spec.autoscaling.scaleDownSeconds").to_text() == (
        "KIND:     TFServing\n"
        "VERSION:  mlkube.dev/v1alpha1\n"
        "\n"
        "FIELD:    scaleDownSeconds <integer>\n"
        "\n"
        "DESCRIPTION:\n"
        "    How long use must be low before pods are removed: a removed pod has to load\n"
        "    its models anew.\n"
        "    default: 300\n"
        "    unit: seconds\n"
        "    minimum: 0\n"
        "    maximum: 3600\n"
    )


def test_a_list_names_what_its_elements_merge_by() -> None:
    found = explain("tfserving.spec.models")
    assert (found.kind, found.type) == ("TFServing", "[]Model")
    assert found.to_json()["mergeKeys"] == ["name"]
    assert [field["name"] for field in found.fields] == [
        "name",
        "storage",
        "subPath",
        "versionPolicy",
        "versionLabels",
    ]


@pytest.mark.parametrize(
    ("path", "reason", "hint"),
    [
        ("TFServin", 'no workload kind "TFServin"', 'did you mean "TFServing"?'),
        ("TFServing.spc", 'TFServing has no field "spc"', 'did you mean "spec"?'),
        (
            "TFServing.spec.autoscaling.minReplica",
            'there is no field "minReplica" in TFServing.spec.autoscaling',
            'did you mean "minReplicas"?',
        ),
        ("TFServing.spec.image.tag", "image has no fields", ""),
    ],
)
def test_what_nobody_knows_is_refused(path: str, reason: str, hint: str) -> None:
    with pytest.raises(MlkubeError) as caught:
        explain(path)
    assert (caught.value.reason, caught.value.hint) == (reason, hint)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_every_kind_says_what_it_is_for(kind: str) -> None:
    def descriptions(fields: list[dict[str, object]]) -> list[str]:
        return [
            text
            for field in fields
            for text in (str(field["description"]), *descriptions(field.get("fields", [])))  # type: ignore[arg-type]
        ]

    found = descriptions(explain(kind, recursive=True).fields)  # type: ignore[arg-type]
    assert len(found) > 60
    assert [text for text in found if not text.endswith((".", "*`."))] == []


def test_the_kinds_are_listed() -> None:
    assert [each["kind"] for each in kinds()] == [
        "Cluster",
        "Logging",
        "ModelServer",
        "Monitoring",
        "SparkJob",
        "TFServing",
        "TrainingJob",
        "Workspace",
    ]


def test_a_type_inside_of_itself_is_explained_once() -> None:
    (routes,) = [
        field for field in explain("Monitoring.spec.alerting.route").fields if field["name"] == "routes"
    ]
    assert routes["type"] == "[]AlertRoute"
    below = explain("Monitoring.spec.alerting.route", recursive=True).fields
    assert [field.get("fields", []) for field in below if field["name"] == "routes"] == [[]]
    assert explain("Monitoring.spec.alerting.route.routes.routes.receiver").type == "string"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_schemas_of_this_project_are_those_of_the_types(kind: str) -> None:
    assert json.loads((ROOT / "schemas" / f"{kind}.json").read_text()) == editor_schema(kind)


@pytest.mark.parametrize(
    ("kind", "base"), [("TFServing", "ml-model"), ("TrainingJob", "train"), ("SparkJob", "etl")]
)
def test_a_description_passes_the_editors_schema_and_a_misspelt_one_does_not(kind: str, base: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    body = yaml.safe_load((ROOT / "bases" / base / "workload.yaml").read_text())
    validator = jsonschema.Draft202012Validator(editor_schema(kind))
    validator.check_schema(editor_schema(kind))
    assert list(validator.iter_errors(body)) == []
    body["spec"]["imgae"] = "x"
    assert [error.validator for error in validator.iter_errors(body)] == ["additionalProperties"]


def test_lists_of_named_things_declare_their_keys() -> None:
    properties = editor_schema("TFServing")["properties"]
    assert isinstance(properties, dict)
    fields = properties["spec"]["properties"]  # type: ignore[index, call-overload]
    for name, keys in (("models", ["name"]), ("env", ["name"]), ("storage", ["name"]), ("volumes", ["name"])):
        assert fields[name]["x-kubernetes-list-map-keys"] == keys  # type: ignore[index, call-overload]
        assert fields[name]["x-kubernetes-list-type"] == "map"  # type: ignore[index, call-overload]


def test_spec_types_have_slots() -> None:
    for kind in KINDS:
        assert "__dict__" not in dir(load_kind(kind))
