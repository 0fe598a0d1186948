"""Names of objects inside other objects: follows every renaming into the fields that refer to it."""

from __future__ import annotations

from mlkube.errors import BuildError, MlkubeError, raise_all
from mlkube.overlay.fields.field_spec import place_of, refused
from mlkube.overlay.fields.field_values import FieldError, describe
from mlkube.overlay.referrals import Referrals, Referrer
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec import FieldSpec
    from mlkube.overlay.fields.transformer_config import NameReference, TransformerConfig

    Steps: TypeAlias = tuple[str | int, ...]


class _Rule:
    """One row of the table: the field that may hold a name, and what kind of object it may mean.

    `position` is the place in the table: rules that name the same field act in that order.
    """

    __slots__ = ("field", "position", "reference")

    def __init__(self, position: int, reference: NameReference, field: tuple[str, ...]) -> None:
        self.position = position
        self.reference = reference
        self.field = field


class _Trie(dict[str, "_Trie"]):
    """The fields that may hold names, as a tree of keys; a rule stands where its field ends."""

    __slots__ = ("rules",)

    def __init__(self) -> None:
        super().__init__()
        self.rules: list[_Rule] = []


def fix_name_references(resources: Sequence[Resource], config: TransformerConfig) -> list[Resource]:
    """Return the objects with every reference set to the current name of what it means.

    A reference means an object that once had that name and a fitting kind, may be reached from the
    referrer's namespace, and went through the same prefixes and suffixes.

    Raises:
        BuildError: references that several objects with different names could be meant by; all of them.

    Source: kustomize, api/internal/accumulator/namereferencetransformer.go.
    """
    referrals = Referrals(resources)
    tries: dict[tuple[str, str], _Trie] = {}
    result: list[Resource] = []
    errors: list[MlkubeError] = []
    for resource in resources:
        kind = resource.former[0][2] if resource.former else resource.kind
        key = (resource.api_version, kind)
        trie = tries.get(key)
        if trie is None:
            trie = tries[key] = _compile(config.references_from(*key))
        try:
            result.append(_fix(resource, trie, referrals) if trie else resource)
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)
    return result


def _compile(references: Iterable[tuple[NameReference, tuple[FieldSpec, ...]]]) -> _Trie:
    """Return the rules that hold for a kind of referrer."""
    root = _Trie()
    position = 0
    for reference, specs in references:
        for spec in specs:
            position += 1
            node = root
            for step, _ in spec.steps:
                node = node.setdefault(step, _Trie())
            node.rules.append(_Rule(position, reference, spec.path))
    return root


def _leaves(value: Json, trie: _Trie, path: Steps) -> Iterator[tuple[Steps, _Rule]]:
    """Yield the places that rules name below a value, going through lists wherever they stand.

    Raises:
        FieldError: a single value where the path of a rule goes on.

    """
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is not None:
                yield from _leaves(item, trie, (*path, index))
    elif isinstance(value, dict):
        for key, child in value.items():
            inner = trie.get(key)
            if inner is not None and child is not None:
                below = (*path, key)
                for rule in inner.rules:
                    yield below, rule
                if inner:
                    yield from _leaves(child, inner, below)
    else:
        raise FieldError(f"expected a mapping or a list, found {describe(value)}", path)


def _fix(resource: Resource, trie: _Trie, referrals: Referrals) -> Resource:
    try:
        hits = list(_leaves(resource.body, trie, ()))
    except FieldError as error:
        raise refused(resource, error) from error
    if not hits:
        return resource
    hits.sort(key=lambda hit: hit[1].position)
    referrer = Referrer(resource)
    body = resource.body
    for path, rule in hits:
        value = _get(body, path)
        try:
            new = _renamed(value, rule, referrer, referrals)
        except BuildError as error:
            error.place = place_of(resource, path)
            raise
        if new is not value:
            body = _set(body, path, new)  # type: ignore[assignment]  # the root of a body stays a mapping
    return resource.with_body(body)


def _renamed(value: Json, rule: _Rule, referrer: Referrer, referrals: Referrals) -> Json:
    """Return the value of a field with its name, and its namespace, brought up to date."""
    if value is None:
        return value
    if isinstance(value, dict):
        return _renamed_mapping(value, rule, referrer, referrals)
    if isinstance(value, list):
        items = [_renamed(item, rule, referrer, referrals) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items
    old = value if isinstance(value, str) else scalar_text(value)
    found = referrals.find(old, referrer, rule.reference, rule.field)
    return value if found is None or found.name == old else found.name


def _renamed_mapping(value: JsonObject, rule: _Rule, referrer: Referrer, referrals: Referrals) -> JsonObject:
    if "name" not in value:
        raise BuildError(
            "a mapping without `name` refers to nothing",
            hint="a nameReference has to name the mapping that holds `name`, or the name itself",
        )
    old = _text(value["name"])
    namespace = _text(value["namespace"]) if value.get("namespace") is not None else None
    found = referrals.find_in_namespace(old, namespace, referrer, rule.reference, rule.field)
    if found is None or (found.name == old and not found.namespace):
        return value
    changed: JsonObject = {**value, "name": found.name}
    if found.namespace:
        changed["namespace"] = found.namespace
    return value if changed == value else changed


def _text(value: Json) -> str:
    """Return the text of a name; a mapping or list has none, and so names nothing."""
    return "" if isinstance(value, dict | list) else scalar_text(value)


def _get(body: Json, path: Steps) -> Json:
    for step in path:
        body = body[step]  # type: ignore[index]  # the path was read off this structure
    return body


def _set(body: Json, path: Steps, value: Json) -> Json:
    """Return a copy of the body with the value at an existing path; the rest is shared."""
    if not path:
        return value
    copy = body.copy()  # type: ignore[union-attr]  # the path was read off this structure
    copy[path[0]] = _set(copy[path[0]], path[1:], value)  # type: ignore[index]  # as above
    return copy
