"""`namePrefix` and `nameSuffix`: renames objects and remembers what they were called."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.overlay.fields.field_spec import SCALAR, change_each, set_resource_fields
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.field_values import rewritten, text_of
from mlkube.overlay.identity import remember_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec import FieldSpec

    Remember: TypeAlias = Callable[[Resource], Resource]

# Kinds whose names mean something outside of the build. The group of the first two does not matter.
_KEEP_THEIR_NAMES = frozenset({"CustomResourceDefinition", "Namespace"})
_API_SERVICE = ("apiregistration.k8s.io", "APIService")
_NAME = ("metadata", "name")


def add_prefix(resources: Sequence[Resource], prefix: str, specs: Iterable[FieldSpec]) -> list[Resource]:
    """Return the objects with the prefix in front of every field that the specs lead to.

    CustomResourceDefinitions, Namespaces and APIServices keep their names.

    Raises:
        BuildError: a path leads to a mapping or a list, or through a scalar.

    Source: kustomize api/internal/builtins/PrefixTransformer.go.
    """

    def add(value: Json) -> Json:
        return rewritten(value, prefix + text_of(value))

    def remember(resource: Resource) -> Resource:
        return remember_id(resource).replace(prefixes=(*resource.prefixes, prefix))

    return _rename(resources, specs, add, remember) if prefix else list(resources)


def add_suffix(resources: Sequence[Resource], suffix: str, specs: Iterable[FieldSpec]) -> list[Resource]:
    """Return the objects with the suffix behind every field that the specs lead to.

    CustomResourceDefinitions, Namespaces and APIServices keep their names.

    Raises:
        BuildError: a path leads to a mapping or a list, or through a scalar.

    Source: kustomize api/internal/builtins/SuffixTransformer.go.
    """

    def add(value: Json) -> Json:
        return rewritten(value, text_of(value) + suffix)

    def remember(resource: Resource) -> Resource:
        return remember_id(resource).replace(suffixes=(*resource.suffixes, suffix))

    return _rename(resources, specs, add, remember) if suffix else list(resources)


def _rename(
    resources: Sequence[Resource],
    specs: Iterable[FieldSpec],
    add: Callable[[Json], Json],
    remember: Remember,
) -> list[Resource]:
    fields = FieldSpecs.of(specs)

    def rename(resource: Resource) -> Resource:
        api_version, kind = resource.api_version, resource.kind
        # kustomize asks for the kind that the object had at first, and for the one that it has.
        first_kind = resource.former[0][2] if resource.former else kind
        if _keeps_its_name(api_version, first_kind):
            return resource
        selected = fields.for_kind(api_version, kind)
        if first_kind != kind:
            originally = fields.for_kind(api_version, first_kind)
            selected = tuple(spec for spec in selected if spec in originally)
        for spec in selected:
            if spec.path == _NAME:
                resource = remember(resource)
            resource = set_resource_fields(resource, (spec,), add, SCALAR)
        return resource

    return change_each(resources, rename)


def _keeps_its_name(api_version: str, kind: str) -> bool:
    if kind in _KEEP_THEIR_NAMES:
        return True
    return kind == _API_SERVICE[1] and split_api_version(api_version)[0] == _API_SERVICE[0]
