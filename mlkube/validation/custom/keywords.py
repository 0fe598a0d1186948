"""The keywords of a structural schema, with the server's words: CRD-002 to 006, 008, 010, 012, 013."""

from __future__ import annotations

from mlkube.validation.check import Check
from mlkube.validation.custom.go_patterns import matches
from mlkube.validation.go_text import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INT32, INT64 = 2**31, 2**63
_INFINITE = float("inf")
_JSON_TYPES = ("null", "boolean", "string", "integer", "number", "array", "object")


def type_name(value: Any) -> str:  # noqa: ANN401  any JSON
    """Return the JSON Schema type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "array" if isinstance(value, list) else "object"


def check_keywords(value: Any, schema: dict[str, Any], path: str, check: Check) -> None:  # noqa: ANN401  any JSON
    """Check a value and all below it."""
    if value is None and schema.get("nullable"):
        return
    if not _check_type(value, schema, path, check):
        return
    if isinstance(value, dict):
        _check_object(value, schema, path, check)
    elif isinstance(value, list):
        _check_array(value, schema, path, check)
    elif isinstance(value, str):
        _check_string(value, schema, path, check)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _check_number(value, schema, path, check)
    if "enum" in schema and value not in schema["enum"]:
        _check_enum(value, schema["enum"], path, check)
    for name in ("allOf", "anyOf", "oneOf", "not"):
        if name in schema:
            _check_combined(name, value, schema[name], path, check)


def _check_type(value: Any, schema: dict[str, Any], path: str, check: Check) -> bool:  # noqa: ANN401  any JSON
    expected = schema.get("type")
    found = type_name(value)
    if schema.get("x-kubernetes-int-or-string"):
        if found in {"integer", "string"} or (found == "number" and value.is_integer()):
            return True
        _wrong_type(found, "integer,string", path, check, "CRD-008")
        return False
    if not expected or found == expected or (expected == "number" and found == "integer"):
        return True
    if expected == "integer" and found == "number":
        if value.is_integer():
            return True
        said = schema.get("format") or "integer"
        _wrong_type("float64" if "format" in schema else "number", str(said), path, check, "CRD-002")
        return False
    _wrong_type(found, str(expected), path, check, "CRD-002")
    return False


def _wrong_type(found: str, expected: str, path: str, check: Check, rule: str) -> None:
    hint = "write it in quotes" if expected == "string" and found in {"boolean", "integer", "number"} else ""
    check.error(
        rule,
        path,
        f'Invalid value: "{found}": {path} in body must be of type {expected}: "{found}"',
        hint=hint,
    )


def _check_object(value: dict[str, Any], schema: dict[str, Any], path: str, check: Check) -> None:
    properties, further = schema.get("properties") or {}, schema.get("additionalProperties")
    for name in schema.get("required") or ():
        if name not in value:
            check.required("CRD-003", f"{path}.{name}" if path else name)
    if "minProperties" in schema and len(value) < schema["minProperties"]:
        detail = f"{path} in body should have at least {schema['minProperties']} properties"
        check.invalid("CRD-006", path, len(value), detail)
    if "maxProperties" in schema and len(value) > schema["maxProperties"]:
        check.too_many("CRD-006", path, len(value), schema["maxProperties"])
    for key, each in value.items():
        below = properties.get(key)
        if below is None and isinstance(further, dict):
            below = further
        if below is not None:
            check_keywords(each, below, f"{path}.{key}" if path else key, check)
    if schema.get("x-kubernetes-embedded-resource"):
        _check_embedded(value, path, check)


def _check_embedded(value: dict[str, Any], path: str, check: Check) -> None:
    """Check CRD-010."""
    for field in ("apiVersion", "kind"):
        text = value.get(field)
        if not isinstance(text, str) or not text:
            check.required("CRD-010", f"{path}.{field}", "must not be empty")
    metadata = value.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        _wrong_type(type_name(metadata), "object", f"{path}.metadata", check, "CRD-010")


def _check_array(value: list[Any], schema: dict[str, Any], path: str, check: Check) -> None:
    if "minItems" in schema and len(value) < schema["minItems"]:
        detail = f"{path} in body should have at least {schema['minItems']} items"
        check.invalid("CRD-006", path, len(value), detail)
    if "maxItems" in schema and len(value) > schema["maxItems"]:
        check.too_many("CRD-006", path, len(value), schema["maxItems"])
    if schema.get("uniqueItems") and any(each in value[:at] for at, each in enumerate(value)):
        check.error("CRD-006", path, f"Duplicate value: {path} in body shouldn't contain duplicates")
    items = schema.get("items")
    if isinstance(items, dict):
        for at, each in enumerate(value):
            check_keywords(each, items, f"{path}[{at}]", check)


def _check_string(value: str, schema: dict[str, Any], path: str, check: Check) -> None:
    if "minLength" in schema and len(value) < schema["minLength"]:
        detail = f"{path} in body should be at least {schema['minLength']} chars long"
        check.invalid("CRD-006", path, value, detail)
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        check.too_long("CRD-006", path, schema["maxLength"])
    pattern = schema.get("pattern")
    if pattern and not matches(pattern, value):
        check.invalid("CRD-005", path, value, f"{path} in body should match '{pattern}'")
    name = schema.get("format")
    if name and schema.get("type") == "string":
        from mlkube.validation.custom.string_formats import has_format  # noqa: PLC0415  few texts have a format

        if not has_format(name, value, check.minor):
            check.invalid("CRD-013", path, value, f"{path} in body must be of type {name}: {shown(value)}")


def _check_number(value: float, schema: dict[str, Any], path: str, check: Check) -> None:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None:
        exclusive = schema.get("exclusiveMinimum") is True
        if value < least or (exclusive and value == least):
            words = "greater than" if exclusive else "greater than or equal to"
            check.invalid("CRD-006", path, value, f"{path} in body should be {words} {_plain(least)}")
    if most is not None:
        exclusive = schema.get("exclusiveMaximum") is True
        if value > most or (exclusive and value == most):
            words = "less than" if exclusive else "less than or equal to"
            check.invalid("CRD-006", path, value, f"{path} in body should be {words} {_plain(most)}")
    step = schema.get("multipleOf")
    if step and -_INFINITE < value < _INFINITE and abs(value / step - round(value / step)) > 1e-9:  # noqa: PLR2004  the rounding of floats
        check.invalid("CRD-006", path, value, f"{path} in body should be a multiple of {_plain(step)}")
    name = schema.get("format")
    limit = {"int32": INT32, "int64": INT64}.get(str(name))
    if limit is not None and not -limit <= value < limit:
        text = f'Invalid value: "": Checked value must be of type integer with format {name} in {path}'
        check.error("CRD-013", path, text)


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _check_enum(value: Any, known: list[Any], path: str, check: Check) -> None:  # noqa: ANN401  any JSON
    texts = sorted(each if isinstance(each, str) else shown(each) for each in known)
    check.unsupported("CRD-004", path, value, texts)


def _check_combined(name: str, value: Any, schemas: Any, path: str, check: Check) -> None:  # noqa: ANN401  any JSON
    """Check CRD-012; what a branch says by itself is not reported."""
    if name == "not":
        if _fits(value, schemas, path, check):
            check.error("CRD-012", path, f'Invalid value: "": "{path}" must not validate the schema (not)')
        return
    fitting = sum(_fits(value, each, path, check) for each in schemas)
    if name == "allOf" and fitting < len(schemas):
        for each in schemas:
            check_keywords(value, each, path, check)
        check.error("CRD-012", path, f'Invalid value: "": "{path}" must validate all the schemas (allOf)')
    elif name == "anyOf" and not fitting:
        check.error("CRD-012", path, f'Invalid value: "": "{path}" must validate at least one schema (anyOf)')
    elif name == "oneOf" and fitting != 1:
        found = "none valid" if not fitting else f"{fitting} valid alternatives"
        text = f'Invalid value: "": "{path}" must validate one and only one schema (oneOf). Found {found}'
        check.error("CRD-012", path, text)


def _fits(value: Any, schema: dict[str, Any], path: str, check: Check) -> bool:  # noqa: ANN401  any JSON
    quiet = Check(check.minor)
    check_keywords(value, schema, path, quiet)
    return not quiet.findings
