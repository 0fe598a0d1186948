from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.generators.hashing import go_json, hash_suffix

# The hashes below were printed by kubectl kustomize.


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        ({}, "6ct58987ht"),
        ({"data": {}}, "42745tchd9"),
        ({"data": {"f": ""}}, "tfc944m6c2"),
        ({"data": {"A": "a\fb"}}, "bff6mc7cmh"),
        ({"data": {"A": "a\u2028b"}}, "6b74fb28f2"),
        ({"data": {"f": "a\0b"}}, "g55d72t6bb"),
        ({"data": {"g": "x"}, "binaryData": {"f": "/w=="}}, "722thtktt5"),
        ({"data": {"a": "b"}, "binaryData": {}}, "h477bbfc2m"),
        ({"data": {"a": "b"}, "binaryData": None}, "4h2mbtbbt6"),
        ({"data": {"a": "b"}, "immutable": True, "metadata": {"name": "x"}}, "4h2mbtbbt6"),
        ({"data": {"a": "b", "n": 5}}, "tc62gc5bc9"),
        ({"data": {"a": "b", "n": 1.5}}, "9g4545d2bc"),
        ({"data": {"a": "b", "n": 12345678901234567890}}, "b9ddck47dc"),
        ({"data": {"a": "b", "n": 1e21}}, "tdfc9g8k8m"),
        ({"data": {"a": "b", "n": [1, {"b": True}]}}, "b58h88hd55"),
        ({"data": {"a": "b", "n": None}}, "4bdfh9cf5d"),
        ({"data": None}, "g886t7dd28"),
        ({"data": "foo"}, "dbtkmgt2k2"),
        ({"data": ["a"]}, "dk855m5d49"),
    ],
)
def test_a_config_map_hashes_its_data_and_nothing_else(body: dict[str, object], suffix: str) -> None:
    assert hash_suffix({"kind": "ConfigMap", **body}) == suffix


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        ({"data": {"f": ""}, "type": "Opaque"}, "97tf22hh6h"),
        ({"data": {"a": "Yg=="}, "type": "1"}, "kcb2528gg4"),
        ({"data": {"a": "Yg=="}, "type": 5}, "6tbmg9f4mg"),
        ({"data": {"a": "Yg=="}}, "254c6b4h75"),
        ({"data": {"a": "Yg=="}, "type": "Opaque", "stringData": {"a": "b"}}, "7849mbgf5t"),
    ],
)
def test_a_secret_hashes_its_data_and_its_type(body: dict[str, object], suffix: str) -> None:
    assert hash_suffix({"kind": "Secret", **body}) == suffix


def test_another_kind_hashes_all_that_it_holds() -> None:
    assert hash_suffix({"kind": "Model", "a": 1}) != hash_suffix({"kind": "Model", "a": 2})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<a href='x'>&\u2028\u2029", "\"\\u003ca href='x'\\u003e\\u0026\\u2028\\u2029\""),
        ('tab\t"quote"\\\x01\x7f\u00e9\U0001f600', '"tab\\t\\"quote\\"\\\\\\u0001\x7f\u00e9\U0001f600"'),
        ({"b": [1, None], "a": True}, '{"a":true,"b":[1,null]}'),
        (0.0, "0"),
        (-0.0, "-0"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (0.000001, "0.000001"),
        (0.0000001, "1e-7"),
        (-2.5e-9, "-2.5e-9"),
        (1234567.5, "1234567.5"),
        (12345678901234567890, "12345678901234567000"),
    ],
)
def test_json_is_written_as_go_writes_it(value: object, text: str) -> None:
    assert go_json(value) == text  # type: ignore[arg-type]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_without_loss(value: float) -> None:
    assert float(go_json(value)) == value


@given(st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_json_reads_back_as_the_same_value(value: object) -> None:
    text = go_json(value)  # type: ignore[arg-type]
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)
