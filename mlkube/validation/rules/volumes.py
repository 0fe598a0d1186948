"""Volumes of a pod: VOL-001 to 022, WARN-010 and 011."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats
from mlkube.validation.finding import ERROR
from mlkube.validation.rules.container_env import check_field_ref, check_resource_ref
from mlkube.validation.rules.mounts import check_no_up
from mlkube.validation.rules.volume_sources import REQUIRED_FIELDS, check_host_path, check_nfs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlkube.validation.check import Check

_MOST_MODE = 0o777
_MODE = "must be a number between 0 and 0777 (octal), both inclusive"
_SHORTEST_TOKEN, _LONGEST_TOKEN = 600, 2**32
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_DRIVER_LENGTH = 63
_PROJECTED = (
    "secret",
    "configMap",
    "downwardAPI",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
)
_OLD_PLUGINS = {
    "gitRepo": "deprecated in v1.11, and disabled by default in v1.33+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
    "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+",
    "flocker": "deprecated in v1.22, non-functional in v1.25+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+",
    "quobyte": "deprecated in v1.22, non-functional in v1.25+",
}


def check_volumes(
    spec: dict[str, Any], path: str, check: Check, *, in_template: bool
) -> dict[str, dict[str, Any]]:
    """Check the volumes of the pod spec at `path`; return those without errors: the server knows no others."""  # noqa: E501 the server's words
    names: set[str] = set()
    good: dict[str, dict[str, Any]] = {}
    for at, volume in enumerate(spec["volumes"]):
        where = f"{path}.volumes[{at}]"
        found = len(check.findings)
        warn_of_overlaps(volume, where, check)
        name = volume.get("name") or ""
        if not name:
            check.required("VOL-001", f"{where}.name")
        else:
            problems = formats.label(name)
            check.invalid_each("VOL-001", f"{where}.name", name, problems)
            if not problems and name in names:
                check.duplicate("VOL-001", f"{where}.name", name)
            names.add(name)
        _check_source(volume, where, check, in_template=in_template)
        if all(finding.severity != ERROR for finding in check.findings[found:]):
            good[name] = volume
    return good


def _check_source(volume: dict[str, Any], path: str, check: Check, *, in_template: bool) -> None:  # noqa: C901 one case after the other
    first = ""
    for kind, source in volume.items():
        if kind == "name":
            continue
        if first:
            check.forbidden("VOL-002", f"{path}.{kind}", "may not specify more than 1 volume type")
            continue
        first = kind
        where = f"{path}.{kind}"
        if kind == "projected":
            _check_projected(source, where, check)
        elif kind == "ephemeral":
            _check_ephemeral(source, where, check)
        elif kind == "image":
            _check_image(source, where, check, in_template=in_template)
        elif kind in _SOURCES:
            _SOURCES[kind](source, where, check)
        elif kind in REQUIRED_FIELDS:
            for field in REQUIRED_FIELDS[kind]:
                if not source.get(field):
                    check.required("VOL-022", f"{where}.{field}")
        if kind in _OLD_PLUGINS:
            check.warn("WARN-010", where, _OLD_PLUGINS[kind])


def _check_empty_dir(source: dict[str, Any], path: str, check: Check) -> None:
    limit = source.get("sizeLimit")
    if limit is not None and (nanos(limit) or 0) < 0:
        check.forbidden("VOL-003", f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")


def _check_mode(mode: int | None, path: str, check: Check) -> None:
    if mode is not None and not 0 <= mode <= _MOST_MODE:
        check.invalid("VOL-008", path, mode, _MODE, hint=_octal_hint(mode))


def _octal_hint(mode: int) -> str:
    text = str(mode)
    octal = len(text) == 3 and all(digit in "01234567" for digit in text)  # noqa: PLR2004  such as 644
    return f"write it as 0{text}" if octal else ""


def _check_secret(source: dict[str, Any], path: str, check: Check) -> None:
    if not source.get("secretName"):
        check.required("VOL-006", f"{path}.secretName")
    _check_mode(source.get("defaultMode"), f"{path}.defaultMode", check)
    check_items(source.get("items") or (), f"{path}.items", check)


def _check_config_map(source: dict[str, Any], path: str, check: Check) -> None:
    if not source.get("name"):
        check.required("VOL-007", f"{path}.name")
    _check_mode(source.get("defaultMode"), f"{path}.defaultMode", check)
    check_items(source.get("items") or (), f"{path}.items", check)


def warn_of_overlaps(volume: dict[str, Any], path: str, check: Check) -> None:
    """Warn of paths of a ConfigMap or Secret that hide each other: WARN-011."""
    for kind in ("configMap", "secret"):
        seen: set[str] = set()
        for item in (volume.get(kind) or {}).get("items") or ():
            target = item.get("path") or ""
            if target in seen:
                named = kind[0].upper() + kind[1:]
                text = f'volume "{volume.get("name")}" ({named}): overlapping paths: "{target}"'
                check.warn("WARN-011", path, text)
            seen.add(target)


def check_items(items: Any, path: str, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check `items` that project keys to paths: VOL-008 and 009."""
    for at, item in enumerate(items):
        where = f"{path}[{at}]"
        if not item.get("key"):
            check.required("VOL-009", f"{where}.key")
        target = item.get("path") or ""
        if not target:
            check.required("VOL-009", f"{where}.path")
        _check_relative(target, f"{where}.path", check, "VOL-009")
        _check_mode(item.get("mode"), f"{where}.mode", check)


