"""Names of objects inside other objects: follows every renaming into the fields that refer to it."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.resource import split_api_version
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.identity import effective_namespace
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.transformer_config import NameReference

    Steps: TypeAlias = tuple[str | int, ...]
    Rule: TypeAlias = tuple[int, NameReference, tuple[str, ...]]  # position in the table, referent, field

_ROLE_REF_NAME = ("roleRef", "name")
_CLUSTER = effective_namespace("v1", "Namespace", "")


def fix_name_references(
    resources: Sequence[Resource], references: Sequence[NameReference]
) -> list[Resource]:
    """Return the objects with every reference set to the current name of what it meant.

    A reference means an object that once had that name and a fitting kind, may be reached from the
    referrer's namespace, and went through the same prefixes and suffixes. The order of rules is
    significant: a field that two rules name is looked up twice.

    Raises:
        BuildError: a reference that several objects with different names could mean.

    Source: kustomize, api/filters/nameref and api/resmap.
    """
    candidates = _Candidates(resources)
    if not candidates.by_name:
        return list(resources)
    tries: dict[tuple[str, str, str], _Trie] = {}
    result: list[Resource] = []
    errors: list[MlkubeError] = []
    for resource in resources:
        kind = resource.former[0][2] if resource.former else resource.kind
        key = (*split_api_version(resource.api_version), kind)
        trie = tries.get(key)
        if trie is None:
            trie = tries[key] = _compile(references, key)
        if not trie:
            result.append(resource)
            continue
        try:
            result.append(_fix(resource, trie, candidates))
        except MlkubeError as error:
            errors.append(error)
            result.append(resource)
    raise_all(errors)
    return result


class _Trie(dict[str, "_Trie"]):
    """The fields that may hold names, as a tree of keys; `rules` end here."""

    __slots__ = ("rules",)

    def __init__(self) -> None:
        super().__init__()
        self.rules: list[Rule] = []


def _compile(references: Sequence[NameReference], referrer: tuple[str, str, str]) -> _Trie:
    root = _Trie()
    position = 0
    for reference in references:
        for spec in reference.referrers:
            position += 1
            if all(not want or want == has for want, has in zip((spec.group, spec.version, spec.kind), referrer, strict=True)):
                node = root
                for step in spec.path:
                    node = node.setdefault(step.removesuffix("[]"), _Trie())
                node.rules.append((position, reference, spec.path))
    return root


def _leaves(value: Json, trie: _Trie, path: Steps) -> Iterator[tuple[Steps, Rule]]:
    """Yield the places that rules name, going through lists wherever they stand."""
    for rule in trie.rules:
        yield path, rule
    if isinstance(value, dict):
        if len(trie) <= len(value):
            for key, inner in trie.items():
                child = value.get(key)
                if child is not None:
                    yield from _leaves(child, inner, (*path, key))
        else:
            for key, child in value.items():
                inner_trie = trie.get(key)
                if inner_trie is not None and child is not None:
                    yield from _leaves(child, inner_trie, (*path, key))
    elif isinstance(value, list) and trie:
        for index, item in enumerate(value):
            if item is not None:
                yield from _inner(item, trie, (*path, index))


def _inner(item: Json, trie: _Trie, path: Steps) -> Iterator[tuple[Steps, Rule]]:
    for leaf, rule in _leaves(item, trie, path):
        if leaf != path:  # the rules that end at the list were yielded for the list
            yield leaf, rule


def _fix(resource: Resource, trie: _Trie, candidates: _Candidates) -> Resource:
    hits = list(_leaves(resource.body, trie, ()))
    if not hits:
        return resource
    body = resource.body
    referrer = _Referrer(resource)
    hits.sort(key=lambda hit: hit[1][0])
    for path, (_, reference, field) in hits:
        value = _get(body, path)
        new = _renamed(value, referrer, reference, field, candidates, path)
        if new is not value:
            body = _set(body, path, new)  # type: ignore[assignment]  # the root of a body stays a mapping
    return resource.with_body(body)


def _renamed(  # noqa: PLR0913  the referrer, what it may mean, and where the value stands
    value: Json, referrer: _Referrer, reference: NameReference, field: tuple[str, ...], candidates: _Candidates, path: Steps
) -> Json:
    """Return the value of a field with its name (and namespace) brought up to date."""
    if isinstance(value, dict):
        return _renamed_mapping(value, referrer, reference, field, candidates, path)
    if isinstance(value, list):
        items = [
            item if item is None else _renamed(item, referrer, reference, field, candidates, (*path, index))
            for index, item in enumerate(value)
        ]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items
    if value is None:
        return value
    old = value if isinstance(value, str) else scalar_text(value)
    found = candidates.select(old, referrer, reference, field, path, by_namespace=False)
    if found is None or found.name == old:
        return value
    return found.name


def _renamed_mapping(  # noqa: PLR0913  as _renamed
    value: JsonObject, referrer: _Referrer, reference: NameReference, field: tuple[str, ...], candidates: _Candidates, path: Steps
) -> JsonObject:
    if "name" not in value:
        raise BuildError(
            "the field has no name, so it refers to nothing",
            place=referrer.place(format_path(path)),
            hint="a nameReference of `configurations` names a mapping without `name`",
        )
    name = value["name"]
    old = name if isinstance(name, str) else scalar_text(name)
    namespace = value.get("namespace")
    within = None
    if namespace is not None:
        within = namespace if isinstance(namespace, str) else scalar_text(namespace)
    found = candidates.select(old, referrer, reference, field, path, by_namespace=True, within=within)
    if found is None or (found.name == old and not found.namespace):
        return value
    changed = {**value, "name": found.name}
    if found.namespace:
        changed["namespace"] = found.namespace
    return value if changed == value else changed


class _Referrer:
    """What decides which objects a referrer can reach."""

    __slots__ = ("cluster_scoped", "namespace", "reachable", "resource", "role_ref")

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.namespace = effective_namespace(resource.api_version, resource.kind, resource.namespace)
        self.cluster_scoped = self.namespace == _CLUSTER
        self.reachable = _subject_namespaces(resource)
        role_ref = resource.body.get("roleRef")
        self.role_ref: tuple[str, str] | None = None
        if isinstance(role_ref, dict) and role_ref.get("apiGroup") is not None and role_ref.get("kind") is not None:
            self.role_ref = (scalar_text(role_ref["apiGroup"]), scalar_text(role_ref["kind"]))

    def place(self, field: str) -> Place:
        source = self.resource.sources[0].file if self.resource.sources else ""
        return Place(source, resource=str(self.resource), field=field)


def _subject_namespaces(resource: Resource) -> set[str]:
    """Return the namespaces of the ServiceAccounts that a RoleBinding names: it may reach into these."""
    subjects = resource.body.get("subjects")
    if resource.kind != "RoleBinding" or not isinstance(subjects, list):
        return set()
    found: set[str] = set()
    for subject in subjects:
        if isinstance(subject, dict) and subject.get("kind") == "ServiceAccount" and "namespace" in subject:
            namespace = subject["namespace"]
            if not isinstance(namespace, str):
                raise BuildError(
                    "the namespace of a ServiceAccount among the subjects is no text",
                    place=Place(resource.sources[0].file if resource.sources else "", resource=str(resource), field="subjects"),
                )
            found.add(namespace)
    return found


class _Candidates:
    """The renamed objects, found by a former name."""

    __slots__ = ("by_name",)

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.by_name: dict[str, list[_Candidate]] = {}
        for resource in resources:
            if resource.former:
                candidate = _Candidate(resource)
                for name in {name for _, name, _ in resource.former}:
                    self.by_name.setdefault(name, []).append(candidate)

    def select(  # noqa: PLR0913  as _renamed
        self,
        name: str,
        referrer: _Referrer,
        reference: NameReference,
        field: tuple[str, ...],
        path: Steps,
        *,
        by_namespace: bool,
        within: str | None = None,
    ) -> _Candidate | None:
        """Return the one object that a former name means to the referrer, None where there is none."""
        named = self.by_name.get(name)
        if named is None:
            return None
        found = [candidate for candidate in named if candidate.is_reachable(referrer) and candidate.was(reference)]
        if within is not None:
            original = [candidate for candidate in found if candidate.original_namespace == within]
            found = original or [candidate for candidate in found if candidate.current_namespace == within]
        if field[-2:] == _ROLE_REF_NAME and referrer.role_ref is not None:
            found = [candidate for candidate in found if candidate.was_role(*referrer.role_ref)]
        found = [candidate for candidate in found if candidate.shares_namespace(referrer)]
        if len(found) > 1:
            found = [candidate for candidate in found if candidate.same_context(referrer.resource, allow_empty=True)]
        if len(found) > 1:
            found = [candidate for candidate in found if candidate.same_context(referrer.resource, allow_empty=False)]
        if not found:
            return None
        first = found[0]
        for other in found[1:]:
            if other.name != first.name or (by_namespace and other.namespace != first.namespace):
                names = ", ".join(f"{candidate.kind}/{candidate.name} ({candidate.file})" for candidate in found)
                raise BuildError(
                    f"{name!r} could mean several objects: {names}",
                    place=referrer.place(format_path(path)),
                    hint="give the objects different names, or name the namespace in the reference",
                )
        return first


class _Candidate:
    """A renamed object, with what is asked of it again and again."""

    __slots__ = (
        "current_namespace",
        "file",
        "former",
        "group",
        "kind",
        "name",
        "namespace",
        "original_namespace",
        "prefixes",
        "suffixes",
        "version",
    )

    def __init__(self, resource: Resource) -> None:
        self.name = resource.name
        self.namespace = resource.namespace
        self.kind = resource.kind
        self.group, self.version = split_api_version(resource.api_version)
        self.former = resource.former
        self.prefixes = resource.prefixes
        self.suffixes = resource.suffixes
        self.original_namespace = resource.former[0][0]
        self.current_namespace = effective_namespace(resource.api_version, self.kind, self.namespace)
        self.file = resource.sources[0].file if resource.sources else "generated"

    def is_reachable(self, referrer: _Referrer) -> bool:
        if referrer.cluster_scoped or self.current_namespace in (_CLUSTER, referrer.namespace):
            return True
        return self.namespace in referrer.reachable

    def was(self, reference: NameReference) -> bool:
        if (reference.group and reference.group != self.group) or (
            reference.version and reference.version != self.version
        ):
            return False
        return not reference.kind or any(kind == reference.kind for _, _, kind in self.former)

    def was_role(self, group: str, kind: str) -> bool:
        return (not group or group == self.group) and (
            not kind or any(former == kind for _, _, former in self.former)
        )

    def shares_namespace(self, referrer: _Referrer) -> bool:
        if referrer.cluster_scoped or self.kind == "ServiceAccount":
            return True
        return self.current_namespace in (_CLUSTER, referrer.namespace)

    def same_context(self, referrer: Resource, *, allow_empty: bool) -> bool:
        return _same_ending(self.prefixes, referrer.prefixes, allow_empty=allow_empty) and _same_ending(
            self.suffixes, referrer.suffixes, allow_empty=allow_empty
        )


def _same_ending(left: tuple[str, ...], right: tuple[str, ...], *, allow_empty: bool) -> bool:
    """Tell whether the shorter list ends the longer one; an empty one ends only an empty one."""
    shorter = min(len(left), len(right))
    if not shorter:
        return allow_empty or len(left) == len(right)
    return left[-shorter:] == right[-shorter:]


def _get(body: Json, path: Steps) -> Json:
    for step in path:
        body = body[step]  # type: ignore[index,call-overload]  # the path was read off this structure
    return body


def _set(body: Json, path: Steps, value: Json) -> Json:
    """Return a copy of the body with the value at an existing path; the rest is shared."""
    if not path:
        return value
    copy = body.copy()  # type: ignore[union-attr]  # the path was read off this structure
    copy[path[0]] = _set(copy[path[0]], path[1:], value)  # type: ignore[index,call-overload]  # as above
    return copy
