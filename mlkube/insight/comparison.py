"""Compares two sets of objects: which were added, removed or changed, and which fields of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json
    from mlkube.core.resource import Resource

    # an object's key, and its number among the objects of that key
    Numbered: TypeAlias = tuple["ObjectKey", int]

ADDED = "added"
REMOVED = "removed"
CHANGED = "changed"
REORDERED = "reordered"


class FieldChange:
    """One field that differs; `change` is added, removed, changed or reordered.

    `path` reads `spec.template.spec.containers[name=serving].image`: an element of a list is named by its
    key where it has one, else by its index. `old` is None where the field was added, `new` where it was
    removed. Of a reordered list they hold the keys of the elements that both have, in order.
    """

    __slots__ = ("change", "new", "old", "path")

    def __init__(self, path: str, change: str, old: Json = None, new: Json = None) -> None:
        self.path = path
        self.change = change
        self.old = old
        self.new = new

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldChange) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.path, self.change))

    def __repr__(self) -> str:
        return f"FieldChange{self._key()!r}"

    def _key(self) -> tuple[str, str, Json, Json]:
        return self.path, self.change, self.old, self.new


class ObjectKey:
    """What pairs an object of one set with one of the other: everything of its identity but the version."""

    __slots__ = ("group", "kind", "name", "namespace")

    def __init__(self, group: str, kind: str, namespace: str, name: str) -> None:
        self.group = group
        self.kind = kind
        self.namespace = namespace
        self.name = name

    def _key(self) -> tuple[str, str, str, str]:
        return self.kind, self.namespace, self.name, self.group

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectKey) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __lt__(self, other: ObjectKey) -> bool:
        return self._key() < other._key()

    def __repr__(self) -> str:
        return f"ObjectKey({str(self)!r})"

    def __str__(self) -> str:
        """Return `Deployment/ml-model in ml`."""
        where = f" in {self.namespace}" if self.namespace else ""
        return f"{self.kind}/{self.name}{where}"


class Comparison:
    """How two sets of objects differ; every part is sorted by kind, namespace and name."""

    __slots__ = ("added", "changed", "removed")

    def __init__(
        self,
        added: Sequence[ObjectKey],
        removed: Sequence[ObjectKey],
        changed: Mapping[ObjectKey, tuple[FieldChange, ...]],
    ) -> None:
        self.added = tuple(added)
        self.removed = tuple(removed)
        self.changed = changed

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.added or self.removed or self.changed)


def compare(old: Iterable[Resource], new: Iterable[Resource]) -> Comparison:
    """Return how the new objects differ from the old ones.

    The order of the objects does not matter. An object that is alone of its kind and name on both sides is
    the same one in another namespace. Values of Secrets are replaced by a text that says no more than whether
    they differ.
    """
    before, after = _by_key(old), _by_key(new)
    pairs = {key: key for key in before.keys() & after.keys()}
    pairs.update(_moved(before.keys() - pairs.keys(), after.keys() - pairs.keys()))
    changed = {}
    for key in sorted(pairs):
        was, now = before[key].body, after[pairs[key]].body
        if was != now:
            from mlkube.insight.fields import field_changes  # noqa: PLC0415  deepdiff costs more than a build

            changed[key[0]] = field_changes(was, now)
    return Comparison(
        added=[key[0] for key in sorted(after.keys() - set(pairs.values()))],
        removed=[key[0] for key in sorted(before.keys() - pairs.keys())],
        changed=changed,
    )


def _moved(removed: Iterable[Numbered], added: Iterable[Numbered]) -> dict[Numbered, Numbered]:
    """Return what is the same object elsewhere: alone of its kind and name on both sides."""
    old, new = _by_kind_and_name(removed), _by_kind_and_name(added)
    return {
        old[name][0]: new[name][0]
        for name in old.keys() & new.keys()
        if len(old[name]) == 1 and len(new[name]) == 1
    }


def _by_kind_and_name(keys: Iterable[Numbered]) -> dict[tuple[str, str, str], list[Numbered]]:
    result: dict[tuple[str, str, str], list[Numbered]] = {}
    for key in keys:
        result.setdefault((key[0].group, key[0].kind, key[0].name), []).append(key)
    return result


def _by_key(resources: Iterable[Resource]) -> dict[Numbered, Resource]:
    """Return the objects by key; the second object of one identity, which a file can hold, by number 1."""
    result: dict[Numbered, Resource] = {}
    for resource in resources:
        identity = resource.id
        key = ObjectKey(identity.group, identity.kind, identity.namespace, identity.name)
        number = 0
        while (key, number) in result:
            number += 1
        result[key, number] = resource
    return result
