from __future__ import annotations

import pytest

from mlkube.errors import YamlError
from mlkube.yamlio import load_all


def load(text: str) -> object:
    (value,) = load_all(text.encode("utf-8"))
    return value


def error_of(data: bytes | str) -> str:
    with pytest.raises(YamlError) as raised:
        load_all(data if isinstance(data, bytes) else data.encode("utf-8"), "app.yaml")
    return str(raised.value)


def test_keys_keep_the_order_of_the_file() -> None:
    value = load("b: 1\na: 2\nc: {z: 1, y: 2}\n")
    assert isinstance(value, dict)
    assert list(value) == ["b", "a", "c"]
    assert value == {"b": 1, "a": 2, "c": {"z": 1, "y": 2}}


def test_every_document_is_one_value_and_an_empty_one_is_none() -> None:
    text = b"# only a comment\n---\na: 1\n--- # with a comment\n---\n\n---\n- b\n---"
    assert load_all(text) == [None, {"a": 1}, None, ["b"]]
    assert load_all(b"") == [None]


def test_what_follows_the_end_of_a_document_is_ignored() -> None:
    assert load_all(b"a: 1\n...\nb: 2\n---\nc: 3\n") == [{"a": 1}, {"c": 3}]


def test_text_behind_a_separator_is_refused() -> None:
    assert error_of("a: 1\n--- b\nc: 3\n") == (
        "app.yaml:2:4: error: 'b' follows the document separator ---; put it on the next line"
    )


