"""Which object a name inside another object means, after both may have been renamed.

Source: kustomize, api/filters/nameref/nameref.go and api/resmap/reswrangler.go.
"""

from __future__ import annotations

from mlkube.core.description import DescribedSource
from mlkube.core.resource import CLUSTER, split_api_version
from mlkube.errors import BuildError
from mlkube.overlay.fields.field_spec import place_of
from mlkube.overlay.fields.field_values import describe
from mlkube.overlay.identity import own_namespace
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.transformer_config import NameReference

_ROLE_REF_NAME = ("roleRef", "name")


class Referrer:
    """An object that refers to others, with what decides which of them it can reach."""

    __slots__ = ("namespace", "reachable", "resource", "role_ref")

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.namespace = own_namespace(resource)
        self.reachable = _subject_namespaces(resource)
        self.role_ref = _role_ref(resource)

    @property
    def is_cluster_scoped(self) -> bool:
        """Whether the object stands in no namespace, and so reaches into all."""
        return self.namespace == CLUSTER


def _role_ref(resource: Resource) -> tuple[str, str] | None:
    role_ref = resource.body.get("roleRef")
    if not isinstance(role_ref, dict):
        return None
    group, kind = role_ref.get("apiGroup"), role_ref.get("kind")
    if group is None or kind is None or isinstance(group, dict | list) or isinstance(kind, dict | list):
        return None
    return scalar_text(group), scalar_text(kind)


def _subject_namespaces(resource: Resource) -> frozenset[str]:
    """Return the namespaces of the ServiceAccounts that a RoleBinding names: it reaches into these.

    Raises:
        BuildError: a namespace that is no text, such as an empty one.

    """
    subjects = resource.body.get("subjects")
    if resource.kind != "RoleBinding" or not isinstance(subjects, list):
        return frozenset()
    found: set[str] = set()
    for number, subject in enumerate(subjects):
        if isinstance(subject, dict) and subject.get("kind") == "ServiceAccount" and "namespace" in subject:
            namespace = subject["namespace"]
            if not isinstance(namespace, str):
                raise BuildError(
                    f"expected a namespace, found {describe(namespace)}",
                    place=place_of(resource, ("subjects", number, "namespace")),
                )
            found.add(namespace)
    return frozenset(found)


class Candidate:
    """A renamed object, with what is asked of it again and again."""

    __slots__ = (
        "current_namespace",
        "former",
        "group",
        "kind",
        "name",
        "namespace",
        "original_namespace",
        "resource",
        "version",
    )

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.name = resource.name
        self.namespace = resource.namespace
        self.kind = resource.kind
        self.group, self.version = split_api_version(resource.api_version)
        self.former = resource.former
        self.original_namespace = _original_namespace(resource)
        self.current_namespace = own_namespace(resource)

    def was(self, group: str, version: str, kind: str) -> bool:
        """Tell whether the object once was of this kind; an empty part means any."""
        if (group and group != self.group) or (version and version != self.version):
            return False
        return not kind or any(kind == former for _, _, former in self.former)

    def shares_namespace(self, referrer: Referrer) -> bool:
        """Tell whether the referrer may mean this object; a ServiceAccount may be meant from elsewhere."""
        if referrer.is_cluster_scoped or self.kind == "ServiceAccount":
            return True
        return self.current_namespace in (CLUSTER, referrer.namespace)

    def shares_names(self, referrer: Referrer, *, allow_empty: bool) -> bool:
        """Tell whether both went through the same prefixes and suffixes."""
        mine, other = self.resource, referrer.resource
        return _same_ending(mine.prefixes, other.prefixes, allow_empty=allow_empty) and _same_ending(
            mine.suffixes, other.suffixes, allow_empty=allow_empty
        )

    def is_described_for(self, referrer: Referrer) -> bool:
        """Tell whether a description built the object for the namespace in which the referrer stands.

        One that stands in no namespace is reached from all, and a base has one for each that it is used in.
        """
        source = self.resource.sources[0] if self.resource.sources else None
        return isinstance(source, DescribedSource) and source.description.namespace == referrer.namespace


def _original_namespace(resource: Resource) -> str:
    if resource.former:
        return resource.former[0][0]
    return own_namespace(resource)


