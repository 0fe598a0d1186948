"""Rules in CEL, `x-kubernetes-validations`: CRD-011; rules about updates do not speak on create."""

from __future__ import annotations

import re

from mlkube.validation.custom.cel import CelError, evaluate
from mlkube.validation.finding import NOTE, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_OLD = re.compile(r"\boldSelf\b")
_RESERVED = frozenset(
    [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)


def check_rules(value: Any, schema: dict[str, Any], path: str, check: Check) -> None:  # noqa: ANN401  any JSON
    """Check a value and all below it by the rules of their schemas."""
    if value is None:
        return
    rules = schema.get("x-kubernetes-validations")
    if rules:
        self = _escaped(value, schema)
        for rule in rules:
            _check_rule(rule, self, value, path, check)
    if isinstance(value, dict):
        properties, further = schema.get("properties") or {}, schema.get("additionalProperties")
        for key, each in value.items():
            if key in properties:
                check_rules(each, properties[key], f"{path}.{key}" if path else key, check)
            elif isinstance(further, dict):
                check_rules(each, further, f"{path}[{key}]", check)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for at, each in enumerate(value):
            check_rules(each, schema["items"], f"{path}[{at}]", check)


def _check_rule(rule: dict[str, Any], self: Any, value: Any, path: str, check: Check) -> None:  # noqa: ANN401  any JSON
    text = str(rule.get("rule") or "")
    if _OLD.search(text):
        return  # nothing was there before
    try:
        holds = evaluate(text, self)
    except CelError as error:
        note = f"the rule {text!r} was not checked: {error}"
        check.findings.append(Finding("CRD-011", path, note, severity=NOTE))
        return
    if holds is True:
        return
    message = _message(rule, self, text)
    where = path + str(rule.get("fieldPath") or "")
    where = where.removeprefix(".") if not path else where
    reason = rule.get("reason")
    if reason == "FieldValueRequired":
        check.required("CRD-011", where, message)
    elif reason == "FieldValueForbidden":
        check.forbidden("CRD-011", where, message)
    elif reason == "FieldValueDuplicate":
        check.duplicate("CRD-011", where, value if not isinstance(value, dict | list) else message)
    elif isinstance(value, dict | list):
        check.error("CRD-011", where, f"Invalid value: {message}")
    else:
        check.invalid("CRD-011", where, value, message)


def _message(rule: dict[str, Any], self: Any, text: str) -> str:  # noqa: ANN401  any JSON
    expression = rule.get("messageExpression")
    if isinstance(expression, str):
        try:
            found = evaluate(expression, self)
        except CelError:
            found = None
        if isinstance(found, str) and found.strip() and "\n" not in found:
            return found
    return str(rule.get("message") or f"failed rule: {' '.join(text.split())}")


def _escaped(value: Any, schema: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Return a value as CEL sees it: names of properties escaped, numbers of type `number` as doubles."""
    if isinstance(value, dict):
        properties, further = schema.get("properties") or {}, schema.get("additionalProperties")
        below = further if isinstance(further, dict) else {}
        return {
            _name(key) if key in properties else key: _escaped(each, properties.get(key, below))
            for key, each in value.items()
        }
    if isinstance(value, list):
        items = schema.get("items")
        return [_escaped(each, items if isinstance(items, dict) else {}) for each in value]
    if schema.get("type") == "number" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if schema.get("type") == "integer" and isinstance(value, float):
        return int(value)
    return value


def _name(key: str) -> str:
    if key in _RESERVED:
        return f"__{key}__"
    if key.isidentifier() and "__" not in key:
        return key
    for char, text in (("__", "__underscores__"), (".", "__dot__"), ("-", "__dash__"), ("/", "__slash__")):
        key = key.replace(char, text)
    return key
