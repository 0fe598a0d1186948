"""Deployment, ReplicaSet, StatefulSet, DaemonSet: DEP-*, STS-*, DS-*, WARN-016.

Servers look into the pods and the claims of a StatefulSet from 1.34 on (pull requests 131790 and 132212; a
1.32 server was seen not to), and at its `serviceName` from 1.33 on (130233).
Source: pkg/apis/apps/validation/validation.go, pkg/apis/apps/v1/defaults.go.
"""

from __future__ import annotations

import re

from mlkube.validation import formats
from mlkube.validation.finding import ERROR
from mlkube.validation.rules.pods import check_template
from mlkube.validation.rules.selectors import check_selector, selects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from mlkube.validation.check import Check

_NOT_NEGATIVE = "must be greater than or equal to 0"
_FULL_PERCENT = 100
_DEPLOYMENT_STRATEGIES = ("Recreate", "RollingUpdate")
_DAEMON_STRATEGIES = ("RollingUpdate", "OnDelete")
_RETENTION = ("Retain", "Delete")
_PROGRESS_SECONDS = 600
_VOLUME_PATH = re.compile(r"spec\.template\.spec\.volumes\[([0-9]+)\]")
_LEADING_NUMBER = re.compile("([+-]?[0-9]+)%?")

_ORDINALS_SINCE = 27
_RETENTION_SINCE = 27
_SERVICE_NAME_SINCE = 33
_STATEFUL_PODS_SINCE = 34
_STATEFUL_UNAVAILABLE_SINCE = 35


def check_count(rule: str, spec: dict[str, Any], field: str, check: Check, path: str = "spec") -> None:
    """Check that a number is not negative."""
    number = spec.get(field)
    if number is not None and number < 0:
        check.invalid(rule, f"{path}.{field}", number, _NOT_NEGATIVE)


def check_deployment(deployment: dict[str, Any], check: Check) -> None:
    """Check a Deployment: DEP-001 to 014."""
    spec = deployment.get("spec") or {}
    _check_replicas(spec, check)
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
    """Check a ReplicaSet: DEP-001 to 007."""
    _check_replicas(replica_set.get("spec") or {}, check)


def _check_replicas(spec: dict[str, Any], check: Check) -> None:
    """Check what Deployments and ReplicaSets share: DEP-001 to 007."""
    check_count("DEP-006", spec, "replicas", check)
    check_count("DEP-007", spec, "minReadySeconds", check)
    _check_selected(spec, "deployment", ("DEP-001", "DEP-002", "DEP-003"), check)
    template = spec.get("template") or {}
    check_template(template, "spec.template", check)
    _check_always(template, "ReplicaSet", ("DEP-004", "DEP-005"), check)


def _check_selected(spec: dict[str, Any], kind: str, rules: tuple[str, str, str], check: Check) -> None:
    """Check the selector, and that it selects the template's labels; one that is missing selects nothing."""
    missing, empty, mismatch = rules
    selector = spec.get("selector")
    if selector is None:
        if missing:
            check.required(missing, "spec.selector")
    else:
        found = len(check.findings)
        check_selector(selector, "spec.selector", check)
        broken = len(check.findings) > found
        if not selector.get("matchLabels") and not selector.get("matchExpressions"):
            check.invalid(empty, "spec.selector", {}, f"empty selector is invalid for {kind}")
        if broken:
            if kind != "daemonset":
                detail = "invalid label selector" if kind == "deployment" else ""
                check.invalid(empty, "spec.selector", selector, detail)
            return
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if selector is None or not selects(selector, labels or {}):
        detail = "`selector` does not match template `labels`"
        check.invalid(mismatch, "spec.template.metadata.labels", labels, detail)


def _check_always(template: dict[str, Any], kind: str, rules: tuple[str, str], check: Check) -> None:
    """Check what a pod that is started again and again must not say."""
    spec = template.get("spec") or {}
    policy = spec.get("restartPolicy") or "Always"
    if policy != "Always":
        where, hint = "spec.template.spec.restartPolicy", "use a Job for work that ends"
        check.unsupported(rules[0], where, policy, ("Always",), hint=hint)
    if spec.get("activeDeadlineSeconds") is not None:
        where = "spec.template.spec.activeDeadlineSeconds"
        check.forbidden(rules[1], where, f"activeDeadlineSeconds in {kind} is not Supported")


