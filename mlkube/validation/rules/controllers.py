"""Deployment, ReplicaSet, StatefulSet, DaemonSet: DEP-*, STS-*, DS-*, WARN-016."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.pods import check_template
from mlkube.validation.rules.selectors import check_selector, selects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_NOT_NEGATIVE = "must be greater than or equal to 0"
_MISMATCH = "`selector` does not match template `labels`"
_FULL_PERCENT = 100
_DEPLOYMENT_STRATEGIES = ("Recreate", "RollingUpdate")
_DAEMON_STRATEGIES = ("RollingUpdate", "OnDelete")
_PROGRESS_SECONDS = 600
_CHECKED_STATEFUL_TEMPLATES = 34
"""The minor version from which StatefulSets' templates, claim templates and service names are checked."""


def check_count(rule: str, spec: dict[str, Any], field: str, check: Check, path: str = "spec") -> None:
    """Check that a number is not negative."""
    number = spec.get(field)
    if number is not None and number < 0:
        check.invalid(rule, f"{path}.{field}", number, _NOT_NEGATIVE)


def check_deployment(deployment: dict[str, Any], check: Check) -> None:
    """Check a Deployment: DEP-001 to 014."""
    spec = deployment.get("spec") or {}
    check_count("DEP-006", spec, "replicas", check)
    check_count("DEP-007", spec, "minReadySeconds", check)
    _check_selected(spec, "deployment", ("DEP-001", "DEP-002", "DEP-003"), check)
    template = spec.get("template") or {}
    check_template(template, "spec.template", check)
    _check_always(template, "ReplicaSet", ("DEP-004", "DEP-005"), check)
    _check_strategy(spec.get("strategy") or {}, check)
    check_count("DEP-008", spec, "revisionHistoryLimit", check)
    seconds = spec.get("progressDeadlineSeconds")
    seconds = _PROGRESS_SECONDS if seconds is None else seconds
    where = "spec.progressDeadlineSeconds"
    if seconds < 0:
        check.invalid("DEP-009", where, seconds, _NOT_NEGATIVE)
    if seconds <= (spec.get("minReadySeconds") or 0):
        check.invalid("DEP-009", where, seconds, "must be greater than minReadySeconds")


def check_replica_set(replica_set: dict[str, Any], check: Check) -> None:
    """Check a ReplicaSet, by the rules of a Deployment that it shares."""
    spec = replica_set.get("spec") or {}
    check_count("DEP-006", spec, "replicas", check)
    check_count("DEP-007", spec, "minReadySeconds", check)
    _check_selected(spec, "deployment", ("DEP-001", "DEP-002", "DEP-003"), check)
    if "template" not in spec:
        check.required("DEP-003", "spec.template")
        return
    template = spec.get("template") or {}
    check_template(template, "spec.template", check)
    _check_always(template, "ReplicaSet", ("DEP-004", "DEP-005"), check)


def _check_selected(spec: dict[str, Any], kind: str, rules: tuple[str, str, str], check: Check) -> None:
    """Check the selector, and that it selects the template's labels."""
    missing, empty, mismatch = rules
    selector = spec.get("selector")
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if selector is None:
        if kind != "daemonset":
            check.required(missing, "spec.selector")
        check.invalid(mismatch, "spec.template.metadata.labels", labels, _MISMATCH)
        return
    found = len(check.findings)
    check_selector(selector, "spec.selector", check)
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        check.invalid(empty, "spec.selector", {}, f"empty selector is invalid for {kind}")
        if kind == "daemonset":
            return
    broken = len(check.findings) > found and any(
        finding.rule.startswith("SEL") for finding in check.findings[found:]
    )
    if broken:
        if kind == "statefulset" or kind == "deployment":
            check.invalid(empty, "spec.selector", selector, "invalid label selector")
        return
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        return
    if not selects(selector, labels or {}):
        check.invalid(mismatch, "spec.template.metadata.labels", labels, _MISMATCH)


def _check_always(template: dict[str, Any], kind: str, rules: tuple[str, str], check: Check) -> None:
    """Check what a pod that is started again and again must not say."""
    spec = template.get("spec") or {}
    policy = spec.get("restartPolicy") or "Always"
    path = "spec.template.spec"
    if policy != "Always":
        check.unsupported(
            rules[0], f"{path}.restartPolicy", policy, ("Always",), hint="use a Job for work that ends"
        )
    if spec.get("activeDeadlineSeconds") is not None:
        detail = f"activeDeadlineSeconds in {kind} is not Supported"
        check.forbidden(rules[1], f"{path}.activeDeadlineSeconds", detail)


