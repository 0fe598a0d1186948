"""The hash that ends a generated object's name: ten characters from the SHA-256 of JSON as Go writes it."""

from __future__ import annotations

from _json import encode_basestring

try:  # hashlib takes 2 ms to import; the module below it takes none
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python 3.12 and later
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python 3.11
    except ImportError:
        from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_LENGTH = 10
_LETTERS = str.maketrans("013ae", "ghkmt")  # so that no hash spells a word or reads as a number
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_POSITIONAL = range(-6, 21)  # the decimal exponents that encoding/json writes without an `e`


def hash_suffix(body: JsonObject) -> str:
    """Return the ten characters that kustomize hangs on the name of a ConfigMap or a Secret.

    Only the data counts, and a Secret's type. The name is always hashed as empty, and missing data as "". Of
    any other kind the whole object counts: kustomize would hash its own syntax tree there, so no value can be
    equal.

    Source: api/hasher/hasher.go.
    """
    kind = body.get("kind")
    if kind == "ConfigMap":
        content = _content(body, "binaryData")
    elif kind == "Secret":
        content = {**_content(body, "stringData"), "type": _text(body.get("type", ""))}
    else:
        content = body
    return hash_of(content)


def hash_of(content: JsonObject) -> str:
    """Return the ten characters that stand for plain data."""
    digest: str = sha256(go_json(content).encode()).hexdigest()
    return digest[:_LENGTH].translate(_LETTERS)


def _content(body: JsonObject, extra: str) -> JsonObject:
    content: JsonObject = {"kind": body.get("kind"), "name": "", "data": _data(body.get("data", ""))}
    more = _data(body.get(extra, ""))
    if not isinstance(more, str):
        content[extra] = more
    return content


def _data(value: Json) -> Json:
    """Return a field as kustomize reads it: a map, a scalar's text, or null for a list."""
    if isinstance(value, dict):
        return value
    return None if isinstance(value, list) else _text(value)


def _text(value: Json) -> str:
    from mlkube.yamlio import scalar_text  # noqa: PLC0415 - only odd bodies have other scalars here

    if isinstance(value, dict | list):
        return ""  # as the text of such a node is in kustomize
    return value if isinstance(value, str) else scalar_text(value)


def go_json(value: Json) -> str:
    """Return compact JSON with sorted keys, byte for byte as Go's encoding/json writes decoded JSON."""
    if isinstance(value, str):
        return str(encode_basestring(value)).translate(_ESCAPES)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ",".join(f"{go_json(key)}:{go_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(go_json, value)) + "]"
    return _number(float(value))


def _number(value: float) -> str:
    text = repr(value)
    sign = "-" if text.startswith("-") else ""
    mantissa, _, exponent = text.removeprefix("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return f"{sign}0"
    # The number is 0.DIGITS times ten to the power of `point`.
    point = int(exponent or 0) + len(digits) - len(fraction)
    digits = digits.rstrip("0")
    if point - 1 not in _POSITIONAL:
        tail = f".{digits[1:]}" if len(digits) > 1 else ""
        power = point - 1
        return f"{sign}{digits[0]}{tail}e{'-' if power < 0 else '+'}{abs(power)}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if len(digits) <= point:
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"
