"""`namespace`: puts objects into a namespace, and renames Namespaces and what else names one."""

from __future__ import annotations

from mlkube.errors import BuildError, MlkubeError, raise_all
from mlkube.overlay.fields.field_spec import SCALAR, FieldSpec, change_each, place_of, set_resource_fields
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.field_values import CREATED, FieldError, describe, mapping_or_null, text_of
from mlkube.overlay.identity import current_key, remember_id
from mlkube.schema.kinds import is_cluster_scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlkube.core.json import Json
    from mlkube.core.resource import Resource

DEFAULT_ONLY = "defaultOnly"
ALL_SERVICE_ACCOUNTS = "allServiceAccounts"
NO_SUBJECTS = "none"

_OWN_NAMESPACE = FieldSpec("metadata/namespace", create=True)
_SUBJECTS = FieldSpec("subjects")
_OWN_NAME = ("metadata", "name")
_SUBJECT_NAMESPACE = ("subjects", "namespace")
_ROLE_BINDINGS = frozenset({"RoleBinding", "ClusterRoleBinding"})


def set_namespace(
    resources: Sequence[Resource],
    namespace: str,
    specs: Iterable[FieldSpec],
    *,
    unset_only: bool = False,
    set_role_binding_subjects: str = DEFAULT_ONLY,
) -> list[Resource]:
    """Return the objects moved to a namespace, all but those of cluster-scoped kinds.

    The specs name further fields that hold a namespace; `metadata/name` counts for objects of version v1
    only. Of the subjects of role bindings those named `default` follow, with `allServiceAccounts` all
    ServiceAccounts, with `none` no subject. With `unset_only` nothing that is set changes.

    Raises:
        BuildError: objects that only their namespace told apart; a field of the wrong type; all of them.

    Source: kustomize api/internal/builtins/NamespaceTransformer.go, api/filters/namespace.
    """
    if not namespace:
        return list(resources)

    def put(value: Json) -> Json:
        if unset_only and text_of(value):
            return value
        text_of(value)
        return namespace

    def put_subject(value: Json) -> Json:
        subject = mapping_or_null(value)
        if subject is None or not _follows(subject, set_role_binding_subjects):
            return subject
        old = subject.get("namespace", CREATED)
        new = put(old)
        return subject if new == old else {**subject, "namespace": new}

    fields = FieldSpecs.of(specs)
    selected: dict[tuple[str, str], tuple[FieldSpec, ...]] = {}

    def move(resource: Resource) -> Resource:
        key = (resource.api_version, resource.kind)
        applicable = selected.get(key)
        if applicable is None:
            applicable = selected[key] = _applicable(fields, *key)
        if resource.cluster_scoped:
            return resource
        moved = remember_id(resource)
        if key[1] in _ROLE_BINDINGS:
            moved = set_resource_fields(moved, (_SUBJECTS,), _each(put_subject))
        return set_resource_fields(moved, applicable, put, SCALAR)

    result = change_each(resources, move)
    _require_distinct(resources, result, namespace)
    return result


def _applicable(specs: FieldSpecs, api_version: str, kind: str) -> tuple[FieldSpec, ...]:
    """Return the specs for a kind, without those of fields that have rules of their own."""
    own = () if is_cluster_scoped(api_version, kind) else (_OWN_NAMESPACE,)
    return own + tuple(
        spec
        for spec in specs.for_kind(api_version, kind)
        if spec.path != _OWN_NAMESPACE.path
        and (api_version == "v1" or spec.path != _OWN_NAME)
        and not (spec.kind in _ROLE_BINDINGS and spec.path == _SUBJECT_NAMESPACE)
    )


def _each(change: Callable[[Json], Json]) -> Callable[[Json], Json]:
    def change_all(value: Json) -> Json:
        if value is None:
            return None
        if not isinstance(value, list):
            raise FieldError(f"expected a list, found {describe(value)}")
        changed: list[Json] = []
        try:
            for item in value:
                changed.append(change(item))  # noqa: PERF401 -- the length says which item is refused
        except FieldError as error:
            raise error.within(len(changed)) from None
        return value if all(new is old for new, old in zip(changed, value, strict=True)) else changed

    return change_all


def _follows(subject: dict[str, Json], mode: str) -> bool:
    if mode == NO_SUBJECTS:
        return False
    key, wanted = ("kind", "ServiceAccount") if mode == ALL_SERVICE_ACCOUNTS else ("name", "default")
    value = subject.get(key)
    return value is not None and text_of(value) == wanted


def _require_distinct(before: Sequence[Resource], after: Sequence[Resource], namespace: str) -> None:
    seen: dict[tuple[str, str, str, str, str], int] = {}
    errors: list[MlkubeError] = []
    for index, resource in enumerate(after):
        first = seen.setdefault(current_key(resource), index)
        if first == index:
            continue
        one, other = before[first], before[index]
        errors.append(
            BuildError(
                f"in namespace {namespace!r} two objects become one: {_where(one)} and {_where(other)}",
                place=place_of(resource),
                hint="rename one of them, or keep them in different kustomizations",
            )
        )
    raise_all(errors)


def _where(resource: Resource) -> str:
    namespace = f"of namespace {resource.namespace!r}" if resource.namespace else "without a namespace"
    file = place_of(resource).file
    return f"{resource} {namespace}{f' ({file})' if file else ''}"