def _same_ending(left: tuple[str, ...], right: tuple[str, ...], *, allow_empty: bool) -> bool:
    """Tell whether the shorter list ends the longer one; an empty one ends only an empty one."""
    shorter = min(len(left), len(right))
    if not shorter:
        return allow_empty or len(left) == len(right)
    return left[-shorter:] == right[-shorter:]


class Referrals:
    """The renamed objects of a build, found by a former name and by the namespace where they are now."""

    __slots__ = ("_by_name", "_original_namespaces")

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._by_name: dict[str, dict[str, list[Candidate]]] = {}
        # All objects count here, renamed or not: current namespace -> the original ones of what is in it.
        self._original_namespaces: dict[str, set[str]] = {}
        for resource in resources:
            candidate = Candidate(resource)
            namespace = candidate.current_namespace
            self._original_namespaces.setdefault(namespace, set()).add(candidate.original_namespace)
            for name in {name for _, name, _ in resource.former}:
                self._by_name.setdefault(name, {}).setdefault(namespace, []).append(candidate)

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def find(
        self, name: str, referrer: Referrer, reference: NameReference, field: Sequence[str]
    ) -> Candidate | None:
        """Return the object whose former name a field holds, None where there is none.

        Raises:
            BuildError: several objects with different names.

        """
        found = self._reachable(name, referrer)
        return self._select(name, found, referrer, reference, field, by_namespace=False) if found else None

    def find_in_namespace(
        self,
        name: str,
        namespace: str | None,
        referrer: Referrer,
        reference: NameReference,
        field: Sequence[str],
    ) -> Candidate | None:
        """Return the object whose former name a mapping holds beside the namespace where it was, or is now.

        Raises:
            BuildError: several objects with different names or namespaces.

        """
        found = self._reachable(name, referrer)
        if found and namespace is not None:
            if namespace in self._reachable_originals(referrer):
                found = [candidate for candidate in found if candidate.original_namespace == namespace]
            else:
                found = [candidate for candidate in found if candidate.current_namespace == namespace]
        return self._select(name, found, referrer, reference, field, by_namespace=True) if found else None

    def _reachable(self, name: str, referrer: Referrer) -> list[Candidate]:
        by_namespace = self._by_name.get(name)
        if by_namespace is None:
            return []
        namespaces = self._namespaces(referrer, by_namespace)
        return [candidate for namespace in namespaces for candidate in by_namespace.get(namespace, ())]

    def _reachable_originals(self, referrer: Referrer) -> set[str]:
        namespaces = self._namespaces(referrer, self._original_namespaces)
        found = (self._original_namespaces.get(namespace, set()) for namespace in namespaces)
        return set().union(*found) - {CLUSTER}

    @staticmethod
    def _namespaces(referrer: Referrer, every: Iterable[str]) -> Iterable[str]:
        if referrer.is_cluster_scoped:
            return every
        return {CLUSTER, referrer.namespace} | referrer.reachable

    @staticmethod
    def _select(
        name: str,
        found: list[Candidate],
        referrer: Referrer,
        reference: NameReference,
        field: Sequence[str],
        *,
        by_namespace: bool,
    ) -> Candidate | None:
        found = [one for one in found if one.was(reference.group, reference.version, reference.kind)]
        if tuple(field[-2:]) == _ROLE_REF_NAME and referrer.role_ref is not None:
            group, kind = referrer.role_ref
            found = [candidate for candidate in found if candidate.was(group, "", kind)]
        found = [candidate for candidate in found if candidate.shares_namespace(referrer)]
        for allow_empty in (True, False):
            if len(found) > 1:
                found = [one for one in found if one.shares_names(referrer, allow_empty=allow_empty)]
        if len(found) > 1:
            found = [one for one in found if one.is_described_for(referrer)] or found
        if not found:
            return None
        first = found[0]
        for other in found[1:]:
            if other.name != first.name or (by_namespace and other.namespace != first.namespace):
                raise _ambiguous(name, found)
        return first


def _ambiguous(name: str, found: list[Candidate]) -> BuildError:
    objects = []
    for candidate in found:
        sources = candidate.resource.sources
        objects.append(f"{candidate.resource} ({sources[0].file})" if sources else str(candidate.resource))
    return BuildError(
        f"{name!r} could mean several objects: {', '.join(objects)}",
        hint="give the objects different names, or different namespaces",
    )
