"""Environment variables of a container: CTR-018 to 030, WARN-001."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_FIELD_PATHS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
# Field labels of a pod that exist, but not for the environment.
_OTHER_LABELS = (
    "metadata.annotations",
    "metadata.labels",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.hostNetwork",
    "status.phase",
    "status.nominatedNodeName",
)
_SUBSCRIPTED = ("metadata.labels", "metadata.annotations")
_RESOURCES = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_FILE_KEYS = 35
_NANO = 10**9
_CPU_DIVISORS = frozenset((_NANO, _NANO // 1000))
_SIZES = frozenset(
    (_NANO, *(_NANO * 1000**power for power in range(1, 7)), *(_NANO * 1024**power for power in range(1, 7)))
)


def check_env(env: list[dict[str, Any]], path: str, check: Check) -> None:
    """Check `env`: CTR-018 to 027, WARN-001."""
    names: set[str] = set()
    for at, variable in enumerate(env):
        where = f"{path}.env[{at}]"
        name = variable.get("name") or ""
        if not name:
            check.required("CTR-018", f"{where}.name")
        else:
            check.invalid_each("CTR-019", f"{where}.name", name, formats.env_name(name, check.minor))
            if name in names:
                text = f'hides previous definition of "{name}", which may be dropped when using apply'
                check.warn("WARN-001", where, text)
            names.add(name)
        source = variable.get("valueFrom")
        if source is not None:
            _check_source(source, variable, f"{where}.valueFrom", check)


def _check_source(source: dict[str, Any], variable: dict[str, Any], path: str, check: Check) -> None:
    given = [name for name in _SOURCES if source.get(name) is not None]
    if (field := source.get("fieldRef")) is not None:
        check_field_ref(field, f"{path}.fieldRef", check)
    if (resource := source.get("resourceFieldRef")) is not None:
        check_resource_ref(resource, f"{path}.resourceFieldRef", check, in_volume=False)
    for kind in ("configMapKeyRef", "secretKeyRef"):
        if (reference := source.get(kind)) is not None:
            _check_key_ref(reference, f"{path}.{kind}", check)
    if not given:
        names = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
        if check.minor >= _FILE_KEYS:
            names = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
        check.invalid("CTR-021", path, "", f"must specify one of: {names}")
    elif variable.get("value"):
        check.invalid("CTR-020", path, "", "may not be specified when `value` is not empty")
    elif len(given) > 1:
        check.invalid("CTR-022", path, "", "may not have more than one field specified at a time")


def check_field_ref(reference: dict[str, Any], path: str, check: Check, *, in_volume: bool = False) -> None:
    """Check a fieldRef: CTR-023, in a volume VOL-014."""
    rule = "VOL-014" if in_volume else "CTR-023"
    field = reference.get("fieldPath") or ""
    if (reference.get("apiVersion") or "v1") != "v1":
        check.invalid(
            rule,
            f"{path}.fieldPath",
            field,
            f"error converting fieldPath: pod label {field} is not supported",
        )
        return
    if not field:
        check.required(rule, f"{path}.fieldPath")
        return
    base, subscript, key = _split(field)
    if subscript:
        _check_subscript(base, key, field, f"{path}.fieldPath", check, rule)
        return
    allowed = _VOLUME_FIELDS if in_volume else _FIELD_PATHS
    if field not in (*_FIELD_PATHS, *_OTHER_LABELS):
        detail = f"error converting fieldPath: field label not supported: {field}"
        check.invalid(rule, f"{path}.fieldPath", field, detail)
    elif field not in allowed:
        check.unsupported(rule, f"{path}.fieldPath", field, sorted(allowed))


_VOLUME_FIELDS = (
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
)


def _split(field: str) -> tuple[str, bool, str]:
    """Return the map and the key of `metadata.labels['key']`."""
    if field.endswith("']"):
        base, mark, key = field[:-2].partition("['")
        if mark:
            return base, True, key
    return field, False, ""


def _check_subscript(base: str, key: str, field: str, path: str, check: Check, rule: str) -> None:
    if base not in _SUBSCRIPTED:
        if base in (*_FIELD_PATHS, *_OTHER_LABELS):
            check.invalid(rule, path, field, "does not support subscript")
        else:
            check.invalid(rule, path, field, f"error converting fieldPath: field label not supported: {base}")
        return
    name = key.lower() if base == "metadata.annotations" else key
    check.invalid_each(rule, path, key, formats.qualified_name(name))


def check_resource_ref(reference: dict[str, Any], path: str, check: Check, *, in_volume: bool) -> None:
    """Check a resourceFieldRef: CTR-024 and 025, in a volume VOL-014."""
    rule = "VOL-014" if in_volume else "CTR-024"
    resource = reference.get("resource") or ""
    if in_volume and not reference.get("containerName"):
        check.required(rule, f"{path}.containerName")
        return
    if not resource:
        check.required(rule, f"{path}.resource")
        return
    hugepages = resource.startswith(("limits.hugepages-", "requests.hugepages-"))
    if resource not in _RESOURCES and not hugepages:
        check.unsupported(rule, f"{path}.resource", resource, _RESOURCES)
    divisor = reference.get("divisor")
    amount = 0 if divisor is None else nanos(divisor)
    if not amount:
        return
    kind = resource.partition(".")[2]
    rule = "VOL-014" if in_volume else "CTR-025"
    if kind == "cpu" and amount not in _CPU_DIVISORS:
        detail = "only divisor's values 1m and 1 are supported with the cpu resource"
        check.invalid(rule, f"{path}.divisor", resource, detail)
    elif kind != "cpu" and amount not in _SIZES:
        detail = (
            "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the "  # noqa: E501 the server's words
            f"{kind.partition('-')[0] if kind.startswith('hugepages') else 'local ephemeral storage' if kind.startswith('eph') else kind} resource"  # noqa: E501 the server's words
        )
        check.invalid(rule, f"{path}.divisor", resource, detail)


def _check_key_ref(reference: dict[str, Any], path: str, check: Check) -> None:
    """Check a reference to a key of a ConfigMap or Secret: CTR-026 and 027."""
    name, key = reference.get("name") or "", reference.get("key") or ""
    check.invalid_each("CTR-026", f"{path}.name", name, formats.subdomain(name))
    if not key:
        check.required("CTR-027", f"{path}.key")
    else:
        check.invalid_each("CTR-027", f"{path}.key", key, formats.config_key(key))


def check_env_from(sources: list[dict[str, Any]], path: str, check: Check) -> None:
    """Check `envFrom`: CTR-028 to 030."""
    for at, source in enumerate(sources):
        where = f"{path}.envFrom[{at}]"
        if prefix := source.get("prefix"):
            check.invalid_each("CTR-030", f"{where}.prefix", prefix, formats.env_name(prefix, check.minor))
        given = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
        for kind in given:
            name = source[kind].get("name") or ""
            if not name:
                check.required("CTR-029", f"{where}.{kind}.name")
            else:
                check.invalid_each("CTR-029", f"{where}.{kind}.name", name, formats.subdomain(name))
        if not given:
            detail = "must specify one of: `configMapRef` or `secretRef`"
            check.invalid("CTR-028", f"{path}.envFrom", "", detail, at=where)
        elif len(given) > 1:
            detail = "may not have more than one field specified at a time"
            check.invalid("CTR-028", f"{path}.envFrom", "", detail, at=where)
