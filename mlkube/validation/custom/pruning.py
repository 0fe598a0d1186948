"""What happens to a custom resource before it is checked: unknown fields, nulls, defaults (CRD-001, CRD-007)."""  # noqa: E501 the server's words

from __future__ import annotations

from mlkube.core.suggest import suggest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_EMBEDDED = ("apiVersion", "kind", "metadata")


def prepared(value: Any, schema: dict[str, Any], path: str, check: Check) -> Any:  # noqa: ANN401  any JSON
    """Return a value with unknown fields reported and left out, nulls dropped and defaults filled in."""
    if isinstance(value, dict):
        return _object(value, schema, path, check)
    if isinstance(value, list):
        items = schema.get("items")
        if isinstance(items, dict):
            return [prepared(each, items, f"{path}[{at}]", check) for at, each in enumerate(value)]
    return value


def _object(value: dict[str, Any], schema: dict[str, Any], path: str, check: Check) -> dict[str, Any]:
    properties: dict[str, Any] = schema.get("properties") or {}
    further = schema.get("additionalProperties")
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") is True or further is True
    embedded = schema.get("x-kubernetes-embedded-resource") is True
    result: dict[str, Any] = {}
    for key, each in value.items():
        below = properties.get(key)
        if below is None and isinstance(further, dict):
            below = further
        where = f"{path}.{key}" if path else key
        if below is None:
            if open_ended or (embedded and key in _EMBEDDED):
                result[key] = each
            else:
                _unknown(key, where, properties, check)
        elif each is None and not below.get("nullable"):
            if "default" in below:
                result[key] = _default(below)
        elif isinstance(each, dict | list):
            result[key] = prepared(each, below, where, check)
        else:
            result[key] = each
    for key, below in properties.items():
        if key not in result and isinstance(below, dict) and "default" in below:
            result[key] = _default(below)
    return result


def _default(schema: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON
    default = schema["default"]
    if isinstance(default, dict):
        from mlkube.validation.check import Check as Quiet  # noqa: PLC0415  few defaults are objects

        return prepared(default, schema, "", Quiet(0))
    return default


def _unknown(key: str, where: str, properties: dict[str, Any], check: Check) -> None:
    near = suggest(key, properties)
    hint = f'did you mean "{near}"?' if near else ""
    check.error("CRD-001", where, f'strict decoding error: unknown field "{where}"', hint=hint)
