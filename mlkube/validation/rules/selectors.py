"""Labels and label selectors: SEL and the label part of META."""

from __future__ import annotations

from mlkube.validation.formats import label_value, qualified_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check


def check_labels(labels: dict[str, Any], path: str, check: Check, rule: str = "") -> None:
    """Check keys and values of labels, at the path of the whole mapping (META-011 to 016, or `rule`)."""
    for key, value in labels.items():
        for problem in qualified_name(key):
            check.invalid(rule or _key_rule(problem), path, key, problem, at=f"{path}[{key}]")
        for problem in label_value(value, check.minor):
            too_long = problem.startswith("must be no more")
            check.invalid(
                rule or ("META-016" if too_long else "META-015"), path, value, problem, at=f"{path}[{key}]"
            )


def _key_rule(problem: str) -> str:
    if problem.startswith("prefix part"):
        return "META-012"
    if problem.startswith("a valid label key"):
        return "META-013"
    return "META-011" if problem.startswith("name part must consist") else "META-014"


def check_selector(selector: dict[str, Any], path: str, check: Check) -> None:
    """Check a LabelSelector: SEL-001 to 006."""
    if labels := selector.get("matchLabels"):
        check_labels(labels, f"{path}.matchLabels", check, "SEL-001")
    for at, expression in enumerate(selector.get("matchExpressions") or ()):
        where = f"{path}.matchExpressions[{at}]"
        operator, values = expression.get("operator") or "", expression.get("values") or []
        if operator in {"In", "NotIn"}:
            if not values:
                check.required(
                    "SEL-003", f"{where}.values", "must be specified when `operator` is 'In' or 'NotIn'"
                )
        elif operator in {"Exists", "DoesNotExist"}:
            if values:
                check.forbidden(
                    "SEL-004",
                    f"{where}.values",
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                )
        else:
            check.invalid("SEL-002", f"{where}.operator", operator, "not a valid selector operator")
        key = expression.get("key") or ""
        check.invalid_each("SEL-005", f"{where}.key", key, qualified_name(key))
        for index, value in enumerate(values):
            check.invalid_each("SEL-006", f"{where}.values[{index}]", value, label_value(value, check.minor))


def selects(selector: dict[str, Any], labels: dict[str, Any]) -> bool:
    """Tell whether a LabelSelector matches labels; an empty one all, one with faults none."""
    wanted, expressions = selector.get("matchLabels") or {}, selector.get("matchExpressions") or []
    if not isinstance(wanted, dict) or not isinstance(expressions, list):
        return False
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    for expression in expressions:
        if not isinstance(expression, dict):
            return False
        key, operator = str(expression.get("key")), str(expression.get("operator"))
        present, values = key in labels, expression.get("values")
        values = values if isinstance(values, list) else []
        fits = {
            "In": present and labels.get(key) in values,
            "NotIn": not present or labels.get(key) not in values,
            "Exists": present,
            "DoesNotExist": not present,
        }
        if not fits.get(operator, False):
            return False
    return True
