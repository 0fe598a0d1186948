"""ResourceClaim, ResourceClaimTemplate, DeviceClass of dynamic resource allocation: DRA-*.

Source: kubernetes.io, Dynamic Resource Allocation, and the API reference of resource.k8s.io/v1.
"""

from __future__ import annotations

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_MODES = ("All", "ExactCount")
_MOST_REQUESTS = _MOST_CONSTRAINTS = _MOST_CONFIGS = _MOST_SELECTORS = 32
_MOST_ALTERNATIVES = 8


def check_claim(claim: dict[str, Any], check: Check) -> None:
    """Check a ResourceClaim."""
    _check_spec(claim.get("spec") or {}, "spec", check)


def check_template(template: dict[str, Any], check: Check) -> None:
    """Check a ResourceClaimTemplate."""
    spec = template.get("spec") or {}
    _check_spec(spec.get("spec") or {}, "spec.spec", check)


def check_class(device_class: dict[str, Any], check: Check) -> None:
    """Check a DeviceClass."""
    spec = device_class.get("spec") or {}
    _check_selectors(spec.get("selectors") or (), "spec.selectors", check)
    for at, config in enumerate(spec.get("config") or ()):
        _check_opaque(config.get("opaque"), f"spec.config[{at}].opaque", check)


def _check_spec(spec: dict[str, Any], path: str, check: Check) -> None:
    devices = spec.get("devices") or {}
    where = f"{path}.devices"
    requests = devices.get("requests") or ()
    names: set[str] = set()
    if len(requests) > _MOST_REQUESTS:
        check.too_many("DRA-001", f"{where}.requests", len(requests), _MOST_REQUESTS)
    for at, request in enumerate(requests):
        _check_request(request, f"{where}.requests[{at}]", names, check)
    for at, constraint in enumerate(devices.get("constraints") or ()):
        _check_names(constraint.get("requests") or (), names, f"{where}.constraints[{at}].requests", check)
        attribute = constraint.get("matchAttribute")
        if attribute is None and constraint.get("distinctAttribute") is None:
            check.required("DRA-006", f"{where}.constraints[{at}].matchAttribute")
    for at, config in enumerate(devices.get("config") or ()):
        _check_names(config.get("requests") or (), names, f"{where}.config[{at}].requests", check)
        _check_opaque(config.get("opaque"), f"{where}.config[{at}].opaque", check)


def _check_request(request: dict[str, Any], path: str, names: set[str], check: Check) -> None:
    """Check one request: DRA-002 to 004."""
    name = request.get("name") or ""
    if not name:
        check.required("DRA-002", f"{path}.name")
    else:
        check.invalid_each("DRA-002", f"{path}.name", name, formats.label(name))
    if name in names:
        check.duplicate("DRA-002", path, name, at=f"{path}.name")
    names.add(name)
    exactly, first = request.get("exactly"), request.get("firstAvailable") or ()
    if exactly is None and not first:
        check.required("DRA-003", path, "exactly one of `exactly` or `firstAvailable` is required")
    elif exactly is not None and first:
        detail = "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set"
        check.invalid("DRA-003", path, None, detail)
    if exactly is not None:
        _check_exactly(exactly, f"{path}.exactly", check)
    if len(first) > _MOST_ALTERNATIVES:
        check.too_many("DRA-003", f"{path}.firstAvailable", len(first), _MOST_ALTERNATIVES)
    inner: set[str] = set()
    for at, alternative in enumerate(first):
        where, own = f"{path}.firstAvailable[{at}]", alternative.get("name") or ""
        if not own:
            check.required("DRA-002", f"{where}.name")
        else:
            check.invalid_each("DRA-002", f"{where}.name", own, formats.label(own))
            if own in inner:
                check.duplicate("DRA-002", where, own)
        inner.add(own)
        names.add(f"{name}/{own}")
        _check_exactly(alternative, where, check)


def _check_exactly(exactly: dict[str, Any], path: str, check: Check) -> None:
    """Check DRA-004 and 005."""
    name = exactly.get("deviceClassName") or ""
    if not name:
        check.required("DRA-004", f"{path}.deviceClassName")
    else:
        check.invalid_each("DRA-004", f"{path}.deviceClassName", name, formats.subdomain(name))
    _check_selectors(exactly.get("selectors") or (), f"{path}.selectors", check)
    mode, count = exactly.get("allocationMode") or "ExactCount", exactly.get("count")
    if mode == "ExactCount":
        if count is not None and count <= 0 and (count < 0 or "allocationMode" in exactly):
            check.invalid("DRA-005", f"{path}.count", count, "must be greater than zero")
    elif mode == "All":
        if count:
            detail = "must not be specified when allocationMode is 'All'"
            check.invalid("DRA-005", f"{path}.count", count, detail)
    else:
        check.unsupported("DRA-005", f"{path}.allocationMode", mode, _MODES)


def _check_selectors(selectors: Any, path: str, check: Check) -> None:  # noqa: ANN401  any sequence
    if len(selectors) > _MOST_SELECTORS:
        check.too_many("DRA-006", path, len(selectors), _MOST_SELECTORS)
    for at, selector in enumerate(selectors):
        cel = selector.get("cel")
        if cel is None:
            check.required("DRA-006", f"{path}[{at}].cel")
        elif not cel.get("expression"):
            check.required("DRA-006", f"{path}[{at}].cel.expression")


def _check_names(wanted: Any, names: set[str], path: str, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check DRA-007."""
    for at, name in enumerate(wanted):
        if name not in names:
            detail = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"  # noqa: E501 the server's words
            check.invalid("DRA-007", f"{path}[{at}]", name, detail)


def _check_opaque(opaque: dict[str, Any] | None, path: str, check: Check) -> None:
    """Check DRA-008."""
    if opaque is None:
        check.required("DRA-008", path)
        return
    driver = opaque.get("driver") or ""
    if not driver:
        check.required("DRA-008", f"{path}.driver")
    else:
        check.invalid_each("DRA-008", f"{path}.driver", driver, formats.subdomain(driver))
    if opaque.get("parameters") is None:
        check.required("DRA-008", f"{path}.parameters")


KINDS = {"ResourceClaim": check_claim, "ResourceClaimTemplate": check_template, "DeviceClass": check_class}
