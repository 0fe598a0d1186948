from __future__ import annotations

import pytest

from mlkube.errors import YamlError
from mlkube.yamlio import load_kustomization


def load(text: str) -> object:
    return load_kustomization(text.encode("utf-8"), "kustomization.yaml")


def error_of(text: str) -> str:
    with pytest.raises(YamlError) as raised:
        load(text)
    return str(raised.value)


def test_yes_and_no_are_booleans_and_dates_are_text() -> None:
    assert load("a: yes\nb: [off, y, 'n']\nc: 2020-01-01\nd: 0777\ne: {f: }\n") == {
        "a": True,
        "b": [False, True, "n"],
        "c": "2020-01-01",
        "d": 511,
        "e": {"f": None},
    }


def test_of_equal_keys_the_last_wins() -> None:
    assert load("namePrefix: a-\nnamePrefix: b-\n") == {"namePrefix": "b-"}


def test_only_the_first_document_counts() -> None:
    assert load("a: 1\n---\nb: [\n") == {"a": 1}
    assert load("") is None
    assert load("# nothing\n") is None


def test_keys_become_strings() -> None:
    assert load("y: a\n5: b\n0x1F: c\n1.5: d\n1e3: e\n.inf: f\n-1: g\n2020-01-01: h\n") == {
        "true": "a",
        "5": "b",
        "31": "c",
        "1.5": "d",
        "1000": "e",
        ".inf": "f",
        "-1": "g",
        "2020-01-01": "h",
    }


def test_a_merge_overrides_what_stands_above_it() -> None:
    assert load("a: &a {x: 1, z: 2}\nb:\n  z: 3\n  <<: *a\nc:\n  <<: *a\n  z: 3\n") == {
        "a": {"x": 1, "z": 2},
        "b": {"x": 1, "z": 2},
        "c": {"x": 1, "z": 3},
    }
    assert load("a: &a {x: 1}\nb: &b {x: 2, z: 2}\nc:\n  <<: [*a, *b]\n  <<: []\n") == {
        "a": {"x": 1},
        "b": {"x": 2, "z": 2},
        "c": {"x": 1, "z": 2},
    }


def test_tags_convert_or_make_a_string() -> None:
    assert load("a: !!str 5\nb: !!bool yes\nc: !x 5\nd: !!binary aGk=\n") == {
        "a": "5",
        "b": True,
        "c": "5",
        "d": "hi",
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("~: a\n", '1:1: error: a key that is null; write it in quotes: ""'),
        ("a:\n  [b]: c\n", "2:3: error: a list as a key; a key must be a string"),
        ("{a: b}: c\n", "1:1: error: a mapping as a key; a key must be a string"),
        (
            f"{2**63}: a\n",
            f'1:1: error: the key {2**63} is too large a number; write it in quotes: "{2**63}"',
        ),
        ("a: .inf\n", "1:4: error: .inf is no number in JSON; write it in quotes"),
        ("a:\n  <<: 5\n", "2:7: error: << needs a mapping or a list of mappings"),
        ("a:\n  <<: [5]\n", "2:8: error: << needs a mapping or a list of mappings"),
        ("a: &a\n  b: *a\n", "1:4: error: an anchor whose value contains itself"),
        ("a: !!int x\n", "1:4: error: the text 'x' is no !!int; correct the text or drop the tag"),
        ("a: [\n", "2:1: error: a value is missing here; put the text in quotes"),
    ],
)
def test_what_json_cannot_hold_is_refused(text: str, error: str) -> None:
    assert error_of(text) == f"kustomization.yaml:{error}"
