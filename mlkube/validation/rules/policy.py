"""ResourceQuota, LimitRange, PodDisruptionBudget, PriorityClass: RQ-*, LR-*, PDB-*, PC-*."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats
from mlkube.validation.rules.container_resources import check_resource_name, is_extended, is_native
from mlkube.validation.rules.controllers import check_at_most_all, check_int_or_percent
from mlkube.validation.rules.selectors import check_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_NANO = 10**9
_QUOTA_NAMES = frozenset(
    [
        "cpu",
        "memory",
        "ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.storage",
        "requests.ephemeral-storage",
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    ]
)
_COUNTED = frozenset(
    [
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    ]
)
_SCOPES = frozenset(
    [
        "Terminating",
        "NotTerminating",
        "BestEffort",
        "NotBestEffort",
        "PriorityClass",
        "CrossNamespacePodAffinity",
        "VolumeAttributesClass",
    ]
)
_WITH_VALUES = frozenset(("PriorityClass", "VolumeAttributesClass"))
_COMPUTE = frozenset(
    ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]
)
_CLAIM_RESOURCES = frozenset(("persistentvolumeclaims", "requests.storage"))
_OPERATORS = frozenset(("In", "NotIn", "Exists", "DoesNotExist"))
_LIMIT_TYPES = frozenset(("Pod", "Container", "PersistentVolumeClaim"))
_MOST_PRIORITY = 1000000000
_SYSTEM = {"system-node-critical": 2000001000, "system-cluster-critical": 2000000000}
_UNHEALTHY = ("AlwaysAllow", "IfHealthyBudget")
_PREEMPTION = ("PreemptLowerPriority", "Never")


def check_quota(quota: dict[str, Any], check: Check) -> None:
    """Check a ResourceQuota: RQ-001 to 006."""
    spec = quota.get("spec") or {}
    hard = spec.get("hard") or {}
    for name, amount in hard.items():
        where = f"spec.hard[{name}]"
        _check_quota_name(name, where, check)
        value = nanos(amount) or 0
        if value < 0:
            check.invalid("RQ-002", where, str(amount), "must be greater than or equal to 0")
        if value % _NANO and (name in _COUNTED or is_extended(name)):
            check.invalid("RQ-002", where, str(amount), "must be an integer")
    scopes = spec.get("scopes") or ()
    if scopes:
        _check_scopes(scopes, hard, check)
    if (selector := spec.get("scopeSelector")) is not None:
        _check_scope_selector(selector, hard, check)


def _is_quota_name(name: str) -> bool:
    return name in _QUOTA_NAMES or name.startswith(("hugepages-", "requests.hugepages-"))


def _check_quota_name(name: str, path: str, check: Check) -> None:
    problems = formats.qualified_name(name)
    check.invalid_each("RQ-001", path, name, problems)
    if "/" in name or problems:
        return
    if _is_quota_name(name):
        return
    if name == "storage":
        check.invalid("RQ-001", path, name, "must be a standard resource for quota")
        return
    check.invalid("RQ-001", path, name, "must be a standard resource type or fully qualified")
    check.invalid("RQ-001", path, name, "must be a standard resource for quota")


def _applies(scope: str, resource: str) -> bool:
    if scope == "BestEffort":
        return resource == "pods"
    if scope in {
        "Terminating",
        "NotTerminating",
        "NotBestEffort",
        "PriorityClass",
        "CrossNamespacePodAffinity",
    }:
        return resource in _COMPUTE
    return resource in _CLAIM_RESOURCES if scope == "VolumeAttributesClass" else True


def _conflict(scopes: set[str]) -> bool:
    return {"BestEffort", "NotBestEffort"} <= scopes or {"Terminating", "NotTerminating"} <= scopes


def _check_scopes(scopes: list[str], hard: dict[str, Any], check: Check) -> None:
    """Check RQ-003 to 005."""
    where = "spec.scopes"
    for at, scope in enumerate(scopes):
        if scope not in _SCOPES:
            check.invalid("RQ-003", where, scopes, "unsupported scope", at=f"{where}[{at}]")
        for resource in hard:
            if scope in _SCOPES and not _applies(scope, resource) and _is_quota_name(resource):
                check.invalid(
                    "RQ-004", where, scopes, "unsupported scope applied to resource", at=f"{where}[{at}]"
                )
    if _conflict(set(scopes)):
        check.invalid("RQ-005", where, scopes, "conflicting scopes")


def _check_scope_selector(selector: dict[str, Any], hard: dict[str, Any], check: Check) -> None:
    """Check RQ-006; the server's paths have no index."""
    where = "spec.scopeSelector.matchExpressions"
    seen: set[str] = set()
    for at, expression in enumerate(selector.get("matchExpressions") or ()):
        scope, operator = expression.get("scopeName") or "", expression.get("operator") or ""
        values, here = expression.get("values") or [], f"{where}[{at}]"
        if scope not in _SCOPES:
            check.invalid("RQ-003", f"{where}.scopeName", scope, "unsupported scope", at=here)
        for resource in hard:
            if scope in _SCOPES and not _applies(scope, resource) and _is_quota_name(resource):
                check.invalid("RQ-004", where, selector, "unsupported scope applied to resource", at=here)
        if scope in _SCOPES and scope not in _WITH_VALUES and operator != "Exists":
            detail = (
                "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
                "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "  # noqa: E501 the server's words
                "ResourceQuotaScopeCrossNamespacePodAffinity"
            )
            check.invalid("RQ-006", f"{where}.operator", operator, detail, at=here)
        if operator in {"In", "NotIn"} and not values:
            detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
            check.required("RQ-006", f"{where}.values", detail, at=here)
        elif operator in {"Exists", "DoesNotExist"} and values:
            detail = "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector"
            check.invalid("RQ-006", f"{where}.values", values, detail, at=here)
        if operator not in _OPERATORS:
            check.invalid("RQ-006", f"{where}.operator", operator, "not a valid selector operator", at=here)
        seen.add(scope)
    if _conflict(seen):
        check.invalid("RQ-005", where, selector, "conflicting scopes")


