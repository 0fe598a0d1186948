"""`vars`: fields of objects that stand as `$(NAME)` in fields of others; deprecated in kustomize."""

from __future__ import annotations

import re

from mlkube.core.resource import CLUSTER, split_api_version
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_lookup import FieldPathError, look_up, split_path
from mlkube.overlay.fields.field_spec import set_resource_fields
from mlkube.overlay.fields.field_values import FieldError
from mlkube.overlay.identity import all_keys, own_namespace
from mlkube.overlay.scalar_text import node_of, tag_of, text_of
from mlkube.overlay.variable_expansion import expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec_list import FieldSpecs
    from mlkube.overlay.variables import Variable

    Written: TypeAlias = Callable[[Resource, Sequence[str | int]], str | None]

_INT64 = range(-(2**63), 2**63)


def mark_variables(resources: Sequence[Resource], variables: Sequence[Variable]) -> list[Resource]:
    """Return the resources of a layer, the one that each variable reads from with the variable's name on it.

    A variable means the object by any name, kind and namespace it has or had; without a namespace, in all.
    A variable whose object is not there yet is left alone: `resolve_variables` refuses it.

    Raises:
        BuildError: several objects match a variable.

    Source: MergeVars in kustomize's api/internal/accumulator/resaccumulator.go.

    """
    index: dict[tuple[str, str, str, str], list[int]] = {}
    for position, resource in enumerate(resources):
        for group, version, kind, name in {(*key[:3], key[4]) for key in all_keys(resource)}:
            index.setdefault((group, version, kind, name), []).append(position)
    errors: list[MlkubeError] = []
    result = list(resources)
    for variable in variables:
        wanted = _wanted(variable)
        found = [
            position
            for position in index.get(wanted, ())
            if not variable.namespace or _has_namespace(resources[position], wanted, variable.namespace)
        ]
        if len(found) > 1:
            names = ", ".join(_described(resources[position]) for position in found)
            errors.append(
                BuildError(
                    f"the variable `{variable.name}` could read from several objects: {names}",
                    place=variable.place,
                    hint="name the namespace under objref, or rename one of them",
                )
            )
        elif found:
            resource = result[found[0]]
            result[found[0]] = resource.replace(variables=(*resource.variables, variable.name))
    raise_all(errors)
    return result


def merge_variables(variables: Sequence[Variable], incoming: Sequence[Variable]) -> list[Variable]:
    """Return the variables of two layers together.

    Raises:
        BuildError: two variables of one name; all such names.

    """
    merged = {variable.name: variable for variable in variables}
    errors: list[MlkubeError] = []
    for variable in incoming:
        other = merged.setdefault(variable.name, variable)
        if other is not variable:
            errors.append(
                BuildError(
                    f"the variable `{variable.name}` is defined twice: {other} and {variable}",
                    place=variable.place,
                    hint="rename one of them, and its `$(NAME)` where it is meant",
                )
            )
    raise_all(errors)
    return list(merged.values())


def resolve_variables(
    resources: Sequence[Resource],
    variables: Sequence[Variable],
    specs: FieldSpecs,
    written: Written | None = None,
) -> tuple[list[Resource], list[str]]:
    """Return the resources with `$(NAME)` replaced in the fields of the specs, and the names never replaced.

    A string that is nothing but `$(NAME)` becomes the number or boolean that the variable reads; a variable
    that reads a mapping or a list is never replaced. Strings directly inside a mapping or list are expanded
    as well. Names are in alphabetical order. `written(resource, path)` returns the text of a value in the
    file it comes from: a null is read as it was written.

    Raises:
        BuildError: a variable without an object or field, or a list to expand that holds more than strings.

    Source: ResolveVars in kustomize's api/internal/accumulator/resaccumulator.go, api/filters/refvar.

    """
    values = _values(resources, variables, written)
    used: set[str] = set()

    def expanded(node: Json) -> Json:
        return _expanded(node, values, used)

    errors: list[MlkubeError] = []
    result: list[Resource] = []
    for resource in resources:
        try:
            rows = specs.for_kind(resource.api_version, resource.kind)
            result.append(set_resource_fields(resource, rows, expanded))
        except BuildError as error:
            errors.append(error)
    raise_all(errors)
    return result, sorted({variable.name for variable in variables} - used)


