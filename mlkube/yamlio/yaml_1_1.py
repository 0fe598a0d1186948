"""Owns the dialect of `kustomization.yaml` and other configuration: YAML 1.1 with keys made strings."""

from __future__ import annotations

from yaml.nodes import MappingNode, ScalarNode

from mlkube.yamlio.parse import MAX_DEPTH, RefusedNode, compose, refused_at, too_deep
from mlkube.yamlio.scalars import INT64_MAX, float_key_text, resolve_yaml_1_1

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.yamlio.aliases import Aliases


def load_kustomization(data: bytes, file: str = "") -> Json:
    """Return the first document in the dialect of `kustomization.yaml`, None for an empty one.

    `yes`, `on`, `y` are booleans, dates strings; of equal keys the last wins; keys that are numbers or
    booleans become strings.

    Raises:
        YamlError: the data is no YAML, or holds what JSON cannot (a null key, `.inf`).

    Source: sigs.k8s.io/yaml's YAMLToJSON over go-yaml v2.

    """
    root = compose(data, file)
    if root is None:
        return None
    aliases: Aliases | None = None
    if b"&" in data and b"*" in data:
        from mlkube.yamlio.aliases import Aliases  # noqa: PLC0415 (few files hold anchors)

        aliases = Aliases()
    try:
        return _value(root, 1, aliases)
    except RefusedNode as refused:
        raise refused_at(refused, file, 0) from None
    except RecursionError:
        raise refused_at(too_deep(root.start_mark), file, 0) from None


def _value(node: Any, depth: int, aliases: Aliases | None) -> Json:  # noqa: ANN401 (yaml's nodes are not typed)
    if isinstance(node, ScalarNode):
        value = scalar_value(node)
        if isinstance(value, float) and value - value != 0:
            raise RefusedNode(node.start_mark, f"{node.value} is no number in JSON", "write it in quotes")
        return value
    if depth > MAX_DEPTH:
        raise too_deep(node.start_mark)
    known: Json = aliases.enter(node) if aliases is not None else None
    if known is not None:
        return known
    result: Json
    if isinstance(node, MappingNode):
        result = {}
        _fill(result, node, depth, aliases)
    else:
        result = [_value(item, depth + 1, aliases) for item in node.value]
    if aliases is not None:
        aliases.leave(node, result)
    return result


def _fill(target: dict[str, Json], node: MappingNode, depth: int, aliases: Aliases | None) -> None:
    for key_node, value_node in node.value:
        if is_merge(key_node):
            merge_into(target, value_node, depth, aliases)
        else:
            target[key_text(key_node)] = _value(value_node, depth + 1, aliases)


def is_merge(node: Any) -> bool:  # noqa: ANN401 (yaml's nodes are not typed)
    """Tell whether a key is the merge key `<<`."""
    return isinstance(node, ScalarNode) and node.value == "<<" and node.tag is None and not node.style


def merge_into(target: dict[str, Json], node: Any, depth: int, aliases: Aliases | None) -> None:  # noqa: ANN401 (as _value)
    """Take in what `<<` names; of a list, what stands first wins."""
    sources = (
        [node] if isinstance(node, MappingNode) else [] if isinstance(node, ScalarNode) else node.value[::-1]
    )
    if not sources and not (node.value == [] and not isinstance(node, ScalarNode)):
        raise RefusedNode(node.start_mark, "<< needs a mapping or a list of mappings", "")
    for source in sources:
        value = _value(source, depth + 1, aliases)
        if not isinstance(value, dict):
            raise RefusedNode(source.start_mark, "<< needs a mapping or a list of mappings", "")
        target.update(value)


def scalar_value(node: Any) -> str | int | float | bool | None:  # noqa: ANN401 (yaml's nodes are not typed)
    """Return what a scalar node stands for."""
    if node.tag is not None:
        from mlkube.yamlio.tags import tagged_value  # noqa: PLC0415 (configuration hardly ever holds tags)

        value: str | int | float | bool | None = tagged_value(node, resolve_yaml_1_1)
        return value
    return node.value if node.style else resolve_yaml_1_1(node.value)


def key_text(node: Any) -> str:  # noqa: ANN401 (yaml's nodes are not typed)
    """Return a key as a text: numbers and booleans become strings."""
    if not isinstance(node, ScalarNode):
        kind = "mapping" if isinstance(node, MappingNode) else "list"
        raise RefusedNode(node.start_mark, f"a {kind} as a key", "a key must be a string")
    value = scalar_value(node)
    if isinstance(value, str):
        return value
    if value is None:
        raise RefusedNode(node.start_mark, "a key that is null", 'write it in quotes: ""')
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_key_text(value)
    if value > INT64_MAX:
        raise RefusedNode(
            node.start_mark, f"the key {value} is too large a number", f'write it in quotes: "{value}"'
        )
    return str(value)
