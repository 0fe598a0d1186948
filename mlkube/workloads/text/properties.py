"""Writes Java properties files, as Spark reads spark-defaults.conf and TorchServe config.properties.

Source: java.util.Properties.load; spark/core, Utils.getPropertiesFromFile, which also trims values.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
_IN_KEYS = {**_ESCAPES, " ": "\\ ", "=": "\\=", ":": "\\:", "#": "\\#", "!": "\\!"}
_LAST_ASCII = 0x7E
_FIRST_PRINTABLE = 0x20
_BEYOND_ONE_UNIT = 0xFFFF


def properties_text(properties: Mapping[str, str], *, separator: str = " ") -> str:
    """Return the properties in the order of their names, one a line; Java reads ` `, `=` and `:` alike."""
    return "".join(
        f"{_escaped(key, _IN_KEYS)}{separator}{_value(properties[key])}\n" for key in sorted(properties)
    )


def _value(text: str) -> str:
    """Return a value; what stands at its start would be taken for space or a separator."""
    escaped = _escaped(text, _ESCAPES)
    return f"\\{escaped}" if escaped[:1] in {" ", "=", ":"} else escaped


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    parts = []
    for char in text:
        code = ord(char)
        if char in escapes:
            parts.append(escapes[char])
        elif _FIRST_PRINTABLE <= code <= _LAST_ASCII:
            parts.append(char)
        elif code > _BEYOND_ONE_UNIT:
            high, low = divmod(code - 0x10000, 0x400)
            parts.append(f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}")
        else:
            parts.append(f"\\u{code:04x}")
    return "".join(parts)
