from __future__ import annotations

import pytest

from mlkube.yamlio.written import WrittenFile, is_blank

TEXT = b"""\
first: 1
---
plain: 0x1F
single: '5'
double: "5"
literal: |
  a
folded: >-
  a
  b
blank:
list: [{a: 1}, 'x']
anchor: &a 7
alias: *a
"""


@pytest.mark.parametrize(
    ("document", "path", "written"),
    [
        (0, ("first",), ("1", "")),
        (1, ("plain",), ("0x1F", "")),
        (1, ("single",), ("5", "'")),
        (1, ("double",), ("5", '"')),
        (1, ("literal",), ("a\n", "|")),
        (1, ("folded",), ("a b", ">")),
        (1, ("blank",), ("", "")),
        (1, ("list", 0, "a"), ("1", "")),
        (1, ("list", 1), ("x", "'")),
        (1, ("alias",), ("7", "")),
        (1, ("list",), None),
        (1, ("list", 2), None),
        (1, ("list", "a"), None),
        (1, ("plain", "a"), None),
        (1, ("absent",), None),
        (2, ("first",), None),
    ],
)
def test_a_scalar_is_found_as_it_was_written(
    document: int, path: tuple[str | int, ...], written: tuple[str, str] | None
) -> None:
    assert WrittenFile(TEXT).scalar(document, path) == written


def test_only_nothing_is_blank() -> None:
    assert is_blank(("", ""))
    assert not is_blank(("", '"'))
    assert not is_blank(("null", ""))
    assert not is_blank(None)


def test_text_that_is_no_yaml_has_no_scalars() -> None:
    assert WrittenFile(b"a: [").scalar(0, ("a",)) is None
    assert WrittenFile(b"a: 1\n--- junk: [\n").scalar(5, ("a",)) is None


def test_comments_that_look_like_json_are_found_behind_their_keys() -> None:
    text = b"a: 1 # {x: 1}\nb:\n- c: 2 #{y: 2}\n- d: 3 # plain\n"
    assert list(WrittenFile(text).comments(0)) == [(("a",), "{x: 1}"), (("b", 0, "c"), "{y: 2}")]
    assert list(WrittenFile(b"a: 1 # plain\n").comments(0)) == []
