"""A field spec: a path into the objects of some kinds, and the engine that changes what the path leads to.

Source: kustomize api/filters/fieldspec, api/filters/fsslice.
"""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.shared_values import own_text
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_values import CREATED, FieldError, describe, mapping_or_null
from mlkube.yamlio import locate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

    Setter: TypeAlias = Callable[[Json], Json]
    Steps: TypeAlias = tuple[str | int, ...]

# What stands at the end of a path that had to be created.
NOTHING = ""  # no field is ever created
SCALAR = "scalar"
MAPPING = "mapping"


class FieldSpec:
    r"""A field of the objects of a group, version and kind, where empty means any.

    `path` holds the field names: `containers[]` for a list, no index for its elements. `create` allows the
    field, and the mappings on the way to it, to be created. As text a path is joined by slashes, where `\/`
    is a slash in a name.
    """

    __slots__ = ("create", "group", "kind", "odd_name", "path", "steps", "version")

    def __init__(
        self,
        path: str | tuple[str, ...],
        *,
        group: str = "",
        version: str = "",
        kind: str = "",
        create: bool = False,
    ) -> None:
        self.path = split_path(path) if isinstance(path, str) else path
        self.group = group
        self.version = version
        self.kind = kind
        self.create = create
        # For each name: without brackets, and whether it had them.
        self.steps = tuple((name.removesuffix("[]").strip(), name.endswith("[]")) for name in self.path)
        # Where a name stands that only fails where a mapping is reached: an index, or nothing.
        self.odd_name = _odd_name(self.steps)

    @property
    def path_text(self) -> str:
        """The path as a configuration writes it: `spec/template/metadata/labels`."""
        return "/".join(name.replace("/", "\\/") for name in self.path)

    def __str__(self) -> str:
        kind = "/".join(part for part in (self.group, self.version, self.kind or "every kind") if part)
        return f"`{self.path_text}` of {kind}"

    def __repr__(self) -> str:
        return f"FieldSpec{self._key()!r}"

    def _key(self) -> tuple[tuple[str, ...], str, str, str, bool]:
        return self.path, self.group, self.version, self.kind, self.create

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldSpec) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def selects(self, group: str, version: str, kind: str) -> bool:
        """Return whether the spec holds for objects of that group, version and kind."""
        return (
            (not self.kind or self.kind == kind)
            and (not self.group or self.group == group)
            and (not self.version or self.version == version)
        )


def split_path(path: str) -> tuple[str, ...]:
    r"""Return the names between slashes; `\/` is a slash inside a name."""
    if "\\" not in path:
        return tuple(path.split("/"))
    parts: list[str] = []
    for piece in path.split("/"):
        if parts and parts[-1].endswith("\\"):
            parts[-1] = f"{parts[-1][:-1]}/{piece}"
        else:
            parts.append(piece)
    return tuple(parts)


def set_fields(
    body: JsonObject, specs: Iterable[FieldSpec], setter: Setter, create_kind: str = NOTHING
) -> JsonObject:
    """Return the body with the setter applied to every field that the specs lead to.

    The body itself comes back where nothing changes. The specs are taken to hold for the body's kind. A path
    goes through every element of a list that it meets. Where a spec creates and a `create_kind` is given,
    missing fields and nulls on the way become mappings, but nothing is created in place of a missing list. A
    null where the path says `containers[]` becomes an empty list, always.

    Raises:
        FieldError: a scalar stands in the way, or the setter refuses the value.

    """
    for spec in specs:
        creates = create_kind if spec.create else NOTHING
        if spec.odd_name >= 0:
            _refuse_odd_name(body, spec, creates)
        if creates or not _leads_nowhere(body, spec):
            body = _set_in_mapping(body, spec.steps, 0, setter, creates)
    return body


def set_resource_fields(
    resource: Resource, specs: Iterable[FieldSpec], setter: Setter, create_kind: str = NOTHING
) -> Resource:
    """Return the resource with `set_fields` applied to its body; itself where nothing changes.

    Raises:
        BuildError: the body does not fit a path; names the object, its file and the field.

    """
    try:
        return resource.with_body(set_fields(resource.body, specs, setter, create_kind))
    except FieldError as error:
        raise refused(resource, error) from error


def set_shared_entries(resource: Resource, specs: Iterable[FieldSpec], pairs: JsonObject) -> Resource:
    """Return the resource with the pairs in every mapping that the specs lead to, creating mappings.

    What is created in several places changes together from then on.

    Raises:
        BuildError: a path meets a value that is no mapping.

    """
    own: JsonObject = {key: own_text(text) if isinstance(text, str) else text for key, text in pairs.items()}
    places = dict.fromkeys(own, 0)

    def add(value: Json) -> Json:
        present = mapping_or_null(value)
        if present is None:
            return None
        missing = {key: text for key, text in own.items() if key not in present}
        changed = {key: text for key, text in pairs.items() if key in present and present[key] != text}
        for key in missing:
            if type(resolve(key)) is not str:
                raise FieldError(f"kustomize cannot create the key `{key}`, as it puts no quotes around it")
            places[key] += 1
        return {**present, **missing, **changed} if missing or changed else present

    new = set_resource_fields(resource, specs, add, MAPPING)
    shared = tuple((key, text) for key, text in own.items() if places[key] > 1 and isinstance(text, str))
    return new.replace(shared=(*new.shared, *shared)) if shared else new


