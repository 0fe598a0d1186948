"""Owns scalars with a tag that the file spells: `!!str 5`, `!!int "5"`, `!!binary aGk=`, `!custom 5`."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64

from mlkube.yamlio.dates import rfc3339
from mlkube.yamlio.parse import RefusedNode
from mlkube.yamlio.refold import refold
from mlkube.yamlio.scalars import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

YAML_TAG = "tag:yaml.org,2002:"

_CONVERTED = ("bool", "null", "int", "float", "timestamp")
"""Tags that look at the text again; it has to be what they say."""


def tagged_value(node: Any, resolve_text: Callable[[str], Any] = resolve) -> Any:  # noqa: ANN401 (nodes are not typed)
    """Return the value of a tagged scalar: standard tags convert, any other tag makes a string.

    Raises:
        RefusedNode: the text cannot be what the tag says.

    """
    text: str = node.value
    tag = node.tag.removeprefix(YAML_TAG) if node.tag.startswith(YAML_TAG) else ""
    if tag == "binary":
        return _decoded(node)
    if tag not in _CONVERTED:
        return refold(text) if node.style == ">" else text
    value = resolve_text(text)
    if not _is(tag, value, text):
        raise RefusedNode(
            node.start_mark, f"the text {text!r} is no !!{tag}", "correct the text or drop the tag"
        )
    return value


def _is(tag: str, value: object, text: str) -> bool:
    if tag == "null":
        return value is None
    if tag == "timestamp":
        return rfc3339(text) is not None
    if isinstance(value, bool):
        return tag == "bool"
    return isinstance(value, int) if tag == "int" else tag == "float" and isinstance(value, (int, float))


def _decoded(node: Any) -> str:  # noqa: ANN401 (nodes are not typed)
    text = node.value.replace("\r", "").replace("\n", "")
    try:
        data = a2b_base64(text, strict_mode=True)
    except (Base64Error, ValueError):
        raise RefusedNode(
            node.start_mark, "!!binary without valid base64", "correct the text or drop the tag"
        ) from None
    # Go puts one replacement character for each byte that is no UTF-8; Python's own handler merges them.
    decoded = data.decode("utf-8", "surrogateescape")
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in decoded)
