from __future__ import annotations

from mlkube.overlay.replacement.draft import Draft, settle
from mlkube.overlay.scalar_text import RawScalar


def test_the_body_itself_is_never_changed() -> None:
    body = {"spec": {"list": [{"a": 1}, {"a": 2}]}, "other": {"b": 3}}
    draft = Draft(body)  # type: ignore[arg-type]
    draft.put(["spec", "list", 0, "a"], "x")
    draft.put(["spec", "list", 0, "b"], "y")
    draft.put(["spec", "list", 2], "z")
    assert body == {"spec": {"list": [{"a": 1}, {"a": 2}]}, "other": {"b": 3}}
    assert draft.root == {"spec": {"list": [{"a": "x", "b": "y"}, {"a": 2}, "z"]}, "other": {"b": 3}}
    assert draft.get(["spec", "list", 1]) is body["spec"]["list"][1]
    assert draft.get(["other"]) is body["other"]


def test_a_container_is_copied_once_until_it_is_shared() -> None:
    draft = Draft({"spec": {"a": "1"}})
    draft.put(["spec", "a"], "2")
    first = draft.get(["spec"])
    draft.put(["spec", "a"], "3")
    assert draft.get(["spec"]) is first
    draft.share()
    draft.put(["spec", "a"], "4")
    assert first == {"a": "3"}
    assert draft.root == {"spec": {"a": "4"}}


def test_settling_resolves_raw_scalars_and_keeps_the_rest() -> None:
    draft = Draft({"kept": {"a": 1}, "list": ["x"]})
    kept = draft.get(["kept"])
    assert draft.settled() == (draft.root, [])
    draft.put(["list", 0], RawScalar("5", ""))
    draft.put(["number"], RawScalar("12", "float"))
    draft.put(["wrong"], RawScalar("many", "int"))
    body, errors = draft.settled()
    assert body == {"kept": {"a": 1}, "list": [5], "number": 12.0, "wrong": None}
    assert isinstance(body, dict)
    assert body["kept"] is kept
    assert errors == [(["wrong"], RawScalar("many", "int"), "an integer")]


def test_settle_takes_single_nodes() -> None:
    assert settle(RawScalar("true", "")) is True
    assert settle([RawScalar("x", "bool")]) == [None]