def change_each(resources: Iterable[Resource], change: Callable[[Resource], Resource]) -> list[Resource]:
    """Return what the change makes of each resource.

    Raises:
        MlkubeError: what the change raised, for all resources.

    """
    errors: list[MlkubeError] = []
    result: list[Resource] = []
    for resource in resources:
        try:
            result.append(change(resource))
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)
    return result


def refused(resource: Resource, error: FieldError) -> BuildError:
    """Return the error about an object that a path or a setter does not fit."""
    return BuildError(str(error), place=place_of(resource, error.steps))


def place_of(resource: Resource, steps: Steps = ()) -> Place:
    """Return the place of a field for a message: line and column in the file that defines the object."""
    if not resource.sources:
        return Place(resource=str(resource), field=format_path(steps))
    source = resource.sources[0]
    inside = ("items", source.item, *steps) if source.item >= 0 else steps
    line, column = line_of(source.file, source.document, inside)
    return Place(source.file, line, column, str(resource), format_path(steps))


def line_of(file: str, document: int, steps: Steps) -> tuple[int, int]:
    """Return line and column of a field, read from the file anew; zeros where the file cannot be read."""
    try:
        with open(file, "rb") as opened:
            return locate(opened.read(), document, steps)
    except OSError:
        return 0, 0


_MISSING: Json = object()  # type: ignore[assignment]  # a mark that no document can hold


def _leads_nowhere(body: JsonObject, spec: FieldSpec) -> bool:
    """Return whether the path ends at a missing field, as most paths do; cheap to see outside of lists."""
    node: Json = body
    for name, _ in spec.steps:
        if not isinstance(node, dict):
            return False
        if name not in node:
            return True
        node = node[name]
    return False


def _set(node: Json, steps: tuple[tuple[str, bool], ...], depth: int, setter: Setter, creates: str) -> Json:
    if isinstance(node, dict):
        return _set_in_mapping(node, steps, depth, setter, creates)
    if isinstance(node, list):
        return _set_in_list(node, steps, depth, setter, creates)
    if node is None:
        return None
    raise FieldError(f"expected a mapping or a list, found {describe(node)}")


def _set_in_list(
    node: list[Json], steps: tuple[tuple[str, bool], ...], depth: int, setter: Setter, creates: str
) -> Json:
    changed: list[Json] = []
    same = True
    try:
        for element in node:
            new = _set(element, steps, depth, setter, creates)
            same = same and new is element
            changed.append(new)
    except FieldError as error:
        raise error.within(len(changed)) from None
    return node if same else changed


def _set_in_mapping(
    node: JsonObject, steps: tuple[tuple[str, bool], ...], depth: int, setter: Setter, creates: str
) -> JsonObject:
    name, is_list = steps[depth]
    depth += 1
    is_last = depth == len(steps)
    value = node.get(name, _MISSING)
    start = value
    if value is _MISSING:
        if not creates or is_list:
            return node
        start = CREATED if is_last and creates == SCALAR else {}
    elif value is None:
        if is_list:
            start = []
        elif creates and not (is_last and creates == SCALAR):
            start = {}
    try:
        new = setter(start) if is_last else _set(start, steps, depth, setter, creates)
    except FieldError as error:
        raise error.within(name) from None
    if new is value:
        return node
    copy = dict(node)
    copy[name] = new
    return copy


def _refuse_odd_name(body: JsonObject, spec: FieldSpec, creates: str) -> None:
    """Raise the error of a path with a name that no mapping is asked for, where a mapping is reached."""
    at = spec.odd_name
    name = spec.steps[at][0]

    def refuse(value: Json) -> Json:
        if isinstance(value, dict):
            what = "an index here; it goes through all elements without" if name else "an empty name here"
            raise FieldError(f"the path of the field spec has {what}").within(name)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            try:
                refuse(item)
            except FieldError as error:
                raise error.within(index) from None
        return value

    if at:
        _set(body, spec.steps[:at], 0, refuse, MAPPING if creates else NOTHING)
    else:
        refuse(body)


def _odd_name(steps: tuple[tuple[str, bool], ...]) -> int:
    """Return where the first name stands that is empty or that kustomize reads as an index, -1 for none."""
    for position, (name, _) in enumerate(steps):
        digits = name[1:] if name[:1] in {"+", "-"} else name
        if (
            not name
            or name == "-"
            or (name[0] == "[" and name[-1] == "]")
            or (digits.isdigit() and digits.isascii())
        ):
            return position
    return -1
