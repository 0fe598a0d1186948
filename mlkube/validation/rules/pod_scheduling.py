"""Where a pod may run: POD-037 to 056, WARN-006 and 009."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.selectors import check_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_OPERATORS = ("Equal", "Exists")
_UNSATISFIABLE = ("DoNotSchedule", "ScheduleAnyway")
_POLICIES = ("Honor", "Ignore")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_MOST_WEIGHT = 100
_CHECKED_VALUES = 34
_OLD_LABELS = {
    "beta.kubernetes.io/arch": ("v1.14", "kubernetes.io/arch"),
    "beta.kubernetes.io/os": ("v1.14", "kubernetes.io/os"),
    "failure-domain.beta.kubernetes.io/region": ("v1.17", "topology.kubernetes.io/region"),
    "failure-domain.beta.kubernetes.io/zone": ("v1.17", "topology.kubernetes.io/zone"),
    "beta.kubernetes.io/instance-type": ("v1.17", "node.kubernetes.io/instance-type"),
}


def check_scheduling(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check tolerations, affinity and topology spread of a pod spec."""
    for at, toleration in enumerate(spec.get("tolerations") or ()):
        _check_toleration(toleration, f"{path}.tolerations[{at}]", check)
    if affinity := spec.get("affinity"):
        _check_affinity(affinity, f"{path}.affinity", check)
    if constraints := spec.get("topologySpreadConstraints"):
        _check_spread(constraints, f"{path}.topologySpreadConstraints", check)
    for key in spec.get("nodeSelector") or ():
        _warn_of_label(key, f"{path}.nodeSelector[{key}]", check)


def _warn_of_label(key: str, path: str, check: Check) -> None:
    """Warn of a deprecated label of nodes: WARN-009."""
    if key in _OLD_LABELS:
        since, new = _OLD_LABELS[key]
        check.warn("WARN-009", path, f'deprecated since {since}; use "{new}" instead')


