"""A user's OpenAPI document: what it adds, what it takes away, as kustomize has it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mlkube.errors import KustomizationError
from mlkube.schema import KUSTOMIZE_VERSION, load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from mlkube.schema import Node, Schema

GVK = "x-kubernetes-group-version-kind"
KUSTOMIZE = load_schema(KUSTOMIZE_VERSION)


def a_list(**extensions: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON
    """Return the schema of a list of objects with `x-kubernetes-…` extensions."""
    own = {f"x-kubernetes-{name.replace('_', '-')}": value for name, value in extensions.items()}
    return {"type": "array", "items": {"type": "object"}, **own}


BY_ID = a_list(patch_strategy="merge", patch_merge_key="id")
LISTS: dict[str, dict[str, Any]] = {
    "atomicButMerged": a_list(patch_strategy="merge", patch_merge_key="id", list_type="atomic"),
    "escaped": {"$ref": "#/definitions/a~1list"},
    "keyWithoutStrategy": a_list(patch_merge_key="id"),
    "listKeysWithoutStrategy": a_list(list_type="map", list_map_keys=["id"]),
    "listKeysWithStrategy": a_list(patch_strategy="merge", list_map_keys=["id", "zone"]),
    "listKeysWin": a_list(patch_strategy="merge", patch_merge_key="id", list_map_keys=["zone"]),
    "nowhere": {"$ref": "#/definitions/missing"},
    "referenced": {"$ref": "#/definitions/list"},
    "referencedField": {"$ref": "#/definitions/Trainer/properties/retained"},
    "referencedWithSiblings": {
        **{key: value for key, value in BY_ID.items() if key.startswith("x-")},
        "$ref": "#/definitions/plain",
    },
    "replaced": a_list(patch_strategy="replace", patch_merge_key="id"),
    "retained": a_list(patch_strategy="merge,retainKeys", patch_merge_key="id"),
    "spaced": a_list(patch_strategy="retainKeys, merge", patch_merge_key="id"),
    "untyped": {key: value for key, value in BY_ID.items() if key != "type"},
}
MERGE_KEYS = {
    "atomicButMerged": ("id",),
    "escaped": ("id",),
    "listKeysWin": ("zone",),
    "listKeysWithStrategy": ("id", "zone"),
    "referenced": ("id",),
    "referencedField": ("id",),
    "retained": ("id",),
    "untyped": ("id",),
}
TRAINER = {"group": "train.example.org", "version": "v1", "kind": "Trainer"}
DOCUMENT: dict[str, Any] = {
    "definitions": {
        "Trainer": {"type": "object", "properties": LISTS, GVK: [TRAINER]},
        "list": BY_ID,
        "a/list": BY_ID,
        "plain": a_list(),
        "Wrapped": {
            "properties": {"template": {"$ref": "#/definitions/io.k8s.api.core.v1.PodTemplateSpec"}},
            GVK: [{"group": "", "version": "v1", "kind": "Wrapped"}, {**TRAINER, "kind": "Wrapped"}],
        },
    },
    "paths": {
        "/apis/train.example.org/v1/trainers": {"get": {GVK: TRAINER}, "post": {}},
        "/apis/train.example.org/v1/wrapped": {"get": {GVK: {**TRAINER, "kind": "Wrapped"}}},
        "/apis/train.example.org/v1/namespaces/{namespace}/wrapped": {
            "get": {GVK: {**TRAINER, "kind": "Wrapped"}}
        },
    },
}


needs_kubectl = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")


def kubectl_kustomize(folder: Path) -> str:
    command = ["kubectl", "kustomize", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def trainer(schema: Schema) -> Node:
    node = schema.find("train.example.org/v1", "Trainer")
    assert node is not None
    return node


def test_lists_merge_by_what_the_document_says() -> None:
    node = trainer(KUSTOMIZE.with_openapi(DOCUMENT))
    lists = {name: node.child(name) for name in LISTS}
    assert {name: found.merge_keys for name, found in lists.items() if found and found.merges} == MERGE_KEYS
    assert lists["nowhere"] is None


def test_target_versions_need_no_strategy() -> None:
    node = trainer(load_schema("1.36").with_openapi(DOCUMENT, extend=True))
    found = {name: child.merge_keys for name in LISTS if (child := node.child(name)) and child.merges}
    assert found == MERGE_KEYS | {"listKeysWithoutStrategy": ("id",), "referencedWithSiblings": ("id",)}


def test_a_document_replaces_what_was_known() -> None:
    schema = KUSTOMIZE.with_openapi(DOCUMENT)
    wrapped = schema.find("v1", "Wrapped")
    assert wrapped is not None
    assert wrapped.child("template") is None
    assert schema.find("v1", "Pod") is None
    assert KUSTOMIZE.find("v1", "Pod") is not None


def test_a_document_that_extends_may_refer_to_what_was_known() -> None:
    schema = KUSTOMIZE.with_openapi(DOCUMENT, extend=True)
    wrapped = schema.find("train.example.org/v1", "Wrapped")
    assert wrapped is not None
    assert wrapped.child("template") is not None
    assert schema.find("v1", "Pod") is not None


def test_a_document_that_extends_wins() -> None:
    no_merging = {"definitions": {"io.k8s.api.core.v1.PodSpec": {"properties": {"containers": a_list()}}}}
    pod = KUSTOMIZE.with_openapi(no_merging, extend=True).find("v1", "Pod")
    assert pod is not None
    spec = pod.child("spec")
    assert spec is not None
    assert (spec.child("volumes"), list(spec.raw)) == (None, ["properties"])


def test_documents_add_up_only_when_they_extend() -> None:
    second = {"definitions": {"Other": {GVK: [{"version": "v1", "kind": "Other"}]}}}
    first = KUSTOMIZE.with_openapi(DOCUMENT)
    assert first.with_openapi(second, extend=True).find("train.example.org/v1", "Trainer") is not None
    assert first.with_openapi(second).find("train.example.org/v1", "Trainer") is None
    assert first.with_openapi(second).find("v1", "Other") is not None


def test_kustomizations_and_pods_stay_known() -> None:
    schema = KUSTOMIZE.with_openapi({})
    assert schema.find("kustomize.config.k8s.io/v1beta1", "Kustomization") is not None
    assert schema.pod_spec().child("containers") is not None


def test_scopes_come_from_the_paths() -> None:
    schema = KUSTOMIZE.with_openapi(DOCUMENT)
    kinds = [("train.example.org/v1", "Trainer"), ("train.example.org/v1", "Wrapped"), ("v1", "Namespace")]
    assert [schema.is_cluster_scoped(*kind) for kind in kinds] == [True, False, True]
    assert [KUSTOMIZE.is_cluster_scoped(*kind) for kind in kinds] == [False, False, True]


def test_references_in_a_circle_lead_nowhere() -> None:
    circle = {
        "a": {"$ref": "#/definitions/b", GVK: [{"version": "v1", "kind": "A"}]},
        "b": {"$ref": "#/definitions/a"},
    }
    assert KUSTOMIZE.with_openapi({"definitions": circle}).find("v1", "A") is None


@pytest.mark.parametrize("field", ["definitions", "paths"])
def test_what_is_no_document_is_an_error(field: str) -> None:
    with pytest.raises(KustomizationError) as caught:
        KUSTOMIZE.with_openapi({field: []})
    assert str(caught.value) == (
        f'error: "{field}" of the OpenAPI document must be a mapping; give a Swagger 2.0 document'
    )


@pytest.mark.parametrize(
    "rubbish", [None, [], "x", {"group": 1}, {"version": "v1"}, {"kind": "A", "version": 1}]
)
def test_definitions_without_a_usable_kind_are_passed_over(rubbish: object) -> None:
    document: dict[str, Any] = {
        "definitions": {"A": {GVK: [rubbish]}, "B": {GVK: rubbish}, "C": rubbish},
        "paths": {"/a": {"get": {GVK: rubbish}}, "/b": rubbish, "/c": {"get": rubbish}},
    }
    assert KUSTOMIZE.with_openapi(document).find("v1", "A") is None


@needs_kubectl
def test_kubectl_merges_the_same_lists(tmp_path: Path) -> None:
    def element(name: str) -> dict[str, str]:
        return {"id": name, "zone": name}

    head = {"apiVersion": "train.example.org/v1", "kind": "Trainer", "metadata": {"name": "resnet"}}
    base = head | {name: [element("both"), element("base")] for name in LISTS}
    patch = head | {name: [element("both"), element("patch")] for name in LISTS}
    for name, value in (("base", base), ("patch", patch), ("schema", DOCUMENT)):
        (tmp_path / f"{name}.json").write_text(json.dumps(value))
    (tmp_path / "kustomization.yaml").write_text(
        "namespace: ml\nresources: [base.json]\nopenapi: {path: schema.json}\npatches: [{path: patch.json}]\n"
    )
    printed = kubectl_kustomize(tmp_path)
    merged = {name for name in LISTS if element("base") in yaml.safe_load(printed)[name]}
    assert merged == MERGE_KEYS.keys()
    assert "namespace" not in printed


@needs_kubectl
@pytest.mark.parametrize("extend", [False, True])
def test_kubectl_replaces_or_extends_as_the_schema_does(tmp_path: Path, *, extend: bool) -> None:
    template = {"spec": {"containers": [{"name": "worker"}]}}
    base = {"apiVersion": "v1", "kind": "Wrapped", "metadata": {"name": "resnet"}, "template": template}
    patch = base | {"template": {"spec": {"containers": [{"name": "sidecar"}]}}}
    layer = tmp_path / "layer"
    layer.mkdir()
    for path, value in (
        (
            tmp_path / "first.json",
            {"apiVersion": "x.example.org/v1", "kind": "First", "metadata": {"name": "x"}},
        ),
        (layer / "base.json", base),
        (layer / "patch.json", patch),
        (layer / "schema.json", DOCUMENT),
    ):
        path.write_text(json.dumps(value))
    (layer / "kustomization.yaml").write_text(
        "resources: [base.json]\nopenapi: {path: schema.json}\npatches: [{path: patch.json}]\n"
    )
    before = "first.json, " if extend else ""
    (tmp_path / "kustomization.yaml").write_text(f"resources: [{before}layer]\n")
    documents = yaml.safe_load_all(kubectl_kustomize(tmp_path))
    (wrapped,) = (document for document in documents if document["kind"] == "Wrapped")
    merged = len(wrapped["template"]["spec"]["containers"]) == 2
    ours = KUSTOMIZE.with_openapi(DOCUMENT, extend=extend).find("v1", "Wrapped")
    assert ours is not None
    assert merged == (ours.child("template") is not None) == extend
