"""Custom resources that mlkube itself builds, held against its own tables where no definition is at hand."""

from __future__ import annotations

from mlkube.schema import DEFAULT_VERSION, load_schema
from mlkube.validation.decode import Decoder, server_path
from mlkube.validation.finding import ERROR, NOTE, Finding
from mlkube.validation.shapes import ARRAY, MAP, OBJECT, shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.validation.check import Check
    from mlkube.validation.shapes import Shape

_HINT = "add the kind's definition with `mlkube schemas add FILE` to have all of it checked"


def check_own_type(body: dict[str, Any], schema: dict[str, Any], check: Check) -> None:
    """Check the fields that the table knows; a field outside of it is a note, for the table is not all."""
    shape = shape_of(load_schema(DEFAULT_VERSION).node(schema))
    known = {
        key: value for key, value in body.items() if key not in {"metadata", "apiVersion", "kind", "status"}
    }
    beyond: list[tuple[str | int, ...]] = []
    spec = _without_unknown(known, shape, (), beyond)
    Decoder(check).decode(spec, shape, ())
    for path in beyond:
        where = server_path(path)
        text = f'"{where}" is not among the fields that mlkube itself writes; it was not checked'
        check.findings.append(Finding("CRD-001", where, text, hint=_HINT, severity=NOTE))
    for finding in check.findings:
        if (
            finding.rule.startswith("DEC-")
            and finding.severity == ERROR
            and not finding.path.startswith("metadata")
        ):
            finding.rule = "CRD-002"


def _without_unknown(value: Json, shape: Shape, path: tuple[str | int, ...], beyond: list[Any]) -> Json:
    if shape.code == OBJECT and isinstance(value, dict):
        kept: dict[str, Json] = {}
        for key, each in value.items():
            child = shape.fields.get(key)
            if child is None:
                beyond.append((*path, key))
            else:
                kept[key] = _without_unknown(each, child, (*path, key), beyond)
        return kept
    if shape.code == ARRAY and isinstance(value, list) and shape.below is not None:
        return [_without_unknown(each, shape.below, (*path, at), beyond) for at, each in enumerate(value)]
    if shape.code == MAP and isinstance(value, dict) and shape.below is not None:
        return {key: _without_unknown(each, shape.below, (*path, key), beyond) for key, each in value.items()}
    return value
