"""Text that is no YAML, and YAML made to hurt: an error with a place, in little time and memory."""

from __future__ import annotations

import pytest

from mlkube.errors import YamlError
from mlkube.yamlio import dump, load_all, load_kustomization

QUOTE_OR_INDENT = "put the text in quotes, or check the indentation"
INDENTATION = "check the indentation of this line and of the lines above"
CONTROL = "remove it, or write it as an escape in double quotes"
BACKSLASH = "write \\\\ for a backslash, or use 'single quotes'"


def error_of(data: bytes) -> str:
    with pytest.raises(YamlError) as raised:
        load_all(data, "app.yaml")
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            b"a: b: c\n",
            f"1:5: error: a second ': ' in one line, or a value below a value; {QUOTE_OR_INDENT}",
        ),
        (
            b"a:\n  - b\n c: d\n",
            f"3:2: error: this is no key of the mapping above; {INDENTATION}",
        ),
        (b"a:\n\tb: 1\n", "2:1: error: a tab stands where a value or a key begins; use spaces"),
        (b"a: @b\n", "1:4: error: a value cannot start with @; put the text in quotes"),
        (b"x: 1\na: 'b\n", "2:4: error: the quotes that open here are never closed; add the closing quote"),
        (b"a: [b\nc: d\n", "2:2: error: the list that opened with [ is not closed; add the missing , or ]"),
        (b"a: *x\n", "1:4: error: no anchor of this name stands above the alias"),
        (b"a: &x 1\nb: &x 2\nc: *y\n", "3:4: error: no anchor &y stands above this alias"),
        (b"a: 1\nb: caf\xe9 x\n", "2:7: error: bytes that are no UTF-8; save the file as UTF-8"),
        (
            b"a: 1\nb: x\0y\n",
            f"2:5: error: a control character stands here; {CONTROL}",
        ),
        (
            b'a: "\\q"\n',
            f'1:5: error: no such escape in a text in "double quotes"; {BACKSLASH}',
        ),
        (b"a: &x [*x]\n", "1:4: error: an anchor whose value contains itself"),
        (b"a: &x\n  b: {<<: *x}\n", "1:4: error: an anchor whose value contains itself"),
    ],
)
def test_a_complaint_names_place_reason_and_way_out(data: bytes, text: str) -> None:
    assert error_of(data) == f"app.yaml:{text}"


def test_places_count_from_the_top_of_the_file_not_of_the_document() -> None:
    assert error_of(b"a: 1\n---\nb: 1\n---\nc: [\n").startswith("app.yaml:6:1: error: ")


DEEP = "nested deeper than 200 levels; no manifest needs that; is the file a generated bomb?"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"[" * 10_000 + b"]" * 10_000, "1:200"),
        (b"[" * 250 + b"]" * 250, "1:201"),
        (b"- " * 10_000 + b"x", "1:399"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "1:996"),
        (b"? " * 10_000 + b"x", "1:399"),
        (b"a: &x 1\nb: &x 2\nc: " + b"[" * 210 + b"]" * 210, "3:203"),
    ],
)
def test_deep_nesting_is_refused_before_it_fills_a_stack(data: bytes, place: str) -> None:
    # libyaml from 0.2.6 on counts brackets itself, ahead of the parser, up to 1,000.
    assert error_of(data) in {f"app.yaml:{each}: error: {DEEP}" for each in (place, "1:1001")}


def test_nesting_that_is_read_is_also_printed() -> None:
    data = b"[" * 200 + b"]" * 200
    (value,) = load_all(data)
    assert dump(value) == "- " * 199 + "[]\n"
    assert load_kustomization(data) == value


def bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, levels)]
    return "\n".join(lines).encode()


def test_an_alias_bomb_is_refused_and_much_use_of_aliases_is_not() -> None:
    hint = "aliases expand to more than 400000 values; is the file a generated bomb?"
    assert error_of(bomb(9)) == f"app.yaml:5:5: error: document contains excessive aliasing; {hint}"
    assert len(load_all(bomb(4))) == 1
    with pytest.raises(YamlError, match="document contains excessive aliasing"):
        load_kustomization(bomb(9))


def test_a_long_line_is_read_and_printed() -> None:
    text = "lorem " * 300_000 + "x"
    (value,) = load_all(f"a: {text}\n".encode())
    assert value == {"a": text}
    (again,) = load_all(dump(value).encode())
    assert again == value