def _values(
    resources: Sequence[Resource], variables: Sequence[Variable], written: Written | None
) -> dict[str, str | float]:
    """Return the values by name, without those that are mappings or lists."""
    owners: dict[str, Resource] = {}
    for resource in resources:
        for name in resource.variables:
            owners.setdefault(name, resource)
    values: dict[str, str | float] = {}
    errors: list[MlkubeError] = []
    for variable in sorted(variables, key=lambda each: each.name):
        owner = owners.get(variable.name)
        if owner is None:
            errors.append(_without_object(variable, resources))
            continue
        try:
            value = _field_value(owner, variable.field_path, written)
        except FieldPathError as error:
            errors.append(
                BuildError(
                    f"cannot read the variable `{variable.name}`: {error.reason}",
                    place=Place(_file(owner), resource=str(owner), field=variable.field_path),
                    hint=error.hint,
                )
            )
            continue
        if value is not None:
            values[variable.name] = value
    raise_all(errors)
    return values


def _field_value(resource: Resource, path: str, written: Written | None) -> str | float | None:
    """Return the value under a path (`spec.ports[0].port`), None for a mapping or list.

    Integers are read as Go's ParseInt reads their text in base 10: 010 is ten, 0x1F an error.

    Raises:
        FieldPathError: no such field, or an integer that is not written in decimal.

    """
    parts: list[str] = []
    for part in split_path(path):
        match = re.fullmatch(r"(.*)\[([0-9]+)\]", part, re.DOTALL) if part.endswith("]") else None
        parts += [each for each in match.groups() if each] if match else [part]
    found = look_up(node_of(resource.body), parts)
    if found is None:
        raise FieldPathError("no such field", hint="check fieldref.fieldPath; it defaults to metadata.name")
    value, steps = found
    if isinstance(value, dict | list):
        return None
    if value is None and written is not None:
        return written(resource, steps) or "null"
    tag, text = tag_of(value), text_of(value)
    if tag == "int":
        digits = text[1:] if text[:1] in {"+", "-"} else text
        if not (digits.isascii() and digits.isdigit() and int(text) in _INT64):
            raise FieldPathError(
                f"kustomize cannot read the integer `{text}`", hint="write it in decimal, or in quotes"
            )
        return int(text)
    if tag in {"float", "bool"} and isinstance(value, float | bool):
        return bool(value) if tag == "bool" else float(value)
    return text


def _expanded(node: Json, values: dict[str, str | float], used: set[str]) -> Json:
    if type(node) is str:
        return _same_or(node, expand(node, values, used))
    if isinstance(node, list):
        if any(type(item) is not str for item in node):
            raise FieldError("variables are expanded in a list of strings, this one holds something else")
        items: list[Json] = [_expanded(item, values, used) for item in node]
        return node if all(new is old for new, old in zip(items, node, strict=True)) else items
    if isinstance(node, dict):
        changed = {
            key: expand(item, values, used) for key, item in node.items() if type(item) is str and "$" in item
        }
        changed = {key: item for key, item in changed.items() if item != node[key] or type(item) is not str}
        return {**node, **changed} if changed else node
    return node


def _same_or(old: str, new: str | float) -> str | float:
    return old if type(new) is str and new == old else new


def _wanted(variable: Variable) -> tuple[str, str, str, str]:
    """Return group, version, kind and name of the object that a variable reads from."""
    group, version = split_api_version(variable.api_version)
    return group, version, variable.kind, variable.object_name


def _has_namespace(resource: Resource, wanted: tuple[str, str, str, str], namespace: str) -> bool:
    """Return whether the object has, or had under that name, the namespace; cluster-scoped ones have none."""
    return any(key[3] == namespace and (*key[:3], key[4]) == wanted for key in all_keys(resource))


def _described(resource: Resource) -> str:
    namespace = own_namespace(resource)
    where = "" if namespace == CLUSTER else f" in {namespace}"
    file = _file(resource)
    return f"{resource}{where}{f' ({file})' if file else ''}"


def _file(resource: Resource) -> str:
    return resource.sources[0].file if resource.sources else ""


def _without_object(variable: Variable, resources: Sequence[Resource]) -> BuildError:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    kind, name, namespace = variable.kind, variable.object_name, variable.namespace
    hint = "objref needs apiVersion, kind and name exactly as the object has or had them"
    same = [each for each in resources if each.kind == kind and each.name == name]
    if same and same[0].api_version != variable.api_version:
        hint = f"write `apiVersion: {same[0].api_version}` under objref"
    elif same and namespace:
        hint = f"there is {_described(same[0])}; leave out the namespace where the object has none"
    else:
        near = suggest(name, sorted({each.name for each in resources if each.kind == kind}))
        hint = f"did you mean `{near}`?" if near and near != name else hint
    wanted = " ".join(part for part in (variable.api_version, f"{kind}/{name}") if part)
    where = f"in `{namespace}`" if namespace else "there"
    return BuildError(
        f"the variable `{variable.name}` has no object to read from: {wanted} is not {where}",
        place=variable.place,
        hint=hint,
    )
