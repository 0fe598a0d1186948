from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.merge.merging import BLANK, MergeError
from mlkube.overlay.merge.strategic_merge import StrategicMerge, needs_quotes
from mlkube.schema import KUSTOMIZE_VERSION, load_schema
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

MERGE = StrategicMerge(load_schema(KUSTOMIZE_VERSION).find)


def _yaml(text: str) -> JsonObject:
    (document,) = load_all(text.encode())
    assert isinstance(document, dict)
    return document


def _pod(spec: str) -> JsonObject:
    return _yaml(f"{{apiVersion: v1, kind: Pod, spec: {spec}}}")


def _merged(target: str, patch: str) -> Json:
    merged = MERGE.merge(_pod(target), _pod(patch))
    assert merged is not None
    return merged["spec"]


# What each does was checked against `kubectl kustomize`; see tests/cases/patches for whole builds.
@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"),
        ("{a: {b: 1, c: 2}}", "{a: {b: null}}", "{a: {c: 2}}"),
        ("{a: {b: 1}}", "{a: null}", "{}"),
        ("{a: [1]}", "{a: null, z: null}", "{}"),
        ("{a: null}", "{b: 1}", "{a: null, b: 1}"),
        ("{a: null}", "{a: {b: 1, c: null}}", "{a: {b: 1}}"),
        ("{a: [1, 2]}", "{a: [3]}", "{a: [3]}"),
        ("{a: {x: 1, y: 2}}", "{a: {$patch: replace, z: 3}}", "{a: {z: 3}}"),
        ("{a: {x: 1}}", "{a: {$patch: merge, z: 3}}", "{a: {x: 1, z: 3}}"),
        ("{a: {x: 1}}", "{a: {$patch: delete}}", "{}"),
        ("{}", "{a: {$patch: delete, b: 1}}", "{}"),
        ("{}", "{a: {$patch: replace, b: {c: null}}}", "{a: {b: {}}}"),
        ("{}", "{a: {$patch: none}}", "{a: {$patch: none}}"),
        ("{}", "{a: [{b: null, $patch: delete}]}", "{a: [{b: null, $patch: delete}]}"),
        (
            "{containers: [{name: a, image: a}, {name: b}]}",
            "{containers: [{name: c}, {name: b, image: b}]}",
            "{containers: [{name: c}, {name: b, image: b}, {name: a, image: a}]}",
        ),
        (
            "{containers: [{name: a}, {name: b}]}",
            "{containers: [{name: a, $patch: delete}]}",
            "{containers: [{name: b}]}",
        ),
        ("{containers: [{name: a}]}", "{containers: [{name: a, $patch: delete}]}", "{containers: []}"),
        ("{containers: [{name: a}]}", "{containers: []}", "{containers: [{name: a}]}"),
        (
            "{containers: [{name: a}, {image: x}]}",
            "{containers: [{name: a, image: y}]}",
            "{containers: [{image: x}]}",
        ),
        ("{containers: [{name: a}, {name: b}]}", "{containers: [{image: x}]}", "{containers: []}"),
        (
            "{containers: [{name: a, v: 1}, {name: b}, {name: a, v: 2}]}",
            "{}",
            "{containers: [{name: a, v: 2}, {name: b}]}",
        ),
        (
            "{containers: [{name: a}]}",
            "{containers: [{name: b}, {$patch: replace}]}",
            "{containers: [{name: b}]}",
        ),
        (
            "{containers: [{name: a, v: 1}, {name: b}, {name: a, v: 2}]}",
            "{containers: [{name: a, w: 3}, {name: c}, {name: c, w: 4}]}",
            "{containers: [{name: a, v: 2}, {name: c}, {name: b}]}",
        ),
        (
            "{containers: [{name: a, v: 1}, {name: b}, {name: a, v: 2}]}",
            "{containers: [{name: a, $patch: delete}]}",
            "{containers: [{name: b}]}",
        ),
        (
            "{}",
            "{containers: [{name: a, v: 1, w: null}, {name: b}, {name: a, v: null}]}",
            "{containers: [{name: a, v: null}, {name: b}]}",
        ),
        ("{containers: [{name: a}]}", "{containers: [{$patch: delete}]}", "{}"),
        ("{}", "{containers: [{$patch: replace}, {name: z}]}", "{containers: [{$patch: replace}]}"),
        (
            "{containers: [{name: a, image: i}]}",
            "{containers: [{name: a, $patch: replace, image: j}, {name: n}]}",
            "{containers: [{name: a, image: i}, {name: n}]}",
        ),
        (
            "{topologySpreadConstraints: [{topologyKey: a, whenUnsatisfiable: x, maxSkew: 1}]}",
            "{topologySpreadConstraints: [{topologyKey: a, maxSkew: 2}]}",
            "{topologySpreadConstraints: [{topologyKey: a, whenUnsatisfiable: x, maxSkew: 1}]}",
        ),
    ],
)
def test_merges_like_kustomize(target: str, patch: str, result: str) -> None:
    assert _merged(target, patch) == _yaml(result)


def test_the_schema_of_the_patch_serves_a_target_that_none_knows() -> None:
    target = _yaml("{apiVersion: v1, kind: Capsule, spec: {containers: [{name: a}]}}")
    patch = _yaml("{apiVersion: v1, kind: Capsule, spec: {containers: [{name: b}]}}")
    assert MERGE.merge(target, patch, kind="Pod") == _yaml(
        "{apiVersion: v1, kind: Capsule, spec: {containers: [{name: b}, {name: a}]}}"
    )


