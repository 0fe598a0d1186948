"""Quantities: amounts in billionths, as the API server reads them."""

from __future__ import annotations

import pytest

from mlkube.core.quantity import exceeds, nanos, whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 10**9),
        ("500m", 5 * 10**8),
        ("4Gi", 4 * 2**30 * 10**9),
        ("1.5Ki", 1536 * 10**9),
        ("1e3", 1000 * 10**9),
        ("2E", 2 * 10**27),
        ("2E3", 2000 * 10**9),
        ("-1", -(10**9)),
        ("+.5", 5 * 10**8),
        ("1n", 1),
        ("0.1n", 1),
        (2, 2 * 10**9),
        (0.25, 25 * 10**7),
    ],
)
def test_an_amount_is_read(text: str | float, expected: int) -> None:
    assert nanos(text) == expected


@pytest.mark.parametrize(
    "text", ["", "Gi", "4Gb", "1 Gi", "512MB", "1.2.3", "1e", "e3", "--1", "0x10", ".", "1e9999"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert nanos(text) is None


def test_a_boolean_is_no_amount() -> None:
    assert nanos(quantity=True) is None


def test_amounts_are_compared_whatever_their_suffix() -> None:
    assert exceeds("1Gi", "1000M")
    assert exceeds(1, "999m")
    assert not exceeds("1024Mi", "1Gi")
    assert exceeds("1n", "x")
    assert not exceeds("x", 0)


def test_whole_units_are_rounded_up() -> None:
    assert [whole("1"), whole("1500m"), whole("1Ki")] == [1, 2, 1024]
    with pytest.raises(ValueError, match="no quantity: 'x'"):
        whole("x")