def _check_toleration(toleration: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-037 to 042."""
    key, operator = toleration.get("key") or "", toleration.get("operator") or ""
    value, effect = toleration.get("value") or "", toleration.get("effect") or ""
    if key:
        check.invalid_each("POD-042", f"{path}.key", key, formats.qualified_name(key))
    elif operator != "Exists":
        detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        check.invalid("POD-037", f"{path}.operator", operator, detail)
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        detail = "effect must be 'NoExecute' when `tolerationSeconds` is set"
        check.invalid("POD-038", f"{path}.effect", effect, detail)
    if operator in {"", "Equal"}:
        check.invalid_each(
            "POD-039", f"{path}.operator", value, formats.label_value(value, check.minor), at=f"{path}.value"
        )
    elif operator == "Exists":
        if value:
            detail = "value must be empty when `operator` is 'Exists'"
            check.invalid("POD-039", f"{path}.operator", value, detail, at=f"{path}.value")
    else:
        check.unsupported("POD-040", f"{path}.operator", operator, _OPERATORS)
    if effect and effect not in _EFFECTS:
        check.unsupported("POD-041", f"{path}.effect", effect, _EFFECTS)


def _check_affinity(affinity: dict[str, Any], path: str, check: Check) -> None:
    if node := affinity.get("nodeAffinity"):
        where = f"{path}.nodeAffinity"
        if (required := node.get(_REQUIRED)) is not None:
            check_node_selector(required, f"{where}.{_REQUIRED}", check)
        for at, preferred in enumerate(node.get(_PREFERRED) or ()):
            _check_weight(preferred, f"{where}.{_PREFERRED}[{at}]", check)
            _check_node_term(
                preferred.get("preference") or {}, f"{where}.{_PREFERRED}[{at}].preference", check
            )
    for kind in ("podAffinity", "podAntiAffinity"):
        if pods := affinity.get(kind):
            for at, term in enumerate(pods.get(_REQUIRED) or ()):
                _check_pod_term(term, f"{path}.{kind}.{_REQUIRED}[{at}]", check)
            for at, preferred in enumerate(pods.get(_PREFERRED) or ()):
                where = f"{path}.{kind}.{_PREFERRED}[{at}]"
                _check_weight(preferred, where, check)
                _check_pod_term(preferred.get("podAffinityTerm") or {}, f"{where}.podAffinityTerm", check)


def _check_weight(preferred: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-053."""
    weight = preferred.get("weight") or 0
    if not 1 <= weight <= _MOST_WEIGHT:
        check.invalid("POD-053", f"{path}.weight", weight, "must be in the range 1-100")


def check_node_selector(selector: dict[str, Any], path: str, check: Check) -> None:
    """Check a NodeSelector at `path`: POD-050 to 052."""
    terms = selector.get("nodeSelectorTerms") or ()
    if not terms:
        check.required("POD-050", f"{path}.nodeSelectorTerms", "must have at least one node selector term")
    for at, term in enumerate(terms):
        _check_node_term(term, f"{path}.nodeSelectorTerms[{at}]", check)


def _check_node_term(term: dict[str, Any], path: str, check: Check) -> None:
    for at, expression in enumerate(term.get("matchExpressions") or ()):
        _check_expression(expression, f"{path}.matchExpressions[{at}]", check)
    for at, field in enumerate(term.get("matchFields") or ()):
        _check_field(field, f"{path}.matchFields[{at}]", check)


def _check_expression(expression: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-051."""
    key, operator = expression.get("key") or "", expression.get("operator") or ""
    values = expression.get("values") or []
    if operator in {"In", "NotIn"}:
        if not values:
            detail = "must be specified when `operator` is 'In' or 'NotIn'"
            check.required("POD-051", f"{path}.values", detail)
    elif operator in {"Exists", "DoesNotExist"}:
        if values:
            detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            check.forbidden("POD-051", f"{path}.values", detail)
    elif operator in {"Gt", "Lt"}:
        if len(values) != 1:
            detail = "must be specified single value when `operator` is 'Lt' or 'Gt'"
            check.required("POD-051", f"{path}.values", detail)
    else:
        check.invalid("POD-051", f"{path}.operator", operator, "not a valid selector operator")
    check.invalid_each("POD-051", f"{path}.key", key, formats.qualified_name(key))
    for at, value in enumerate(values if check.minor >= _CHECKED_VALUES else ()):
        check.invalid_each("POD-051", f"{path}.values[{at}]", value, formats.label_value(value, check.minor))
    _warn_of_label(key, f"{path}.key", check)


def _check_field(field: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-052."""
    key, operator, values = field.get("key") or "", field.get("operator") or "", field.get("values") or []
    if operator in {"In", "NotIn"}:
        if len(values) != 1:
            detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
            check.required("POD-052", f"{path}.values", detail)
    else:
        check.invalid("POD-052", f"{path}.operator", operator, "not a valid selector operator")
    if key != "metadata.name":
        check.invalid("POD-052", f"{path}.key", key, "not a valid field selector key")
    else:
        for at, value in enumerate(values):
            check.invalid_each("POD-052", f"{path}.values[{at}]", value, formats.subdomain(value))


def _check_pod_term(term: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-054 to 056, WARN-006 and 009."""
    selector = term.get("labelSelector")
    if selector is not None:
        check_selector(selector, f"{path}.labelSelector", check)
    else:
        check.warn("WARN-006", f"{path}.labelSelector", "a null labelSelector results in matching no pod")
    if (namespaces := term.get("namespaceSelector")) is not None:
        check_selector(namespaces, f"{path}.namespaceSelector", check)
    for at, name in enumerate(term.get("namespaces") or ()):
        check.invalid_each(
            "POD-055", f"{path}.namespace", name, formats.label(name), at=f"{path}.namespaces[{at}]"
        )
    _check_term_keys(term, selector, path, check)
    key = term.get("topologyKey") or ""
    if not key:
        check.required("POD-054", f"{path}.topologyKey", "can not be empty")
    check.invalid_each("POD-054", f"{path}.topologyKey", key, formats.qualified_name(key))
    _warn_of_label(key, f"{path}.topologyKey", check)


def _check_term_keys(term: dict[str, Any], selector: dict[str, Any] | None, path: str, check: Check) -> None:
    matching, mismatching = term.get("matchLabelKeys") or [], term.get("mismatchLabelKeys") or []
    for field, keys in (("matchLabelKeys", matching), ("mismatchLabelKeys", mismatching)):
        if keys and selector is None:
            check.forbidden(
                "POD-056", f"{path}.{field}", "must not be specified when labelSelector is not set"
            )
        for at, key in enumerate(keys):
            check.invalid_each("POD-056", f"{path}.{field}[{at}]", key, formats.qualified_name(key))
    for at, key in enumerate(matching):
        if key in mismatching:
            detail = "exists in both matchLabelKeys and mismatchLabelKeys"
            check.invalid("POD-056", f"{path}.matchLabelKeys[{at}]", key, detail)


def _check_spread(constraints: list[dict[str, Any]], path: str, check: Check) -> None:
    """Check POD-043 to 049, WARN-006 and 009."""
    pairs = [(each.get("topologyKey") or "", each.get("whenUnsatisfiable") or "") for each in constraints]
    for at, constraint in enumerate(constraints):
        where = f"{path}[{at}]"
        skew, key = constraint.get("maxSkew") or 0, constraint.get("topologyKey") or ""
        when = constraint.get("whenUnsatisfiable") or ""
        if skew <= 0:
            check.invalid("POD-043", f"{where}.maxSkew", skew, "must be greater than zero")
        if not key:
            check.required("POD-044", f"{where}.topologyKey", "can not be empty")
        if when not in _UNSATISFIABLE:
            check.unsupported("POD-045", f"{where}.whenUnsatisfiable", when, _UNSATISFIABLE)
        if (key, when) in pairs[at + 1 :]:
            text = "{" + f"{key}, {when}" + "}"
            check.duplicate("POD-046", where + ".{topologyKey, whenUnsatisfiable}", text, at=where)
        _check_constraint(constraint, when, where, check)
        _warn_of_label(key, f"{where}.topologyKey", check)


def _check_constraint(constraint: dict[str, Any], when: str, path: str, check: Check) -> None:
    domains = constraint.get("minDomains")
    if domains is not None:
        if domains <= 0:
            check.invalid("POD-047", f"{path}.minDomains", domains, "must be greater than zero")
        if when != "DoNotSchedule":
            detail = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {when}"
            check.invalid("POD-047", f"{path}.minDomains", domains, detail)
    for field in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
        policy = constraint.get(field)
        if policy is not None and policy not in _POLICIES:
            check.unsupported("POD-048", f"{path}.{field}", policy, _POLICIES)
    selector = constraint.get("labelSelector")
    if selector is None:
        check.warn("WARN-006", f"{path}.labelSelector", "a null labelSelector results in matching no pod")
    else:
        check_selector(selector, f"{path}.labelSelector", check)
    if keys := constraint.get("matchLabelKeys"):
        _check_label_keys(keys, selector, f"{path}.matchLabelKeys", check)


def _check_label_keys(keys: list[str], selector: dict[str, Any] | None, path: str, check: Check) -> None:
    """Check POD-049."""
    if selector is None:
        check.forbidden("POD-049", path, "must not be specified when labelSelector is not set")
    known = set((selector or {}).get("matchLabels") or ())
    known.update(each.get("key") for each in (selector or {}).get("matchExpressions") or ())
    for at, key in enumerate(keys):
        check.invalid_each("POD-049", f"{path}[{at}]", key, formats.qualified_name(key))
        if key in known:
            check.invalid("POD-049", f"{path}[{at}]", key, "exists in both matchLabelKeys and labelSelector")