def test_a_separator_on_the_first_line_may_carry_a_document() -> None:
    assert load_all(b"--- {a: 1}\n") == [{"a": 1}]


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    assert load_all(b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\n---\r\nb: 1\r\n") == [{"a": "x\ny\n"}, {"b": 1}]
    assert load_all("a: é\n".encode("utf-16")) == [{"a": "é"}]


def test_json_is_yaml() -> None:
    assert load('{"a": [1, 2.5, null, true, "\\u00e9\\n"], "b": {}}') == {
        "a": [1, 2.5, None, True, "é\n"],
        "b": {},
    }


def test_quoted_text_is_a_string_whatever_it_says() -> None:
    assert load("""{a: "1", b: 'true', c: "~"}""") == {"a": "1", "b": "true", "c": "~"}


def test_a_missing_value_is_null_in_a_block_and_empty_text_in_brackets() -> None:
    assert load("a:\nb: {c: , d: [x, ~]}\n") == {"a": None, "b": {"c": "", "d": ["x", None]}}


def test_a_date_with_a_time_in_brackets_is_its_own_text() -> None:
    assert load("a: 2001-12-14 21:59:43\nb: [2001-12-14 21:59:43, 2020-01-01]\n") == {
        "a": "2001-12-14T21:59:43Z",
        "b": ["2001-12-14 21:59:43", "2020-01-01T00:00:00Z"],
    }


def test_keys_of_the_top_level_are_taken_by_their_text() -> None:
    assert load("5: a\n0x1F: b\ntrue: c\n") == {"5": "a", "0x1F": "b", "true": "c"}


@pytest.mark.parametrize(
    ("key", "what"), [("5", "a number"), ("1.5", "a number"), ("true", "a boolean"), ("2020-01-01", "a date")]
)
def test_a_key_further_down_has_to_be_a_string(key: str, what: str) -> None:
    assert error_of(f"a:\n  {key}: x\n") == (
        f'app.yaml:2:3: error: the key {key} is {what}, not a string; write it in quotes: "{key}"'
    )


def test_keys_that_are_null_lists_or_mappings_are_refused() -> None:
    assert error_of("~: x\n") == 'app.yaml:1:1: error: a key that is null; write it in quotes: ""'
    assert error_of("a:\n  [b]: x\n") == "app.yaml:2:3: error: a list as a key; a key must be a string"
    assert error_of("{a: b}: x\n") == "app.yaml:1:1: error: a mapping as a key; a key must be a string"


def test_a_second_key_names_the_line_of_the_first() -> None:
    assert error_of("x: 1\n---\na:\n  b: 1\n  c: 2\n  'b': 3\n") == (
        'app.yaml:6:3: error: the key "b" stands twice, first in line 4'
    )


def test_an_alias_is_the_very_object_of_its_anchor() -> None:
    value = load("a: &x {p: 1}\nb: *x\nc: [*x]\n")
    assert value == {"a": {"p": 1}, "b": {"p": 1}, "c": [{"p": 1}]}
    assert isinstance(value, dict)
    assert value["a"] is value["b"]


def test_a_later_anchor_of_the_same_name_takes_over() -> None:
    assert load("a: &x 1\nb: *x\nc: &x [2, {d: !!str 3}]\ne: *x\n") == {
        "a": 1,
        "b": 1,
        "c": [2, {"d": "3"}],
        "e": [2, {"d": "3"}],
    }


def test_a_merge_comes_first_and_own_keys_win() -> None:
    value = load("a: &a {x: 1, y: 2}\nb: &b {x: 5, z: 6}\nc:\n  y: 3\n  <<: [*a, *b]\n")
    assert isinstance(value, dict)
    assert value["c"] == {"x": 1, "z": 6, "y": 3}
    assert load("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n") == {
        "a": {"x": 1},
        "b": {"x": 1, "y": 2},
        "c": {"x": 1, "y": 2},
    }
    assert load("a:\n  <<: {x: 1}\n  y: 2\n") == {"a": {"x": 1, "y": 2}}


def test_a_merge_key_in_quotes_is_lost_as_kustomize_loses_it() -> None:
    assert load("a:\n  '<<': {x: 1}\n  y: 2\n") == {"a": {"y": 2}}


def test_merges_of_anything_but_mappings_are_refused() -> None:
    assert error_of("a:\n  <<: 5\n") == "app.yaml:2:7: error: << needs a mapping or a list of mappings"
    assert error_of("a: &a {}\nb:\n  <<: *a\n  <<: *a\n") == (
        "app.yaml:4:3: error: a second << in one mapping; write <<: [*a, *b]"
    )


def test_tags_convert_or_make_a_string() -> None:
    text = (
        "a: !!str 5\nb: !!int '5'\nc: !!float 5\nd: !custom 5\ne: ! 5\nf: !!binary aGk=\ng: !custom {x: 1}\n"
    )
    assert load(text) == {"a": "5", "b": 5, "c": 5, "d": "5", "e": 5, "f": "hi", "g": {"x": 1}}
    assert load("a: !!timestamp 2020-01-01\nb: !!null ~\nc: !!bool True\n") == {
        "a": "2020-01-01T00:00:00Z",
        "b": None,
        "c": True,
    }


def test_bytes_that_are_no_text_become_one_replacement_character_each() -> None:
    assert load("a: !!binary gIFo\n") == {"a": "\ufffd\ufffdh"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: !!int x", "the text 'x' is no !!int; correct the text or drop the tag"),
        ("a: !!bool yes", "the text 'yes' is no !!bool; correct the text or drop the tag"),
        ("a: !!binary '!'", "!!binary without valid base64; correct the text or drop the tag"),
    ],
)
def test_a_tag_that_does_not_fit_is_refused(text: str, reason: str) -> None:
    assert error_of(text) == f"app.yaml:1:4: error: {reason}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (">\n  a\n  b\n\n  c\n", "a b\nc\n"),
        (">-\n  a\n   b\n\n  c\n", "a\n\n b\n\nc"),
        (">+\n  a\n\n\n", "a\n\n\n\n"),
        (">+\n\n\n", "\n\n"),
        (">2\n   a\n  b\n", " a\nb\n"),
        (">\n  a\tb\n\n  c \n", "a\tb\nc \n"),
    ],
)
def test_folded_text_is_what_kustomize_makes_of_it(text: str, value: str) -> None:
    assert load(f"a: {text}") == {"a": value}


def test_go_yaml_escapes_an_apostrophe() -> None:
    assert load("a: \"it\\'s \\\\'\"\nb: \"don\\'t\"\nc: 'x\\'\n") == {
        "a": "it's \\'",
        "b": "don't",
        "c": "x\\",
    }


def test_a_document_in_quotes_or_none_is_a_scalar() -> None:
    assert load_all(b"just text\n---\n5\n") == ["just text", 5]
