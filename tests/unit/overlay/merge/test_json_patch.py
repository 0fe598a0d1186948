from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.merge.json_patch import JsonPatchError, apply_json_patch, normal
from mlkube.yamlio import load_all, scalar_text

if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

BODY: JsonObject = {
    "kind": "Job",
    "metadata": {"name": "a"},
    "spec": {"list": ["a", "b"], "map": {"x": {"y": 1}}},
}


def _patched(*operations: Json) -> Json:
    return apply_json_patch(BODY, operations)["spec"]


def _op(op: str, path: str, **rest: Json) -> JsonObject:
    return {"op": op, "path": path, **rest}


@pytest.mark.parametrize(
    ("operations", "spec"),
    [
        ([_op("add", "/spec/new", value=1)], {"list": ["a", "b"], "map": {"x": {"y": 1}}, "new": 1}),
        ([_op("add", "/spec/list/0", value=1)], {"list": [1, "a", "b"], "map": {"x": {"y": 1}}}),
        ([_op("add", "/spec/list/2", value=1)], {"list": ["a", "b", 1], "map": {"x": {"y": 1}}}),
        ([_op("add", "/spec/list/-1", value=1)], {"list": ["a", "b", 1], "map": {"x": {"y": 1}}}),
        ([_op("add", "/spec/list/-", value=1)], {"list": ["a", "b", 1], "map": {"x": {"y": 1}}}),
        ([_op("remove", "/spec/list/-1")], {"list": ["a"], "map": {"x": {"y": 1}}}),
        ([_op("remove", "/spec/map")], {"list": ["a", "b"]}),
        ([_op("replace", "/spec/list/+1", value=None)], {"list": ["a", None], "map": {"x": {"y": 1}}}),
        ([_op("replace", "/spec", value={"z": 1})], {"z": 1}),
        ([_op("move", "/spec/list", **{"from": "/spec/map/x"})], {"list": {"y": 1}, "map": {}}),
        ([_op("add", "/spec/map", value=None)], {"list": ["a", "b"], "map": None}),
        (
            [_op("add", "/spec/map/a~1b~0c", value=1), _op("remove", "/spec/list")],
            {"map": {"x": {"y": 1}, "a/b~c": 1}},
        ),
    ],
)
def test_operations_change_the_object(operations: list[Json], spec: Json) -> None:
    before = copy.deepcopy(BODY)
    assert _patched(*operations) == spec
    assert before == BODY


def test_a_copy_is_a_value_of_its_own() -> None:
    assert _patched(
        _op("add", "/spec/map/x/z", value=2),
        _op("copy", "/spec/map/copied", **{"from": "/spec/map/x"}),
        _op("add", "/spec/map/copied/only", value=3),
        _op("remove", "/spec/map/x/y"),
    ) == {"list": ["a", "b"], "map": {"x": {"z": 2}, "copied": {"y": 1, "z": 2, "only": 3}}}


@pytest.mark.parametrize("value", [{"x": {"y": 1.0}}, {"x": {"y": 1}}])
def test_a_test_that_holds_changes_nothing(value: Json) -> None:
    assert apply_json_patch(BODY, [_op("test", "/spec/map", value=value)]) is BODY
    assert apply_json_patch(BODY, [_op("test", "/spec/none", value=None)]) is BODY


@pytest.mark.parametrize("value", [{"x": {"y": True}}, {"x": {}}, {"x": {"y": "1"}}, [], None])
def test_a_test_that_fails_refuses_the_patch(value: Json) -> None:
    with pytest.raises(JsonPatchError) as raised:
        apply_json_patch(BODY, [_op("add", "/spec/a", value=1), _op("test", "/spec/map", value=value)])
    assert (raised.value.index, raised.value.path) == (1, "/spec/map")
    assert raised.value.reason == "the test failed: the object holds another value"


def test_a_patch_without_effect_gives_back_the_very_object() -> None:
    assert apply_json_patch(BODY, [_op("replace", "/spec/list/0", value="a")]) is BODY
    other: JsonObject = {**BODY}
    assert apply_json_patch(BODY, [], other) is other


def test_annotations_end_as_texts_and_empty_ones_go() -> None:
    body: JsonObject = {"metadata": {"name": "a", "annotations": {"n": 1, "t": "x", "z": None, "m": {}}}}
    assert apply_json_patch(body, []) == {
        "metadata": {"name": "a", "annotations": {"n": "1", "t": "x", "z": "null", "m": ""}}
    }
    assert apply_json_patch({"metadata": {"name": "a", "annotations": {}}}, []) == {"metadata": {"name": "a"}}


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        ("5", 5, "5"),
        ("999999", 999999, "999999"),
        ("1000000", 1000000, "1e+06"),
        ("-12345678", -12345678, "-1.2345678e+07"),
        ("9007199254740993", 9007199254740992.0, "9.007199254740992e+15"),
        ("0x1F", 31, "31"),
        ("1.50", 1.5, "1.5"),
        ("1e3", 1000.0, "1000"),
        ("0.00001", 1e-05, "1e-05"),
        ("2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("'0777'", "0777", "0777"),
        ("true", True, "true"),
    ],
)
def test_scalars_go_through_json(written: str, value: Json, text: str) -> None:
    (read,) = load_all(written.encode())
    result = normal(read)
    assert (result, scalar_text(result)) == (value, text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_normal_values_are_what_json_makes_of_them(value: Json) -> None:
    assert normal(value) == json.loads(json.dumps(value))
