"""Failure and success policies of a Job: JOB-013 to 019, 021 to 023."""

from __future__ import annotations

import re

from mlkube.validation import formats
from mlkube.validation.go_text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_OPERATORS = ("In", "NotIn")
_STATUSES = ("False", "True", "Unknown")
_MOST_RULES, _MOST_CODES, _MOST_CONDITIONS = 20, 255, 20
_MOST_INTERVALS = 65536
_PAIR = 2
_INTEGER = re.compile("[+]?[0-9]{1,18}")


def check_failure_policy(policy: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check `podFailurePolicy` at `path`."""
    rules = policy.get("rules") or ()
    if len(rules) > _MOST_RULES:
        check.too_many("JOB-013", f"{path}.rules", len(rules), _MOST_RULES)
    template = (spec.get("template") or {}).get("spec") or {}
    names = {
        each.get("name") or ""
        for field in ("containers", "initContainers")
        for each in template.get(field) or ()
    }
    for at, rule in enumerate(rules):
        _check_rule(rule, spec, names, f"{path}.rules[{at}]", check)


def _check_rule(rule: dict[str, Any], spec: dict[str, Any], names: set[Any], path: str, check: Check) -> None:
    action = rule.get("action") or ""
    if not action:
        check.required("JOB-014", f"{path}.action", 'valid values: ["Count" "FailIndex" "FailJob" "Ignore"]')
    elif action not in _ACTIONS:
        check.unsupported("JOB-014", f"{path}.action", action, _ACTIONS)
    elif action == "FailIndex" and spec.get("backoffLimitPerIndex") is None:
        check.invalid("JOB-014", f"{path}.action", action, "requires the backoffLimitPerIndex to be set")
    codes, conditions = rule.get("onExitCodes"), rule.get("onPodConditions") or ()
    if codes is not None:
        _check_codes(codes, names, f"{path}.onExitCodes", check)
    if len(conditions) > _MOST_CONDITIONS:
        check.too_many("JOB-019", f"{path}.onPodConditions", len(conditions), _MOST_CONDITIONS)
    for at, condition in enumerate(conditions):
        where, kind = f"{path}.onPodConditions[{at}]", condition.get("type") or ""
        check.invalid_each("JOB-019", f"{where}.type", kind, formats.qualified_name(kind))
        status = condition.get("status") or "True"
        if status not in _STATUSES:
            check.unsupported("JOB-019", f"{where}.status", status, _STATUSES)
    if codes is not None and conditions:
        _plain(check, path, "specifying both OnExitCodes and OnPodConditions is not supported")
    elif codes is None and not conditions:
        _plain(check, path, "specifying one of OnExitCodes and OnPodConditions is required")


def _plain(check: Check, path: str, detail: str) -> None:
    check.error("JOB-015", path, f"Invalid value: {detail}")


def _check_codes(codes: dict[str, Any], names: set[Any], path: str, check: Check) -> None:
    """Check JOB-016 and 018."""
    operator = codes.get("operator") or ""
    if not operator:
        check.required("JOB-016", f"{path}.operator", 'valid values: ["In" "NotIn"]')
    elif operator not in _OPERATORS:
        check.unsupported("JOB-016", f"{path}.operator", operator, _OPERATORS)
    name = codes.get("containerName")
    if name is not None and name not in names:
        detail = "must be one of the container or initContainer names in the pod template"
        check.invalid("JOB-018", f"{path}.containerName", name, detail)
    _check_values(codes.get("values"), operator, f"{path}.values", check)


def _check_values(written: list[Any] | None, operator: str, where: str, check: Check) -> None:
    """Check JOB-017."""
    values = written or []
    if not values:
        check.invalid("JOB-017", where, written, "at least one value is required")
    elif len(values) > _MOST_CODES:
        check.too_many("JOB-017", where, len(values), _MOST_CODES)
    ordered, seen = True, set()
    for at, value in enumerate(values):
        if value in seen:
            check.duplicate("JOB-017", f"{where}[{at}]", value)
        if at and value < values[at - 1]:
            ordered = False
        if operator == "In" and value == 0:
            check.invalid("JOB-017", f"{where}[{at}]", value, "must not be 0 for the In operator")
        seen.add(value)
    if not ordered:
        check.invalid("JOB-017", where, values, "must be ordered")


def check_success_policy(policy: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check `successPolicy` at `path`."""
    if spec.get("completionMode") != "Indexed":
        check.invalid("JOB-021", path, policy, "requires indexed completion mode")
        return
    rules = policy.get("rules") or ()
    if not rules:
        detail = "at least one rules must be specified when the successPolicy is specified"
        check.required("JOB-021", f"{path}.rules", detail)
    if len(rules) > _MOST_RULES:
        check.too_many("JOB-021", f"{path}.rules", len(rules), _MOST_RULES)
    for at, rule in enumerate(rules):
        _check_success_rule(rule, spec.get("completions") or 0, f"{path}.rules[{at}]", check)


def _check_success_rule(rule: dict[str, Any], completions: int, path: str, check: Check) -> None:
    """Check JOB-022 and 023."""
    count, indexes = rule.get("succeededCount"), rule.get("succeededIndexes")
    if count is None and indexes is None:
        detail = "at least one of succeededCount or succeededIndexes must be specified"
        check.required("JOB-022", path, detail)
    total = 0
    if indexes is not None:
        if len(indexes.encode()) > _MOST_INTERVALS:
            check.too_long("JOB-023", f"{path}.succeededIndexes", _MOST_INTERVALS)
        total, problem = _parse_indexes(indexes, completions)
        if problem:
            detail = f"error parsing succeededIndexes: {problem}"
            check.invalid("JOB-023", f"{path}.succeededIndexes", indexes, detail)
    if count is None:
        return
    where = f"{path}.succeededCount"
    if count < 0:
        check.invalid("JOB-022", where, count, "must be greater than or equal to 0")
    if count > completions:
        detail = f"must be less than or equal to {completions} (the number of specified completions)"
        check.invalid("JOB-022", where, count, detail)
    if indexes is not None and count > total:
        indexed = "the number of indexes in the specified succeededIndexes field"
        detail = f"must be less than or equal to {total} ({indexed})"
        check.invalid("JOB-022", where, count, detail)


def _parse_indexes(text: str, completions: int) -> tuple[int, str]:
    """Return how many indexes a text such as `1,3-5` names, and what is wrong with it."""
    total, previous = 0, None
    for part in text.split(",") if text else ():
        numbers = part.split("-")
        if problem := _interval_problem(part, numbers, completions):
            return 0, problem
        first, last = int(numbers[0]), int(numbers[-1])
        if previous is not None and first <= previous:
            return 0, f"non-increasing order, previous: {previous}, current: {first}"
        total, previous = total + last - first + 1, last
    return total, ""


def _interval_problem(part: str, numbers: list[str], completions: int) -> str:
    """Return what is wrong with one index or one interval of them."""
    if len(numbers) > _PAIR:
        limit = "violates the requirement that an index interval can have at most two parts separated by '-'"
        return f"the fragment {quoted(part)} {limit}"
    for number in numbers:
        if not _INTEGER.fullmatch(number):
            return f"cannot convert string to integer for index: {quoted(number)}"
        if int(number) >= completions:
            return f"too large index: {quoted(number)}"
    if len(numbers) == _PAIR and int(numbers[0]) >= int(numbers[1]):
        return f"non-increasing order, previous: {int(numbers[0])}, current: {int(numbers[1])}"
    return ""
