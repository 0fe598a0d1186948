"""A field spec: a path into the objects of some kinds, and the engine that changes what the path leads to.

Source: kustomize api/filters/fieldspec, api/filters/fsslice.
"""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import BuildError, Place
from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

    Setter: TypeAlias = Callable[[Json], Json]

# What stands at the end of a path that had to be created.
NOTHING = ""  # no field is ever created
SCALAR = "scalar"
MAPPING = "mapping"


class _Created(str):
    __slots__ = ()


CREATED = _Created()
"""What a setter is given for a scalar that was created: an empty string without quotes."""


class FieldError(ValueError):
    """A body that a path cannot be followed into, or a value of the wrong type; the text is the reason."""


class FieldSpec:
    r"""A field of the objects of a group, version and kind, where empty means any.

    `path` holds the field names: `containers[]` for a list, no index for its elements. `create` allows the
    field, and the mappings on the way to it, to be created. As text a path is joined by slashes, where `\/`
    is a slash in a name.
    """

    __slots__ = ("create", "group", "kind", "path", "steps", "version")

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

    The body itself comes back where nothing changes. The specs are taken to hold for the body's kind. A
    path goes through every element of a list that it meets. Where a spec creates and a `create_kind` is
    given, missing fields and nulls on the way become mappings, but nothing is created in place of a missing
    list. A null where the path says `containers[]` becomes an empty list, always.

    Raises:
        FieldError: a scalar stands in the way, or the setter refuses the value.

    """
    for spec in specs:
        creates = create_kind if spec.create else NOTHING
        if not creates and _leads_nowhere(body, spec):
            continue
        try:
            changed = _set(body, spec.steps, 0, setter, creates)
        except FieldError as error:
            raise FieldError(f"cannot follow the path `{spec.path_text}`: {error}") from error
        body = changed  # type: ignore[assignment]  # a mapping stays one: a path has at least one name
    return body


def set_resource_fields(
    resource: Resource, specs: Iterable[FieldSpec], setter: Setter, create_kind: str = NOTHING
) -> Resource:
    """Return the resource with `set_fields` applied to its body; itself where nothing changes.

    Raises:
        BuildError: the body does not fit a path; names the object and its file.

    """
    try:
        return resource.with_body(set_fields(resource.body, specs, setter, create_kind))
    except FieldError as error:
        raise BuildError(str(error), place=place_of(resource)) from error


def place_of(resource: Resource, field: str = "") -> Place:
    """Return the place of an object for a message: the file that defines it, and its kind and name."""
    return Place(resource.sources[0].file if resource.sources else "", resource=str(resource), field=field)


def mapping_or_null(value: Json) -> JsonObject | None:
    """Return the value, which must be a mapping or null.

    Raises:
        FieldError: it is something else.

    """
    if value is None or isinstance(value, dict):
        return value
    raise FieldError(f"expected a mapping, found {_describe(value)}")


def rewritten(value: Json, text: str) -> Json:
    """Return what a scalar becomes whose text kustomize replaces but whose quotes it keeps.

    `replicas: 3` turns into a number, `replicas: "3"` into a string, and an image newly named `123` into a
    number.
    """
    quoted = isinstance(value, str) and value is not CREATED and resolve(value) != value
    return text if quoted or text == value else resolve(text)


def text_of(value: Json) -> str:
    """Return the text of a scalar as its file has it.

    Raises:
        FieldError: the value is a mapping or a list.

    """
    if isinstance(value, (dict, list)):
        raise FieldError(f"expected a single value, found {_describe(value)}")
    return scalar_text(value)


_MISSING: Json = object()  # type: ignore[assignment]  # a mark that no document can hold
_INDEX_STARTS = "-+[0123456789"


def _leads_nowhere(body: JsonObject, spec: FieldSpec) -> bool:
    """Return whether the path ends at a missing field, as most paths do; cheap to see outside of lists."""
    node: Json = body
    for name, _ in spec.steps:
        if not isinstance(node, dict):
            return False
        node = node.get(name, _MISSING)
    return node is _MISSING


def _set(node: Json, steps: tuple[tuple[str, bool], ...], depth: int, setter: Setter, creates: str) -> Json:
    if depth == len(steps):
        return setter(node)
    if isinstance(node, dict):
        return _set_in_mapping(node, steps, depth, setter, creates)
    if node is None:
        return None
    if isinstance(node, list):
        changed = [_set(element, steps, depth, setter, creates) for element in node]
        unchanged = all(new is old for new, old in zip(changed, node, strict=True))
        return node if unchanged else changed
    where = format_path(name for name, _ in steps[:depth])
    raise FieldError(f"`{where}` is {_describe(node)}, not a mapping or a list")


def _set_in_mapping(
    node: JsonObject, steps: tuple[tuple[str, bool], ...], depth: int, setter: Setter, creates: str
) -> Json:
    name, is_list = steps[depth]
    if not name:
        raise FieldError("a field name is empty")
    if name[0] in _INDEX_STARTS and _is_index(name):
        raise FieldError(
            f"`{name}` is an index, and a field spec has none: a path goes through every element"
        )
    value = node.get(name, _MISSING)
    start = value
    if value is _MISSING:
        if not creates or is_list:
            return node
        start = CREATED if creates == SCALAR and depth + 1 == len(steps) else {}
    elif value is None:
        if is_list:
            start = []
        elif creates and not (creates == SCALAR and depth + 1 == len(steps)):
            start = {}
    new = _set(start, steps, depth + 1, setter, creates)
    if new is value:
        return node
    copy = dict(node)
    copy[name] = new
    return copy


def _is_index(name: str) -> bool:
    """Return whether kustomize reads the name as an index into a list, which it then refuses in a mapping."""
    if name == "-" or (name[0] == "[" and name[-1] == "]"):
        return True
    digits = name[1:] if name[0] in "+-" else name
    return digits.isdigit() and digits.isascii()


def _describe(value: Json) -> str:
    """Return a value as a message shows it, short."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"the value `{scalar_text(value)[:60]}`"
