"""The plugin `ValueAddTransformer`: puts one value into fields of many objects, or into the paths they hold.

Source: kustomize plugin/builtin/valueaddtransformer, api/filters/valueadd.
"""

from __future__ import annotations

import os

from mlkube.errors import KustomizationError, Place
from mlkube.overlay.fields.field_spec import refused, split_path
from mlkube.overlay.fields.field_values import CREATED, FieldError, rewritten, text_of
from mlkube.overlay.selection.selectors import Selector, select
from mlkube.schema.kinds import is_cluster_scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

_NAMESPACE = "metadata/namespace"


def add_value(
    resources: Sequence[Resource], value: str, targets: Sequence[JsonObject], place: Place | None = None
) -> list[Resource]:
    """Return the objects with the value in the fields that the targets name.

    A target is `{selector, fieldPath, filePathPosition}`: without a selector it means every object; missing
    fields are created; with a position from 1 on the field holds a file path, into which the value goes as
    one more part.

    Raises:
        KustomizationError: no target, or one without a path; `place` is that of the plugin's configuration.
        BuildError: the path does not fit an object.

    """
    where = place or Place()
    if not targets:
        raise KustomizationError("targets are missing", place=where, hint="name at least one target")
    result = list(resources)
    for index, target in enumerate(targets):
        path = str(target.get("fieldPath") or "")
        position = target.get("filePathPosition") or 0
        if not path:
            raise KustomizationError(
                "the path is empty", place=where.within(field=f"targets[{index}].fieldPath")
            )
        if not isinstance(position, int) or position < 0:
            raise KustomizationError(
                f"expected a position from 0 on, found {position}",
                place=where.within(field=f"targets[{index}].filePathPosition"),
            )
        for number in _selected(result, target.get("selector"), where):
            result[number] = _add_to(result[number], value, path, position)
    return result


def _selected(resources: Sequence[Resource], selector: Json, place: Place) -> Sequence[int]:
    if not isinstance(selector, dict):
        return range(len(resources))
    return select(resources, Selector.from_json(selector, place))


def _add_to(resource: Resource, value: str, path: str, position: int) -> Resource:
    names = [name.strip() for name in split_path(path) if name.strip()]
    if path == _NAMESPACE and is_cluster_scoped(resource.api_version, resource.kind):
        return resource

    def change(old: Json) -> Json:
        text = text_of(old)
        if path == _NAMESPACE:
            return value
        return rewritten(old, insert_part(text, position - 1, value) if position else value)

    try:
        return resource.with_body(_put(resource.body, names, change))  # type: ignore[arg-type]  # a mapping
    except FieldError as error:
        raise refused(resource, error) from error


def _put(node: Json, names: Sequence[str], change: Callable[[Json], Json]) -> Json:
    """Return the node with the end of the path changed; a null node becomes what the path needs."""
    if not names:
        return change(node)
    name, rest = names[0], names[1:]
    if name == "-" or name.removeprefix("-").removeprefix("+").isdigit():
        return _put_at_index(node, name, rest, change)
    if name[0] == "[" and name[-1] == "]":
        return _put_at_match(node, name, rest, change)
    if node is None:
        node = {}
    if not isinstance(node, dict):
        raise FieldError(f"`{name}` is looked for in what is no mapping")
    new = _put(node[name] if name in node else _created(rest), rest, change)
    return node if name in node and new == node[name] else {**node, name: new}


def _created(rest: Sequence[str]) -> Json:
    """Return what a field is created as, by the name that comes behind it in the path."""
    if not rest:
        return CREATED
    return [] if rest[0][0] == "[" else {}


def _put_at_index(node: Json, name: str, rest: Sequence[str], change: Callable[[Json], Json]) -> Json:
    if not isinstance(node, list):
        raise FieldError(f"`{name}` is an index into what is no list")
    index = len(node) - 1 if name == "-" else int(name)
    if index < 0 and name != "-":
        raise FieldError(f"the index {name} is negative")
    if not 0 <= index < len(node):
        raise FieldError(f"the list has no element `{name}`")
    return [*node[:index], _put(node[index], rest, change), *node[index + 1 :]]


def _put_at_match(node: Json, name: str, rest: Sequence[str], change: Callable[[Json], Json]) -> Json:
    key, equals, wanted = name[1:-1].partition("=")
    if not equals:
        raise FieldError(f"`{name}` has to read [field=value]")
    if not isinstance(node, list):
        raise FieldError(f"`{name}` is looked for in what is no list")
    for index, element in enumerate(node):
        held = element.get(key) if key and isinstance(element, dict) else element
        if not isinstance(held, (dict, list)) and held is not None and text_of(held) == wanted:
            return [*node[:index], _put(element, rest, change), *node[index + 1 :]]
    element = {key: wanted} if key else wanted
    return [*node, _put(element, rest, change)]


def insert_part(path: str, index: int, part: str) -> str:
    """Return the file path with one more part at an index, which an absolute path counts as a relative one.

    An index behind the end appends.
    """
    if not part:
        return path
    parts = [each for each in path.split("/") if each]
    parts.insert(index, part)
    return os.path.normpath(("/" if path.startswith("/") else "") + "/".join(parts))
