from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.fields.field_lookup import look_up, split_path


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("metadata.name", ["metadata", "name"]),
        (".metadata.name", ["metadata", "name"]),
        ("a..b.", ["a", "", "b", ""]),
        (r"data.app\.conf", ["data", "app.conf"]),
        (r"data.a\.b\.c.d", ["data", "a.b.c", "d"]),
        ("data.[app.conf]", ["data", "app.conf"]),
        ("metadata.annotations.[example.com/a.b].c", ["metadata", "annotations", "example.com/a.b", "c"]),
        ("containers.[name=a.b.c].image", ["containers", "[name=a.b.c]", "image"]),
        ("containers.[name=web].image", ["containers", "[name=web]", "image"]),
        ("list.[=x.y]", ["list", "[=x.y]"]),
        ("list.[0]", ["list", "[0]"]),
        ("a.[b.c", ["a", "b.c"]),
    ],
)
def test_a_path_is_split_at_dots_outside_of_brackets(path: str, parts: list[str]) -> None:
    assert split_path(path) == parts


@given(st.lists(st.text("abc-/_", min_size=1), min_size=1))
def test_plain_keys_are_split_and_joined(keys: list[str]) -> None:
    assert split_path(".".join(keys)) == keys


BODY = {
    "empty": [],
    "list": [{"name": "a-1"}, {"name": "a", "port": 1}, "text", 5],
    "null": None,
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("list.0.name", ("a-1", ["list", 0, "name"])),
        ("list.[name=a].port", (1, ["list", 1, "port"])),
        ("list.[=text]", ("text", ["list", 2])),
        ("list.[=5]", (5, ["list", 3])),
        ("list.-", (5, ["list", 3])),
        ("list.+1.port", (1, ["list", 1, "port"])),
        ("list. 0 ..name", ("a-1", ["list", 0, "name"])),
        ("list.9", None),
        ("list.[name=b]", None),
        ("missing.a.b", None),
        ("null.a", None),
        ("null", (None, ["null"])),
    ],
)
def test_look_up(path: str, expected: object) -> None:
    assert look_up(BODY, split_path(path)) == expected
