"""Failure and success policies of a Job: JOB-013 to 019, 021 to 023."""

from __future__ import annotations

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_OPERATORS = ("In", "NotIn")
_STATUSES = ("False", "True", "Unknown")
_MOST_RULES, _MOST_CODES, _MOST_CONDITIONS = 20, 255, 20
_MOST_INTERVALS = 65536


def check_failure_policy(policy: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check `podFailurePolicy` at `path`."""
    rules = policy.get("rules") or ()
    if len(rules) > _MOST_RULES:
        check.too_many("JOB-013", f"{path}.rules", len(rules), _MOST_RULES)
    template = (spec.get("template") or {}).get("spec") or {}
    names = {
        each.get("name") for field in ("containers", "initContainers") for each in template.get(field) or ()
    }
    for at, rule in enumerate(rules):
        _check_rule(rule, spec, names, f"{path}.rules[{at}]", check)


def _check_rule(rule: dict[str, Any], spec: dict[str, Any], names: set[Any], path: str, check: Check) -> None:
    action = rule.get("action") or ""
    if not action:
        check.required("JOB-014", f"{path}.action", 'valid values: "Count", "FailIndex", "FailJob", "Ignore"')
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
    """Check JOB-016 to 018."""
    operator = codes.get("operator") or ""
    if not operator:
        check.required("JOB-016", f"{path}.operator", 'valid values: "In", "NotIn"')
    elif operator not in _OPERATORS:
        check.unsupported("JOB-016", f"{path}.operator", operator, _OPERATORS)
    name = codes.get("containerName")
    if name is not None and name not in names:
        detail = "must be one of the container or initContainer names in the pod template"
        check.invalid("JOB-018", f"{path}.containerName", name, detail)
    values = codes.get("values") or []
    where = f"{path}.values"
    if not values:
        check.invalid("JOB-017", where, [], "at least one value is required")
    elif len(values) > _MOST_CODES:
        check.too_many("JOB-017", where, len(values), _MOST_CODES)
    ordered, seen = True, set()
    for at, value in enumerate(values):
        if value in seen:
            check.duplicate("JOB-017", f"{where}[{at}]", value)
        elif at and value < values[at - 1]:
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
    total = completions
    if indexes is not None:
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
    elif indexes is not None and count > total:
        detail = f"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"
        check.invalid("JOB-022", where, count, detail)


def _parse_indexes(text: str, completions: int) -> tuple[int, str]:
    """Return how many indexes a text such as `1,3-5` names, and what is wrong with it."""
    if not text:
        return 0, ""
    total, previous = 0, -1
    for part in text.split(","):
        numbers = part.split("-")
        if len(numbers) > 2:  # noqa: PLR2004  first and last
            return (
                total,
                f"the fragment \"{part}\" violates the requirement that an index interval can have at most two parts separated by '-'",
            )
        for number in numbers:
            if not number.isdecimal():
                return total, f'cannot convert string to integer for index: "{number}"'
            if int(number) >= completions:
                return total, f'too large index: "{number}"'
        first, last = int(numbers[0]), int(numbers[-1])
        if first <= previous:
            return total, f"non-increasing order, previous: {previous}, current: {first}"
        if len(numbers) > 1 and last <= first:
            return total, f"non-increasing order, previous: {first}, current: {last}"
        total += last - first + 1
        previous = last
    return total, ""
