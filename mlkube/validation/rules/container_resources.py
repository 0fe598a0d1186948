"""Requests and limits of containers and pods: CTR-052 to 062, POD-058, WARN-004."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check
    from mlkube.validation.rules.containers import Pod

_NANO = 10**9
_STANDARD = frozenset(
    (
        "cpu",
        "memory",
        "ephemeral-storage",
        "storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
        "requests.storage",
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
    )
)
_FOR_CONTAINERS = frozenset(("cpu", "memory", "ephemeral-storage"))
_NOT_NEGATIVE = "must be greater than or equal to 0"
_HUGE = "hugepages-"


def check_resource_name(name: str, path: str, check: Check, rule: str) -> bool:
    """Check the name of a resource of a container: CTR-052 and 053; return whether it may stand."""
    problems = formats.qualified_name(name)
    if problems:
        check.invalid_each(rule, path, name, problems)
        return False
    if "/" not in name:
        if name not in _STANDARD and not name.startswith((_HUGE, "requests." + _HUGE)):
            check.invalid(rule, path, name, "must be a standard resource type or fully qualified")
            check.invalid(rule, path, name, "must be a standard resource for containers")
            return False
        if name not in _FOR_CONTAINERS and not name.startswith(_HUGE):
            check.invalid(rule, path, name, "must be a standard resource for containers")
            return False
    elif not is_native(name) and not is_extended(name):
        where = "CTR-053" if rule == "CTR-052" else rule
        check.invalid(where, path, name, "doesn't follow extended resource name standard")
        return False
    return True


def is_native(name: str) -> bool:
    """Tell whether a name is Kubernetes' own."""
    return "/" not in name or "kubernetes.io/" in name


def is_extended(name: str) -> bool:
    """Tell whether a name is that of an extended resource, such as `nvidia.com/gpu`."""
    return (
        not is_native(name)
        and not name.startswith("requests.")
        and not formats.qualified_name(f"requests.{name}")
    )


def check_container_resources(
    resources: dict[str, Any], container: dict[str, Any], path: str, pod: Pod, check: Check
) -> None:
    """Check `resources` and `resizePolicy` of a container."""
    if resources:
        if not pod.in_template and resources.get("limits"):
            _check_pod_copy(resources, f"{path}.resources", check)
        else:
            check_requirements(resources, f"{path}.resources", check)
        if claims := resources.get("claims"):
            _check_claims(claims, f"{path}.resources.claims", pod, check)
    if policies := container.get("resizePolicy"):
        _check_resize(policies, f"{path}.resizePolicy", pod, check)


def _check_pod_copy(resources: dict[str, Any], path: str, check: Check) -> None:
    """Check a Pod's resources: what has a limit and no request gets the limit as its request."""
    limits, requests = resources["limits"], resources.get("requests") or {}
    found = len(check.findings)
    check_requirements({**resources, "requests": {**limits, **requests}}, path, check)
    for finding in check.findings[found:]:
        for name in limits:
            if name not in requests and finding.path == f"{path}.requests[{name}]":
                finding.at = f"{path}.limits[{name}]"


def check_requirements(resources: dict[str, Any], path: str, check: Check) -> None:
    """Check limits and requests against each other."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    amounts: dict[str, dict[str, int]] = {"limits": {}, "requests": {}}
    for field, quantities in (("limits", limits), ("requests", requests)):
        for name, quantity in quantities.items():
            where = f"{path}.{field}[{name}]"
            check_resource_name(name, where, check, "CTR-052")
            amounts[field][name] = _check_amount(name, quantity, where, check)
    for name, amount in amounts["requests"].items():
        _check_request(name, amount, amounts["limits"].get(name), resources, path, check)
    names = {*limits, *requests}
    if any(name.startswith(_HUGE) for name in names) and not names & {"cpu", "memory"}:
        check.forbidden("CTR-059", path, "HugePages require cpu or memory")


def _check_amount(name: str, quantity: str | float, path: str, check: Check) -> int:
    amount = nanos(quantity) or 0
    if amount < 0:
        check.invalid("CTR-054", path, str(quantity), _NOT_NEGATIVE)
    if amount % _NANO:
        if is_extended(name):
            check.invalid("CTR-055", path, quantity, "must be an integer")
        elif name in {"memory", "ephemeral-storage"}:
            check.warn("WARN-004", path, f'fractional byte value "{quantity}" is invalid, must be an integer')
    if name.startswith(_HUGE):
        size = nanos(name.removeprefix(_HUGE))
        if size is None or size <= 0:
            check.invalid("CTR-060", path, str(quantity), f"{name} is no page size")
        elif amount <= 0 or amount % size:
            detail = f"{quantity} is not positive integer multiple of {name}"
            check.invalid("CTR-060", path, str(quantity), detail)
    return amount


def _check_request(
    name: str, amount: int, limit: int | None, resources: dict[str, Any], path: str, check: Check
) -> None:
    fixed = name.startswith(_HUGE) or is_extended(name)
    at = f"{path}.requests[{name}]"
    if limit is None:
        if fixed:
            check.required(
                "CTR-058", f"{path}.limits", "Limit must be set for non overcommitable resources", at=at
            )
        return
    quantity = str(resources["requests"][name])
    said = resources["limits"][name]
    if fixed and amount != limit:
        check.invalid(
            "CTR-057", f"{path}.requests", quantity, f"must be equal to {name} limit of {said}", at=at
        )
    elif amount > limit:
        detail = f"must be less than or equal to {name} limit of {said}"
        check.invalid("CTR-056", f"{path}.requests", quantity, detail, at=at)


def _check_claims(claims: list[dict[str, Any]], path: str, pod: Pod, check: Check) -> None:
    """Check `resources.claims`: CTR-061."""
    declared = [claim.get("name") or "" for claim in pod.spec.get("resourceClaims") or ()]
    seen: set[tuple[str, str]] = set()
    for at, claim in enumerate(claims):
        where, name = f"{path}[{at}]", claim.get("name") or ""
        if not name:
            check.required("CTR-061", where)
            continue
        request = claim.get("request") or ""
        if (name, request) in seen or ((name, "") in seen and request):
            check.duplicate("CTR-061", where, name)
        elif name not in declared:
            detail = "must be one of the names in pod.spec.resourceClaims"
            detail += f": {', '.join(declared)}" if declared else " which is empty"
            check.not_found("CTR-061", where, name, detail)
        seen.add((name, request))


def _check_resize(policies: list[dict[str, Any]], path: str, pod: Pod, check: Check) -> None:
    """Check `resizePolicy`: CTR-062."""
    seen: set[str] = set()
    for at, policy in enumerate(policies):
        name, restart = policy.get("resourceName") or "", policy.get("restartPolicy") or ""
        where = f"{path}[{at}]"
        if name in seen:
            check.duplicate("CTR-062", where, name)
        seen.add(name)
        if name not in {"cpu", "memory"}:
            if name:
                check.unsupported("CTR-062", path, name, ("cpu", "memory"), at=where)
            else:
                check.required("CTR-062", path, at=where)
        if restart not in {"NotRequired", "RestartContainer"}:
            if restart:
                check.unsupported("CTR-062", path, restart, ("NotRequired", "RestartContainer"), at=where)
            else:
                check.required("CTR-062", path, at=where)
        elif pod.spec.get("restartPolicy") == "Never" and restart != "NotRequired":
            detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'"
            check.invalid("CTR-062", path, restart, detail, at=where)
