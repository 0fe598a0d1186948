from __future__ import annotations

import pytest

from mlkube.errors import YamlError
from mlkube.yamlio import dump, dump_all


def printed(text: str) -> str:
    """Return a string as the value of a key of one letter."""
    line = dump({"k": text})
    assert line.startswith("k: ")
    assert line.endswith("\n")
    return line[3:-1]


def test_a_manifest_is_sorted_and_indented_by_two() -> None:
    assert dump(
        {
            "kind": "Deployment",
            "apiVersion": "apps/v1",
            "spec": {
                "template": {
                    "spec": {"containers": [{"name": "a", "args": ["--x", "1"], "env": []}, {"name": "b"}]}
                },
                "replicas": 3,
                "paused": False,
                "strategy": {},
                "selector": None,
            },
        }
    ) == (
        "apiVersion: apps/v1\n"
        "kind: Deployment\n"
        "spec:\n"
        "  paused: false\n"
        "  replicas: 3\n"
        "  selector: null\n"
        "  strategy: {}\n"
        "  template:\n"
        "    spec:\n"
        "      containers:\n"
        "      - args:\n"
        "        - --x\n"
        '        - "1"\n'
        "        env: []\n"
        "        name: a\n"
        "      - name: b\n"
    )


def test_lists_in_lists_share_a_line() -> None:
    assert dump([["a", ["b", {"c": 1, "d": [2]}]], [], {}, None]) == (
        "- - a\n  - - b\n    - c: 1\n      d:\n      - 2\n- []\n- {}\n- null\n"
    )


def test_documents_are_joined_by_a_separator_line() -> None:
    assert dump_all([{"a": 1}, {"b": 2}]) == "a: 1\n---\nb: 2\n"
    assert dump_all([]) == ""


def test_a_document_may_be_a_scalar_or_empty() -> None:
    assert [dump(value) for value in ("a", None, True, 1.5, {}, [])] == [
        "a\n",
        "null\n",
        "true\n",
        "1.5\n",
        "{}\n",
        "[]\n",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a",
            "a b",
            "a: ".strip() + "b",
            "a#b",
            "-a",
            "?a",
            ":a",
            "=",
            "<<",
            "a]",
            "a{b}",
            "a, b",
            "it's",
            'say "x"',
        ),
        *(
            "a\\b",
            "1.2.3",
            "1 2",
            "0x",
            "0b2",
            "1e400",
            "yES",
            "nULL",
            "é",
            "日本",
            "\u00a0x",
            "x\u00a0",
            "2020-13-01",
        ),
        *("-- x", ".. x", "12:99", "a--- b", "0xFFFFFFFFFFFFFFFFF", "%".join("ab"), "x@y", "\ufffd"),
    ],
)
def test_text_that_reads_as_itself_stays_plain(text: str) -> None:
    assert printed(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "~",
            "null",
            "true",
            "False",
            "y",
            "N",
            "yes",
            "No",
            "on",
            "OFF",
            "0",
            "12",
            "-1",
            "+1",
            "0777",
            "08",
        ),
        *(
            "1_000",
            "0x1F",
            "0b1",
            "0o7",
            "1.5",
            "1.",
            ".5",
            "1e3",
            "12e03",
            ".inf",
            "-.INF",
            ".NaN",
            "1:30",
            "1:30:45",
        ),
        *("-1:30.5", "2020-01-01", "2001-12-14 21:59:43", "18446744073709551616", "0b-1"),
    ],
)
def test_text_that_would_be_no_string_stands_in_double_quotes(text: str) -> None:
    assert printed(text) == f'"{text}"'
    assert dump({text: 1}) == f'"{text}": 1\n'


@pytest.mark.parametrize(
    "text",
    [
        *(
            " a",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "- a",
            "-",
            "? a",
            "?",
            ": a",
            ":",
            "--- a",
            "---",
            "...",
            "....",
            "----",
        ),
        *("#a", ",a", "[a", "]a", "{a", "}a", "&a", "*a", "!a", "|a", ">a", '"a', "%a", "@a", "`a"),
    ],
)
def test_indicators_and_outer_spaces_stand_in_single_quotes(text: str) -> None:
    assert printed(text) == f"'{text}'"
    assert dump({text: 1}) == f"'{text}': 1\n"


def test_a_quote_in_single_quotes_is_doubled() -> None:
    assert printed("'a'") == "'''a'''"
    assert printed("a: it's") == "'a: it''s'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb", r'"a\tb"'),
        ("a\rb", r'"a\rb"'),
        ("a\0b", r'"a\0b"'),
        ("\x07\x08\x0b\x0c\x1b", r'"\a\b\v\f\e"'),
        ("\x01", r'"\x01"'),
        ("\ufeffa", r'"\uFEFF\x61"'),
        ("😀", r'"\U0001F600"'),
        ('a\t"b\\', r'"a\t\"b\\"'),
        ("a \nb", r'"a \nb"'),
        ("a\n ", r'"a\n "'),
        ("a\u2028 b", r'"a\L b"'),
        ("a \u2029b", r'"a \Pb"'),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, expected: str) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n", "|+\n  a\n"),
        ("a\n\nb\n", "|\n  a\n\n  b"),
        ("\na", "|2-\n\n  a"),
        (" a\nb", "|2-\n   a\n  b"),
        ("a\n  b\n", "|\n  a\n    b"),
        ("\n", "|2+\n"),
        ("é: 'x' # y\n- z", "|-\n  é: 'x' # y\n  - z"),
        ("a\u2028b\nc", "|-\n  a\u2028  b\n  c"),
        ("x" * 90 + " " + "y" * 90 + "\nz", f"|-\n  {'x' * 90} {'y' * 90}\n  z"),
    ],
)
def test_text_of_several_lines_is_a_literal_block(text: str, expected: str) -> None:
    assert printed(text) == expected