def _check_relative(target: str, path: str, check: Check, rule: str, *, at: str = "") -> None:
    if target.startswith("/"):
        check.invalid(rule, path, target, "must be a relative path", at=at)
    check_no_up(rule, target, path, check, at=at)
    if (target.startswith("..") and not target.startswith("../") and target != "..") or target.startswith(
        ".."
    ):
        check.invalid(rule, path, target, "must not start with '..'", at=at)


def _check_claim(source: dict[str, Any], path: str, check: Check) -> None:
    if not source.get("claimName"):
        check.required("VOL-010", f"{path}.claimName")


def _check_csi(source: dict[str, Any], path: str, check: Check) -> None:
    check_driver(source.get("driver") or "", f"{path}.driver", check, "VOL-012")
    reference = source.get("nodePublishSecretRef")
    if reference is not None and not reference.get("name"):
        check.required("VOL-013", f"{path}.nodePublishSecretRef.name")


def check_driver(driver: str, path: str, check: Check, rule: str) -> None:
    """Check the name of a CSI driver."""
    if not driver:
        check.required(rule, path)
        return
    if len(driver) > _DRIVER_LENGTH:
        check.too_long(rule, path, _DRIVER_LENGTH)
    check.invalid_each(rule, path, driver, formats.subdomain(driver.lower()))


def _check_downward(source: dict[str, Any], path: str, check: Check) -> None:
    _check_mode(source.get("defaultMode"), f"{path}.defaultMode", check)
    for at, item in enumerate(source.get("items") or ()):
        _check_downward_item(item, path, check, at=f"{path}.items[{at}]")


def _check_downward_item(item: dict[str, Any], path: str, check: Check, *, at: str) -> None:
    """Check one file of the downward API; the server's path has no index."""
    target = item.get("path") or ""
    if not target:
        check.required("VOL-014", f"{path}.path", at=at)
    _check_relative(target, f"{path}.path", check, "VOL-014", at=f"{at}.path")
    field, resource = item.get("fieldRef"), item.get("resourceFieldRef")
    first = len(check.findings)
    if field is not None:
        check_field_ref(field, f"{path}.fieldRef", check, in_volume=True)
        if resource is not None:
            detail = "fieldRef and resourceFieldRef can not be specified simultaneously"
            check.invalid("VOL-014", path, "resource", detail, at=at)
    elif resource is not None:
        check_resource_ref(resource, f"{path}.resourceFieldRef", check, in_volume=True)
    else:
        check.required("VOL-014", path, "one of fieldRef and resourceFieldRef is required", at=at)
    for finding in check.findings[first:]:
        finding.at = finding.at or finding.path.replace(path, at, 1)
    mode = item.get("mode")
    if mode is not None and not 0 <= mode <= _MOST_MODE:
        check.invalid("VOL-008", f"{path}.mode", mode, _MODE, at=f"{at}.mode")


def _check_projected(source: dict[str, Any], path: str, check: Check) -> None:
    """Check VOL-015 to 019."""
    _check_mode(source.get("defaultMode"), f"{path}.defaultMode", check)
    paths: set[str] = set()
    for at, each in enumerate(source.get("sources") or ()):
        where = f"{path}.sources[{at}]"
        given = [kind for kind in _PROJECTED if each.get(kind) is not None]
        if len(given) > 1:
            check.forbidden("VOL-015", where, "may not specify more than 1 volume type per source")
        for kind in given:
            _check_projection(kind, each[kind], where, path, check)
            _check_collisions(kind, each[kind], path, where, paths, check)


