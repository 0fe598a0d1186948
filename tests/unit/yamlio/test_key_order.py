from __future__ import annotations

import pytest

from mlkube.yamlio.key_order import sorted_keys


@pytest.mark.parametrize(
    "ordered",
    [
        ["A", "B", "a", "b"],
        ["9", "10", "a"],
        ["a9", "a10"],
        ["a9b", "a10a"],
        ["_u", "1", "a"],
        ["a-b", "a.b", "a/b", "a_b", "aa"],
        ["a", "a1", "aa"],
        ["1234567890", "12e03"],
        ["a_b", "aB"],
        ["0", "00", "1", "01"],
        ["a1", "a01", "a2", "a02"],
        ["a100", "a101", "a110"],
        ["app", "app.kubernetes.io/name", "apps"],
        ["Zoo", "apple", "é"],
        ["~", "a"],
        [""],
        [],
    ],
)
def test_keys_are_in_natural_order(ordered: list[str]) -> None:
    assert sorted_keys(reversed(ordered)) == ordered
    assert sorted_keys(ordered) == ordered


def test_numbers_beyond_64_bits_do_not_fail() -> None:
    assert set(sorted_keys(["a" + "9" * 30, "a" + "8" * 40])) == {"a" + "9" * 30, "a" + "8" * 40}
