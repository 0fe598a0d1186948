"""One golden file for each pair of framework and backend, right by all schemas that concern it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from training_pairs import FOLDER, pairs  # noqa: E402  a script beside the package

PAIRS = dict(pairs())
DEFINITIONS = ROOT.parent / "shared" / "crds"


def objects(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / f"{name}.yaml").read_text()))


def custom(body: dict[str, Any]) -> bool:
    return "." in body["apiVersion"].partition("/")[0] and not body["apiVersion"].startswith("rbac.")


def test_there_is_a_file_for_each_pair_and_no_other() -> None:
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(PAIRS)
    assert len(PAIRS) == 15


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_a_pair_builds_its_golden_file(name: str) -> None:
    assert PAIRS[name].build().to_yaml() == (FOLDER / f"{name}.yaml").read_text()


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_every_object_has_the_shape_of_its_kubernetes_version(name: str) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    for body in objects(name):
        if not custom(body):
            kubernetes_validate.validate(body, "1.36", strict=True)


@pytest.mark.skipif(not DEFINITIONS.is_dir(), reason="../shared/crds is not there")
@pytest.mark.parametrize("name", sorted(PAIRS))
def test_every_custom_resource_fits_its_definition(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for body in objects(name):
        if custom(body):
            schema = definition(body["apiVersion"], body["kind"])
            assert [
                error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(body)
            ] == []


def definition(api_version: str, kind: str) -> dict[str, Any]:
    group, _, version = api_version.partition("/")
    for file in DEFINITIONS.glob(f"{group}_*.yaml"):
        spec = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["spec"]  # noqa: S506
        if spec["names"]["kind"] == kind:
            (found,) = [each for each in spec["versions"] if each["name"] == version]
            strict: dict[str, Any] = closed(found["schema"]["openAPIV3Schema"])
            strict["properties"]["metadata"] = {"type": "object"}
            return strict
    raise LookupError(kind)


def closed(schema: Any) -> Any:  # noqa: ANN401  any JSON
    """Return a structural schema that refuses what the server would prune."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items() if key != "x-kubernetes-validations"}
    if schema.get("x-kubernetes-int-or-string"):
        result.pop("type", None)
        result.pop("anyOf", None)
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields")
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not open_ended:
        result.setdefault("additionalProperties", False)
    return result
