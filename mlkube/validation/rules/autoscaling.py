"""HorizontalPodAutoscaler of autoscaling/v2: HPA-*."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats
from mlkube.validation.rules.container_resources import check_resource_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_TYPES = ("ContainerResource", "External", "Object", "Pods", "Resource")
_BLOCKS = {
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
    "External": "external",
    "ContainerResource": "containerResource",
}
_TARGETS = ("Utilization", "Value", "AverageValue")
_SELECT = ("Disabled", "Max", "Min")
_POLICIES = ("Percent", "Pods")
_MOST_WINDOW, _MOST_PERIOD = 3600, 1800
_REQUIRED_SINCE = 36
_BOTH = "may not set both a target raw value and a target utilization"


def check_autoscaler(autoscaler: dict[str, Any], check: Check) -> None:
    """Check a HorizontalPodAutoscaler."""
    spec = autoscaler.get("spec") or {}
    least, most = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    least = 1 if least is None else least
    _check_reference(spec.get("scaleTargetRef") or {}, "spec.scaleTargetRef", check)
    if least < 1:
        check.invalid("HPA-002", "spec.minReplicas", least, "must be greater than or equal to 1")
    _check_most(least, most, check)
    metrics = spec.get("metrics") or ()
    for at, metric in enumerate(metrics):
        _check_metric(metric, f"spec.metrics[{at}]", check)
    for field in ("scaleUp", "scaleDown"):
        rules = (spec.get("behavior") or {}).get(field)
        if rules is not None:
            _check_behavior(rules, f"spec.behavior.{field}", check)


def _check_most(least: int, most: int, check: Check) -> None:
    """Check HPA-001 and 003."""
    where = "spec.maxReplicas"
    if check.minor >= _REQUIRED_SINCE:
        if most == 0:
            check.required("HPA-001", where, "must be set and greater than 0")
        elif most < 0:
            check.invalid("HPA-001", where, most, "must be greater than or equal to 1")
    elif most < 1:
        check.invalid("HPA-001", where, most, "must be greater than 0")
    if most < least:
        check.invalid("HPA-003", where, most, "must be greater than or equal to `minReplicas`")


def _check_reference(reference: dict[str, Any], path: str, check: Check, rule: str = "HPA-004") -> None:
    """Check HPA-004, 005, 019."""
    for field in ("kind", "name"):
        value = reference.get(field) or ""
        if not value:
            check.required(rule, f"{path}.{field}")
        else:
            check.invalid_each(rule, f"{path}.{field}", value, formats.path_segment(value))
    version = reference.get("apiVersion") or ""
    where = f"{path}.apiVersion"
    if version.count("/") > 1:
        check.invalid("HPA-005", where, version, f"unexpected GroupVersion string: {version}")
    elif "/" not in version or not version.partition("/")[0]:
        if rule != "HPA-004" or check.minor < _GROUP_SINCE:
            return
        check.invalid("HPA-005", where, version, "apiVersion must specify API group")


_GROUP_SINCE = 33


def _check_metric(metric: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-006 to 008 and the metric's own block."""
    kind = metric.get("type") or ""
    if not kind:
        check.required("HPA-006", f"{path}.type", "must specify a metric source type")
    if kind not in _TYPES:
        check.unsupported("HPA-006", f"{path}.type", kind, _TYPES)
    given = [block for block in _BLOCKS.values() if metric.get(block) is not None]
    for block in given:
        where = f"{path}.{block}"
        _check_block(block, metric[block], where, check)
    own = _BLOCKS.get(kind, "")
    for block in given:
        if own and block != own:
            detail = "must populate the given metric source only"
            check.forbidden("HPA-008", f"{path}.{block}", detail)
    if own and own not in given:
        detail = "must populate information for the given metric source"
        check.required("HPA-007", f"{path}.{own}", detail)


def _check_block(block: str, source: dict[str, Any], path: str, check: Check) -> None:
    target = source.get("target") or {}
    where = f"{path}.target"
    if block == "object":
        _check_reference(source.get("describedObject") or {}, f"{path}.describedObject", check, "HPA-019")
    if block in {"object", "pods", "external"}:
        _check_identifier(source.get("metric") or {}, f"{path}.metric", check)
    if block in {"resource", "containerResource"}:
        if not source.get("name"):
            rule = "HPA-017" if block == "resource" else "HPA-018"
            check.required(rule, f"{path}.name", "must specify a resource name")
        elif block == "containerResource":
            check_resource_name(source["name"], f"{path}.name", check, "HPA-018")
    if block == "containerResource":
        container = source.get("container") or ""
        if not container:
            check.required("HPA-018", f"{path}.container", "must specify a container")
        else:
            check.invalid_each("HPA-018", f"{path}.container", container, formats.label(container))
    _check_target(target, where, check)
    _CHECKS[block](target, where, check)