def _check_strategy(strategy: dict[str, Any], check: Check) -> None:
    """Check DEP-010 to 014."""
    kind, rolling = strategy.get("type") or "RollingUpdate", strategy.get("rollingUpdate")
    path = "spec.strategy"
    if kind == "Recreate":
        if rolling is not None:
            detail = "may not be specified when strategy `type` is 'Recreate'"
            check.forbidden("DEP-011", f"{path}.rollingUpdate", detail)
    elif kind != "RollingUpdate":
        hint = _nearest(kind, _DEPLOYMENT_STRATEGIES)
        check.unsupported("DEP-010", path, strategy, _DEPLOYMENT_STRATEGIES, at=f"{path}.type", hint=hint)
    elif rolling:
        _check_rolling(rolling, f"{path}.rollingUpdate", check)


def _nearest(word: str, words: tuple[str, ...]) -> str:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only a finding needs it

    near = suggest(word, words)
    return f'did you mean "{near}"?' if near else ""


def _check_rolling(rolling: dict[str, Any], path: str, check: Check) -> None:
    """Check DEP-012 to 014."""
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
    match = _LEADING_NUMBER.fullmatch(value)
    return int(match[1]) if match else 0


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
    """Check a StatefulSet: STS-002 to 015, WARN-016."""
    spec = stateful.get("spec") or {}
    policy = spec.get("podManagementPolicy") or "OrderedReady"
    if policy not in {"OrderedReady", "Parallel"}:
        hint = _nearest(policy, ("OrderedReady", "Parallel"))
        detail = "must be 'OrderedReady' or 'Parallel'"
        check.invalid("STS-004", "spec.podManagementPolicy", policy, detail, hint=hint)
    _check_stateful_update(spec.get("updateStrategy") or {}, check)
    _check_stateful_numbers(spec, check)
    if (retention := spec.get("persistentVolumeClaimRetentionPolicy")) and check.minor >= _RETENTION_SINCE:
        _check_retention(retention, check)
    service = spec.get("serviceName")
    if service and check.minor >= _SERVICE_NAME_SINCE:
        check.invalid_each("STS-011", "spec.serviceName", service, formats.label(service))
    _check_selected(spec, "statefulset", ("STS-002", "STS-002", "STS-003"), check)
    template = spec.get("template") or {}
    _check_stateful_pods(template, spec.get("volumeClaimTemplates") or [], check)
    _check_always(template, "StatefulSet", ("STS-012", "STS-013"), check)


def _check_stateful_numbers(spec: dict[str, Any], check: Check) -> None:
    """Check STS-010, WARN-016."""
    check_count("STS-010", spec, "replicas", check)
    check_count("STS-010", spec, "minReadySeconds", check)
    if (ordinals := spec.get("ordinals")) and check.minor >= _ORDINALS_SINCE:
        check_count("STS-010", ordinals, "start", check, "spec.ordinals")
    limit = spec.get("revisionHistoryLimit")
    if limit is not None and limit < 0:
        text = "a negative value retains all historical revisions; a value >= 0 is recommended"
        check.warn("WARN-016", "spec.revisionHistoryLimit", text)


def _check_stateful_pods(template: dict[str, Any], claims: list[dict[str, Any]], check: Check) -> None:
    """Check the pods and the claims, STS-014 and 015; older servers judge labels and annotations only."""
    path, first = "spec.template", len(check.findings)
    if check.minor < _STATEFUL_PODS_SINCE:
        names = frozenset((claim.get("metadata") or {}).get("name") or "" for claim in claims)
        check_template(template, path, check, claims=names)
        judged = (f"{path}.labels", f"{path}.annotations")
        check.findings[first:] = [
            finding
            for finding in check.findings[first:]
            if finding.severity != ERROR or finding.path.startswith(judged)
        ]
        return
    if not claims:
        check_template(template, path, check)
        return
    from mlkube.validation.rules.storage import check_claim_spec  # noqa: PLC0415  few sets have claims

    spec = template.get("spec") or {}
    volumes, places = _claim_volumes(claims, spec.get("volumes") or ())
    check_template({**template, "spec": {**spec, "volumes": volumes}}, path, check)
    for finding in check.findings[first:]:
        match = _VOLUME_PATH.match(finding.path)
        if match:
            finding.at = places[int(match[1])] or finding.at
    for at, claim in enumerate(claims):
        check_claim_spec(claim.get("spec") or {}, f"spec.volumeClaimTemplates[{at}].spec", check)


