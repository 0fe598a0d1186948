"""Role, ClusterRole, RoleBinding, ClusterRoleBinding: RBAC-*."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.selectors import check_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_GROUP = "rbac.authorization.k8s.io"
_SUBJECTS = ("ServiceAccount", "User", "Group")


def check_role(role: dict[str, Any], check: Check) -> None:
    """Check a Role."""
    for at, rule in enumerate(role.get("rules") or ()):
        _check_rule(rule, f"rules[{at}]", check, namespaced=True)


def check_cluster_role(role: dict[str, Any], check: Check) -> None:
    """Check a ClusterRole."""
    for at, rule in enumerate(role.get("rules") or ()):
        _check_rule(rule, f"rules[{at}]", check, namespaced=False)
    aggregation = role.get("aggregationRule")
    if aggregation is None:
        return
    selectors = aggregation.get("clusterRoleSelectors") or ()
    where = "aggregationRule.clusterRoleSelectors"
    if not selectors:
        detail = "at least one clusterRoleSelector required if aggregationRule is non-nil"
        check.required("RBAC-006", where, detail)
    for at, selector in enumerate(selectors):
        check_selector(selector, f"{where}[{at}]", check)


def _check_rule(rule: dict[str, Any], path: str, check: Check, *, namespaced: bool) -> None:
    """Check RBAC-001 to 005."""
    if not rule.get("verbs"):
        check.required("RBAC-001", f"{path}.verbs", "verbs must contain at least one value")
    urls = rule.get("nonResourceURLs")
    if urls:
        where = f"{path}.nonResourceURLs"
        if namespaced:
            check.invalid("RBAC-004", where, urls, "namespaced rules cannot apply to non-resource URLs")
        if rule.get("apiGroups") or rule.get("resources") or rule.get("resourceNames"):
            detail = "rules cannot apply to both regular resources and non-resource URLs"
            check.invalid("RBAC-005", where, urls, detail)
        return
    if not rule.get("apiGroups"):
        detail = "resource rules must supply at least one api group"
        check.required("RBAC-002", f"{path}.apiGroups", detail, hint='write [""] for the core group')
    if not rule.get("resources"):
        check.required("RBAC-003", f"{path}.resources", "resource rules must supply at least one resource")


def check_role_binding(binding: dict[str, Any], check: Check) -> None:
    """Check a RoleBinding."""
    _check_binding(binding, ("ClusterRole", "Role"), check, namespaced=True)


def check_cluster_role_binding(binding: dict[str, Any], check: Check) -> None:
    """Check a ClusterRoleBinding."""
    _check_binding(binding, ("ClusterRole",), check, namespaced=False)


def _check_binding(
    binding: dict[str, Any], kinds: tuple[str, ...], check: Check, *, namespaced: bool
) -> None:
    """Check RBAC-007 to 013."""
    reference = binding.get("roleRef") or {}
    group = reference.get("apiGroup") or _GROUP
    if group != _GROUP:
        check.unsupported("RBAC-007", "roleRef.apiGroup", group, (_GROUP,))
    kind = reference.get("kind") or ""
    if kind not in kinds:
        check.unsupported(
            "RBAC-008", "roleRef.kind", kind, sorted(kinds, reverse=True) if namespaced else kinds
        )
    name = reference.get("name") or ""
    if not name:
        check.required("RBAC-009", "roleRef.name")
    else:
        check.invalid_each("RBAC-009", "roleRef.name", name, formats.path_segment(name))
    for at, subject in enumerate(binding.get("subjects") or ()):
        _check_subject(subject, f"subjects[{at}]", check, namespaced=namespaced)


def _check_subject(subject: dict[str, Any], path: str, check: Check, *, namespaced: bool) -> None:
    kind, name, group = subject.get("kind") or "", subject.get("name") or "", subject.get("apiGroup") or ""
    if not name:
        check.required("RBAC-011", f"{path}.name")
    if kind == "ServiceAccount":
        if name:
            check.invalid_each("RBAC-011", f"{path}.name", name, formats.subdomain(name))
        if group:
            check.unsupported("RBAC-013", f"{path}.apiGroup", group, ("",))
        if not namespaced and not subject.get("namespace"):
            check.required("RBAC-012", f"{path}.namespace")
    elif kind in {"User", "Group"}:
        if group and group != _GROUP:
            check.unsupported("RBAC-013", f"{path}.apiGroup", group, (_GROUP,))
    else:
        check.unsupported("RBAC-010", f"{path}.kind", kind, _SUBJECTS)


KINDS = {
    "Role": check_role,
    "ClusterRole": check_cluster_role,
    "RoleBinding": check_role_binding,
    "ClusterRoleBinding": check_cluster_role_binding,
}
