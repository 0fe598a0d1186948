"""Owns the order of keys in the output: go-yaml v2's natural order, in which a9 stands before a10."""

from __future__ import annotations

from functools import cmp_to_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_UNDISTURBED = str.maketrans("", "", "-./: ")
"""Characters that sort before all letters by code point too."""


def sorted_keys(keys: Iterable[str]) -> list[str]:
    """Return the keys in natural order: digits by their number, other signs before letters.

    Source: go-yaml v2's keyList.
    """
    ordered = sorted(keys)
    # Without digits and without the signs that ASCII puts behind letters, code points give the same order.
    joined = "".join(ordered)
    if joined.isascii() and (joined.isalpha() or joined.translate(_UNDISTURBED).isalpha() or not joined):
        return ordered
    return sorted(ordered, key=cmp_to_key(_compare))


def _compare(a: str, b: str) -> int:
    for i, (x, y) in enumerate(zip(a, b)):  # noqa: B905 (the shorter one decides)
        if x == y:
            continue
        if x.isalpha() and y.isalpha():
            return -1 if x < y else 1
        if x.isalpha() or y.isalpha():
            return 1 if x.isalpha() else -1
        return _compare_signs(a, b, i)
    return len(a) - len(b)


def _compare_signs(a: str, b: str, i: int) -> int:
    """Compare from the first difference on, where neither has a letter: numbers by value."""
    # A zero in the middle of a number does not open it.
    start = 0
    if "0" in (a[i], b[i]):
        j = i - 1
        while j >= 0 and a[j].isdecimal():
            if a[j] != "0":
                start = 1
                break
            j -= 1
    a_number, a_end = _number_at(a, i, start)
    b_number, b_end = _number_at(b, i, start)
    if a_number != b_number:
        return -1 if a_number < b_number else 1
    if a_end != b_end:
        return a_end - b_end
    return -1 if a[i] < b[i] else 1


def _number_at(text: str, i: int, number: int) -> tuple[int, int]:
    while i < len(text) and text[i].isdecimal():
        number = number * 10 + ord(text[i]) - ord("0")
        number = (number + 2**63) % 2**64 - 2**63  # Go's int64 wraps
        i += 1
    return number, i
