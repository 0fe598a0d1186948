"""Owns plain scalars: what a text without quotes stands for, in both dialects, and how numbers print."""

from __future__ import annotations

from functools import cache
from re import compile as compile_pattern
from struct import pack, unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from mlkube.core.json import Json

NULLS = ("", "~", "null", "Null", "NULL")
TRUE = ("true", "True", "TRUE")
FALSE = ("false", "False", "FALSE")
YAML_1_1_TRUE = ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON")
YAML_1_1_FALSE = ("n", "N", "no", "No", "NO", "off", "Off", "OFF")

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(NULLS),
    **dict.fromkeys(TRUE, True),
    **dict.fromkeys(FALSE, False),
}
"""The words that resources read as something else than a string."""

YAML_1_1_WORDS: dict[str, bool | None] = {
    **WORDS,
    **dict.fromkeys(YAML_1_1_TRUE, True),
    **dict.fromkeys(YAML_1_1_FALSE, False),
}
"""The words that a kustomization reads as something else than a string."""

SPECIAL_FLOATS: dict[str, float] = {
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}

_NUMBER_START = frozenset("+-.0123456789")

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1
UINT64_MAX = 2**64 - 1
_NUMBER_CHARACTERS = "0123456789+-._abcdefABCDEFxXoO"
_SHORT_INTEGER = 19
_LONGEST_INTEGER = 4000
_LONGEST_JSON_INTEGER = 21
_LARGEST_FLOAT_BITS = 1023
_PLAIN_EXPONENTS = range(-4, 6)

_INTEGER = r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)"
_SIGN_AFTER_PREFIX = r"-?0[bo][-+]?[0-9]+"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_POINT_FLOAT = r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?"


class WrittenInt(int):
    """An integer whose source text is not how it is printed: `text` holds `0777` of 511."""

    text: str


class WrittenFloat(float):
    """A float whose source text is not how it is printed: `text` holds `1.50` of 1.5."""

    text: str


class WrittenDate(str):
    """A date written without quotes: the value is what a build prints, `text` what stood in the file."""

    __slots__ = ("text",)

    text: str


@cache
def _pattern(source: str) -> Pattern[str]:
    return compile_pattern(source)


def resolve(text: str) -> str | int | float | bool | None:
    """Return what a plain scalar of a resource stands for, as a build finally prints it.

    Neither YAML 1.1 nor 1.2: `012` is 10, `08` is 8, `yes` a string. Numbers and dates whose text is not
    the canonical one remember it in `.text`.

    Source: go-yaml v3's resolve, which kustomize's kyaml carries.
    """
    if text[:1] not in _NUMBER_START or not text:
        return WORDS.get(text, text)
    value = _number(text)
    if value is not None:
        return _remember(value, text)
    if text[4:5] == "-":
        from mlkube.yamlio.dates import rfc3339  # noqa: PLC0415 (few files hold a date without quotes)

        printed = rfc3339(text)
        if printed is not None and printed != text:
            date = WrittenDate(printed)
            date.text = text
            return date
    return text


def resolve_yaml_1_1(text: str) -> str | int | float | bool | None:
    """Return what a plain scalar of a kustomization stands for: `yes` is true, a date its own text.

    Source: go-yaml v2's resolve and decode, under sigs.k8s.io/yaml.
    """
    if text[:1] not in _NUMBER_START or not text:
        return YAML_1_1_WORDS.get(text, text)
    value = _number(text)
    if value is None or (text[1:2] == "o" and text[2] in "+-"):
        return text
    return value


def _remember(value: float, text: str) -> int | float:
    if number_text(value) == text:
        return value
    if isinstance(value, int):
        written = WrittenInt(value)
        written.text = text
        return written
    inexact = WrittenFloat(value)
    inexact.text = text
    return inexact


def _number(text: str) -> int | float | None:
    """Return the number that the text stands for, None where it stands for none."""
    special = SPECIAL_FLOATS.get(text)
    if special is not None:
        return special
    if text[0] == ".":
        return _finite(text) if _pattern(_POINT_FLOAT).fullmatch(text) else None
    if text.strip(_NUMBER_CHARACTERS):
        return None
    plain = text.replace("_", "")
    if plain[0] != "0" and plain.isdecimal() and len(plain) < _SHORT_INTEGER:
        return int(plain)
    return _matched_number(plain)


