from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.overlay.identity import (
    CLUSTER,
    all_keys,
    effective_namespace,
    index_by_any_id,
    index_by_current_id,
    remember_id,
)


def _config_map(name: str, namespace: str = "") -> Resource:
    metadata = {"name": name, "namespace": namespace} if namespace else {"name": name}
    return Resource({"apiVersion": "v1", "kind": "ConfigMap", "metadata": dict(metadata)})


def test_no_namespace_is_the_default_one() -> None:
    assert effective_namespace("v1", "ConfigMap", "") == "default"
    assert effective_namespace("v1", "ConfigMap", "ml") == "ml"


def test_a_cluster_scoped_kind_is_in_no_namespace() -> None:
    assert effective_namespace("rbac.authorization.k8s.io/v1", "ClusterRole", "ml") == CLUSTER
    assert effective_namespace("v1", "ConfigMap", CLUSTER) == CLUSTER


def test_a_resource_remembers_its_ids_in_their_order() -> None:
    first = _config_map("a")
    second = remember_id(first).with_body(_config_map("p-a").body)
    third = remember_id(second).with_body(_config_map("p-a", "ml").body)
    assert third.former == (("default", "a", "ConfigMap"), ("default", "p-a", "ConfigMap"))
    assert all_keys(third) == [
        ("", "v1", "ConfigMap", "default", "a"),
        ("", "v1", "ConfigMap", "default", "p-a"),
        ("", "v1", "ConfigMap", "ml", "p-a"),
    ]


def test_an_index_holds_every_id_once() -> None:
    renamed = remember_id(_config_map("a"))
    resources = [_config_map("b"), renamed, renamed.with_body(_config_map("b").body)]
    assert index_by_any_id(resources) == {
        ("", "v1", "ConfigMap", "default", "b"): [0, 2],
        ("", "v1", "ConfigMap", "default", "a"): [1, 2],
    }
    assert index_by_current_id(resources) == {
        ("", "v1", "ConfigMap", "default", "b"): [0, 2],
        ("", "v1", "ConfigMap", "default", "a"): [1],
    }
