"""`replicas`: sets the number of replicas of objects by name."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_spec import SCALAR, set_resource_fields
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.field_values import rewritten, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec import FieldSpec, Setter


def set_replicas(
    resources: Sequence[Resource],
    replicas: Sequence[JsonObject],
    specs: Iterable[FieldSpec],
    place: Place | None = None,
) -> list[Resource]:
    """Return the objects with their replicas set: `[{name: web, count: 3}]`.

    A name is one that the object has or had during the build, and the specs say which kinds it may be.

    Raises:
        BuildError: a name that no object has or had; `place` is the field of the kustomization. All of them.

    Source: kustomize api/internal/builtins/ReplicaCountTransformer.go.
    """
    result = list(resources)
    if not replicas:
        return result
    fields = FieldSpecs.of(specs)
    positions: dict[str, list[int]] = {}
    for index, resource in enumerate(resources):
        for name in {resource.name, *(former for _, former, _ in resource.former)}:
            positions.setdefault(name, []).append(index)
    errors: list[MlkubeError] = []
    for replica in replicas:
        name = str(replica.get("name") or "")
        put = _setter(replica.get("count"))
        found = False
        for index in positions.get(name, ()):
            resource = result[index]
            if _may_mean(resource, name, fields):
                found = True
                selected = fields.for_kind(resource.api_version, resource.kind)
                result[index] = set_resource_fields(resource, selected, put, SCALAR)
        if not found:
            errors.append(_unmatched(name, fields, resources, place))
    raise_all(errors)
    return result


def _setter(count: Json) -> Setter:
    text = text_of(count or 0)
    return lambda value: rewritten(value, text)


def _may_mean(resource: Resource, name: str, specs: FieldSpecs) -> bool:
    """Return whether the specs hold for a kind under which the object has or had the name."""
    kinds = {kind for _, former, kind in resource.former if former == name}
    if resource.name == name:
        kinds.add(resource.kind)
    return any(specs.for_kind(resource.api_version, kind) for kind in kinds)


def _unmatched(
    name: str, specs: FieldSpecs, resources: Sequence[Resource], place: Place | None
) -> BuildError:
    from mlkube.core.suggest import suggest  # noqa: PLC0415 -- only an error needs it

    kinds = ", ".join(dict.fromkeys(spec.kind or "every kind" for spec in specs))
    names = [
        each.name
        for each in resources
        if any(spec.selects(*split_api_version(each.api_version), each.kind) for spec in specs)
    ]
    near = suggest(name, names)
    return BuildError(
        f"no object of the kinds {kinds} is named {name!r}",
        place=place or Place(field="replicas"),
        hint=f"did you mean {near!r}?" if near else "",
    )
