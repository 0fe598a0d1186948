"""Resources and resource claims of a pod as a whole: POD-057 to 059."""

from __future__ import annotations

from mlkube.core.quantity import exceeds, nanos
from mlkube.validation import formats
from mlkube.validation.rules.container_resources import check_requirements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_POD_RESOURCES = ("cpu", "hugepages-", "memory")
_SET_SINCE = 34
_SOURCES = ("resourceClaimName", "resourceClaimTemplateName")


def check_pod_resources(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check `resourceClaims`, `resources` and `overhead` of a pod spec."""
    if claims := spec.get("resourceClaims"):
        _check_claims(claims, f"{path}.resourceClaims", check)
    if (resources := spec.get("resources")) and check.minor >= _SET_SINCE:
        _check_level(resources, spec, path, check)
    if overhead := spec.get("overhead"):
        check_requirements({"limits": overhead}, f"{path}.overhead", check)


def _check_claims(claims: list[dict[str, Any]], path: str, check: Check) -> None:
    """Check POD-057."""
    seen: set[str] = set()
    for at, claim in enumerate(claims):
        where, name = f"{path}[{at}]", claim.get("name") or ""
        if not name:
            check.required("POD-057", f"{where}.name")
        elif name in seen:
            check.duplicate("POD-057", f"{where}.name", name)
        else:
            check.invalid_each("POD-057", f"{where}.name", name, formats.label(name))
            seen.add(name)
        given = [field for field in _SOURCES if claim.get(field) is not None]
        dump = {"Name": name, **{field[0].upper() + field[1:]: claim.get(field) for field in _SOURCES}}
        if not given:
            detail = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            check.invalid("POD-057", where, dump, detail)
        elif len(given) > 1:
            detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            check.invalid("POD-057", where, dump, detail)
        for field in given:
            check.invalid_each("POD-057", f"{where}.{field}", claim[field], formats.subdomain(claim[field]))


def _check_level(resources: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check resources of the pod: POD-058."""
    where = f"{path}.resources"
    if resources.get("claims"):
        check.forbidden("POD-058", f"{where}.claims", "claims cannot be set for Resources at pod-level")
    if (spec.get("os") or {}).get("name") == "windows":
        check.forbidden("POD-058", where, "resources cannot be set for a windows pod")
    for field in ("limits", "requests"):
        for name in resources.get(field) or {}:
            if name not in {"cpu", "memory"} and not name.startswith("hugepages-"):
                check.unsupported("POD-058", f"{where}.{field}[{name}]", name, _POD_RESOURCES)
    check_requirements(resources, where, check)
    _check_sums(resources, spec, where, check)


def _check_sums(resources: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    containers = spec.get("containers") or ()
    for name, quantity in (resources.get("requests") or {}).items():
        total = sum(nanos(_of(each, name)) or 0 for each in containers)
        if total > (nanos(quantity) or 0):
            text = _amount(total)
            detail = f"must be greater than or equal to aggregate container requests of {text}"
            check.invalid("POD-058", f"{path}.requests[{name}]", str(quantity), detail)
    for name, quantity in (resources.get("limits") or {}).items():
        for at, container in enumerate(containers):
            own = ((container.get("resources") or {}).get("limits") or {}).get(name)
            if own is not None and exceeds(own, quantity):
                where = f"{path.removesuffix('.resources')}.containers[{at}].resources.limits"
                detail = f"must be less than or equal to pod limits of {quantity}"
                check.invalid("POD-058", f"{where}[{name}]", str(own), detail)


def _of(container: dict[str, Any], name: str) -> str | int | float:
    """Return what a container requests; a limit without a request is one."""
    resources = container.get("resources") or {}
    found: str | int | float | None = (resources.get("requests") or {}).get(name)
    if found is None:
        found = (resources.get("limits") or {}).get(name)
    return 0 if found is None else found


def _amount(amount: int) -> str:
    whole, rest = divmod(amount, 10**9)
    return str(whole) if not rest else f"{-(-amount // 10**6)}m"
