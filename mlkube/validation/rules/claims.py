"""ResourceClaim, ResourceClaimTemplate, DeviceClass of dynamic resource allocation: DRA-*.

Source: kubernetes.io, Dynamic Resource Allocation; k8s.io/kubernetes, pkg/apis/resource/validation.
"""

from __future__ import annotations

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mlkube.validation.check import Check

_MODES = ("All", "ExactCount")
_MOST, _MOST_ALTERNATIVES = 32, 8
_EXPRESSION_BYTES, _PARAMETER_BYTES = 10 * 1024, 10 * 1024
_DOMAIN_BYTES, _IDENTIFIER_BYTES = 63, 32
_OPERATORS, _EFFECTS = ("Equal", "Exists"), ("NoExecute", "NoSchedule", "None")
_TEMPLATE_METADATA = frozenset(("labels", "annotations", "creationTimestamp"))
_BETA_SINCE = 36
_NO_IDENTIFIER = (
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric "
    "characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is "
    "'[A-Za-z_][A-Za-z0-9_]*')"
)
_BROKEN_REFERENCE = (
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"
)


def check_claim(claim: dict[str, Any], check: Check) -> None:
    """Check a ResourceClaim."""
    _check_spec(claim.get("spec") or {}, "spec", check)


def check_template(template: dict[str, Any], check: Check) -> None:
    """Check a ResourceClaimTemplate: DRA-009 for its metadata."""
    spec = template.get("spec") or {}
    if metadata := spec.get("metadata"):
        _check_metadata(metadata, check)
    _check_spec(spec.get("spec") or {}, "spec.spec", check)


def _check_metadata(metadata: dict[str, Any], check: Check) -> None:
    from mlkube.validation.metadata import check_annotations  # noqa: PLC0415  few templates have metadata
    from mlkube.validation.rules.selectors import check_labels  # noqa: PLC0415  as above

    for field in metadata:
        if field not in _TEMPLATE_METADATA:
            check.forbidden("DRA-009", f"spec.metadata.{field}", "cannot be set")
    check_labels(metadata.get("labels") or {}, "spec.metadata.labels", check)
    check_annotations(metadata.get("annotations") or {}, "spec.metadata.annotations", check)


def check_class(device_class: dict[str, Any], check: Check) -> None:
    """Check a DeviceClass: DRA-012 for the name of its extended resource."""
    spec = device_class.get("spec") or {}
    _check_selectors(spec.get("selectors") or (), "spec.selectors", check)
    configs = spec.get("config") or ()
    if _fits(configs, _MOST, "spec.config", check):
        for at, config in enumerate(configs):
            _check_opaque(config.get("opaque"), f"spec.config[{at}].opaque", check)
    name = spec.get("extendedResourceName")
    if name is not None and check.minor >= _BETA_SINCE:
        from mlkube.validation.rules.container_resources import is_extended  # noqa: PLC0415  few classes have one

        if not is_extended(name):
            detail = "must be a valid extended resource name"
            check.invalid("DRA-012", "spec.extendedResourceName", name, detail)


def _fits(items: Sequence[Any], most: int, path: str, check: Check) -> bool:
    """Check the length of a list: DRA-001."""
    if len(items) > most:
        check.too_many("DRA-001", path, len(items), most)
        return False
    return True


def _check_spec(spec: dict[str, Any], path: str, check: Check) -> None:
    devices = spec.get("devices") or {}
    requests = devices.get("requests") or ()
    known = _request_names(requests)
    where = f"{path}.devices.requests"
    seen: set[str] = set()
    if _fits(requests, _MOST, where, check):
        for at, request in enumerate(requests):
            _check_request(request, f"{where}[{at}]", seen, check)
    constraints, where = devices.get("constraints") or (), f"{path}.devices.constraints"
    if _fits(constraints, _MOST, where, check):
        for at, constraint in enumerate(constraints):
            _check_constraint(constraint, f"{where}[{at}]", known, check)
    configs, where = devices.get("config") or (), f"{path}.devices.config"
    if _fits(configs, _MOST, where, check):
        for at, config in enumerate(configs):
            _check_references(config.get("requests") or (), f"{where}[{at}].requests", known, check)
            _check_opaque(config.get("opaque"), f"{where}[{at}].opaque", check)


