"""The engine that follows field specs into bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError, MlkubeError, Place
from mlkube.overlay.fields.field_spec import (
    MAPPING,
    NOTHING,
    SCALAR,
    FieldSpec,
    change_each,
    place_of,
    set_fields,
    set_resource_fields,
    split_path,
)
from mlkube.overlay.fields.field_values import FieldError, mapping_or_null, rewritten, text_of
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from pathlib import Path

    from mlkube.core.json import Json, JsonObject


def upper(value: Json) -> Json:
    return text_of(value).upper()


def put(value: Json) -> Json:
    return "new" + text_of(value)


def add(value: Json) -> Json:
    present = mapping_or_null(value)
    return None if present is None else {**present, "k": "v"}


def test_a_path_is_split_at_slashes_and_a_backslash_keeps_one() -> None:
    assert split_path("spec/template") == ("spec", "template")
    assert split_path("metadata/annotations/a.b\\/c/d") == ("metadata", "annotations", "a.b/c", "d")
    assert split_path("") == ("",)


def test_a_spec_tells_its_path_as_it_was_written() -> None:
    spec = FieldSpec("a/b\\/c/d[]", group="apps", kind="Deployment")
    assert spec.path == ("a", "b/c", "d[]")
    assert spec.path_text == "a/b\\/c/d[]"
    assert str(spec) == "`a/b\\/c/d[]` of apps/Deployment"
    assert str(FieldSpec("a")) == "`a` of every kind"


@pytest.mark.parametrize(
    ("spec", "selected"),
    [
        (FieldSpec("a"), True),
        (FieldSpec("a", kind="Deployment"), True),
        (FieldSpec("a", group="apps", version="v1", kind="Deployment"), True),
        (FieldSpec("a", kind="Pod"), False),
        (FieldSpec("a", group="batch"), False),
        (FieldSpec("a", version="v2"), False),
    ],
)
def test_empty_parts_of_a_spec_select_everything(spec: FieldSpec, *, selected: bool) -> None:
    assert spec.selects("apps", "v1", "Deployment") is selected


def test_a_path_goes_through_every_element_of_lists() -> None:
    body: JsonObject = {"a": [{"b": "x"}, [{"b": "y"}, {}], None], "other": {"b": "z"}}
    assert set_fields(body, [FieldSpec("a/b")], upper) == {
        "a": [{"b": "X"}, [{"b": "Y"}, {}], None],
        "other": {"b": "z"},
    }


def test_what_a_path_does_not_touch_stays_the_same_object() -> None:
    body: JsonObject = {"a": {"b": {"c": "x"}, "d": {}}, "e": [{"f": "x"}, {"f": "Y"}], "g": {}}
    changed = set_fields(body, [FieldSpec("a/b/c"), FieldSpec("e/f")], upper)
    assert changed == {"a": {"b": {"c": "X"}, "d": {}}, "e": [{"f": "X"}, {"f": "Y"}], "g": {}}
    before, after = body["a"], changed["a"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["d"] is before["d"]
    assert changed["g"] is body["g"]
    assert body == {"a": {"b": {"c": "x"}, "d": {}}, "e": [{"f": "x"}, {"f": "Y"}], "g": {}}


def test_an_unchanged_body_is_the_same_object() -> None:
    body: JsonObject = {"a": {"b": "X"}, "list": [{"b": "X"}], "null": None}
    specs = [FieldSpec("a/b"), FieldSpec("list[]/b"), FieldSpec("missing/b"), FieldSpec("null/b")]
    assert set_fields(body, specs, lambda value: value) is body


def test_missing_fields_are_created_only_where_spec_and_kind_say_so() -> None:
    wanted = FieldSpec("a/b/c", create=True)
    assert set_fields({}, [wanted], put, SCALAR) == {"a": {"b": {"c": "new"}}}
    assert set_fields({}, [wanted], add, MAPPING) == {"a": {"b": {"c": {"k": "v"}}}}
    assert set_fields({}, [wanted], put, NOTHING) == {}
    assert set_fields({}, [FieldSpec("a/b/c")], put, SCALAR) == {}


def test_nothing_is_created_in_place_of_a_missing_list() -> None:
    assert set_fields({"a": {}}, [FieldSpec("a/b[]/c", create=True)], put, SCALAR) == {"a": {}}


def test_nulls_become_what_a_creating_path_expects() -> None:
    spec = FieldSpec("a/b", create=True)
    assert set_fields({"a": None}, [spec], add, MAPPING) == {"a": {"b": {"k": "v"}}}
    assert set_fields({"a": {"b": None}}, [spec], add, MAPPING) == {"a": {"b": {"k": "v"}}}
    assert set_fields({"a": {"b": None}}, [spec], put, SCALAR) == {"a": {"b": "newnull"}}
    assert set_fields({"a": None}, [FieldSpec("a/b")], add, MAPPING) == {"a": None}


def test_a_null_list_becomes_an_empty_one() -> None:
    assert set_fields({"a": None}, [FieldSpec("a[]/b")], put) == {"a": []}
    assert set_fields({"a": None}, [FieldSpec("a/b")], put) == {"a": None}


@pytest.mark.parametrize(
    ("path", "body", "reason", "steps"),
    [
        ("a/b", {"a": "x"}, "expected a mapping or a list, found the value `x`", ("a",)),
        ("a/b/c", {"a": [{}, {"b": 7}]}, "expected a mapping or a list, found the value `7`", ("a", 1, "b")),
        ("a", {"a": {}}, "expected a single value, found a mapping", ("a",)),
        ("a/b", {"a": [{"b": []}]}, "expected a single value, found a list", ("a", 0, "b")),
        ("a//b", {"a": {}}, "the path of the field spec has an empty name here", ("a", "")),
        (
            "a/0",
            {"a": {}},
            "the path of the field spec has an index here; it goes through all elements without",
            ("a", "0"),
        ),
    ],
)
def test_what_does_not_fit_says_where(
    path: str, body: JsonObject, reason: str, steps: tuple[str | int, ...]
) -> None:
    with pytest.raises(FieldError) as raised:
        set_fields(body, [FieldSpec(path)], put)
    assert (str(raised.value), raised.value.steps) == (reason, steps)


def test_an_error_about_an_object_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_bytes(b"kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\nspec:\n  x: {}\n")
    body = load_all(file.read_bytes(), "r.yaml")[1]
    assert isinstance(body, dict)
    resource = Resource(body, (Source(str(file), 1),))
    with pytest.raises(BuildError) as raised:
        set_resource_fields(resource, [FieldSpec("spec/x")], put)
    assert str(raised.value) == f"{file}:7:3: error B/b spec.x: expected a single value, found a mapping"


def test_a_place_without_a_file_names_object_and_field() -> None:
    resource = Resource({"kind": "A", "metadata": {"name": "a"}})
    assert place_of(resource, ("spec", 0)) == Place(resource="A/a", field="spec[0]")
    gone = Resource(resource.body, (Source("no/such/file.yaml"),))
    assert place_of(gone) == Place("no/such/file.yaml", resource="A/a")


def test_the_errors_of_all_objects_are_told() -> None:
    resources = [Resource({"kind": kind, "metadata": {"name": "a"}, "x": {}}) for kind in "ABC"]

    def change(resource: Resource) -> Resource:
        return set_resource_fields(resource, [FieldSpec("x")], put if resource.kind != "B" else add)

    with pytest.raises(MlkubeError) as raised:
        change_each(resources, change)
    assert str(raised.value).splitlines() == [
        "error A/a x: expected a single value, found a mapping",
        "error C/a x: expected a single value, found a mapping",
    ]


def test_a_rewritten_scalar_keeps_its_quotes_and_nothing_else() -> None:
    assert rewritten(3, "5") == 5
    assert rewritten("3", "5") == "5"
    assert rewritten("abc", "123") == 123
    assert rewritten(None, "p-null") == "p-null"