def _matched_number(plain: str) -> int | float | None:
    if _pattern(_INTEGER).fullmatch(plain):
        return _integer_or_float(plain)
    if _pattern(_FLOAT).fullmatch(plain):
        return _finite(plain)
    return _signed_after_prefix(plain) if _pattern(_SIGN_AFTER_PREFIX).fullmatch(plain) else None


def _integer_or_float(plain: str) -> int | float | None:
    """Return an integer where 64 bits hold it, else a float, None for hexadecimal digits without end."""
    if len(plain) <= _LONGEST_INTEGER:
        digits = plain.lstrip("+-")
        value = int(plain, 8 if digits[0] == "0" and digits.isdecimal() else 0)
        if INT64_MIN <= value <= INT64_MAX or (value <= UINT64_MAX and value > 0 and plain[0] != "+"):
            return value
    return _finite(plain) if _pattern(_FLOAT).fullmatch(plain) else None


def _finite(plain: str) -> float | None:
    value = float(plain)
    return value if value - value == 0 else None


def _signed_after_prefix(plain: str) -> int | None:
    negative = plain[0] == "-"
    prefix, digits = (plain[1:3], plain[3:]) if negative else (plain[:2], plain[2:])
    if negative and digits[0] in "+-":
        return None
    try:
        value = int(digits, 2 if prefix == "0b" else 8)
    except ValueError:
        return None
    value = -value if negative else value
    return value if INT64_MIN <= value <= INT64_MAX else None


def number_text(value: float) -> str:
    """Return an integer or float as a build prints it: `1000` for 1000.0, `1.2345675e+06` for 1234567.5.

    Source: Go's encoding/json writes the number, go-yaml v2 reads it and prints it.
    """
    if isinstance(value, int):
        if INT64_MIN <= value <= UINT64_MAX or value.bit_length() > _LARGEST_FLOAT_BITS:
            return int.__repr__(value)
        value = float(value)
    if value - value != 0:
        return ".inf" if value > 0 else "-.inf" if value < 0 else ".nan"
    digits, exponent = _shortest(value)
    sign = "-" if value < 0 else ""
    point = exponent + 1
    if len(digits) <= point <= _LONGEST_JSON_INTEGER:
        whole = int(sign + digits + "0" * (point - len(digits)))
        if INT64_MIN <= whole <= UINT64_MAX:
            return str(whole)
    return sign + _decimal(digits, exponent)


def _decimal(digits: str, exponent: int) -> str:
    """Return a number as Go's %g prints it, from its digits and the exponent of the first."""
    point = exponent + 1
    if exponent not in _PLAIN_EXPONENTS:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    return f"{digits[:point]}.{digits[point:]}" if len(digits) > point else digits.ljust(point, "0")


def float_key_text(value: float) -> str:
    """Return a float as sigs.k8s.io/yaml makes a key of it: with the digits that 32 bits hold."""
    sign = "-" if float.__repr__(value)[0] == "-" else ""
    if value - value != 0:
        return ".nan" if value != value else f"{sign}.inf"  # noqa: PLR0124 (only NaN differs from itself)
    try:
        single = unpack("<f", pack("<f", value))[0]
    except OverflowError:
        return f"{sign}.inf"
    for precision in range(9):
        text = f"{abs(single):.{precision}e}"
        if unpack("<f", pack("<f", float(text)))[0] == abs(single):
            break
    mantissa, _, exponent = text.partition("e")
    return sign + _decimal(mantissa.replace(".", "").rstrip("0") or "0", int(exponent))


def _shortest(value: float) -> tuple[str, int]:
    """Return the shortest digits that give this float back, and the exponent of the first of them."""
    text = float.__repr__(value).lstrip("-")
    mantissa, _, power = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(power or 0) + (
        len(whole) - 1 if whole != "0" else len(fraction.lstrip("0")) - len(fraction) - 1
    )
    return (digits.rstrip("0"), exponent) if digits else ("0", 0)


def scalar_text(value: Json) -> str:
    """Return the text that the scalar has in the file: `0777`, `1.50`, `true`, `null`, or the string."""
    text = getattr(value, "text", None)
    if text is not None:
        return str(text)
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    raise TypeError(f"a {type(value).__name__} is no scalar")
