"""The plugin that adds one value to many fields."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import MlkubeError, Place
from mlkube.overlay.steps.value_add import add_value, insert_part


def added(path: str, body: dict[str, object], value: str = "new") -> dict[str, object]:
    given = Resource({"kind": "Bucket", "metadata": {"name": "a"}, **body})  # type: ignore[dict-item]  # plain JSON
    (changed,) = add_value([given], value, [{"fieldPath": path}])
    return {key: changed.body[key] for key in changed.body if key not in {"kind", "metadata"}}


@pytest.mark.parametrize(
    ("path", "index", "result"),
    [
        ("", 0, "P"),
        ("/", 0, "/P"),
        ("pie", 0, "P/pie"),
        ("/pie", 0, "/P/pie"),
        ("raw", 1, "raw/P"),
        ("/raw", 1, "/raw/P"),
        ("a/nice/warm/pie", 3, "a/nice/warm/P/pie"),
        ("/a/nice/warm/pie", 3, "/a/nice/warm/P/pie"),
        ("/a/b", 9999, "/a/b/P"),
    ],
)
def test_a_part_goes_into_a_path_at_an_index(path: str, index: int, result: str) -> None:
    assert insert_part(path, index, "P") == result
    assert insert_part(path, index, "") == path


def test_missing_fields_and_elements_are_created() -> None:
    assert added("a/b", {}) == {"a": {"b": "new"}}
    assert added("a/[name=x]/b", {}) == {"a": [{"name": "x", "b": "new"}]}
    assert added("a/[name=x]/b", {"a": [{"name": "y"}]}) == {"a": [{"name": "y"}, {"name": "x", "b": "new"}]}


def test_elements_are_found_by_a_field_an_index_or_as_the_last() -> None:
    body: dict[str, object] = {"a": [{"name": "x", "b": "1"}, {"name": "y", "b": "2"}]}
    assert added("a/[name=y]/b", body) == {"a": [{"name": "x", "b": "1"}, {"name": "y", "b": "new"}]}
    assert added("a/0/b", body) == {"a": [{"name": "x", "b": "new"}, {"name": "y", "b": "2"}]}
    assert added("a/-/b", body) == {"a": [{"name": "x", "b": "1"}, {"name": "y", "b": "new"}]}


def test_what_is_there_already_leaves_the_object_as_it_is() -> None:
    given = Resource({"kind": "Bucket", "metadata": {"name": "a"}, "spec": {"x": "new"}})
    assert add_value([given], "new", [{"fieldPath": "spec/x"}])[0] is given


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({}, "t.yaml: error targets[0].fieldPath: the path is empty"),
        (
            {"fieldPath": "a", "filePathPosition": -1},
            "t.yaml: error targets[0].filePathPosition: expected a position from 0 on, found -1",
        ),
        ({"fieldPath": "spec"}, "error Bucket/a: expected a single value, found a mapping"),
        ({"fieldPath": "spec/3"}, "error Bucket/a: `3` is an index into what is no list"),
        ({"fieldPath": "list/3"}, "error Bucket/a: the list has no element `3`"),
        ({"fieldPath": "list/[a]"}, "error Bucket/a: `[a]` has to read [field=value]"),
        ({"fieldPath": "list/x"}, "error Bucket/a: `x` is looked for in what is no mapping"),
        ({"fieldPath": "spec/[a=b]"}, "error Bucket/a: `[a=b]` is looked for in what is no list"),
    ],
)
def test_what_does_not_fit_is_refused(target: dict[str, object], message: str) -> None:
    given = Resource({"kind": "Bucket", "metadata": {"name": "a"}, "spec": {}, "list": []})
    with pytest.raises(MlkubeError) as raised:
        add_value([given], "new", [target], Place("t.yaml"))  # type: ignore[list-item]  # plain JSON
    assert str(raised.value) == message


def test_targets_are_required() -> None:
    with pytest.raises(MlkubeError) as raised:
        add_value([], "new", [], Place("t.yaml", 1, 1))
    assert str(raised.value) == "t.yaml:1:1: error: targets are missing; name at least one target"
