"""Owns the reading of resources: bytes to plain data, one value per document, as kustomize reads them."""

from __future__ import annotations

import gc

from yaml.nodes import MappingNode, ScalarNode

from mlkube.yamlio.parse import MAX_DEPTH, RefusedNode, compose, refused_at, split_documents, too_deep
from mlkube.yamlio.scalars import WrittenDate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.yamlio.aliases import Aliases
    from mlkube.yamlio.parse import Node

_MISSING: Any = object()
_CACHE_SIZE = 8192
_CACHED_LENGTH = 64

_plain: dict[str, Any] = {}
"""Plain scalars seen before and what they stand for: manifests repeat themselves."""

_keys: dict[str, str] = {}
"""Plain keys seen before that are strings, and no merge."""


def load_all(data: bytes, file: str = "") -> list[Json]:
    """Return one value for each YAML document, None for an empty one, as kustomize reads resources.

    Keys keep their order; anchors and `<<` are expanded (an alias is the same object as its anchor).
    Numbers and dates whose text is not the canonical one are `WrittenInt`, `WrittenFloat`, `WrittenDate`.

    Raises:
        YamlError: the data is no YAML, has a key twice or one that is no string, or expands without end.

    Source: kyaml's ByteReader and its fork of go-yaml v3; checked against `kubectl kustomize`.

    """
    # Nodes form no cycles, but there are many: collecting garbage meanwhile would take most of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        values = []
        for text, lines_above in split_documents(data, file):
            root = compose(text, file, lines_above)
            values.append(None if root is None else _document(root, text, file, lines_above))
        return values
    finally:
        if collects:
            gc.enable()


def _document(root: Node, text: bytes, file: str, lines_above: int) -> Json:
    aliases: Aliases | None = None
    if b"&" in text and b"*" in text:
        from mlkube.yamlio.aliases import Aliases  # noqa: PLC0415 (few files hold anchors)

        aliases = Aliases()
    try:
        if isinstance(root, ScalarNode):
            scalar: Json = scalar_value(root, flow=False)
            return scalar
        value: Json = _collection(root, False, 1, aliases)  # noqa: FBT003 (the hot path passes by position)
    except RefusedNode as refused:
        raise refused_at(refused, file, lines_above) from None
    except RecursionError:
        raise refused_at(too_deep(root.start_mark), file, lines_above) from None
    return value


def _collection(node: Any, flow: bool, depth: int, aliases: Aliases | None) -> Any:  # noqa: ANN401, FBT001 (hot path)
    if depth > MAX_DEPTH:
        raise too_deep(node.start_mark)
    read = _mapping if node.__class__ is MappingNode else _sequence
    if aliases is None:
        return read(node, flow, depth, aliases)
    value = aliases.enter(node)
    if value is None:
        value = read(node, flow, depth, aliases)
        aliases.leave(node, value)
    return value


def _mapping(node: Any, flow: bool, depth: int, aliases: Aliases | None) -> dict[str, Any]:  # noqa: ANN401, FBT001 (hot path)
    flow = flow or node.flow_style
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if key_node.__class__ is not ScalarNode or key not in _keys:
            key = _key(key_node, depth)
            if key is None:
                return _mapping_with_merge(node, flow, depth, aliases)
        if value_node.__class__ is not ScalarNode:
            result[key] = _collection(value_node, flow, depth + 1, aliases)
        elif value_node.style:
            if value_node.tag is None and value_node.style != ">":
                result[key] = value_node.value
            else:
                result[key] = scalar_value(value_node, flow=flow)
        else:
            value = _plain.get(value_node.value, _MISSING)
            if value is _MISSING or flow or value_node.tag is not None:
                value = scalar_value(value_node, flow=flow)
            result[key] = value
    if len(result) != len(node.value):
        raise _second_key(node, depth)
    return result


def _sequence(node: Any, flow: bool, depth: int, aliases: Aliases | None) -> list[Any]:  # noqa: ANN401, FBT001 (hot path)
    flow = flow or node.flow_style
    return [
        scalar_value(item, flow=flow)
        if item.__class__ is ScalarNode
        else _collection(item, flow, depth + 1, aliases)
        for item in node.value
    ]


