"""Which objects a replacement's source, targets and rejections mean, by every id that an object has had."""

from __future__ import annotations

from bisect import insort

from mlkube.core.resource import split_api_version
from mlkube.errors import KustomizationError
from mlkube.overlay.scalar_text import node_of, text_of
from mlkube.overlay.selection.go_regexp import PatternError, full_matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.errors import Place
    from mlkube.overlay.scalar_text import Node
    from mlkube.overlay.selection.label_selectors import Requirement

    # group, version, kind, name, namespace as it stands in the object
    Id: TypeAlias = tuple[str, str, str, str, str]
    Former: TypeAlias = tuple[tuple[str, str, str], ...]

_FIELDS = ("group", "version", "kind", "name", "namespace")
_KIND, _NAME, _NAMESPACE = 2, 3, 4
_DEFAULT_NAMESPACE = "default"
_META = frozenset("\\.+*?()|[]{}^$")


class Condition:
    """A selector over ids: literal fields compare, regular expressions match whole fields.

    An object without a namespace is in `default` to a literal; a regular expression sees the field as it is.
    """

    __slots__ = ("literal", "matchers", "texts")

    def __init__(self, data: JsonObject, place: Place, *, regexp: bool) -> None:
        self.texts = tuple(str(data.get(field) or "") for field in _FIELDS)
        self.matchers: list[tuple[int, Callable[[str], bool]]] = []
        self.literal = {
            index: text
            for index, text in enumerate(self.texts)
            if text and (not regexp or _META.isdisjoint(text))
        }
        for index, text in enumerate(self.texts):
            if not text:
                continue
            if index in self.literal:
                matcher = _namespace_matcher(text) if index == _NAMESPACE else text.__eq__
            else:
                matcher = _regexp_matcher(_FIELDS[index], text, place)
            self.matchers.append((index, matcher))

    def holds(self, ids: Iterable[Id]) -> bool:
        """Return whether one of the ids meets all fields."""
        matchers = self.matchers
        return any(all(matcher(each[index]) for index, matcher in matchers) for each in ids)

    def __str__(self) -> str:
        """Return the condition as a message shows it: `kind: ConfigMap, name: settings`."""
        parts = [f"{field}: {text}" for field, text in zip(_FIELDS, self.texts, strict=True) if text]
        return ", ".join(parts) or "every object"


class Choice:
    """What `select` and `reject` of a target say together, over ids, labels and annotations.

    A rejection rejects when one of its halves does: its id fields, or its labels and annotations.
    Source: applyReplacement in kustomize's api/filters/replacement/replacement.go.
    """

    __slots__ = ("_labels", "_rejected_labels", "_rejections", "condition")

    def __init__(self, select: JsonObject, reject: Sequence[JsonObject], place: Place) -> None:
        self.condition = Condition(select, place, regexp=True)
        self._labels = _requirements(select, place)
        rejections = [Condition(each, place, regexp=True) for each in reject]
        self._rejections = [each for each in rejections if each.matchers]
        self._rejected_labels = [pair for pair in (_requirements(each, place) for each in reject) if pair]

    def holds(self, ids: Sequence[Id], body: Node) -> bool:
        """Return whether the target means the object."""
        return (
            self.condition.holds(ids)
            and not any(each.holds(ids) for each in self._rejections)
            and _meets(self._labels, body)
            and not any(_meets(pair, body) for pair in self._rejected_labels)
        )


class Index:
    """The objects by the names and kinds they have or had; a condition asks only those it can mean."""

    __slots__ = ("_by_kind", "_by_name", "_former", "_ids")

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._former = [resource.former for resource in resources]
        self._ids: list[tuple[Id, ...]] = []
        self._by_kind: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for position, resource in enumerate(resources):
            ids = _ids_of(node_of(resource.body), resource.former)
            self._ids.append(ids)
            for kind in {each[_KIND] for each in ids}:
                self._by_kind.setdefault(kind, []).append(position)
            for name in {each[_NAME] for each in ids}:
                self._by_name.setdefault(name, []).append(position)

    def ids(self, position: int) -> tuple[Id, ...]:
        """Return the ids of an object, the current one first."""
        return self._ids[position]

    def update(self, position: int, body: Node, former: Former | None = None) -> None:
        """Take note of a changed body, or of other former ids.

        Entries under names that are gone may stay: conditions are checked anyway.
        """
        if former is not None:
            self._former[position] = former
        ids = _ids_of(body, self._former[position])
        if ids == self._ids[position]:
            return
        known = {each[_KIND] for each in self._ids[position]}, {each[_NAME] for each in self._ids[position]}
        self._ids[position] = ids
        for kind in {each[_KIND] for each in ids} - known[0]:
            _add(self._by_kind.setdefault(kind, []), position)
        for name in {each[_NAME] for each in ids} - known[1]:
            _add(self._by_name.setdefault(name, []), position)

    def candidates(self, condition: Condition) -> Sequence[int]:
        """Return the positions of the objects that the condition can mean, ascending."""
        name, kind = condition.literal.get(_NAME), condition.literal.get(_KIND)
        if name is not None:
            return tuple(self._by_name.get(name, ()))
        if kind is not None:
            return tuple(self._by_kind.get(kind, ()))
        return range(len(self._ids))


def _add(positions: list[int], position: int) -> None:
    if position not in positions:
        insort(positions, position)


def _ids_of(body: Node, former: Former) -> tuple[Id, ...]:
    """Return the current id and, behind it, the former ones, with the group and version of now."""
    fields = body if isinstance(body, dict) else {}
    group, version = split_api_version(text_of(fields.get("apiVersion", "")))
    metadata = fields.get("metadata")
    named: dict[str, Node] = metadata if isinstance(metadata, dict) else {}
    current = (
        group,
        version,
        text_of(fields.get("kind", "")),
        _text(named.get("name")),
        _text(named.get("namespace")),
    )
    if not former:
        return (current,)
    return (current, *((group, version, kind, name, namespace) for namespace, name, kind in former))


def _text(node: Node) -> str:
    return "" if node is None else text_of(node)


def _namespace_matcher(namespace: str) -> Callable[[str], bool]:
    return lambda found: (found or _DEFAULT_NAMESPACE) == namespace


def _regexp_matcher(field: str, pattern: str, place: Place) -> Callable[[str], bool]:
    try:
        return full_matcher(pattern)
    except PatternError as error:
        raise KustomizationError(
            f"`{field}` of a target: {error}",
            place=place,
            hint="targets select by regular expressions in Go's syntax, anchored at both ends",
        ) from error


def _requirements(data: JsonObject, place: Place) -> list[tuple[str, list[Requirement]]]:
    """Return the fields of metadata to look at, each with what it has to meet."""
    result: list[tuple[str, list[Requirement]]] = []
    for key, field in (("labelSelector", "labels"), ("annotationSelector", "annotations")):
        text = data.get(key)
        if text:
            from mlkube.overlay.selection.label_selectors import parse_label_selector  # noqa: PLC0415  rarely used

            try:
                result.append((field, parse_label_selector(str(text))))
            except KustomizationError as error:
                raise KustomizationError(error.reason, place=place, hint=error.hint) from error
    return result


def _meets(requirements: list[tuple[str, list[Requirement]]], body: Node) -> bool:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    for field, wanted in requirements:
        values = metadata.get(field) if isinstance(metadata, dict) else None
        texts = {key: _text(value) for key, value in values.items()} if isinstance(values, dict) else {}
        if not all(requirement.matches(texts) for requirement in wanted):
            return False
    return True
