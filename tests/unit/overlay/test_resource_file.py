"""Files of Kubernetes objects."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Source
from mlkube.errors import MlkubeError
from mlkube.overlay.resource_file import read_resources


def read(text: str) -> list[str]:
    return [str(resource) for resource in read_resources(text.encode(), "r.yaml")]


def error(text: str) -> str:
    with pytest.raises(MlkubeError) as raised:
        read_resources(text.encode(), "r.yaml")
    return str(raised.value)


def test_documents_keep_their_order_and_empty_ones_are_skipped() -> None:
    assert read(
        "# none\n---\nkind: B\nmetadata: {name: b}\n---\n{}\n---\nkind: A\nmetadata: {name: a}\n"
    ) == [
        "B/b",
        "A/a",
    ]


def test_items_of_a_list_stand_behind_the_other_documents() -> None:
    text = (
        "kind: PodList\nitems:\n- {kind: Pod, metadata: {name: one}}\n- {kind: Pod, metadata: {name: two}}\n"
        "---\nkind: Service\nmetadata: {name: last}\n"
    )
    assert read(text) == ["Service/last", "Pod/one", "Pod/two"]


def test_a_kind_that_only_ends_in_list_is_an_object() -> None:
    assert read("kind: AllowList\nmetadata: {name: a}\n") == ["AllowList/a"]


def test_sources_say_which_document_and_item() -> None:
    text = "kind: A\nmetadata: {name: a}\n---\nkind: List\nitems: [{kind: B, metadata: {name: b}}]\n"
    first, second = read_resources(text.encode(), "r.yaml")
    assert first.sources == (Source("r.yaml", 0),)
    assert second.sources == (Source("r.yaml", 1, 0),)


def test_a_name_is_required_and_generate_name_does_not_do() -> None:
    assert error("kind: Job\nmetadata:\n  generateName: a-\n") == (
        "r.yaml:2:1: error Job metadata.name: missing; every object needs a name; "
        "generateName alone cannot be merged"
    )


@pytest.mark.parametrize("kind", ["[Job]", "{a: Job}"])
def test_a_kind_is_a_text(kind: str) -> None:
    assert error(f"metadata: {{name: a}}\nkind: {kind}\n") == (
        "r.yaml:2:1: error a kind: missing; every object has apiVersion, kind and metadata.name"
    )


def test_annotations_are_no_list() -> None:
    assert error("kind: Job\nmetadata:\n  name: a\n  annotations: [b]\n") == (
        "r.yaml:4:3: error Job/a metadata.annotations: expected a mapping, found a list"
    )


def test_a_kind_is_required() -> None:
    assert error("metadata: {name: a}\n") == (
        "r.yaml:1:1: error a kind: missing; every object has apiVersion, kind and metadata.name"
    )


def test_a_null_among_the_items_of_a_list_stays() -> None:
    text = "kind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: x\n  -\n"
    (pod,) = read_resources(text.encode(), "r.yaml")
    assert pod.body["spec"] == {"containers": [{"name": "x"}, None]}


def test_a_name_that_is_a_list_is_no_name() -> None:
    assert error("kind: Job\nmetadata:\n  name: [a]\n") == (
        "r.yaml:3:3: error Job metadata.name: missing; every object needs a name; "
        "generateName alone cannot be merged"
    )


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert error("kind: A\n---\n- a\n---\ntext\n").splitlines() == [
        (
            "r.yaml:1:1: error A metadata.name: missing; every object needs a name; "
            "generateName alone cannot be merged"
        ),
        (
            "r.yaml:3:1: error: a Kubernetes object is expected, not a list; "
            "every document is a mapping with apiVersion, kind and metadata"
        ),
        (
            "r.yaml:5:1: error: a Kubernetes object is expected, not a single value; "
            "every document is a mapping with apiVersion, kind and metadata"
        ),
    ]


def test_a_recorded_history_is_believed() -> None:
    (resource,) = read_resources(
        b"kind: Pod\nmetadata:\n  name: c\n  annotations:\n"
        b"    internal.config.kubernetes.io/previousNames: a,b\n"
        b"    internal.config.kubernetes.io/previousNamespaces: default,default\n"
        b"    internal.config.kubernetes.io/previousKinds: Pod,Pod\n"
        b"    internal.config.kubernetes.io/prefixes: x-\n",
        "r.yaml",
    )
    assert resource.former == (("default", "a", "Pod"), ("default", "b", "Pod"))
    assert resource.prefixes == ("x-",)