def _claim_volumes(
    claims: list[dict[str, Any]], volumes: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the volumes of the pods as the server puts them together, and where each of them is written.

    The claims come first; a volume of the template that has the name of a claim gives way to it.
    """
    places: dict[str, str] = {}
    for at, claim in enumerate(claims):
        name = (claim.get("metadata") or {}).get("name") or ""
        places.setdefault(name, f"spec.volumeClaimTemplates[{at}].metadata.name")
    merged = [{"name": name, "persistentVolumeClaim": {"claimName": name}} for name in places]
    written = list(places.values())
    for at, volume in enumerate(volumes):
        if (volume.get("name") or "") not in places:
            merged.append(volume)
            written.append(f"spec.template.spec.volumes[{at}]")
    return merged, written


def _check_stateful_update(strategy: dict[str, Any], check: Check) -> None:
    """Check STS-005 to 008."""
    kind, rolling = strategy.get("type") or "RollingUpdate", strategy.get("rollingUpdate")
    path = "spec.updateStrategy"
    if kind == "OnDelete":
        if rolling is not None:
            detail = "only allowed for updateStrategy 'RollingUpdate'"
            check.invalid("STS-006", f"{path}.rollingUpdate", rolling, detail)
    elif kind != "RollingUpdate":
        hint = _nearest(kind, _DAEMON_STRATEGIES)
        detail = "must be 'RollingUpdate' or 'OnDelete'"
        check.invalid("STS-005", path, strategy, detail, at=f"{path}.type", hint=hint)
    elif rolling:
        _check_stateful_rolling(rolling, f"{path}.rollingUpdate", check)


def _check_stateful_rolling(rolling: dict[str, Any], path: str, check: Check) -> None:
    """Check STS-007 and 008."""
    check_count("STS-007", rolling, "partition", check, path)
    unavailable = rolling.get("maxUnavailable")
    if unavailable is None or check.minor < _STATEFUL_UNAVAILABLE_SINCE:
        return
    where = f"{path}.maxUnavailable"
    check_int_or_percent("STS-008", unavailable, where, check)
    if _amount(unavailable) == 0:
        check.invalid("STS-008", where, unavailable, "cannot be 0")
    check_at_most_all("STS-008", unavailable, where, check)


def _check_retention(policy: dict[str, Any], check: Check) -> None:
    """Check STS-009."""
    for field in ("whenDeleted", "whenScaled"):
        value = policy.get(field) or "Retain"
        if value not in _RETENTION:
            where = f"spec.persistentVolumeClaimRetentionPolicy.{field}"
            check.unsupported("STS-009", where, value, _RETENTION)


def check_daemon_set(daemon: dict[str, Any], check: Check) -> None:
    """Check a DaemonSet: DS-001 to 008."""
    spec = daemon.get("spec") or {}
    _check_selected(spec, "daemonset", ("", "DS-001", "DS-002"), check)
    template = spec.get("template") or {}
    check_template(template, "spec.template", check)
    _check_always(template, "DaemonSet", ("DS-003", "DS-004"), check)
    check_count("DS-008", spec, "minReadySeconds", check)
    check_count("DS-008", spec, "revisionHistoryLimit", check)
    _check_daemon_update(spec.get("updateStrategy") or {}, check)


def _check_daemon_update(strategy: dict[str, Any], check: Check) -> None:
    """Check DS-005 to 007."""
    kind, rolling = strategy.get("type") or "RollingUpdate", strategy.get("rollingUpdate")
    path = "spec.updateStrategy"
    if kind not in _DAEMON_STRATEGIES:
        hint = _nearest(kind, _DAEMON_STRATEGIES)
        check.unsupported("DS-005", path, strategy, _DAEMON_STRATEGIES, at=f"{path}.type", hint=hint)
    elif rolling and kind == "RollingUpdate":
        _check_daemon_rolling(rolling, f"{path}.rollingUpdate", check)


def _check_daemon_rolling(rolling: dict[str, Any], path: str, check: Check) -> None:
    """Check DS-006 and 007."""
    amounts = {"maxUnavailable": rolling.get("maxUnavailable", 1), "maxSurge": rolling.get("maxSurge", 0)}
    for field, amount in amounts.items():
        check_int_or_percent("DS-007", amount, f"{path}.{field}", check)
        check_at_most_all("DS-007", amount, f"{path}.{field}", check)
    unavailable, surge = (_amount(amount) != 0 for amount in amounts.values())
    if unavailable and surge:
        detail, hint = "may not be set when maxUnavailable is non-zero", ""
        if "maxUnavailable" not in rolling:
            hint = "set maxUnavailable: 0, which is 1 where it is not set"
        check.invalid("DS-006", f"{path}.maxSurge", amounts["maxSurge"], detail, hint=hint)
    elif not unavailable and not surge:
        check.required("DS-006", f"{path}.maxUnavailable", "cannot be 0 when maxSurge is 0")


KINDS = {
    "Deployment": check_deployment,
    "ReplicaSet": check_replica_set,
    "StatefulSet": check_stateful_set,
    "DaemonSet": check_daemon_set,
}
