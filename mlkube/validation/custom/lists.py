"""Lists that are maps or sets: no two items with the same keys (CRD-009)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check


def check_lists(value: Any, schema: dict[str, Any], path: str, check: Check) -> None:  # noqa: ANN401, C901 one case after the other
    """Check every list below a value; keys of maps stand in brackets in these paths."""
    if isinstance(value, dict):
        properties, further = schema.get("properties") or {}, schema.get("additionalProperties")
        for key, each in value.items():
            if not isinstance(each, dict | list):
                continue
            if key in properties:
                check_lists(each, properties[key], f"{path}.{key}" if path else key, check)
            elif isinstance(further, dict):
                check_lists(each, further, f"{path}[{key}]", check)
    elif isinstance(value, list):
        kind = schema.get("x-kubernetes-list-type")
        if kind == "map":
            _check_map(value, schema, path, check)
        elif kind == "set":
            _check_set(value, path, check)
        items = schema.get("items")
        if isinstance(items, dict):
            for at, each in enumerate(value):
                if isinstance(each, dict | list):
                    check_lists(each, items, f"{path}[{at}]", check)


def _check_map(value: list[Any], schema: dict[str, Any], path: str, check: Check) -> None:
    keys = schema.get("x-kubernetes-list-map-keys") or ()
    seen: set[tuple[str, ...]] = set()
    for at, each in enumerate(value):
        where = f"{path}[{at}]"
        if not isinstance(each, dict):
            check.invalid("CRD-009", where, each, "must be an object for an array of list-type map")
            continue
        own = {key: each[key] for key in keys if key in each}
        identity = tuple(repr(own.get(key)) for key in keys)
        if identity in seen:
            check.duplicate("CRD-009", where, own)
        seen.add(identity)


def _check_set(value: list[Any], path: str, check: Check) -> None:
    seen: set[str] = set()
    for at, each in enumerate(value):
        identity = repr(each)
        if identity in seen:
            check.duplicate("CRD-009", f"{path}[{at}]", each)
        seen.add(identity)
