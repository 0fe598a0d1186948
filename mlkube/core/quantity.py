"""Quantities as Kubernetes writes them: `500m`, `4Gi`, `1e3`; compared and added without rounding."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Quantity: TypeAlias = "str | int | float"
    """An amount: a text with its suffix (`4Gi`, `500m`) or a plain number."""

_BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50, "Ei": 2**60}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_NANO = 9
_DIGITS = frozenset("0123456789")


def nanos(quantity: str | float) -> int | None:
    """Return an amount in billionths, rounded up as the API server does; None for what is no quantity.

    Source: k8s.io/apimachinery, pkg/api/resource/quantity.go.
    """
    if isinstance(quantity, bool):
        return None
    text = quantity if isinstance(quantity, str) else repr(quantity)
    sign = -1 if text.startswith("-") else 1
    rest = text[1:] if text[:1] in {"+", "-"} else text
    length = 0
    while length < len(rest) and (rest[length] in _DIGITS or rest[length] == "."):
        length += 1
    whole, _, fraction = rest[:length].partition(".")
    if not (whole or fraction) or "." in fraction:
        return None
    suffix = rest[length:]
    factor, exponent = 1, 0
    if suffix in _BINARY:
        factor = _BINARY[suffix]
    elif suffix in _DECIMAL:
        exponent = _DECIMAL[suffix]
    elif suffix[:1] in {"e", "E"} and _is_integer(suffix[1:]):
        exponent = int(suffix[1:])
    else:
        return None
    digits = int((whole + fraction) or "0") * factor
    power = exponent - len(fraction) + _NANO
    if abs(power) > 60:  # noqa: PLR2004  far beyond what a quantity holds
        return None
    value: int = digits * 10**power if power >= 0 else -(-digits // 10**-power)
    return sign * value


def _is_integer(text: str) -> bool:
    digits = text[1:] if text[:1] in {"+", "-"} else text
    return bool(digits) and len(digits) <= 3 and all(digit in _DIGITS for digit in digits)  # noqa: PLR2004  1e999


def exceeds(quantity: str | float, other: str | float) -> bool:
    """Tell whether an amount is more than another; what is no quantity counts as nothing."""
    return (nanos(quantity) or 0) > (nanos(other) or 0)


def is_whole(quantity: str | float) -> bool:
    """Tell whether an amount is a whole number, such as a count of GPUs."""
    value = nanos(quantity)
    return value is not None and value % 10**_NANO == 0


def whole(quantity: str | float) -> int:
    """Return an amount in units, rounded up.

    Raises:
        ValueError: it is no quantity.

    """
    value = nanos(quantity)
    if value is None:
        raise ValueError(f"no quantity: {quantity!r}")
    units: int = -(-value // 10**_NANO)
    return units