def check_limit_range(limits: dict[str, Any], check: Check) -> None:
    """Check a LimitRange: LR-001 to 010."""
    seen: set[str] = set()
    for at, limit in enumerate((limits.get("spec") or {}).get("limits") or ()):
        where, kind = f"spec.limits[{at}]", limit.get("type") or ""
        problems = formats.qualified_name(kind)
        check.invalid_each("LR-001", f"{where}.type", kind, problems)
        if "/" not in kind and kind not in _LIMIT_TYPES and not problems:
            check.invalid("LR-001", f"{where}.type", kind, "must be a standard limit type or fully qualified")
        if kind in seen:
            check.duplicate("LR-002", f"{where}.type", kind)
        seen.add(kind)
        _check_limit(limit, kind, where, check)


def _check_limit(limit: dict[str, Any], kind: str, path: str, check: Check) -> None:  # noqa: C901 one case after the other
    parts = {
        name: limit.get(name) or {}
        for name in ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
    }
    if kind == "Pod":
        for field in ("default", "defaultRequest"):
            if parts[field]:
                check.forbidden("LR-003", f"{path}.{field}", "may not be specified when `type` is 'Pod'")
    elif kind == "PersistentVolumeClaim" and "storage" not in parts["min"] and "storage" not in parts["max"]:
        detail = "either minimum or maximum storage value is required, but neither was provided"
        check.required("LR-004", f"{path}.limits", detail, at=path)
    written = {field: set(values) for field, values in parts.items()}
    if kind == "Container":
        _apply_defaults(parts)
    names: dict[str, None] = {}
    for field in ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio"):
        if kind == "Pod" and field in {"default", "defaultRequest"}:
            continue
        for name in parts[field]:
            at = (
                ""
                if name in written[field]
                else next(
                    (f"{path}.{other}[{name}]" for other, known in written.items() if name in known), ""
                )
            )
            found = len(check.findings)
            _check_limit_name(name, kind, f"{path}.{field}[{name}]", check)
            for finding in check.findings[found:]:
                finding.at = at
            names.setdefault(name)
    for name in names:
        _check_amounts(name, parts, path, check)


def _check_limit_name(name: str, kind: str, path: str, check: Check) -> None:
    """Check LR-009."""
    if kind in {"Pod", "Container"}:
        check_resource_name(name, path, check, "LR-009")
        return
    problems = formats.qualified_name(name)
    check.invalid_each("LR-009", path, name, problems)
    standard = name == "storage" or _is_quota_name(name)
    if not problems and "/" not in name and not standard:
        check.invalid("LR-009", path, name, "must be a standard resource type or fully qualified")


def _apply_defaults(parts: dict[str, dict[str, Any]]) -> None:
    """Fill in the defaults of a Container's limits as the server does."""
    parts["default"] = {**parts["max"], **parts["default"]}
    parts["defaultRequest"] = {**parts["min"], **parts["default"], **parts["defaultRequest"]}