def _check_strategy(strategy: dict[str, Any], check: Check) -> None:
    """Check DEP-010 to 014."""
    kind, rolling = strategy.get("type") or "RollingUpdate", strategy.get("rollingUpdate")
    path = "spec.strategy"
    if kind == "Recreate":
        if rolling is not None:
            detail = "may not be specified when strategy `type` is 'Recreate'"
            check.forbidden("DEP-011", f"{path}.rollingUpdate", detail)
    elif kind == "RollingUpdate":
        _check_rolling(rolling or {}, f"{path}.rollingUpdate", check)
    else:
        check.unsupported("DEP-010", path, strategy, _DEPLOYMENT_STRATEGIES, at=f"{path}.type")


def _check_rolling(rolling: dict[str, Any], path: str, check: Check) -> None:
    unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
    unavailable = "25%" if unavailable is None else unavailable
    surge = "25%" if surge is None else surge
    check_int_or_percent("DEP-012", unavailable, f"{path}.maxUnavailable", check)
    check_int_or_percent("DEP-012", surge, f"{path}.maxSurge", check)
    if _amount(unavailable) == 0 and _amount(surge) == 0:
        detail = "may not be 0 when `maxSurge` is 0"
        check.invalid("DEP-013", f"{path}.maxUnavailable", unavailable, detail)
    check_at_most_all("DEP-014", unavailable, f"{path}.maxUnavailable", check)


def _amount(value: int | str) -> int:
    """Return a number or a percentage as a number; a text that is neither counts as 0."""
    if isinstance(value, int):
        return value
    digits = value.removesuffix("%")
    return int(digits) if value.endswith("%") and digits.isdecimal() else 0


def check_int_or_percent(rule: str, value: int | str, path: str, check: Check) -> None:
    """Check a count: a number that is not negative, or a percentage."""
    if isinstance(value, str):
        check.invalid_each(rule, path, value, formats.percent(value))
    elif value < 0:
        check.invalid(rule, path, value, _NOT_NEGATIVE)


def check_at_most_all(rule: str, value: int | str, path: str, check: Check) -> None:
    """Check that a percentage is at most 100 %."""
    if isinstance(value, str) and not formats.percent(value) and int(value[:-1]) > _FULL_PERCENT:
        check.invalid(rule, path, value, "must not be greater than 100%")


def check_stateful_set(stateful: dict[str, Any], check: Check) -> None:
    """Check a StatefulSet: STS-002 to 015."""
    spec = stateful.get("spec") or {}
    policy = spec.get("podManagementPolicy") or "OrderedReady"
    if policy not in {"OrderedReady", "Parallel"}:
        detail = "must be 'OrderedReady' or 'Parallel'"
        check.invalid("STS-004", "spec.podManagementPolicy", policy, detail)
    _check_stateful_update(spec.get("updateStrategy") or {}, check)
    _check_retention(spec.get("persistentVolumeClaimRetentionPolicy") or {}, check)
    for field in ("replicas", "minReadySeconds"):
        check_count("STS-010", spec, field, check)
    check_count("STS-010", spec.get("ordinals") or {}, "start", check, "spec.ordinals")
    service = spec.get("serviceName")
    if service and check.minor >= _CHECKED_STATEFUL_TEMPLATES:
        check.invalid_each("STS-011", "spec.serviceName", service, formats.label(service))
    limit = spec.get("revisionHistoryLimit")
    if limit is not None and limit < 0:
        text = "a negative value retains all historical revisions; a value >= 0 is recommended"
        check.warn("WARN-016", "spec.revisionHistoryLimit", text)
    _check_selected(spec, "statefulset", ("STS-002", "STS-002", "STS-003"), check)
    _check_stateful_template(spec, check)


def _check_stateful_template(spec: dict[str, Any], check: Check) -> None:
    """Check the pods and claims; servers before 1.34 did not look into all of them."""
    template = spec.get("template") or {}
    claims = spec.get("volumeClaimTemplates") or ()
    if check.minor >= _CHECKED_STATEFUL_TEMPLATES:
        _check_with_claims(template, claims, check)
        from mlkube.validation.rules.storage import check_claim_spec  # noqa: PLC0415  few sets have claims

        for at, claim in enumerate(claims):
            found = len(check.findings)
            check_claim_spec(claim.get("spec") or {}, f"spec.volumeClaimTemplates[{at}].spec", check)
            for finding in check.findings[found:]:
                if finding.severity == "error":
                    finding.rule = "STS-014" if finding.rule == "PVC-001" else finding.rule
    else:
        metadata = template.get("metadata") or {}
        check_template({"metadata": metadata, "spec": _HARMLESS}, "spec.template", check)
    _check_always(template, "StatefulSet", ("STS-012", "STS-013"), check)


