"""`commonAnnotations`: annotations on objects and on the templates in them."""

from __future__ import annotations

from mlkube.overlay.fields.field_spec import change_each, set_shared_entries
from mlkube.overlay.fields.field_spec_list import FieldSpecs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec import FieldSpec


def set_annotations(
    resources: Sequence[Resource], annotations: Mapping[str, Json], specs: Iterable[FieldSpec]
) -> list[Resource]:
    """Return the objects with the annotations set in every mapping that the specs lead to.

    Null is an empty annotation.

    Raises:
        BuildError: a path meets a value that is no mapping.

    Source: kustomize api/filters/annotations.
    """
    pairs: JsonObject = {key: "" if value is None else value for key, value in annotations.items()}
    if not pairs:
        return list(resources)
    fields = FieldSpecs.of(specs)

    def change(resource: Resource) -> Resource:
        selected = fields.for_kind(resource.api_version, resource.kind)
        return set_shared_entries(resource, selected, pairs)

    return change_each(resources, change)