def _check_amounts(name: str, parts: dict[str, dict[str, Any]], path: str, check: Check) -> None:
    """Check LR-005 to 008 and 010 for one resource."""
    amount = {field: nanos(values[name]) for field, values in parts.items() if name in values}
    written = {field: str(values[name]) for field, values in parts.items() if name in values}
    low, high = amount.get("min"), amount.get("max")
    if low is not None and high is not None and low > high:
        detail = f"min value {written['min']} is greater than max value {written['max']}"
        check.invalid("LR-005", f"{path}.min[{name}]", written["min"], detail)
    _check_default(name, "defaultRequest", "default request value", "LR-006", amount, written, path, check)
    _check_default(name, "default", "default value", "LR-007", amount, written, path, check)
    request, default = amount.get("defaultRequest"), amount.get("default")
    if request is not None and default is not None and request > default:
        detail = (
            f"default request value {written['defaultRequest']} is greater than default limit value "
            f"{written['default']}"
        )
        check.invalid("LR-006", f"{path}.defaultRequest[{name}]", written["defaultRequest"], detail)
    _check_ratio(name, amount, written, path, check)
    fixed = name.startswith("hugepages-") or not is_native(name)
    if fixed and default != request and default is not None and request is not None:
        detail = (
            f"default value {written['default']} must equal to defaultRequest value "
            f"{written['defaultRequest']} in {name}"
        )
        where = f"{path}.defaultRequest[{name}]"
        check.invalid("LR-010", where, written["defaultRequest"], detail, at=path)


def _check_default(
    name: str,
    field: str,
    said: str,
    rule: str,
    amount: dict[str, int | None],
    written: dict[str, str],
    path: str,
    check: Check,
) -> None:
    """Check a default against min and max; of `default`, the server prints what it is held against."""
    value, low, high = amount.get(field), amount.get("min"), amount.get("max")
    where = f"{path}.{field}[{name}]"
    if value is None:
        return
    if low is not None and low > value:
        detail = f"min value {written['min']} is greater than {said} {written[field]}"
        check.invalid(rule, where, written["min" if field == "default" else field], detail, at=path)
    if high is not None and value > high:
        detail = f"{said} {written[field]} is greater than max value {written['max']}"
        check.invalid(rule, where, written["max" if field == "default" else field], detail, at=path)


def _check_ratio(
    name: str, amount: dict[str, int | None], written: dict[str, str], path: str, check: Check
) -> None:
    """Check LR-008."""
    ratio, low, high = amount.get("maxLimitRequestRatio"), amount.get("min"), amount.get("max")
    if ratio is None:
        return
    where, text = f"{path}.maxLimitRequestRatio[{name}]", written["maxLimitRequestRatio"]
    if ratio < _NANO:
        check.invalid("LR-008", where, text, f"ratio {text} is less than 1")
    if low and high is not None and ratio * low > high * _NANO:
        largest = high / low
        detail = f"ratio {text} is greater than max/min = {largest:f}"
        check.invalid("LR-008", where, text, detail)


def check_budget(budget: dict[str, Any], check: Check) -> None:
    """Check a PodDisruptionBudget: PDB-001 to 004."""
    spec = budget.get("spec") or {}
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        detail = "minAvailable and maxUnavailable cannot be both set"
        check.invalid("PDB-001", "spec", spec, detail)
    for field in ("minAvailable", "maxUnavailable"):
        value = spec.get(field)
        if value is not None:
            check_int_or_percent("PDB-002", value, f"spec.{field}", check)
            check_at_most_all("PDB-002", value, f"spec.{field}", check)
    if (selector := spec.get("selector")) is not None:
        check_selector(selector, "spec.selector", check)
    policy = spec.get("unhealthyPodEvictionPolicy")
    if policy is not None and policy not in _UNHEALTHY:
        check.unsupported("PDB-004", "spec.unhealthyPodEvictionPolicy", policy, _UNHEALTHY)


def check_priority_class(priority: dict[str, Any], check: Check) -> None:
    """Check a PriorityClass: PC-001 to 003."""
    name, value = (priority.get("metadata") or {}).get("name") or "", priority.get("value") or 0
    if name.startswith("system-"):
        known = _SYSTEM.get(name)
        problem = f"{name} is not a known system priority class" if known is None else ""
        if known is not None and known != value:
            problem = f"value of {name} PriorityClass must be {known}"
        elif known is not None and priority.get("globalDefault"):
            problem = f"globalDefault of {name} PriorityClass must be false"
        if problem:
            detail = (
                "priority class names with 'system-' prefix are reserved for system use only. error: "
                + problem
            )
            check.forbidden("PC-001", "metadata.name", detail)
    elif value > _MOST_PRIORITY:
        detail = f"maximum allowed value of a user defined priority is {_MOST_PRIORITY}"
        check.forbidden("PC-002", "value", detail)
    policy = priority.get("preemptionPolicy")
    if policy is not None and policy not in _PREEMPTION:
        check.unsupported("PC-003", "preemptionPolicy", policy, _PREEMPTION)


KINDS = {
    "ResourceQuota": check_quota,
    "LimitRange": check_limit_range,
    "PodDisruptionBudget": check_budget,
    "PriorityClass": check_priority_class,
}
