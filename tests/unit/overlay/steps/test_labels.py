"""Labels and annotations."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.annotations import set_annotations
from mlkube.overlay.steps.labels import label_specs, set_labels


def resource(**metadata: object) -> Resource:
    return Resource({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", **metadata}})  # type: ignore[dict-item]  # plain JSON


def test_labels_that_are_there_leave_the_object_as_it_is() -> None:
    given = resource(labels={"a": "b", "c": "d"})
    assert set_labels([given], {"a": "b"}, builtin().common_labels)[0] is given


def test_annotations_that_are_there_leave_the_object_as_it_is() -> None:
    given = resource(annotations={"a": "b"})
    assert set_annotations([given], {"a": "b"}, builtin().common_annotations)[0] is given


def test_no_labels_and_no_annotations_change_nothing() -> None:
    given = [resource(labels=None)]
    assert set_labels(given, {}, builtin().common_labels) == given
    assert set_annotations(given, {}, builtin().common_annotations) == given


def test_the_rows_of_an_entry_come_first() -> None:
    label = {"pairs": {}, "fields": [{"path": "spec/labels", "create": True}], "includeTemplates": True}
    specs = label_specs(label, builtin())  # type: ignore[arg-type]  # plain JSON
    assert [spec.path_text for spec in specs.for_kind("v1", "Pod")] == ["spec/labels", "metadata/labels"]
    assert len(specs) == len(builtin().template_labels) + 1


def test_with_selectors_templates_are_in_already() -> None:
    label = {"includeSelectors": True, "includeTemplates": False}
    assert label_specs(label, builtin()) == builtin().common_labels  # type: ignore[arg-type]  # plain JSON
