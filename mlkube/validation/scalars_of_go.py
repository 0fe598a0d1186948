"""Texts that Go types decode: quantities, base64, times; what is wrong with one, in Go's words."""

from __future__ import annotations

import re
from functools import cache

_QUANTITY = r"[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*"
_GOOD_QUANTITY = (
    r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?"
    r"|[numkMGTPE]|[KMGTPE]i"  # a suffix alone is an amount of 0
)
_TIME = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:[.,][0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-4]):[0-5][0-9])"
)
_LONG_MONTHS = frozenset((1, 3, 5, 7, 8, 10, 12))
_FEBRUARY = 2
_NO_MATCH = (
    "DEC-006",
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
)
_NO_SUFFIX = "DEC-007", "unable to parse quantity's suffix"
_NO_NUMBER = "DEC-008", "unable to parse numeric part of quantity"
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_GROUP = 4


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def quantity_problem(value: str | float) -> tuple[str, str] | None:
    """Return rule and message for what is no quantity, None for one that is.

    Source: k8s.io/apimachinery, pkg/api/resource/quantity.go, ParseQuantity.
    """
    text = value if isinstance(value, str) else repr(value)
    if _pattern(_GOOD_QUANTITY).fullmatch(text):
        return None
    if not _pattern(_QUANTITY).fullmatch(text):
        return _NO_MATCH
    number = text.lstrip("+-")
    length = len(number) - len(number.lstrip("0123456789."))
    suffix = number[length:]
    if suffix and not _pattern("[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+").fullmatch(suffix):
        return _NO_SUFFIX
    return _NO_NUMBER


def base64_problem(text: str) -> str:
    """Return what Go's standard decoder says of a text that is no base64, empty for one that is."""
    if "\n" in text or "\r" in text or len(text) % _GROUP:
        return _base64_problem(text)
    try:
        from binascii import a2b_base64  # noqa: PLC0415  few kinds hold base64

        a2b_base64(text, strict_mode=True)
    except ValueError:
        return _base64_problem(text)
    return ""


def _base64_problem(text: str) -> str:
    """Find the byte at which Go stops; line breaks are passed over."""
    data = [
        (at, char)
        for at, char in enumerate(text.encode("utf-8", "replace").decode("latin-1"))
        if char not in "\r\n"
    ]
    for index, (at, char) in enumerate(data):
        if char in _BASE64:
            continue
        place = index % _GROUP
        if char == "=" and place >= 2:  # noqa: PLR2004  padding follows two or three digits
            rest = data[index + 1 :]
            if place == _GROUP - 1 and not rest:
                return ""
            if place == 2 and len(rest) == 1 and rest[0][1] == "=":  # noqa: PLR2004  as above
                return ""
            wrong = len(text)
            if rest:
                wrong = rest[0][0] if place == 2 and rest[0][1] != "=" else rest[-1][0]  # noqa: PLR2004  as above
            return f"illegal base64 data at input byte {wrong}"
        return f"illegal base64 data at input byte {at}"
    remainder = len(data) % _GROUP
    return (
        f"illegal base64 data at input byte {len(text) - remainder if remainder else 0}" if remainder else ""
    )


def time_problem(text: str) -> str:
    """Return what Go says of a text that is no RFC 3339 time, empty for one that is."""
    if _pattern(_TIME).fullmatch(text) and _day_exists(text):
        return ""
    return f'parsing time "{text}" as "2006-01-02T15:04:05Z07:00": cannot parse "{text}" as "2006"'


def _day_exists(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    if month == _FEBRUARY:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return day <= (29 if leap else 28)
    return day <= (31 if month in _LONG_MONTHS else 30)
