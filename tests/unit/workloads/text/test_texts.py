"""Texts inside ConfigMaps: each reads back as what was written, whatever stands in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.errors import MlkubeError
from mlkube.workloads.text.properties import properties_text
from mlkube.workloads.text.protobuf_text import protobuf_text, quoted
from mlkube.workloads.text.templates import render_template


def test_a_message_has_one_field_a_line() -> None:
    message: dict[str, Any] = {
        "a": {"b": ["x", 'q"'], "c": {}, "d": True},
        "n": 4,
        "list": [{"k": 1}, {"k": 2}],
    }
    assert protobuf_text(message) == (
        'a {\n  b: "x"\n  b: "q\\""\n  c {}\n  d: true\n}\nn: 4\nlist {\n  k: 1\n}\nlist {\n  k: 2\n}\n'
    )


def read_back(literal: str) -> str:
    """Read a literal as the text format says: escapes of bytes in octal, of which UTF-8 is made."""
    assert literal[0] == literal[-1] == '"'
    simple = {"n": b"\n", "r": b"\r", "t": b"\t", '"': b'"', "\\": b"\\"}
    data = b""
    for octal, char, plain in re.findall(r'\\([0-7]{3})|\\(.)|([^"\\\n])', literal[1:-1]):
        data += bytes([int(octal, 8)]) if octal else simple[char] if char else plain.encode("ascii")
    return data.decode()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_any_text_survives_a_protobuf_literal(text: str) -> None:
    assert read_back(quoted(text)) == text


def load_properties(text: str) -> dict[str, str]:
    """Read as java.util.Properties.load does, in Latin-1; Spark trims the values."""
    result: dict[str, str] = {}
    for line in text.encode("latin-1").decode("latin-1").split("\n"):
        stripped = line.lstrip(" \t\f")
        if not stripped or stripped[0] in "#!":
            continue
        end, escaped = 0, False
        while end < len(stripped) and (escaped or stripped[end] not in "=: \t\f"):
            escaped = stripped[end] == "\\" and not escaped
            end += 1
        rest = stripped[end:].lstrip(" \t\f")
        if rest[:1] in {"=", ":"}:
            rest = rest[1:].lstrip(" \t\f")
        result[unescaped(stripped[:end])] = unescaped(rest)
    return result


def unescaped(text: str) -> str:
    units: list[int] = []
    at = 0
    while at < len(text):
        if text[at] != "\\":
            units.append(ord(text[at]))
            at += 1
        elif text[at + 1] == "u":
            units.append(int(text[at + 2 : at + 6], 16))
            at += 6
        else:
            units.append(ord({"n": "\n", "r": "\r", "t": "\t", "f": "\f"}.get(text[at + 1], text[at + 1])))
            at += 2
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")


ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@given(st.dictionaries(ANY.filter(bool), ANY, max_size=4))
def test_any_properties_survive(properties: dict[str, str]) -> None:
    assert load_properties(properties_text(properties)) == properties


def test_properties_stand_in_the_order_of_their_names() -> None:
    assert properties_text({"spark.b": "x y", "spark.a": "=1"}) == "spark.a \\=1\nspark.b x y\n"


def test_a_template_sees_its_values_and_keeps_its_last_line() -> None:
    assert render_template("{% for x in xs %}{{ x }}\n{% endfor %}\n", {"xs": [1, 2]}, file="t") == "1\n2\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n{{ nam }}\n", "t.j2:2: error: 'nam' is undefined; known are name"),
        ("a\n{% if %}\n", "t.j2:2: error: expected an expression, got 'end of statement block'"),
        ("{{ 1 / 0 }}", "t.j2:1: error: ZeroDivisionError: division by zero"),
        ("{% include 'x' %}", "t.j2:1: error: TypeError: no loader for this environment specified"),
    ],
)
def test_a_mistake_in_a_template_has_its_line(text: str, expected: str) -> None:
    with pytest.raises(MlkubeError) as caught:
        render_template(text, {"name": "x"}, file="t.j2")
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    "text",
    ["{{ name.__class__.__mro__ }}", "{{ ''.__class__.__base__.__subclasses__() }}", "{{ xs.append(1) }}"],
)
def test_a_template_reaches_nothing_but_its_values(text: str) -> None:
    with pytest.raises(MlkubeError):
        render_template(text, {"name": "x", "xs": []}, file="t.j2")


def test_a_template_cannot_count_without_end() -> None:
    with pytest.raises(MlkubeError) as caught:
        render_template("{% for i in range(999999999) %}{% endfor %}", {}, file="t.j2")
    assert caught.value.reason == "OverflowError: the template counts further than 100000"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "{% for i in range(50000) %}{% for j in range(50000) %}{% endfor %}{% endfor %}",
            "OverflowError: the template counts further than 100000",
        ),
        ("{{ 10 ** 9 }}", "OverflowError: ** is not for templates: compute it under `values`"),
        ("{{ 'a' * 10 }}", "OverflowError: * is not for templates: compute it under `values`"),
        (
            "{% for i in range(99000) %}{{ 'a'.ljust(20) }}{% endfor %}",
            "OverflowError: the text is larger than a ConfigMap may be, 1 MiB",
        ),
        ("{{ [1, 2] | random }}", "no filter named 'random'."),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
    ],
)
def test_a_template_ends_and_gives_the_same_text_every_time(text: str, reason: str) -> None:
    with pytest.raises(MlkubeError) as caught:
        render_template(text, {}, file="t.j2")
    assert caught.value.reason == reason


def test_a_template_keeps_its_line_ends() -> None:
    assert render_template("a\r\n{{ x }}\r\n", {"x": 1}, file="t") == "a\r\n1\r\n"