def _check_with_claims(template: dict[str, Any], claims: Any, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check a template with its claims as its first volumes; they replace volumes of the same name."""
    names = list(dict.fromkeys((claim.get("metadata") or {}).get("name") or "" for claim in claims))
    spec = template.get("spec") or {}
    if not names:
        check_template(template, "spec.template", check)
        return
    kept = [at for at, volume in enumerate(spec.get("volumes") or ()) if volume.get("name") not in names]
    volumes = [{"name": name, "persistentVolumeClaim": {"claimName": name}} for name in names]
    volumes += [spec["volumes"][at] for at in kept]
    found = len(check.findings)
    check_template({**template, "spec": {**spec, "volumes": volumes}}, "spec.template", check)
    prefix = "spec.template.spec.volumes["
    for finding in check.findings[found:]:
        if finding.path.startswith(prefix):
            index, _, rest = finding.path.removeprefix(prefix).partition("]")
            at = int(index)
            finding.at = (
                f"spec.volumeClaimTemplates[{at}].metadata.name"
                if at < len(names)
                else f"{prefix}{kept[at - len(names)]}]{rest}"
            )


_HARMLESS: dict[str, Any] = {"containers": [{"name": "a", "image": "a"}]}


def _check_stateful_update(strategy: dict[str, Any], check: Check) -> None:
    """Check STS-005 to 008."""
    kind, rolling = strategy.get("type"), strategy.get("rollingUpdate")
    path = "spec.updateStrategy"
    kind = "RollingUpdate" if kind is None else kind
    if kind == "OnDelete":
        if rolling is not None:
            detail = "only allowed for updateStrategy 'RollingUpdate'"
            check.invalid("STS-006", f"{path}.rollingUpdate", rolling, detail)
    elif kind == "RollingUpdate":
        rolling = rolling or {}
        check_count("STS-007", rolling, "partition", check, f"{path}.rollingUpdate")
        unavailable = rolling.get("maxUnavailable")
        if unavailable is not None:
            where = f"{path}.rollingUpdate.maxUnavailable"
            check_int_or_percent("STS-008", unavailable, where, check)
            if _amount(unavailable) == 0:
                check.invalid("STS-008", where, unavailable, "cannot be 0")
            check_at_most_all("STS-008", unavailable, where, check)
    elif not kind:
        check.required("STS-005", path)
    else:
        detail = "must be 'RollingUpdate' or 'OnDelete'"
        check.invalid("STS-005", path, strategy, detail, at=f"{path}.type")


def _check_retention(policy: dict[str, Any], check: Check) -> None:
    """Check STS-009."""
    for field in ("whenDeleted", "whenScaled"):
        value = policy.get(field) or "Retain"
        if value not in {"Retain", "Delete"}:
            where = f"spec.persistentVolumeClaimRetentionPolicy.{field}"
            check.unsupported("STS-009", where, value, ("Retain", "Delete"))


def check_daemon_set(daemon: dict[str, Any], check: Check) -> None:
    """Check a DaemonSet: DS-001 to 008."""
    spec = daemon.get("spec") or {}
    _check_selected(spec, "daemonset", ("DS-001", "DS-001", "DS-002"), check)
    template = spec.get("template") or {}
    check_template(template, "spec.template", check)
    _check_always(template, "DaemonSet", ("DS-003", "DS-004"), check)
    for field in ("minReadySeconds", "revisionHistoryLimit"):
        check_count("DS-008", spec, field, check)
    _check_daemon_update(spec.get("updateStrategy") or {}, check)


def _check_daemon_update(strategy: dict[str, Any], check: Check) -> None:
    """Check DS-005 to 007."""
    kind = strategy.get("type") or "RollingUpdate"
    path = "spec.updateStrategy"
    if kind == "OnDelete":
        return
    if kind != "RollingUpdate":
        check.unsupported("DS-005", path, strategy, _DAEMON_STRATEGIES, at=f"{path}.type")
        return
    rolling = strategy.get("rollingUpdate") or {}
    unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
    unavailable = 1 if unavailable is None else unavailable
    surge = 0 if surge is None else surge
    where = f"{path}.rollingUpdate"
    check_int_or_percent("DS-007", unavailable, f"{where}.maxUnavailable", check)
    check_int_or_percent("DS-007", surge, f"{where}.maxSurge", check)
    has_unavailable, has_surge = _amount(unavailable) != 0, _amount(surge) != 0
    if has_unavailable and has_surge:
        detail = "may not be set when maxUnavailable is non-zero"
        check.invalid("DS-006", f"{where}.maxSurge", surge, detail)
    elif not has_unavailable and not has_surge:
        check.required("DS-006", f"{where}.maxUnavailable", "cannot be 0 when maxSurge is 0")
    check_at_most_all("DS-007", unavailable, f"{where}.maxUnavailable", check)
    check_at_most_all("DS-007", surge, f"{where}.maxSurge", check)


KINDS = {
    "Deployment": check_deployment,
    "ReplicaSet": check_replica_set,
    "StatefulSet": check_stateful_set,
    "DaemonSet": check_daemon_set,
}