def check_tokens(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check that a Pod which projects tokens names its ServiceAccount: VOL-023."""
    if spec.get("serviceAccountName") or spec.get("serviceAccount"):
        return
    for at, volume in enumerate(spec.get("volumes") or ()):
        for index, source in enumerate((volume.get("projected") or {}).get("sources") or ()):
            if source.get("serviceAccountToken") is not None:
                where = f"{path}.volumes[{at}].projected.sources[{index}].serviceAccountToken"
                check.forbidden("VOL-023", where, "must not be specified when serviceAccountName is not set")


def _check_projection(kind: str, source: dict[str, Any], where: str, path: str, check: Check) -> None:
    here = f"{where}.{kind}"
    if kind in {"secret", "configMap"}:
        if not source.get("name"):
            check.required("VOL-019", f"{here}.name")
        check_items(source.get("items") or (), f"{here}.items", check)
    elif kind == "downwardAPI":
        for at, item in enumerate(source.get("items") or ()):
            _check_downward_item(item, here, check, at=f"{here}.items[{at}]")
    elif kind == "serviceAccountToken":
        seconds = source.get("expirationSeconds")
        if seconds is not None and seconds < _SHORTEST_TOKEN:
            detail = "may not specify a duration less than 10 minutes"
            check.invalid("VOL-017", f"{here}.expirationSeconds", seconds, detail)
        elif seconds is not None and seconds > _LONGEST_TOKEN:
            detail = "may not specify a duration larger than 2^32 seconds"
            check.invalid("VOL-017", f"{here}.expirationSeconds", seconds, detail)
        target = source.get("path") or ""
        if not target:
            check.required("VOL-018", f"{path}.path", at=here)
        else:
            _check_relative(target, f"{path}.path", check, "VOL-018", at=f"{here}.path")


def _check_collisions(
    kind: str, source: dict[str, Any], path: str, where: str, paths: set[str], check: Check
) -> None:
    """Check that no two sources write one path: VOL-016."""
    if kind in {"serviceAccountToken", "clusterTrustBundle"}:
        targets = [source.get("path") or ""]
    else:
        targets = [item.get("path") or "" for item in source.get("items") or ()]
    for target in targets:
        if target and target in paths:
            check.invalid("VOL-016", path, target, "conflicting duplicate paths", at=f"{where}.{kind}")
        paths.add(target)


def _check_ephemeral(source: dict[str, Any], path: str, check: Check) -> None:
    """Check VOL-020."""
    where = f"{path}.volumeClaimTemplate"
    template = source.get("volumeClaimTemplate")
    if template is None:
        check.required("VOL-020", where)
        return
    from mlkube.validation.metadata import check_annotations  # noqa: PLC0415  few volumes are ephemeral
    from mlkube.validation.rules.selectors import check_labels  # noqa: PLC0415  as above
    from mlkube.validation.rules.storage import check_claim_spec  # noqa: PLC0415  as above

    metadata = template.get("metadata") or {}
    for field in metadata:
        if field not in {"labels", "annotations", "creationTimestamp"}:
            check.forbidden("VOL-020", f"{where}.metadata.{field}", "cannot be set")
    check_annotations(metadata.get("annotations") or {}, f"{where}.metadata.annotations", check)
    check_labels(metadata.get("labels") or {}, f"{where}.metadata.labels", check)
    check_claim_spec(template.get("spec") or {}, f"{where}.spec", check)


def _check_image(source: dict[str, Any], path: str, check: Check, *, in_template: bool) -> None:
    """Check VOL-021."""
    if not source.get("reference") and not in_template:
        check.required("VOL-021", f"{path}.reference")
    policy = source.get("pullPolicy")
    if policy and policy not in _PULL_POLICIES:
        check.unsupported("VOL-021", f"{path}.pullPolicy", policy, _PULL_POLICIES)


_SOURCES: dict[str, Callable[[dict[str, Any], str, Check], None]] = {
    "emptyDir": _check_empty_dir,
    "hostPath": lambda source, path, check: check_host_path(source, path, check, "VOL-004", "VOL-005"),
    "secret": _check_secret,
    "configMap": _check_config_map,
    "persistentVolumeClaim": _check_claim,
    "nfs": lambda source, path, check: check_nfs(source, path, check, "VOL-011"),
    "csi": _check_csi,
    "downwardAPI": _check_downward,
}
