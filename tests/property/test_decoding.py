"""The walk that decodes objects against jsonschema, over the same schemas of Kubernetes: one verdict."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkube.schema import SUPPORTED_VERSIONS, load_schema
from mlkube.validation.check import Check
from mlkube.validation.decode import Decoder, fits
from mlkube.validation.shapes import kind_shape

OBJECTS = Path(__file__).resolve().parents[2] / "mlkube" / "validation" / "explanations" / "objects"
KINDS = (
    "Deployment",
    "Pod",
    "Service",
    "Job",
    "HorizontalPodAutoscaler",
    "NetworkPolicy",
    "LimitRange",
    "Role",
)
BODIES = {name: yaml.safe_load((OBJECTS / f"{name}.yaml").read_text(encoding="utf-8")) for name in KINDS}
STRANGE: tuple[Any, ...] = (5, 1.5, True, "7", {}, {"a": 1}, ["a"], [{}], [5])


def _closed(raw: Any) -> Any:  # noqa: ANN401 any JSON
    """Return a schema of the compiled file as JSON Schema that knows no further fields."""
    if raw.get("format") == "quantity":
        return {"type": ["string", "number"]}
    if raw.get("x-kubernetes-int-or-string"):
        return {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}]}
    if "$ref" in raw:
        return {"$ref": f"#/$defs/{raw['$ref']}"}
    result: dict[str, Any] = {"type": raw["type"]} if "type" in raw else {}
    if "properties" in raw:
        result["properties"] = {key: _closed(each) for key, each in raw["properties"].items()}
        result["additionalProperties"] = False
    elif isinstance(raw.get("additionalProperties"), dict):
        result["additionalProperties"] = _closed(raw["additionalProperties"])
    if "items" in raw:
        result["items"] = _closed(raw["items"])
    return result


def _definitions(version: str, raw: Any, found: dict[str, Any]) -> None:  # noqa: ANN401 any JSON
    if isinstance(raw, dict):
        name = raw.get("$ref")
        if isinstance(name, str) and name not in found:
            definition = load_schema(version)._compiled.find_definition(name)  # noqa: SLF001  the compiled file's own
            found[name] = {}
            _definitions(version, definition, found)
            found[name] = _closed(definition)
        for each in raw.values():
            _definitions(version, each, found)
    elif isinstance(raw, list):
        for each in raw:
            _definitions(version, each, found)


def _validator(version: str, body: dict[str, Any]) -> jsonschema.protocols.Validator | None:
    node = load_schema(version).find(body["apiVersion"], body["kind"])
    if node is None:
        return None
    found: dict[str, Any] = {}
    _definitions(version, node.raw, found)
    return jsonschema.Draft202012Validator({**_closed(node.raw), "$defs": found})


VALIDATORS: dict[tuple[str, str], jsonschema.protocols.Validator | None] = {}


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 any JSON
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(each for key, below in entries for each in _places(below, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_walk_and_jsonschema_agree(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(KINDS))
    version = data.draw(st.sampled_from(SUPPORTED_VERSIONS))
    body = copy.deepcopy(BODIES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(
            st.sampled_from(
                [each for each in _places(body) if each and each[0] not in {"apiVersion", "kind"}]
            )
        )
        parent: Any = body
        for step in path[:-1]:
            parent = parent[step]
        change = data.draw(st.sampled_from(["replace", "add"]))
        if change == "add" and isinstance(parent, dict):
            parent[data.draw(st.sampled_from(["extra", "name", "labels", "spec"]))] = copy.deepcopy(
                data.draw(st.sampled_from(STRANGE))
            )
        else:
            parent[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(STRANGE)))
    key = version, name
    if key not in VALIDATORS:
        VALIDATORS[key] = _validator(version, body)
    validator = VALIDATORS[key]
    if validator is None:
        pytest.skip(f"{name} is not in {version}")
    shape = kind_shape(load_schema(version), body["apiVersion"], body["kind"])
    assert shape is not None
    check = Check(int(version.partition(".")[2]))
    if not fits(body, shape):
        Decoder(check).decode(body, shape, ())
    refused = [finding for finding in check.findings if finding.rule not in {"DEC-006", "DEC-007", "DEC-008"}]
    quantities = len(refused) != len(check.findings)

    assert bool(refused) == (not validator.is_valid(body)) or quantities
