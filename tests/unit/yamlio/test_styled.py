from __future__ import annotations

from textwrap import dedent

import pytest

from mlkube.errors import YamlError
from mlkube.yamlio.styled import StyledDocument


def document(text: str) -> StyledDocument:
    found = StyledDocument.parse(dedent(text))
    assert found is not None
    return found


KEPT = [
    "plain: text # behind\nsingle: 'it''s'\ndouble: \"a\\tb\"\nempty: ''\nnothing:\nnull: ~\n",
    "# above everything\n\n# above a\na: 1\n# between\nb: 2\n# behind b\n\n# below all\n",
    "literal: |\n  one\n    two\n\n  three\nstripped: |-\n  one\nkept: |+\n  one\n\n",
    "flow: {a: 1, b: [x, 'y', \"z\"], c: {d: e}}\nlist: []\nmap: {}\n",
    "- a: 1\n  b:\n  - c\n  - - d\n    - e\n# head\n- f # behind\n",
    "anchor: &base\n  a: 1\nalias: *base\nmerge:\n  <<: *base\n  b: 2\n",
    "tagged: !!str 5\ncustom: !model resnet\n",
    "key: # behind the key\n  a: 1\nother: | # behind the bar\n  text\n",
    '? "long\\nkey"\n: value\n',
    "l:\n- a\n# foot of a\n\n- b\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_written_as_go_yaml_writes_it_stays(text: str) -> None:
    assert document(text).to_text() == text


def test_indents_lists_and_blank_lines_are_written_anew() -> None:
    text = """\
        a:
            b:   1

            list:
                -   x
                - y: 1
                  z: 2
        flow: {
          a: 1,
          b: 2 }
        folded: >-
          one
          two
    """
    assert document(text).to_text() == dedent("""\
        a:
          b: 1
          list:
          - x
          - y: 1
            z: 2
        flow: {a: 1, b: 2}
        folded: >-
          one two
    """)


def test_comments_move_with_their_items() -> None:
    text = """\
        servers:
            # the first
            - name: a   # one
              # its port
              port: 1
              # end of a
            - name: b
        # the next key
        next: 1
    """
    assert document(text).to_text() == dedent("""\
        servers:
        # the first
        - name: a # one
          # its port
          port: 1
          # end of a
        - name: b
        # the next key
        next: 1
    """)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("a: old\n", "new", "a: new\n"),
        ("a: old # why\n", "new", "a: new # why\n"),
        ("a: 'old'\n", "it's", "a: 'it''s'\n"),
        ("a: old\n", "5", 'a: "5"\n'),
        ("a: 5\n", "6", "a: 6\n"),
        ("a: 5\n", "six", "a: !!int six\n"),
        ("a: old\n", "a: b", "a: 'a: b'\n"),
        ("a: old\n", "one\ntwo", "a: |-\n  one\n  two\n"),
        ("a: {b: old}\n", "x, y", None),
    ],
)
def test_a_scalar_keeps_its_quotes_and_type(before: str, text: str, after: str | None) -> None:
    found = document(before)
    if after is None:
        found.put_text(["a", "b"], text)
        assert found.to_text() == "a: {b: 'x, y'}\n"
    else:
        found.put_text(["a"], text)
        assert found.to_text() == after


def test_new_values_are_written_in_block_style() -> None:
    found = document("a: 1\nlist: [x]\n")
    found.put(["b"], {"c": ["5", 5, None, True], "d": {}})
    found.put(["list", 1], "y")
    found.put_text(["e"], "5")
    assert found.to_text() == dedent("""\
        a: 1
        list: [x, y]
        b:
          c:
          - "5"
          - 5
          - null
          - true
          d: {}
        e: 5
    """)


def test_the_plain_form_names_texts_and_tags() -> None:
    found = document("a: '5'\nb: [5, 1.50, yes, ~, 2026-01-31, *x]\nc: &x {d: !!str 1}\n".replace("*x", "z"))
    assert found.plain() == {
        "a": ("5", "str"),
        "b": [
            ("5", "int"),
            ("1.50", "float"),
            ("yes", "str"),
            ("~", "null"),
            ("2026-01-31", "timestamp"),
            ("z", "str"),
        ],
        "c": {"d": ("1", "str")},
    }


def test_a_text_without_a_document_is_none() -> None:
    assert StyledDocument.parse("") is None
    assert StyledDocument.parse("# only a comment\n") is None


@pytest.mark.parametrize("text", ["{", "a: b: c", "'", "[" * 3000])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(YamlError):
        StyledDocument.parse(text)