def _check_identifier(metric: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-016."""
    name = metric.get("name") or ""
    if not name:
        check.required("HPA-016", f"{path}.name", "must specify a metric name")
    else:
        check.invalid_each("HPA-016", f"{path}.name", name, formats.path_segment(name))


def _check_target(target: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-009 to 011."""
    kind = target.get("type") or ""
    if not kind:
        check.required("HPA-009", f"{path}.type", "must specify a metric target type")
    if kind not in _TARGETS:
        detail = "must be either Utilization, Value, or AverageValue"
        check.invalid("HPA-009", f"{path}.type", kind, detail)
    for field in ("value", "averageValue"):
        amount = target.get(field)
        if amount is not None and (nanos(amount) or 0) <= 0:
            check.invalid("HPA-010", f"{path}.{field}", str(amount), "must be positive")
    share = target.get("averageUtilization")
    if share is not None and share < 1:
        check.invalid("HPA-011", f"{path}.averageUtilization", share, "must be greater than 0")


def _check_resource(target: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-012."""
    share, value = target.get("averageUtilization"), target.get("averageValue")
    if share is None and value is None:
        detail = "must set either a target raw value or a target utilization"
        check.required("HPA-012", f"{path}.averageUtilization", detail)
    elif share is not None and value is not None:
        check.forbidden("HPA-012", f"{path}.averageValue", _BOTH)


def _check_pods(target: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-013."""
    value = target.get("averageValue")
    if value is None or (nanos(value) or 0) <= 0:
        detail = "must specify a positive target averageValue"
        check.required("HPA-013", f"{path}.averageValue", detail)


def _check_object(target: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-014."""
    if target.get("value") is None and target.get("averageValue") is None:
        detail = "must set either a target value or averageValue"
        check.required("HPA-014", f"{path}.averageValue", detail)


def _check_external(target: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-015."""
    value, average = target.get("value"), target.get("averageValue")
    if value is None and average is None:
        detail = "must set either a target value for metric or a per-pod target"
        check.required("HPA-015", f"{path}.averageValue", detail)
    elif value is not None and average is not None:
        detail = "may not set both a target value for metric and a per-pod target"
        check.forbidden("HPA-015", f"{path}.value", detail)


_CHECKS = {
    "resource": _check_resource,
    "containerResource": _check_resource,
    "pods": _check_pods,
    "object": _check_object,
    "external": _check_external,
}


def _check_behavior(rules: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-020 to 024."""
    window = rules.get("stabilizationWindowSeconds")
    where = f"{path}.stabilizationWindowSeconds"
    if window is not None and window < 0:
        check.invalid("HPA-020", where, window, "must be greater than or equal to zero")
    elif window is not None and window > _MOST_WINDOW:
        check.invalid("HPA-020", where, window, f"must be less than or equal to {_MOST_WINDOW}")
    select = rules.get("selectPolicy")
    if select is not None and select not in _SELECT:
        check.unsupported("HPA-021", f"{path}.selectPolicy", select, _SELECT)
    tolerance = rules.get("tolerance")
    if tolerance is not None and (nanos(tolerance) or 0) < 0:
        check.invalid("HPA-024", f"{path}.tolerance", str(tolerance), "must be greater than or equal to 0")
    policies = rules.get("policies")
    if policies is None:
        return
    if not policies:
        check.required("HPA-022", f"{path}.policies", "must specify at least one Policy")
    for at, policy in enumerate(policies):
        _check_policy(policy, f"{path}.policies[{at}]", check)


def _check_policy(policy: dict[str, Any], path: str, check: Check) -> None:
    """Check HPA-023."""
    kind, value, period = policy.get("type") or "", policy.get("value") or 0, policy.get("periodSeconds") or 0
    if kind not in _POLICIES:
        check.unsupported("HPA-023", f"{path}.type", kind, _POLICIES)
    if value <= 0:
        check.invalid("HPA-023", f"{path}.value", value, "must be greater than zero")
    if period <= 0:
        check.invalid("HPA-023", f"{path}.periodSeconds", period, "must be greater than zero")
    elif period > _MOST_PERIOD:
        detail = f"must be less than or equal to {_MOST_PERIOD}"
        check.invalid("HPA-023", f"{path}.periodSeconds", period, detail)


KINDS = {"HorizontalPodAutoscaler": check_autoscaler}