def _request_names(requests: Sequence[dict[str, Any]]) -> set[str]:
    """Return what constraints may refer to: requests, and alternatives as request/alternative."""
    names: set[str] = set()
    for request in requests:
        name = request.get("name") or ""
        names.add(name)
        names.update(
            f"{name}/{alternative.get('name') or ''}" for alternative in request.get("firstAvailable") or ()
        )
    return names


def _check_name(name: str, path: str, seen: set[str], check: Check) -> None:
    """Check DRA-002."""
    check.invalid_each("DRA-002", f"{path}.name", name, formats.label(name))
    if name in seen:
        check.duplicate("DRA-002", path, name, at=f"{path}.name")
    seen.add(name)


def _check_request(request: dict[str, Any], path: str, seen: set[str], check: Check) -> None:
    """Check one request: DRA-003."""
    _check_name(request.get("name") or "", path, seen, check)
    exactly, alternatives = request.get("exactly"), request.get("firstAvailable") or ()
    if exactly is None and not alternatives:
        check.required("DRA-003", path, "exactly one of `exactly` or `firstAvailable` is required")
    elif exactly is not None and alternatives:
        detail = "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set"
        check.invalid("DRA-003", path, None, detail)
    elif exactly is not None:
        _check_devices(exactly, f"{path}.exactly", check)
    elif _fits(alternatives, _MOST_ALTERNATIVES, f"{path}.firstAvailable", check):
        names: set[str] = set()
        for at, alternative in enumerate(alternatives):
            where = f"{path}.firstAvailable[{at}]"
            _check_name(alternative.get("name") or "", where, names, check)
            _check_devices(alternative, where, check)


def _check_devices(wanted: dict[str, Any], path: str, check: Check) -> None:
    """Check which devices a request is for, and how many: DRA-004 and 005; a count of 0 becomes 1."""
    name = wanted.get("deviceClassName") or ""
    if not name:
        check.required("DRA-004", f"{path}.deviceClassName")
    else:
        check.invalid_each("DRA-004", f"{path}.deviceClassName", name, formats.subdomain(name))
    if selectors := wanted.get("selectors"):
        _check_selectors(selectors, f"{path}.selectors", check)
    mode, count = wanted.get("allocationMode") or "ExactCount", wanted.get("count") or 0
    if mode == "ExactCount":
        if count < 0:
            check.invalid("DRA-005", f"{path}.count", count, "must be greater than zero")
    elif mode == "All":
        if count:
            detail = "must not be specified when allocationMode is 'All'"
            check.invalid("DRA-005", f"{path}.count", count, detail)
    else:
        check.unsupported("DRA-005", f"{path}.allocationMode", mode, _MODES)
    if check.minor >= _BETA_SINCE:
        for at, toleration in enumerate(wanted.get("tolerations") or ()):
            _check_toleration(toleration, f"{path}.tolerations[{at}]", check)


def _check_toleration(toleration: dict[str, Any], path: str, check: Check) -> None:
    """Check DRA-011."""
    key, value = toleration.get("key") or "", toleration.get("value") or ""
    if key:
        check.invalid_each("DRA-011", f"{path}.key", key, formats.qualified_name(key))
    operator, effect = toleration.get("operator") or "Equal", toleration.get("effect") or ""
    if operator == "Exists":
        if value:
            check.invalid("DRA-011", f"{path}.value", value, "must be empty for operator `Exists`")
    elif operator == "Equal":
        check.invalid_each("DRA-011", f"{path}.value", value, formats.label_value(value, check.minor))
    else:
        check.unsupported("DRA-011", f"{path}.operator", operator, _OPERATORS)
    if effect and effect not in _EFFECTS:
        check.unsupported("DRA-011", f"{path}.effect", effect, _EFFECTS)


