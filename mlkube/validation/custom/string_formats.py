"""Formats of texts in definitions that the API server knows: CRD-013."""

from __future__ import annotations

import re
from functools import cache

from mlkube.validation import formats
from mlkube.validation.scalars_of_go import base64_problem, time_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES_SINCE = 34
_PATTERNS = {
    "mac": r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}",
    "uuid": r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}",
    "uuid3": r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?3[0-9A-Fa-f]{3}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}",
    "uuid4": r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?4[0-9A-Fa-f]{3}-?[89ABab][0-9A-Fa-f]{3}-?[0-9A-Fa-f]{12}",
    "uuid5": r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?5[0-9A-Fa-f]{3}-?[89ABab][0-9A-Fa-f]{3}-?[0-9A-Fa-f]{12}",
    "bsonobjectid": "[0-9A-Fa-f]{24}",
    "hexcolor": "#?(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})",
    "rgbcolor": r"rgb\(\s*[0-9]{1,3}\s*,\s*[0-9]{1,3}\s*,\s*[0-9]{1,3}\s*\)",
    "ssn": "[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}",
    "email": r"[^@\s<>,;]+@[^@\s<>,;]+|.*<[^@\s<>]+@[^@\s<>]+>",
    "hostname": (
        r"(?=.{1,255}$)(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9])"
        r"(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]))*\.?"
    ),
    "date": r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
}
_SCALA_UNITS = [
    "nanoseconds",
    "nanosecond",
    "nanos",
    "nano",
    "ns",
    "microseconds",
    "microsecond",
    "micros",
    "micro",
    "us",
    "µs",
    "milliseconds",
    "millisecond",
    "millis",
    "milli",
    "ms",
    "seconds",
    "second",
    "secs",
    "sec",
    "s",
    "minutes",
    "minute",
    "mins",
    "min",
    "m",
    "hours",
    "hour",
    "hrs",
    "hr",
    "h",
    "days",
    "day",
    "d",
    "weeks",
    "week",
    "w",
]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def has_format(name: str, value: str, minor: int) -> bool:
    """Tell whether a text has a format; a format that the server does not know fits everything."""
    name = name.replace("-", "") if name not in {"k8s-short-name", "k8s-long-name"} else name
    if name in _PATTERNS:
        return _pattern(_PATTERNS[name]).fullmatch(value) is not None
    check = _CHECKS.get(name)
    if check is not None:
        return check(value)
    if minor >= _NAMES_SINCE and name == "k8s-short-name":
        return not formats.label(value)
    if minor >= _NAMES_SINCE and name == "k8s-long-name":
        return not formats.subdomain(value)
    return True


def _is_duration(value: str) -> bool:
    from mlkube.validation.rules.cron_schedule import duration_problem  # noqa: PLC0415  few texts are durations

    if not duration_problem(value):
        return True
    parts = re.fullmatch(r"(?:\s*[0-9]+\s*[a-zµ]+)+\s*", value)
    return bool(parts) and all(unit in _SCALA_UNITS for unit in re.findall(r"[0-9]+\s*([a-zµ]+)", value))


def _is_uri(value: str) -> bool:
    """Tell whether Go reads a text as a request URI: absolute, or a path."""
    if not value or any(char <= " " or char == "\x7f" for char in value):
        return False
    return value.startswith("/") or re.match("[A-Za-z][A-Za-z0-9+.-]*:", value) is not None


def _is_credit_card(value: str) -> bool:
    digits = [int(char) for char in value if char.isdecimal()]
    if not 12 <= len(digits) <= 19 or re.search("[^0-9 -]", value):  # noqa: PLR2004  lengths of card numbers
        return False
    doubled = [each * 2 - 9 * (each > 4) for each in digits[-2::-2]]  # noqa: PLR2004  Luhn's sum
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_isbn(value: str, *lengths: int) -> bool:
    text = value.replace("-", "").replace(" ", "")
    if len(text) == 10 and 10 in lengths and re.fullmatch("[0-9]{9}[0-9Xx]", text):  # noqa: PLR2004  ISBN-10
        total = sum((10 - at) * (10 if char in "Xx" else int(char)) for at, char in enumerate(text))
        return total % 11 == 0
    if len(text) == 13 and 13 in lengths and text.isdecimal():  # noqa: PLR2004  ISBN-13
        return sum(int(char) * (3 if at % 2 else 1) for at, char in enumerate(text)) % 10 == 0
    return False


_CHECKS: dict[str, Callable[[str], bool]] = {
    "datetime": lambda value: not time_problem(value),
    "byte": lambda value: not base64_problem(value),
    "duration": _is_duration,
    "uri": _is_uri,
    "ipv4": lambda value: "." in value and ":" not in value and bool(formats.parse_ip(value)),
    "ipv6": lambda value: ":" in value and bool(formats.parse_ip(value)),
    "cidr": lambda value: not formats.cidr(value),
    "creditcard": _is_credit_card,
    "isbn": lambda value: _is_isbn(value, 10, 13),
    "isbn10": lambda value: _is_isbn(value, 10),
    "isbn13": lambda value: _is_isbn(value, 13),
}
