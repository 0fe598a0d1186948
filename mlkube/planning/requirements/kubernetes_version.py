"""Which Kubernetes a render needs: the fields and the versions of APIs that decide it."""

from __future__ import annotations

from mlkube.planning.body import at, text
from mlkube.planning.requirements.field_versions import fields_of_jobs, fields_of_kind, fields_of_pods
from mlkube.planning.requirements.requirement import GATE, KUBERNETES, Requirement
from mlkube.schema import load_schema
from mlkube.schema.compiled import CompiledVersion
from mlkube.schema.versions import FIRST_MINOR, LAST_MINOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.field_versions import FieldVersion
    from mlkube.planning.requirements.walk import Steps, Walked
    from mlkube.schema import Node

    Found = tuple[Requirement, Steps]

_MINORS = range(FIRST_MINOR, LAST_MINOR + 1)


class ServedKinds:
    """In which versions of Kubernetes its own kinds are served; looked up once a kind."""

    __slots__ = ("_found", "_groups")

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, ...]] = {}
        self._groups: frozenset[str] | None = None

    def minors(self, api_version: str, kind: str) -> tuple[int, ...]:
        """Return the minor versions that serve a kind, none for a kind that is not Kubernetes' own."""
        key = (api_version, kind)
        if key not in self._found:
            self._found[key] = tuple(
                minor for minor in _MINORS if CompiledVersion(minor).find_kind(*key) is not None
            )
        return self._found[key]

    def has_group(self, group: str) -> bool:
        """Tell whether an API group is Kubernetes' own."""
        if self._groups is None:
            names = (name for minor in (FIRST_MINOR, LAST_MINOR) for name in CompiledVersion(minor).kinds())
            versions = (name.partition(" ")[0] for name in names)
            self._groups = frozenset(each.rpartition("/")[0] for each in versions)
        return group in self._groups


def version_needs(resource: Resource, walked: Walked, served: ServedKinds) -> Iterator[Found]:
    """Yield what an object needs of Kubernetes' version, and where.

    Fields of the table come first; any other field that the oldest version does not know counts from the
    version whose schema has it.
    """
    minors = served.minors(resource.api_version, resource.kind)
    known: set[Steps] = set()
    for requirement, steps in _of_table(resource, walked, own=bool(minors)):
        known.add(steps)
        yield requirement, steps
    if not minors:
        return
    kind = f"{resource.api_version} {resource.kind}"
    if minors[0] > FIRST_MINOR:
        yield _from(minors[0], kind), ()
    if minors[-1] < LAST_MINOR:
        removed = minors[-1] + 1
        yield Requirement(KUBERNETES, version=f"<1.{removed}", text=f"{kind}, which 1.{removed} removed"), ()
    for steps, minor in _younger_fields(resource, minors):
        if not any(steps[: len(each)] == each or each[: len(steps)] == steps for each in known):
            yield _from(minor, f"the field {_spelt(steps)} of {resource.kind}"), steps


def _of_table(resource: Resource, walked: Walked, *, own: bool) -> Iterator[Found]:
    for steps, mapping in walked:
        if isinstance(mapping.get("containers"), list):
            yield from _rows(fields_of_pods(), mapping, steps)
    if not own:
        return
    yield from _rows(fields_of_kind(resource.kind), resource.body, ())
    if resource.kind == "Job":
        yield from _rows(fields_of_jobs(), at(resource.body, "spec"), ("spec",))
    elif resource.kind == "CronJob":
        inside = ("spec", "jobTemplate", "spec")
        yield from _rows(fields_of_jobs(), at(resource.body, *inside), inside)


def _rows(rows: tuple[FieldVersion, ...], body: JsonObject, before: Steps) -> Iterator[Found]:
    for row in rows:
        for steps in row.found_in(body):
            if row.gate:
                said = f"{row.text}; off by default"
                yield Requirement(GATE, row.gate, text=said), (*before, *steps)
            elif row.default > FIRST_MINOR:
                stable = f" (stable from 1.{row.stable})" if row.stable > row.default else ""
                yield _from(row.default, f"{row.text}{stable}"), (*before, *steps)


def _from(minor: int, said: str) -> Requirement:
    return Requirement(KUBERNETES, version=f">=1.{minor}", text=said)


def _younger_fields(resource: Resource, minors: tuple[int, ...]) -> Iterator[tuple[Steps, int]]:
    """Yield the fields that the first version with this kind does not know, with the first one that does."""
    key = (resource.api_version, resource.kind)
    for steps in _unknown(resource.body, load_schema(f"1.{minors[0]}").find(*key), ()):
        for minor in minors[1:]:
            if _knows(load_schema(f"1.{minor}").find(*key), steps):
                yield steps, minor
                break


def _unknown(value: Json, node: Node | None, steps: Steps) -> Iterator[Steps]:
    if node is None:
        return
    if isinstance(value, list):
        element = node.element()
        for number, each in enumerate(value):
            yield from _unknown(each, element, (*steps, number))
    elif isinstance(value, dict):
        properties = node.raw.get("properties")
        for key, each in value.items():
            if isinstance(properties, dict) and key not in properties and node.child(key) is None:
                yield (*steps, key)
            elif isinstance(each, dict | list):
                yield from _unknown(each, node.child(key), (*steps, key))


def _knows(node: Node | None, steps: Steps) -> bool:
    for step in steps:
        if node is None:
            return False
        node = node.element() if isinstance(step, int) else node.child(step)
    return node is not None


def _spelt(steps: Steps) -> str:
    """Return a field without the indices of lists, so that equal fields are one requirement."""
    return ".".join(text(step) for step in steps if isinstance(step, str))
