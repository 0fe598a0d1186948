from __future__ import annotations

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import ErrorGroup, Place
from mlkube.overlay.steps.patches import PatchContext, PatchText, apply_patches
from mlkube.schema import KUSTOMIZE_VERSION, load_schema
from mlkube.yamlio import load_all


def _context(*, strict: bool = False, lossless: bool = False) -> PatchContext:
    return PatchContext(
        load_schema(KUSTOMIZE_VERSION),
        load_schema("1.36"),
        strict=strict,
        lossless=lossless,
        read=lambda _: None,
    )


def _resources(*names: str) -> list[Resource]:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: b}\n"
    found = []
    for name in names:
        (body,) = load_all((text % name).encode())
        assert isinstance(body, dict)
        found.append(Resource(body, (Source("a.yaml", len(found)),)))
    return found


def _patch(name: str, rest: str = "data: {x: y}") -> bytes:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n{rest}\n".encode()


def test_untouched_objects_stay_the_same_objects() -> None:
    resources = _resources("a", "b", "c")
    patched, warnings = apply_patches(resources, [PatchText(_patch("b"), Place("p.yaml"))], _context())
    assert [new is old for new, old in zip(patched, resources, strict=True)] == [True, False, True]
    assert patched[1].body["data"] == {"a": "b", "x": "y"}
    assert patched[1].sources == (Source("a.yaml", 1), Source("p.yaml", 0))
    assert resources[1].body["data"] == {"a": "b"}
    assert warnings == []


def test_a_patch_without_effect_leaves_the_very_object_and_is_said() -> None:
    resources = _resources("a")
    patched, warnings = apply_patches(
        resources, [PatchText(_patch("a", "data: {a: b, z: null}"), Place("p.yaml"))], _context()
    )
    assert patched[0] is resources[0]
    assert [(str(place), place.resource, text) for place, text in warnings] == [
        ("p.yaml:1:1", "ConfigMap/a", "the patch changes nothing")
    ]


def test_a_deleted_object_is_found_no_more() -> None:
    texts = [
        PatchText(_patch("a", "$patch: delete"), Place("p.yaml")),
        PatchText(_patch("a"), Place("q.yaml")),
    ]
    assert [str(each) for each in apply_patches(_resources("a", "b"), texts[:1], _context())[0]] == [
        "ConfigMap/b"
    ]
    with pytest.raises(Exception, match="the patch matches no object"):
        apply_patches(_resources("a", "b"), texts, _context())


def test_a_renamed_object_is_found_under_both_names() -> None:
    rename = PatchText(_patch("new"), Place("p.yaml"), {"name": "a"}, {"allowNameChange": True})
    old = PatchText(_patch("a", "data: {old: x}"), Place("q.yaml"))
    new = PatchText(_patch("new", "data: {new: x}"), Place("r.yaml"))
    by_name = PatchText(_patch("any", "data: {selected: x}"), Place("s.yaml"), {"name": "new"})
    patched, warnings = apply_patches(_resources("a", "b"), [old, rename, old, new, by_name], _context())
    assert patched[0].body["metadata"] == {"name": "new"}
    assert patched[0].body["data"] == {"a": "b", "old": "x", "x": "y", "new": "x", "selected": "x"}
    assert patched[0].former == (("default", "a", "ConfigMap"),)
    assert [text for _, text in warnings] == ["the patch changes nothing"]


def test_an_object_that_lost_its_name_without_a_trace_is_found_under_the_new_one_only() -> None:
    target = {"name": "a", "kind": "ConfigMap"}
    rename = PatchText(
        b'[{"op": "replace", "path": "/metadata/name", "value": "new"}]',
        Place("p.yaml"),
        dict(target),
        field="patchesJson6902",
    )
    first = PatchText(_patch("a", "data: {first: x}"), Place("q.yaml"))
    second = PatchText(_patch("new", "data: {second: x}"), Place("r.yaml"))
    patched, _ = apply_patches(_resources("a"), [first, rename, second], _context())
    assert patched[0].body["data"] == {"a": "b", "first": "x", "second": "x"}
    assert patched[0].former == ()


def test_a_json_patch_remembers_the_id_even_where_it_changes_nothing() -> None:
    text = PatchText(b'[{"op": "test", "path": "/data/a", "value": "b"}]', Place("p.yaml"), {"name": "a"})
    patched, warnings = apply_patches(_resources("a"), [text], _context())
    assert patched[0].former == (("default", "a", "ConfigMap"),)
    assert warnings == []


def test_strict_makes_errors_of_warnings_beside_the_other_errors() -> None:
    texts = [
        PatchText(_patch("a", "data: {a: b}"), Place("p.yaml")),
        PatchText(_patch("none"), Place("q.yaml")),
        PatchText(_patch("any"), Place("r.yaml"), {"kind": "Pod"}),
    ]
    with pytest.raises(ErrorGroup) as raised:
        apply_patches(_resources("a"), texts, _context(strict=True))
    assert str(raised.value) == (
        "q.yaml:1:1: error ConfigMap/none: the patch matches no object\n"
        "p.yaml:1:1: error ConfigMap/a: the patch changes nothing\n"
        "r.yaml:1:1: error: the target (kind: Pod) matches no object"
    )


def test_lossless_removes_what_a_null_names_also_with_a_target() -> None:
    (resource,) = _resources("a")
    labelled = resource.with_body(
        {**resource.body, "metadata": {"name": "a", "labels": {"gone": "x", "kept": "y"}}}
    )
    text = PatchText(
        _patch("any", "").replace(b"name: any", b"name: any, labels: {gone: null}"), Place("p.yaml"), {}
    )
    patched, warnings = apply_patches([labelled], [text], _context(lossless=True))
    assert patched[0].body["metadata"] == {"name": "a", "labels": {"kept": "y"}}
    assert warnings == []


def test_each_null_that_becomes_a_text_is_said_once() -> None:
    text = PatchText(
        _patch("any", "").replace(b"name: any", b"name: any, labels: {gone: null}"), Place("p.yaml"), {}
    )
    patched, warnings = apply_patches(_resources("a", "b"), [text], _context())
    assert [each.body["metadata"] for each in patched] == [
        {"name": "a", "labels": {"gone": "null"}},
        {"name": "b", "labels": {"gone": "null"}},
    ]
    assert [(str(place), place.field, text) for place, text in warnings] == [
        ("p.yaml:3:32", "metadata.labels.gone", 'kustomize does not remove this, but sets the text "null"')
    ]
