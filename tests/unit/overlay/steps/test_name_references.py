"""Names of objects inside other objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.name_references import fix_name_references

if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


def renamed(
    kind: str, old: str, new: str, *, api: str = "v1", namespace: str = "", was: str = "", prefix: str = ""
) -> Resource:
    metadata: JsonObject = {"name": new}
    if namespace:
        metadata["namespace"] = namespace
    resource = Resource({"apiVersion": api, "kind": kind, "metadata": metadata}, (Source(f"{new}.yaml"),))
    former = ((was or namespace or "default", old, kind),)
    return resource.replace(former=former, prefixes=(prefix,) if prefix else ())


def pod(config_map: str, namespace: str = "", prefix: str = "") -> Resource:
    metadata: JsonObject = {"name": "p"}
    if namespace:
        metadata["namespace"] = namespace
    body: JsonObject = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {
            "volumes": [{"name": "v", "configMap": {"name": config_map}}, {"name": "w", "emptyDir": {}}]
        },
    }
    return Resource(body, (Source("pod.yaml"),)).replace(prefixes=(prefix,) if prefix else ())


def config_map_of(resources: list[Resource]) -> object:
    body = next(resource.body for resource in resources if resource.kind == "Pod")
    return body["spec"]["volumes"][0]["configMap"]["name"]  # type: ignore[index,call-overload]


def fix(*resources: Resource) -> list[Resource]:
    return fix_name_references(resources, builtin())


def test_a_reference_follows_the_renaming() -> None:
    assert (
        config_map_of(fix(renamed("ConfigMap", "settings", "dev-settings"), pod("settings")))
        == "dev-settings"
    )


def test_what_refers_to_nothing_stays_the_same_object() -> None:
    referrer = pod("other")
    assert fix(renamed("ConfigMap", "settings", "dev-settings"), referrer)[1] is referrer


def test_the_rest_of_the_body_is_shared_with_the_old_one() -> None:
    referrer = pod("settings")
    fixed = fix(renamed("ConfigMap", "settings", "dev-settings"), referrer)[1]
    assert fixed.body["metadata"] is referrer.body["metadata"]
    old, new = referrer.body["spec"]["volumes"], fixed.body["spec"]["volumes"]  # type: ignore[index,call-overload]
    assert new[1] is old[1]  # type: ignore[index]
    assert old[0]["configMap"]["name"] == "settings"  # type: ignore[index,call-overload]


def test_another_kind_of_that_name_is_not_meant() -> None:
    assert config_map_of(fix(renamed("Secret", "settings", "dev-settings"), pod("settings"))) == "settings"


def test_another_namespace_is_not_reached() -> None:
    there = renamed("ConfigMap", "settings", "dev-settings", namespace="there")
    assert config_map_of(fix(there, pod("settings", namespace="here"))) == "settings"


def test_the_object_with_the_same_prefixes_is_meant() -> None:
    one = renamed("ConfigMap", "settings", "a-settings", prefix="a-")
    two = renamed("ConfigMap", "settings", "b-settings", prefix="b-")
    assert config_map_of(fix(one, two, pod("settings", prefix="b-"))) == "b-settings"
    assert config_map_of(fix(one, two, pod("settings"))) == "settings"


def test_two_objects_that_could_be_meant_are_an_error_that_names_both() -> None:
    one = renamed("ConfigMap", "settings", "settings-one")
    two = renamed("ConfigMap", "settings", "settings-two")
    with pytest.raises(BuildError) as raised:
        fix(one, two, pod("settings"))
    assert str(raised.value) == (
        "pod.yaml: error Pod/p spec.volumes[0].configMap.name: 'settings' could mean several objects: "
        "ConfigMap/settings-one (settings-one.yaml), ConfigMap/settings-two (settings-two.yaml); "
        "give the objects different names, or different namespaces"
    )


def test_subjects_take_name_and_namespace_of_the_account_that_was_there() -> None:
    account = renamed("ServiceAccount", "runner", "dev-runner", namespace="new", was="old")
    binding = Resource(
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "b"},
            "subjects": [
                {"kind": "ServiceAccount", "name": "runner", "namespace": "old"},
                {"kind": "ServiceAccount", "name": "runner", "namespace": "elsewhere"},
                {"kind": "Group", "name": "people"},
            ],
        }
    )
    fixed = fix(account, binding)[1]
    assert fixed.body["subjects"] == [
        {"kind": "ServiceAccount", "name": "dev-runner", "namespace": "new"},
        {"kind": "ServiceAccount", "name": "runner", "namespace": "elsewhere"},
        {"kind": "Group", "name": "people"},
    ]


def test_a_single_value_where_a_reference_should_stand_is_refused() -> None:
    body: JsonObject = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "p"},
        "spec": {"volumes": ["v"]},
    }
    with pytest.raises(BuildError) as raised:
        fix(Resource(body, (Source("pod.yaml"),)))
    assert str(raised.value) == (
        "pod.yaml: error Pod/p spec.volumes[0]: expected a mapping or a list, found the value `v`"
    )


def test_an_empty_namespace_among_subjects_is_refused_even_where_nothing_was_renamed() -> None:
    binding = Resource(
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "b"},
            "subjects": [{"kind": "ServiceAccount", "name": "runner", "namespace": None}],
        },
        (Source("rbac.yaml"),),
    )
    with pytest.raises(BuildError) as raised:
        fix(binding)
    assert str(raised.value) == (
        "rbac.yaml: error RoleBinding/b subjects[0].namespace: expected a namespace, found the value `null`"
    )
