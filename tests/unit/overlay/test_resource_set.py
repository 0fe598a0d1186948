"""The result of a build as a value."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import BuildError, Place, YamlError
from mlkube.overlay.resource_set import ResourceSet


def make(kind: str, name: str, namespace: str = "") -> Resource:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return Resource({"apiVersion": "v1", "kind": kind, "metadata": metadata, "spec": {"a": 1, "b": [1, 2]}})


def test_it_iterates_in_order_and_counts() -> None:
    found = ResourceSet([make("Pod", "b"), make("Pod", "a")])
    assert [str(resource) for resource in found] == ["Pod/b", "Pod/a"]
    assert len(found) == 2
    assert str(found[1]) == "Pod/a"


def test_lookup_by_kind_and_name() -> None:
    pod = make("Pod", "a")
    found = ResourceSet([pod, make("Service", "a")])
    assert found.get("Pod", "a") is pod
    assert found.get("Pod", "b") is None


def test_lookup_asks_for_the_namespace_where_it_decides() -> None:
    here, there = make("Pod", "a", "here"), make("Pod", "a", "there")
    found = ResourceSet([here, there])
    assert found.get("Pod", "a", "there") is there
    with pytest.raises(BuildError) as raised:
        found.get("Pod", "a")
    assert str(raised.value) == (
        "error Pod/a: several objects have this kind and name: "
        "v1 in 'here', v1 in 'there'; name the namespace"
    )


def test_it_prints_documents_with_sorted_keys() -> None:
    assert ResourceSet([make("Pod", "a"), make("Pod", "b")]).to_yaml() == (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  a: 1\n  b:\n  - 1\n  - 2\n"
        "---\n"
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  a: 1\n  b:\n  - 1\n  - 2\n"
    )


def test_what_cannot_be_printed_names_the_object() -> None:
    bad = Resource({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "x": float("inf")})
    with pytest.raises(YamlError) as raised:
        ResourceSet([make("Pod", "b"), bad]).to_yaml()
    assert str(raised.value) == "error Pod/a: .inf is no number in JSON; write it in quotes"


def test_a_patch_gives_a_new_set_and_leaves_the_old_one() -> None:
    first = ResourceSet([make("Pod", "a")], [(Place("f"), "noticed")])
    second = first.patch("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {a: 2}\n")
    assert first[0].body["spec"] == {"a": 1, "b": [1, 2]}
    assert second[0].body["spec"] == {"a": 2, "b": [1, 2]}
    assert second.warnings[:1] == ((Place("f"), "noticed"),)


def test_a_json_patch_needs_a_target() -> None:
    changed = ResourceSet([make("Pod", "a"), make("Pod", "b")]).patch(
        '[{"op": "replace", "path": "/spec/a", "value": 5}]', target={"kind": "Pod", "name": "b"}
    )
    assert [resource.body["spec"]["a"] for resource in changed] == [1, 5]  # type: ignore[index,call-overload]


def test_equal_sets_hold_equal_objects() -> None:
    assert ResourceSet([make("Pod", "a")]) == ResourceSet([make("Pod", "a")])
    assert ResourceSet([make("Pod", "a")]) != ResourceSet([make("Pod", "b")])