def test_blocks_in_lists_are_indented_from_the_dash() -> None:
    assert dump({"a": ["x\ny", {"b": "x\ny\n"}]}) == "a:\n- |-\n  x\n  y\n- b: |\n    x\n    y\n"
    assert dump("x\ny") == "|-\n  x\n  y\n"


def test_long_text_is_folded_at_the_first_space_past_column_80() -> None:
    word = "x" * 39
    assert dump({"a": f"{word} {word} {word} y"}) == f"a: {word} {word}\n  {word} y\n"
    assert dump({"a": {"b": [f"{word} {word}y {word} z"]}}) == f"a:\n  b:\n  - {word} {word}y\n    {word} z\n"


def test_single_quoted_text_is_folded_too() -> None:
    assert dump({"a": "'" + "x" * 90 + " y  z"}) == f"a: '''{'x' * 90}\n  y  z'\n"


def test_runs_of_spaces_are_folded_in_double_quotes_only() -> None:
    long = "x" * 90
    assert dump({"a": f"{long}  y"}) == f"a: {long}  y\n"
    assert dump({"a": f"\t{long}  y z"}) == f'a: "\\t{long}\n  \\ y z"\n'


def test_text_is_not_folded_at_its_ends() -> None:
    long = "x" * 90
    assert dump({"a": f"{long} "}) == f"a: '{long} '\n"
    assert dump({"a" * 85: " x y"}) == f"{'a' * 85}: ' x\n  y'\n"
    assert dump({long: f"{'z' * 9} {'z' * 9}"}) == f"{long}: {'z' * 9}\n  {'z' * 9}\n"


def test_a_very_long_line_without_spaces_stays_whole() -> None:
    assert dump({"a": "x" * 1000}) == f"a: {'x' * 1000}\n"


def test_a_string_seen_before_is_folded_by_where_it_stands_now() -> None:
    text = "some words of text"
    assert dump({"a": text}) == f"a: {text}\n"
    assert dump({"a" * 76: text}) == f"{'a' * 76}: some\n  words of text\n"


def test_keys_that_are_long_or_have_lines_stand_behind_a_question_mark() -> None:
    key = "k" * 129
    assert dump({key: {"a": 1}, "b\nc": [1, 2], "d": {"e\tf\rg": "x"}}) == (
        f'? |-\n  b\n  c\n: - 1\n  - 2\nd:\n  ? "e\\tf\\rg"\n  : x\n? {key}\n: a: 1\n'
    )
    assert dump({"k" * 128: 1}) == f"{'k' * 128}: 1\n"
    assert dump({"é" * 65: 1}) == f"? {'é' * 65}\n: 1\n"
    assert dump({"a\u2028b": ["x" * 80 + " y"]}) == f"? 'a\u2028  b'\n: - {'x' * 80}\n    y\n"


def test_the_next_line_character_becomes_a_fold() -> None:
    assert printed("a\x85b") == "a b"
    assert printed("a \x85 \x85 b") == "|-\n  a\n  b"


@pytest.mark.parametrize("char", ["\x7f", "\x80", "\x9f", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_kustomize_cannot_print_are_refused(char: str) -> None:
    for value in ({"k": f"a{char}b"}, {f"a{char}b": 1}, {"k": f"a\n{char}b"}):
        with pytest.raises(YamlError) as raised:
            dump(value)
        assert str(raised.value).startswith(
            f"error: the character U+{ord(char):04X} cannot be printed; it stands in "
        )


@pytest.mark.parametrize(
    ("value", "text"), [(float("inf"), ".inf"), (float("-inf"), "-.inf"), (float("nan"), ".nan")]
)
def test_numbers_that_json_does_not_have_are_refused(value: float, text: str) -> None:
    with pytest.raises(YamlError) as raised:
        dump({"a": [value]})
    assert str(raised.value) == f"error: {text} is no number in JSON; write it in quotes"


def test_endless_nesting_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(YamlError) as raised:
        dump(value)  # type: ignore[arg-type]  # it is no JSON, that is the point
    assert str(raised.value) == "error: nested too deep to be printed"


def test_what_is_no_plain_data_is_a_bug_of_the_caller() -> None:
    with pytest.raises(TypeError, match="a set is no plain data"):
        dump({"a": {1}})  # type: ignore[dict-item]  # as above
