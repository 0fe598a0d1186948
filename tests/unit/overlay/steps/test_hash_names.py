from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.overlay.steps.hash_names import add_hash_names


def generated(*, needs_hash: bool) -> Resource:
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "labels": {"a": "b"}}}
    return Resource(body).replace(needs_hash=needs_hash)


def test_the_hash_ends_the_name_and_the_former_id_is_remembered() -> None:
    old = generated(needs_hash=True)
    [new] = add_hash_names([old])
    assert new.body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "web-6ct58987ht", "labels": {"a": "b"}},
    }
    assert new.former == (("default", "web", "ConfigMap"),)
    assert (old.name, old.former) == ("web", ())


def test_a_resource_that_needs_no_hash_stays_the_same_object() -> None:
    resource = generated(needs_hash=False)
    assert add_hash_names([resource])[0] is resource