def _mapping_with_merge(node: Any, flow: bool, depth: int, aliases: Aliases | None) -> dict[str, Any]:  # noqa: ANN401, FBT001 (as _mapping)
    """Return a mapping with a `<<`: what that brings in comes first, the mapping's own keys win.

    kustomize loses a "<<" in quotes, with its value.
    """
    own, merges = [], []
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode) or key_node.value != "<<":
            own.append((key_node, value_node))
        elif not key_node.style:
            merges.append((key_node, value_node))
    if len(merges) > 1:
        raise RefusedNode(merges[1][0].start_mark, "a second << in one mapping", "write <<: [*a, *b]")
    result = _mapping(MappingNode(node.tag, own, node.start_mark, None, flow), flow, depth, aliases)
    for _, source in merges:
        result = {**_merged(source, flow, depth, aliases), **result}
    return result


def scalar_value(node: Any, *, flow: bool) -> Any:  # noqa: ANN401 (yaml's nodes are not typed)
    """Return what a scalar stands for.

    Inside of `[]` and `{}` a missing value is "" and a date with a time its own text, since kustomize
    writes the document anew before it decodes it, and quotes both.
    """
    text = node.value
    if node.tag is not None:
        from mlkube.yamlio.tags import tagged_value  # noqa: PLC0415 (manifests hardly ever hold tags)

        return tagged_value(node)
    if node.style:
        if node.style == ">":
            from mlkube.yamlio.refold import refold  # noqa: PLC0415 (few texts are folded)

            return refold(text)
        return text
    value = _plain.get(text, _MISSING)
    if value is _MISSING:
        value = resolve(text)
        if len(text) <= _CACHED_LENGTH:
            if len(_plain) >= _CACHE_SIZE:
                _plain.clear()
            _plain[text] = value
    if flow and (text == "" or (value.__class__ is WrittenDate and ":" in text)):
        return text
    return value


def _key(node: Any, depth: int) -> str | None:  # noqa: ANN401 (yaml's nodes are not typed)
    """Return the key as a string, None for `<<`.

    Keys of the top level are taken by their text, whatever they stand for.
    """
    if not isinstance(node, ScalarNode):
        kind = "mapping" if isinstance(node, MappingNode) else "list"
        raise RefusedNode(node.start_mark, f"a {kind} as a key", "a key must be a string")
    text: str = node.value
    value = scalar_value(node, flow=False)
    if value is None:
        raise RefusedNode(node.start_mark, "a key that is null", 'write it in quotes: ""')
    if value.__class__ is not str:
        if depth == 1:
            return text
        raise RefusedNode(
            node.start_mark,
            f"the key {text} is {_kind(value)}, not a string",
            f'write it in quotes: "{text}"',
        )
    if text == "<<":
        return None
    if not node.style and node.tag is None and len(text) <= _CACHED_LENGTH:
        if len(_keys) >= _CACHE_SIZE:
            _keys.clear()
        _keys[text] = text
    return str(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    return "a date" if isinstance(value, WrittenDate) else "a number"


def _second_key(node: Any, depth: int) -> RefusedNode:  # noqa: ANN401 (yaml's nodes are not typed)
    first: dict[str | None, Any] = {}
    for key_node, _ in node.value:
        key = _key(key_node, depth)
        if key in first and key is not None:
            return RefusedNode(key_node.start_mark, f'the key "{key}" stands twice', first=first[key])
        first[key] = key_node.start_mark
    raise AssertionError


def _merged(node: Any, flow: bool, depth: int, aliases: Aliases | None) -> dict[str, Any]:  # noqa: ANN401, FBT001 (as _collection)
    """Return the keys that `<<` brings in; of a list, what stands first wins."""
    if isinstance(node, MappingNode):
        found: dict[str, Any] = _collection(node, flow, depth + 1, aliases)
        return found
    if isinstance(node, ScalarNode) or any(not isinstance(item, MappingNode) for item in node.value):
        raise RefusedNode(node.start_mark, "<< needs a mapping or a list of mappings", "")
    found = {}
    for item in reversed(node.value):
        found.update(_collection(item, flow, depth + 1, aliases))
    return found