def test_a_deleted_object_is_none() -> None:
    assert MERGE.merge(_pod("{a: 1}"), {**_pod("{}"), "$patch": "delete"}) is None


def test_replace_at_the_top_has_no_effect() -> None:
    target = _pod("{a: 1}")
    assert MERGE.merge(target, {**_pod("{b: 1}"), "$patch": "replace"}) is target


def test_blank_nulls_go_except_from_lists_that_do_not_merge() -> None:
    target: JsonObject = {"a": BLANK, "b": {"c": BLANK, "d": None}, "e": [{"f": BLANK}]}
    assert MERGE.merge(target, {"x": 1}) == {"b": {"d": None}, "e": [{"f": BLANK}], "x": 1}


def test_quotes_stay() -> None:
    asked = []

    def quoted(path: tuple[str | int, ...], text: str) -> bool | None:
        asked.append((path, text))
        return text == "quoted" or (None if text in {"true", "plain"} else False)

    target = _pod(
        "{a: 'true', b: quoted, c: plain, d: 5, e: '80', containers: [{name: x}, {name: y, image: quoted}]}"
    )
    patch = _pod("{a: 1.50, b: false, c: 2, d: '6', e: 7, containers: [{name: y, image: 7}]}")
    merged = MERGE.merge(target, patch, quoted=quoted)
    assert merged == _pod(
        "{a: '1.50', b: 'false', c: 2, d: '6', e: 7, containers: [{name: y, image: '7'}, {name: x}]}"
    )
    assert asked == [
        (("spec", "a"), "true"),
        (("spec", "b"), "quoted"),
        (("spec", "c"), "plain"),
        (("spec", "e"), "80"),
        (("spec", "containers", 1, "image"), "quoted"),
    ]


@pytest.mark.parametrize(
    "text", ["", "80", "true", "~", "1e3", "2024-01-01", "- a", "a: b", "a #b", " a", "a:", "*"]
)
def test_some_texts_need_quotes(text: str) -> None:
    assert needs_quotes(text)


@pytest.mark.parametrize("text", ["a", "yes", "a b", "a#b", "a:b", "1.2.3", "http://x"])
def test_other_texts_need_none(text: str) -> None:
    assert not needs_quotes(text)


def test_changed_hears_of_lists_that_may_lose_something() -> None:
    heard = []
    MERGE.merge(
        _pod("{tolerations: [{key: a}], containers: [{name: a}, {name: b}], volumes: [{name: a}]}"),
        _pod("{tolerations: [{key: b}], containers: [{image: x}], volumes: [{name: b}]}"),
        changed=lambda *change: heard.append(change),
    )
    assert heard == [
        (("spec", "tolerations"), [{"key": "a"}], [{"key": "b"}], None),
        (("spec", "containers"), [{"name": "a"}, {"name": "b"}], [], [{"image": "x"}]),
    ]


@pytest.mark.parametrize(
    ("target", "patch", "reason", "path"),
    [
        ("{a: {b: 1}}", "{a: [1]}", "the patch has a list where the object has a mapping", ("spec", "a")),
        ("{a: [1]}", "{a: {b: 1}}", "the patch has a mapping where the object has a list", ("spec", "a")),
        ("{a: [1]}", "{a: 1}", "the patch has a single value where the object has a list", ("spec", "a")),
        ("{a: 1}", "{a: [1]}", "the patch has a list where the object has a single value", ("spec", "a")),
        ("{a: {}}", "{a: {$patch: x}}", "unknown directive `$patch: x`", ("spec", "a", "$patch")),
        ("{a: {}}", "{a: {$patch: []}}", "unknown directive `$patch: []`", ("spec", "a", "$patch")),
        ("{a: {}}", "{a: {$patch: {}}}", "unknown directive `$patch: {}`", ("spec", "a", "$patch")),
        (
            "{containers: [{name: a}]}",
            "{containers: [{$patch: x}]}",
            "unknown directive `$patch: x`",
            ("spec", "containers"),
        ),
        (
            "{containers: [{name: z}, {name: a, env: {}}]}",
            "{containers: [{name: b}, {name: a, env: []}]}",
            "the patch has a list where the object has a mapping",
            ("spec", "containers", 1, "env"),
        ),
    ],
)
def test_what_does_not_merge_says_where(
    target: str, patch: str, reason: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(MergeError) as raised:
        _merged(target, patch)
    assert (raised.value.reason, raised.value.path) == (reason, path)


scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "1", "true", ""])
items = st.dictionaries(st.sampled_from(["name", "image", "$patch"]), st.sampled_from(["a", "b", "delete"]))
specs = st.dictionaries(
    st.sampled_from(["containers", "volumes", "tolerations", "nodeSelector", "replicas"]),
    st.lists(items, max_size=3) | scalars | st.dictionaries(st.sampled_from("xy"), scalars),
    max_size=4,
)


def _body(spec: Json) -> JsonObject:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}


@given(specs, specs)
def test_no_argument_is_changed(target: Json, patch: Json) -> None:
    old, new = _body(target), _body(patch)
    before = copy.deepcopy((old, new))
    with contextlib.suppress(MergeError):
        MERGE.merge(old, new)
    assert (old, new) == before


@given(specs)
def test_an_empty_patch_leaves_sound_objects_the_very_same(target: dict[str, Json]) -> None:
    lists = [value for value in target.values() if isinstance(value, list)]
    if any(not {"name"} <= set(item) or "$patch" in item for each in lists for item in each):
        return
    if any(len({item["name"] for item in each}) < len(each) for each in lists):
        return
    body = _body(target)
    assert MERGE.merge(body, _body({})) is body
