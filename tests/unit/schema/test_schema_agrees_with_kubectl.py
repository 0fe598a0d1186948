"""`kubectl kustomize` merges or replaces every list of every kind of Kubernetes 1.21 as the schema says.

Each kind is built once, from a base and a patch in which every list has one element that is in both and one
that is not. A list was merged when the base's own element is still there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mlkube.schema import KUSTOMIZE_VERSION, load_schema

if TYPE_CHECKING:
    from mlkube.schema import Node

COMPILED = Path(__file__).parents[3] / "mlkube" / "schema" / "kubernetes.tsv"
KUSTOMIZE = load_schema(KUSTOMIZE_VERSION)
NUMBERS = {"both": 1, "base": 2, "patch": 3}
# A nested apiVersion and kind would make kustomize take the schema of that kind.
LEFT_OUT = {
    "apiVersion",
    "kind",
    "namespace",
    "labels",
    "annotations",
    "creationTimestamp",
    "deletionTimestamp",
}


def plain(node: Node | None, owner: str) -> Any:  # noqa: ANN401  any JSON
    """Return a value without lists that differs between owners."""
    if node is None or node.raw.get("type") == "string":
        return owner
    if node.raw.get("type") in {"integer", "number"}:
        return NUMBERS[owner]
    if node.raw.get("type") == "boolean":
        return True
    properties = node.raw.get("properties")
    if not isinstance(properties, dict):
        return owner if "format" in node.raw else {"key": owner}
    children = ((key, node.child(key)) for key in properties)
    return {
        key: plain(child, owner)
        for key, child in children
        if child and child.raw.get("type") in {"string", "integer", "number", "boolean"}
    }


def full(node: Node | None, owner: str, above: tuple[int, ...] = ()) -> Any:  # noqa: ANN401  any JSON
    """Return a value with all lists below, each with a common element and the owner's; None for no list."""
    if node is None:
        return None
    if node.raw.get("type") == "array":
        element = node.element()
        own = plain(element, owner)
        return [full(element, owner, above) or plain(element, "both"), own] if own else None
    if id(node.raw) in above:
        return plain(node, "both")
    above = (*above, id(node.raw))
    properties = node.raw.get("properties")
    if isinstance(properties, dict):
        values = {key: full(node.child(key), owner, above) for key in properties if key not in LEFT_OUT}
        return plain_fields(node) | {key: value for key, value in values.items() if value}
    if isinstance(node.raw.get("additionalProperties"), dict):
        value = full(node.child("key"), owner, above)
        return {"key": value} if value else None
    return None


def plain_fields(node: Node) -> dict[str, Any]:
    fields: dict[str, Any] = plain(node, "both")
    return {key: value for key, value in fields.items() if key not in LEFT_OUT}


def compare(node: Node | None, base: Any, patch: Any, built: Any, path: str) -> list[tuple[str, bool, bool]]:  # noqa: ANN401  any JSON
    """Return path, merged by kubectl, merged by the schema, for each list below."""
    if isinstance(base, list):
        assert node is not None
        merged = base[1] in built
        found = [(path, merged, node.merges)]
        keys = node.merge_keys
        same = [item for item in built if keys and all(item.get(key) == base[0].get(key) for key in keys)]
        if merged and len(same) == 1:
            found += compare(node.element(), base[0], patch[0], same[0], path)
        return found
    if not isinstance(base, dict):
        return []
    common = base.keys() & patch.keys() & built.keys()
    return [
        found
        for key in sorted(common)
        for found in compare(
            node.child(key) if node else None, base[key], patch[key], built[key], f"{path}.{key}"
        )
    ]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_merges_every_list_as_the_schema_says(tmp_path: Path) -> None:
    keys = [line.split("\t")[0].partition(" ") for line in COMPILED.read_text().splitlines()[1:]]
    kinds = [(api, kind) for api, _, kind in keys if kind and KUSTOMIZE.find(api, kind) is not None]
    bodies: dict[str, list[str]] = {"base": [], "patch": []}
    cases: dict[str, tuple[Node | None, Any, Any]] = {}
    for number, (api_version, kind) in enumerate(kinds):
        node = KUSTOMIZE.find(api_version, kind)
        head = {"apiVersion": api_version, "kind": kind}
        values = []
        for owner, texts in bodies.items():
            body = full(node, owner)
            body["metadata"] = body.get("metadata", {}) | {"name": f"object-{number}"}
            body["metadata"].pop("generateName", None)
            values.append(head | body)
            texts.append(json.dumps(head | body))
        cases[f"object-{number}"] = (node, *values)
    for owner, texts in bodies.items():
        (tmp_path / f"{owner}.yaml").write_text("\n---\n".join(texts))
    (tmp_path / "kustomization.yaml").write_text("resources: [base.yaml]\npatches: [{path: patch.yaml}]\n")
    printed = subprocess.run(
        ["kubectl", "kustomize", str(tmp_path)], check=True, capture_output=True, text=True
    ).stdout
    found: list[tuple[str, bool, bool]] = []
    for built in yaml.load_all(printed, Loader=yaml.CSafeLoader):
        node, base, patch = cases[built["metadata"]["name"]]
        found += compare(node, base, patch, built, f"{built['apiVersion']} {built['kind']}")
    assert [case for case in found if case[1] != case[2]] == []
    assert len(found) > 1300
    assert sum(1 for case in found if case[1]) > 400
