"""`$(NAME)` in strings: found, replaced and escaped as Kubernetes expands it in commands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_DOLLAR = b"$"


def expand(text: str, values: Mapping[str, str | float], used: set[str]) -> str | int | float | bool:
    """Return the text with its variables replaced; a text that is one variable becomes its typed value.

    `$$` is a dollar sign, an unknown name stays as it is. `used` receives the names that were replaced.
    A dollar sign before a character beyond ASCII destroys the text: kustomize goes by bytes there, and keeps
    what is no UTF-8 any more in base64.
    Source: kustomize's api/filters/refvar/expand.go; kubectl 1.32.
    """
    if "$" not in text:
        return text
    data = text.encode()
    out: list[bytes] = []
    start = 0
    position = data.find(_DOLLAR)
    while 0 <= position < len(data) - 1:
        out.append(data[start:position])
        following = data[position + 1 : position + 2]
        end = data.find(b")", position + 2) if following == b"(" else -1
        if end >= 0:
            name = data[position + 2 : end].decode()
            value = values.get(name)
            if value is not None:
                used.add(name)
                if position == 0 and end == len(data) - 1:
                    return value
            out.append(data[position : end + 1] if value is None else go_text(value).encode())
            start = end + 1
        else:
            out.append(b"$" if following == b"$" else b"$" + chr(following[0]).encode())
            start = position + 2
        position = data.find(_DOLLAR, start)
    out.append(data[start:])
    joined = b"".join(out)
    try:
        return joined.decode()
    except UnicodeDecodeError:
        from base64 import b64encode  # noqa: PLC0415  hardly any text is destroyed so

        return b64encode(joined).decode()


def go_text(value: str | float) -> str:
    """Return a value as Go's `%v` prints it: 1e6 is `1e+06`, though 1000000 stays."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    sign, digits, exponent = _digits(value)
    if -4 <= exponent <= 5:  # noqa: PLR2004  the limits of %g for the shortest form
        point = exponent + 1
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _digits(value: float) -> tuple[str, str, int]:
    """Return sign, shortest digits, and the exponent of the first digit."""
    text = float.__repr__(value)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    mantissa, _, power = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return sign, "0", 0
    exponent = len(whole) - 1 if whole != "0" else len(fraction.lstrip("0")) - len(fraction) - 1
    return sign, digits.rstrip("0"), exponent + int(power or 0)
