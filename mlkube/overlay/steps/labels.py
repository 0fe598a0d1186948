"""`labels` and `commonLabels`: labels on objects, and on the selectors and templates that go with them."""

from __future__ import annotations

from mlkube.errors import KustomizationError, Place
from mlkube.overlay.fields.field_spec import FieldSpec, change_each, set_shared_entries
from mlkube.overlay.fields.field_spec_list import FieldSpecConflict, FieldSpecs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.transformer_config import TransformerConfig

_OWN_LABELS = FieldSpecs([FieldSpec("metadata/labels", create=True)])


def set_labels(
    resources: Sequence[Resource], labels: Mapping[str, Json], specs: Iterable[FieldSpec]
) -> list[Resource]:
    """Return the objects with the labels set in every mapping that the specs lead to; null is an empty label.

    Raises:
        BuildError: a path meets a value that is no mapping.

    Source: kustomize api/filters/labels.
    """
    pairs: JsonObject = {key: "" if value is None else value for key, value in labels.items()}
    if not pairs:
        return list(resources)
    fields = FieldSpecs.of(specs)

    def change(resource: Resource) -> Resource:
        selected = fields.for_kind(resource.api_version, resource.kind)
        return set_shared_entries(resource, selected, pairs)

    return change_each(resources, change)


def label_specs(label: JsonObject, config: TransformerConfig, place: Place | None = None) -> FieldSpecs:
    """Return the fields that an entry of `labels` adds to.

    Its own `fields` come first, then what configurations list under `labels`, then with `includeSelectors`
    those of `commonLabels`, else those of templates with `includeTemplates` and `metadata.labels`. The order
    matters, for a row stands for those of the same path that come behind it and hold for more kinds.

    Raises:
        KustomizationError: a row of `fields` and one of the others disagree on `create`.

    Source: configureBuiltinTransformers in kustomize api/internal/target/kusttarget_configplugin.go.
    """
    try:
        specs = FieldSpecs.from_json(label.get("fields")).merged(config.labels)
        if label.get("includeSelectors"):
            return specs.merged(config.common_labels)
        if label.get("includeTemplates"):
            specs = specs.merged(config.template_labels)
        return specs.merged(_OWN_LABELS)
    except FieldSpecConflict as conflict:
        raise KustomizationError(
            f"two field specs contradict each other: {conflict}",
            place=place or Place(field="labels"),
            hint="give the row in `fields` the same `create`, or narrow it by kind",
        ) from conflict