def _check_selectors(selectors: Sequence[dict[str, Any]], path: str, check: Check) -> None:
    """Check DRA-006."""
    if not _fits(selectors, _MOST, path, check):
        return
    for at, selector in enumerate(selectors):
        cel = selector.get("cel")
        if cel is None:
            check.required("DRA-006", f"{path}[{at}].cel")
            continue
        expression = cel.get("expression") or ""
        where = f"{path}[{at}].cel.expression"
        if not expression.strip():
            check.invalid("DRA-006", where, expression, "compilation failed: the expression is empty")
        elif len(expression.encode()) > _EXPRESSION_BYTES:
            check.too_long("DRA-006", where, _EXPRESSION_BYTES)


def _check_constraint(constraint: dict[str, Any], path: str, known: set[str], check: Check) -> None:
    """Check DRA-010; distinctAttribute is dropped up to 1.35."""
    _check_references(constraint.get("requests") or (), f"{path}.requests", known, check)
    match, distinct = constraint.get("matchAttribute"), constraint.get("distinctAttribute")
    if match is not None:
        _check_attribute(match, f"{path}.matchAttribute", check)
    elif check.minor < _BETA_SINCE:
        check.required("DRA-010", f"{path}.matchAttribute", at=path)
    elif distinct is not None:
        _check_attribute(distinct, f"{path}.distinctAttribute", check)
    else:
        detail = (
            'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'
        )
        check.required("DRA-010", path, detail, hint="none is set")


def _check_attribute(name: str, path: str, check: Check) -> None:
    """Check the name of an attribute: a domain, a slash, an identifier (DRA-010)."""
    domain, slash, identifier = name.partition("/")
    if not slash:
        detail = "a fully qualified name must be a domain and a name separated by a slash"
        check.invalid("DRA-010", path, name, detail)
        return
    if "/" in identifier:
        return
    if not domain:
        check.invalid("DRA-010", path, "", "the domain must not be empty")
    else:
        if len(domain) > _DOMAIN_BYTES:
            check.too_long("DRA-010", path, _DOMAIN_BYTES)
        check.invalid_each("DRA-010", path, domain, formats.subdomain(domain.lower()))
    if not identifier:
        check.invalid("DRA-010", path, "", "the name must not be empty")
        return
    if len(identifier) > _IDENTIFIER_BYTES:
        check.too_long("DRA-010", path, _IDENTIFIER_BYTES)
    if not (identifier.isascii() and identifier.isidentifier()):
        check.invalid("DRA-010", path, identifier, _NO_IDENTIFIER)


def _check_references(wanted: Sequence[str], path: str, known: set[str], check: Check) -> None:
    """Check names of requests: DRA-007."""
    if not wanted or not _fits(wanted, _MOST, path, check):
        return
    seen: set[str] = set()
    for at, name in enumerate(wanted):
        where = f"{path}[{at}]"
        if name.count("/") <= 1:
            for part in name.split("/"):
                check.invalid_each("DRA-007", where, part, formats.label(part))
        if name not in known:
            check.invalid("DRA-007", where, name, _BROKEN_REFERENCE)
        if name in seen:
            check.duplicate("DRA-007", where, name)
        seen.add(name)


def _check_opaque(opaque: dict[str, Any] | None, path: str, check: Check) -> None:
    """Check DRA-008."""
    if opaque is None:
        check.required("DRA-008", path)
        return
    from mlkube.validation.rules.volumes import check_driver  # noqa: PLC0415  few claims configure devices

    check_driver(opaque.get("driver") or "", f"{path}.driver", check, "DRA-008")
    parameters = opaque.get("parameters")
    if parameters is None:
        check.required("DRA-008", f"{path}.parameters")
    elif not isinstance(parameters, dict):
        check.invalid("DRA-008", f"{path}.parameters", "<value omitted>", "must be a valid JSON object")
    else:
        from json import dumps  # noqa: PLC0415  as above

        if len(dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()) > _PARAMETER_BYTES:
            check.too_long("DRA-008", f"{path}.parameters", _PARAMETER_BYTES)


KINDS = {"ResourceClaim": check_claim, "ResourceClaimTemplate": check_template, "DeviceClass": check_class}
