"""Owns the printing of plain data as YAML, byte for byte as kustomize prints it."""

from __future__ import annotations

from mlkube.errors import YamlError
from mlkube.yamlio.emit_scalars import (
    WIDTH,
    double_quoted,
    folded,
    has_unicode_break,
    in_one_line,
    is_literal,
    literal,
    refuse,
    without_next_line,
)
from mlkube.yamlio.key_order import sorted_keys
from mlkube.yamlio.scalars import number_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from mlkube.core.json import Json

_CACHE_SIZE = 4096
_CACHED_LENGTH = 64
_CACHED_ORDERS = 1024
_CACHED_KEYS = 24
_LONGEST_SIMPLE_KEY = 128

_printed: dict[str, str] = {}
"""Strings printed before, in one line: manifests repeat themselves."""

_orders: dict[tuple[str, ...], list[tuple[str, str]]] = {}
"""The keys of mappings printed before, in the order of the output, each with `key:` as printed."""


def dump(value: Json) -> str:
    """Return the value as one YAML document: keys sorted, indented by two, folded past column 80.

    Raises:
        YamlError: a string or number that kustomize cannot print (DEL, `.inf`), or nesting without end.

    Source: JSON over go-yaml v2's emitter, as `kubectl kustomize` prints; checked against it.

    """
    out: list[str] = []
    try:
        if isinstance(value, dict) and value:
            _mapping(value, "", "", out.append)
        elif isinstance(value, list) and value:
            _sequence(value, "", "", out.append)
        else:
            out.append(_scalar(value, 0, "  ") + "\n")
    except RecursionError:
        raise YamlError("nested too deep to be printed") from None
    return "".join(out)


def dump_all(values: Iterable[Json]) -> str:
    """Return the values as one stream of documents, joined by `---` lines."""
    return "---\n".join([dump(value) for value in values])


def _mapping(value: dict[str, Any], first: str, indent: str, write: Callable[[str], None]) -> None:
    """Write a mapping that is not empty: `first` stands before its first key, `indent` before the others."""
    deeper = indent + "  "
    for key, name in _ordered(value):
        item = value[key]
        head = first + name
        first = indent
        if name == "?":
            _complex_key(key, head, item, indent, write)
            continue
        kind = item.__class__
        if kind is str:
            printed = _printed.get(item)
            if printed is None or len(head) + len(printed) >= WIDTH:
                printed = _string(item, len(head) + 1, deeper)
            write(f"{head} {printed}\n")
        elif kind is dict and item:
            write(head + "\n")
            _mapping(item, deeper, deeper, write)
        elif kind is list and item:
            write(head + "\n")
            _sequence(item, indent, indent, write)
        elif kind is int:
            write(f"{head} {number_text(item)}\n")
        elif isinstance(item, dict) and item:
            write(head + "\n")
            _mapping(item, deeper, deeper, write)
        elif isinstance(item, list) and item:
            write(head + "\n")
            _sequence(item, indent, indent, write)
        else:
            write(f"{head} {_scalar(item, len(head) + 1, deeper)}\n")


def _sequence(value: list[Any], first: str, indent: str, write: Callable[[str], None]) -> None:
    """Write a list that is not empty: `first` stands before its first dash, `indent` before the others."""
    deeper = indent + "  "
    for item in value:
        head = first + "- "
        first = indent
        if isinstance(item, dict) and item:
            _mapping(item, head, deeper, write)
        elif isinstance(item, list) and item:
            _sequence(item, head, deeper, write)
        else:
            write(f"{head}{_scalar(item, len(head), deeper)}\n")


def _complex_key(key: str, head: str, item: Any, indent: str, write: Callable[[str], None]) -> None:  # noqa: ANN401 (plain data)
    """Write a key that is too long for one line, or has several, as `? key` with `: value` below it."""
    deeper = indent + "  "
    write(f"{head} {_string(key, len(head) + 1, deeper)}\n")
    head = indent + ": "
    if isinstance(item, dict) and item:
        _mapping(item, head, deeper, write)
    elif isinstance(item, list) and item:
        _sequence(item, head, deeper, write)
    else:
        write(f"{head}{_scalar(item, len(head), deeper)}\n")


def _ordered(value: dict[str, Any]) -> list[tuple[str, str]]:
    keys = tuple(value)
    order = _orders.get(keys)
    if order is None:
        order = [(key, _key(key)) for key in sorted_keys(keys)]
        if len(keys) <= _CACHED_KEYS:
            if len(_orders) >= _CACHED_ORDERS:
                _orders.clear()
            _orders[keys] = order
    return order


def _key(key: str) -> str:
    """Return `key:` as printed, `?` for one that cannot stand before a colon."""
    if len(key) > _LONGEST_SIMPLE_KEY // 4 and len(key.encode("utf-8", "replace")) > _LONGEST_SIMPLE_KEY:
        return "?"
    if "\n" in key or "\r" in key or has_unicode_break(key):
        return "?"
    return in_one_line(key) + ":"


def _scalar(value: Any, column: int, indent: str) -> str:  # noqa: ANN401 (plain data)
    """Return a scalar or an empty collection without its final line break."""
    if isinstance(value, str):
        return _string(value, column, indent)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if value - value != 0:
            raise YamlError(f"{number_text(value)} is no number in JSON", hint="write it in quotes")
        return number_text(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    raise TypeError(f"a {type(value).__name__} is no plain data")


def _string(text: str, column: int, indent: str) -> str:
    """Return a string as a value without its final line break; `column` is where it starts."""
    if not text.isascii():
        if "\x85" in text:
            text = without_next_line(text)
        if has_unicode_break(text) and "\n" not in text:
            return folded(in_one_line(str(text)), column, indent)
    if "\n" in text:
        refuse(text)
        if is_literal(text):
            return literal(text, indent)[:-1]
        return folded(double_quoted(text), column, indent)
    printed = _printed.get(text)
    if printed is None:
        printed = in_one_line(str(text))
        if len(text) <= _CACHED_LENGTH:
            if len(_printed) >= _CACHE_SIZE:
                _printed.clear()
            _printed[str(text)] = printed
    return folded(printed, column, indent)
