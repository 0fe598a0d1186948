"""Prefixes and suffixes."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.overlay.fields.field_spec import FieldSpec
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.names import add_prefix, add_suffix

NAME = builtin().name_prefix


def resource(kind: str = "ConfigMap", api_version: str = "v1", **metadata: str) -> Resource:
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a", **metadata}})


def test_a_prefix_is_remembered_with_what_the_object_was_called() -> None:
    (first,) = add_prefix([resource(namespace="ml")], "p-", NAME)
    (second,) = add_suffix([first], "-s", NAME)
    assert (second.name, second.prefixes, second.suffixes) == ("p-a-s", ("p-",), ("-s",))
    assert second.former == (("ml", "a", "ConfigMap"), ("ml", "p-a", "ConfigMap"))


def test_the_innermost_prefix_stands_first() -> None:
    (once,) = add_prefix([resource()], "inner-", NAME)
    (twice,) = add_prefix([once], "outer-", NAME)
    assert (twice.name, twice.prefixes) == ("outer-inner-a", ("inner-", "outer-"))


def test_kinds_that_keep_their_names_stay_the_same_objects() -> None:
    kept = [
        resource("Namespace"),
        resource("CustomResourceDefinition", "apiextensions.k8s.io/v1"),
        resource("APIService", "apiregistration.k8s.io/v1"),
    ]
    for given, got in zip(kept, add_prefix(kept, "p-", NAME), strict=True):
        assert got is given


def test_a_kind_that_was_changed_counts_as_what_it_was_at_first() -> None:
    changed = resource("Job").replace(former=(("default", "a", "Namespace"),))
    assert add_prefix([changed], "p-", NAME) == [changed]
    rows = (FieldSpec("metadata/name", kind="Job"),)
    other = resource("Job").replace(former=(("default", "a", "Pod"),))
    assert add_prefix([other], "p-", rows) == [other]


def test_other_fields_are_no_names() -> None:
    given = Resource({"kind": "Queue", "metadata": {"name": "a"}, "spec": {"alias": "b"}})
    (got,) = add_prefix([given], "p-", (FieldSpec("spec/alias", kind="Queue"),))
    assert got.body == {"kind": "Queue", "metadata": {"name": "a"}, "spec": {"alias": "p-b"}}
    assert (got.former, got.prefixes) == ((), ())


def test_without_a_prefix_nothing_happens() -> None:
    given = [resource()]
    assert add_prefix(given, "", NAME) == given
    assert add_suffix(given, "", NAME) == given
