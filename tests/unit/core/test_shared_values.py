from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.core.shared_values import follow, own_text


@pytest.mark.parametrize("text", ["vision", "v2", "1", ""])
def test_own_text_is_equal_but_another_object(text: str) -> None:
    assert own_text(text) == text
    assert own_text(text) is not text


def test_a_change_in_one_place_is_made_in_all() -> None:
    team = own_text("vision")
    old = {"metadata": {"labels": {"team": team}}, "spec": {"list": [{"team": team}, {"team": "vision"}]}}
    patched = {"metadata": {"labels": {"team": "speech"}}, "spec": old["spec"]}
    new, shared = follow(old, patched, (("team", team),))
    assert new == {
        "metadata": {"labels": {"team": "speech"}},
        "spec": {"list": [{"team": "speech"}, {"team": "vision"}]},
    }
    assert shared == (("team", "speech"),)
    assert new["metadata"]["labels"]["team"] is shared[0][1]
    assert old["spec"] == {"list": [{"team": "vision"}, {"team": "vision"}]}


def test_the_same_text_under_another_key_stays() -> None:
    text = own_text("vision")
    old = {"a": {"team": text}, "b": {"other": text}}
    new, _ = follow(old, {**old, "a": {"team": "speech"}}, (("team", text),))
    assert new == {"a": {"team": "speech"}, "b": {"other": "vision"}}


def test_a_removed_place_leaves_the_others() -> None:
    team = own_text("vision")
    old = {"a": {"team": team}, "b": {"team": team}}
    assert follow(old, {"a": {}, "b": old["b"]}, (("team", team),)) == (
        {"a": {}, "b": {"team": "vision"}},
        (("team", "vision"),),
    )


def test_a_resource_follows_its_shared_values() -> None:
    team = own_text("vision")
    resource = Resource({"a": {"team": team}, "b": {"team": team}}).replace(shared=(("team", team),))
    first = resource.with_body({**resource.body, "a": {"team": "speech"}})
    second = first.with_body({**first.body, "b": {"team": "robots"}})
    assert first.body == {"a": {"team": "speech"}, "b": {"team": "speech"}}
    assert second.body == {"a": {"team": "robots"}, "b": {"team": "robots"}}
    assert resource.body == {"a": {"team": "vision"}, "b": {"team": "vision"}}


def test_places_that_change_at_once_stay_one_value() -> None:
    team = own_text("vision")
    old = {"a": {"team": team}, "b": {"team": team}, "c": {"team": team}}
    new, shared = follow(old, {"a": {"team": "x"}, "b": {"team": "y"}, "c": old["c"]}, (("team", team),))
    assert new == {"a": {"team": "y"}, "b": {"team": "y"}, "c": {"team": "y"}}
    again, _ = follow(new, {**new, "a": {"team": "z"}}, shared)
    assert again == {"a": {"team": "z"}, "b": {"team": "z"}, "c": {"team": "z"}}
