"""The namespace of objects."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.namespace import set_namespace

SPECS = builtin().namespace


def resource(kind: str = "ConfigMap", api_version: str = "v1", file: str = "", **metadata: str) -> Resource:
    body: dict[str, object] = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a", **metadata}}
    return Resource(body, (Source(file),) if file else ())  # type: ignore[arg-type]  # plain JSON


def test_the_former_identity_is_remembered_even_where_nothing_changes() -> None:
    (moved,) = set_namespace([resource(namespace="ml")], "ml", SPECS)
    assert moved.former == (("ml", "a", "ConfigMap"),)
    (once,) = set_namespace([resource()], "ml", SPECS)
    assert (once.namespace, once.former) == ("ml", (("default", "a", "ConfigMap"),))


def test_a_body_that_does_not_change_is_the_same_object() -> None:
    given = [resource(namespace="ml"), resource("StorageClass", "storage.k8s.io/v1")]
    for before, after in zip(given, set_namespace(given, "ml", SPECS), strict=True):
        assert after.body is before.body


def test_kinds_that_kustomize_does_not_know_have_a_namespace() -> None:
    given = resource("ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1")
    assert set_namespace([given], "ml", SPECS)[0].namespace == "ml"


def test_every_clash_is_told_with_both_sides() -> None:
    given = [
        resource(file="a.yaml"),
        resource(file="b.yaml", namespace="x"),
        resource("Secret", file="a.yaml", namespace="x"),
        resource("Secret", file="c.yaml", namespace="y"),
    ]
    with pytest.raises(Exception, match="two objects become one") as raised:
        set_namespace(given, "ml", SPECS)
    what = "in namespace 'ml' two objects become one"
    hint = "rename one of them, or keep them in different kustomizations"
    first = "ConfigMap/a without a namespace (a.yaml) and ConfigMap/a of namespace 'x' (b.yaml)"
    second = "Secret/a of namespace 'x' (a.yaml) and Secret/a of namespace 'y' (c.yaml)"
    assert str(raised.value).splitlines() == [
        f"b.yaml: error ConfigMap/a: {what}: {first}; {hint}",
        f"c.yaml: error Secret/a: {what}: {second}; {hint}",
    ]


def test_subjects_that_are_no_list_are_refused() -> None:
    body = {**resource("RoleBinding", "rbac.authorization.k8s.io/v1").body, "subjects": {"name": "default"}}
    with pytest.raises(BuildError) as raised:
        set_namespace([Resource(body)], "ml", SPECS)
    assert str(raised.value) == "error RoleBinding/a subjects: expected a list, found a mapping"


def test_a_subject_that_is_a_text_is_refused_with_its_index() -> None:
    body = {**resource("RoleBinding", "rbac.authorization.k8s.io/v1").body, "subjects": [None, "default"]}
    with pytest.raises(BuildError) as raised:
        set_namespace([Resource(body)], "ml", SPECS)
    assert (
        str(raised.value) == "error RoleBinding/a subjects[1]: expected a mapping, found the value `default`"
    )


def test_without_a_namespace_nothing_happens() -> None:
    given = [resource()]
    assert set_namespace(given, "", SPECS) == given
