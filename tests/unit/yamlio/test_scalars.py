from __future__ import annotations

import pytest

from mlkube.yamlio import WrittenDate, WrittenFloat, WrittenInt, dump, load_all, resolve, scalar_text
from mlkube.yamlio.dates import rfc3339
from mlkube.yamlio.scalars import float_key_text, number_text, resolve_yaml_1_1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, word) for word in ("yes", "No", "on", "OFF", "y", "N", "tRue", "nULL", "=", "<<")),
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("0777", 511),
        ("012", 10),
        ("08", 8.0),
        ("0888", 888.0),
        ("00", 0),
        ("0x1F", 31),
        ("0X1f", 31),
        ("0b11", 3),
        ("-0b11", -3),
        ("0B11", 3),
        ("0o17", 15),
        ("-0o17", -15),
        ("0b-11", -3),
        ("1_000", 1000),
        ("1__0", 10),
        ("0_7", 7),
        ("+_5", 5),
        ("9223372036854775807", 2**63 - 1),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2.0**64),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", -(2.0**63)),
        ("0xFFFFFFFFFFFFFFFF", 2**64 - 1),
        ("0xFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFF"),
        ("1e3", 1000.0),
        ("12e03", 12000.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        (".5_5", 0.55),
        ("1_000.5_5", 1000.55),
        ("1e-400", 0.0),
        *(
            (text, text)
            for text in ("1e400", "0x1p4", "0x", "0b2", "0o8", "1e", "e5", ".", "+", "-", "+-5", "._5")
        ),
        *((text, text) for text in ("1.5.5", "_1", "1:30", "190:20:30", "٣", "1 000", "0xg", "-0b-1")),
    ],
)
def test_a_resource_reads_plain_text_as_kustomize_does(text: str, value: object) -> None:
    resolved = resolve(text)
    assert (resolved, isinstance(resolved, bool)) == (value, isinstance(value, bool))
    assert isinstance(resolved, type(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, True) for word in ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE")),
        *(
            (word, False)
            for word in ("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE")
        ),
        ("~", None),
        ("yES", "yES"),
        ("0777", 511),
        ("0o17", 15),
        ("0o-17", "0o-17"),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("1e3", 1000.0),
    ],
)
def test_a_kustomization_reads_plain_text_as_yaml_1_1(text: str, value: object) -> None:
    assert resolve_yaml_1_1(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (1000.0, "1000"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (1e-7, "1e-07"),
        (123456.7, "123456.7"),
        (1234567.5, "1.2345675e+06"),
        (-1234567.5, "-1.2345675e+06"),
        (1e16, "10000000000000000"),
        (2.0**63, "9223372036854776000"),
        (12345678901234567890.0, "12345678901234567000"),
        (1e20, "1e+20"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (5e-324, "5e-324"),
        (2**64 - 1, "18446744073709551615"),
        (2**64, "1.8446744073709552e+19"),
        (10**400, "1" + "0" * 400),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
    ],
)
def test_numbers_print_as_go_prints_them(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.5, "1.5"),
        (0.1, "0.1"),
        (1000.0, "1000"),
        (1e20, "1e+20"),
        (1e-7, "1e-07"),
        (16777217.5, "1.6777218e+07"),
        (-0.0, "-0"),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        (1e300, ".inf"),
    ],
)
def test_a_float_as_a_key_has_the_digits_of_32_bits(value: float, text: str) -> None:
    assert float_key_text(value) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2020-01-01", "2020-01-01T00:00:00Z"),
        ("2020-1-2", "2020-01-02T00:00:00Z"),
        ("0000-02-29", "0000-02-29T00:00:00Z"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43.1-05:00"),
        ("2001-12-14T1:2:3Z", "2001-12-14T01:02:03Z"),
        ("2001-12-14   1:2:3", "2001-12-14T01:02:03Z"),
        ("2001-12-14 21:59:43.123456789123", "2001-12-14T21:59:43.123456789Z"),
        ("2001-12-14 21:59:43,5", "2001-12-14T21:59:43.5Z"),
        ("2001-12-14T21:59:43.5+00:00", "2001-12-14T21:59:43.5Z"),
        *(
            (text, None)
            for text in ("2020-13-01", "2020-02-30", "2020-00-01", "2020-01-00", "2020-1", "20200-01-01")
        ),
        *((text, None) for text in ("2001-12-14T24:00:00Z", "2001-12-14T23:59:60Z", "2001-12-14T21:59:43z")),
        *(
            (text, None)
            for text in ("2001-12-14T21:59:43", "2001-12-14 21:59", "2001-12-14 21:59:43.", "2001-12-14 ")
        ),
    ],
)
def test_dates_print_with_time_and_zone(text: str, printed: str | None) -> None:
    assert rfc3339(text) == printed


def test_numbers_and_dates_remember_how_they_were_written() -> None:
    values = [resolve(text) for text in ("0777", "1.50", "3.0", "2020-01-01")]
    assert [type(value) for value in values] == [WrittenInt, WrittenFloat, WrittenFloat, WrittenDate]
    assert [scalar_text(value) for value in values] == ["0777", "1.50", "3.0", "2020-01-01"]
    assert dump(list(values)) == '- 511\n- 1.5\n- 3\n- "2020-01-01T00:00:00Z"\n'


def test_what_is_written_canonically_is_a_plain_value() -> None:
    values = [resolve(text) for text in ("511", "1.5", "-7", "1e+20", "2020-01-01T00:00:00Z")]
    assert [type(value) for value in values] == [int, float, int, float, str]


def test_the_text_of_a_scalar_is_that_of_the_file_or_the_canonical_one() -> None:
    values = (True, False, None, 5, 1000.5, 1e20, "yes")
    assert [scalar_text(value) for value in values] == [
        "true",
        "false",
        "null",
        "5",
        "1000.5",
        "1e+20",
        "yes",
    ]


def test_a_collection_has_no_scalar_text() -> None:
    with pytest.raises(TypeError, match="a dict is no scalar"):
        scalar_text({})


def test_a_number_of_many_digits_costs_no_time_that_grows_with_their_square() -> None:
    assert load_all(b"a: " + b"1" * 300_000) == [{"a": "1" * 300_000}]
