"""Security contexts of pods and containers: POD-024 to 034, CTR-063 to 066."""

from __future__ import annotations

import re
from functools import cache

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_MOST_ID = 2147483647
_PROFILES = ("Localhost", "RuntimeDefault", "Unconfined")
_CHANGE_POLICIES = ("Always", "OnRootMismatch")
_GROUPS_POLICIES = ("Merge", "Strict")
_PROC_MOUNTS = ("Default", "Unmasked")
_SYSCTL_LENGTH = 253
_SYSCTL = "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_PROFILE_LENGTH = 4095
_NOT_ON_WINDOWS = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
)
_CONTAINER_NOT_ON_WINDOWS = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
)
_WINDOWS = "cannot be set for a windows pod"


@cache
def _sysctl_pattern() -> re.Pattern[str]:
    return re.compile(_SYSCTL)


def check_pod_security(security: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check a pod's `securityContext`; `path` is that of the pod spec."""
    where = f"{path}.securityContext"
    for field in ("fsGroup", "runAsUser", "runAsGroup"):
        _check_id("POD-026", security.get(field), f"{where}.{field}", check)
    for at, group in enumerate(security.get("supplementalGroups") or ()):
        _check_id("POD-026", group, f"{where}.supplementalGroups[{at}]", check)
    if sysctls := security.get("sysctls"):
        _check_sysctls(sysctls, spec, f"{where}.sysctls", check)
    change = security.get("fsGroupChangePolicy")
    if change is not None and change not in _CHANGE_POLICIES:
        check.unsupported("POD-030", f"{where}.fsGroupChangePolicy", change, _CHANGE_POLICIES)
    groups = security.get("supplementalGroupsPolicy")
    if groups is not None and groups not in _GROUPS_POLICIES:
        check.unsupported("POD-034", f"{where}.supplementalGroupsPolicy", groups, _GROUPS_POLICIES)
    _check_profiles(security, where, check)
    system = (spec.get("os") or {}).get("name")
    if system == "linux" and security.get("windowsOptions") is not None:
        detail = "windows options cannot be set for a linux pod"
        check.forbidden("POD-024", f"{where}.windowsOptions", detail)
    elif system == "windows":
        for field in _NOT_ON_WINDOWS:
            if security.get(field) is not None:
                check.forbidden("POD-025", f"{where}.{field}", _WINDOWS)


def check_container_security(security: dict[str, Any], path: str, spec: dict[str, Any], check: Check) -> None:  # noqa: C901 one case after the other
    """Check a container's `securityContext` at `path`."""
    for field in ("runAsUser", "runAsGroup"):
        _check_id("CTR-063", security.get(field), f"{path}.{field}", check)
    mount = security.get("procMount")
    if mount is not None:
        if mount not in _PROC_MOUNTS:
            check.unsupported("CTR-066", f"{path}.procMount", mount, _PROC_MOUNTS)
        elif mount == "Unmasked" and spec.get("hostUsers") is not False:
            check.invalid(
                "CTR-066", f"{path}.procMount", mount, "`hostUsers` must be false to use `Unmasked`"
            )
    _check_profiles(security, path, check)
    if security.get("allowPrivilegeEscalation") is False:
        if security.get("privileged"):
            detail = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            check.invalid("CTR-064", path, security, detail)
        if "CAP_SYS_ADMIN" in ((security.get("capabilities") or {}).get("add") or ()):
            detail = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            check.invalid("CTR-065", path, security, detail)
    system = (spec.get("os") or {}).get("name")
    if system == "windows":
        for field in _CONTAINER_NOT_ON_WINDOWS:
            if security.get(field) is not None:
                check.forbidden("POD-025", f"{path}.{field}", _WINDOWS)
    elif system == "linux" and security.get("windowsOptions") is not None:
        check.forbidden("POD-024", f"{path}.windowsOptions", "windows options cannot be set for a linux pod")


def _check_id(rule: str, number: int | None, path: str, check: Check) -> None:
    if number is not None:
        check.invalid_each(rule, path, number, formats.in_range(number, 0, _MOST_ID))


def _check_profiles(security: dict[str, Any], path: str, check: Check) -> None:
    if (seccomp := security.get("seccompProfile")) is not None:
        _check_seccomp(seccomp, f"{path}.seccompProfile", check)
    if (apparmor := security.get("appArmorProfile")) is not None:
        _check_apparmor(apparmor, f"{path}.appArmorProfile", check)


def _check_seccomp(profile: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-031 and 032."""
    kind, local = profile.get("type") or "", profile.get("localhostProfile")
    if kind == "Localhost":
        if not local:
            check.required(
                "POD-032", f"{path}.localhostProfile", "must be set when seccomp type is Localhost"
            )
        else:
            _check_local(local, f"{path}.localhostProfile", check)
    elif local is not None:
        detail = "can only be set when seccomp type is Localhost"
        check.invalid("POD-032", f"{path}.localhostProfile", local, detail)
    if not kind:
        check.required("POD-031", f"{path}.type", "type is required when seccompProfile is set")
    elif kind not in _PROFILES:
        check.unsupported("POD-031", f"{path}.type", kind, _PROFILES)


def _check_local(local: str, path: str, check: Check) -> None:
    from mlkube.validation.rules.mounts import check_local_path  # noqa: PLC0415  few pods name a profile

    check_local_path("POD-032", local, path, check)


def _check_apparmor(profile: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-033."""
    kind, local = profile.get("type") or "", profile.get("localhostProfile")
    where = f"{path}.localhostProfile"
    if not kind:
        check.required("POD-033", f"{path}.type", "type is required when appArmorProfile is set")
    elif kind not in _PROFILES:
        check.unsupported("POD-033", f"{path}.type", kind, _PROFILES)
    elif kind == "Localhost":
        text = local or ""
        if not text.strip():
            check.required("POD-033", where, "must be set when AppArmor type is Localhost")
        elif text != text.strip():
            check.invalid("POD-033", where, text, "must not be padded with whitespace")
        if len(text) > _PROFILE_LENGTH:
            check.too_long("POD-033", where, _PROFILE_LENGTH)
    elif local is not None:
        check.invalid("POD-033", where, local, "can only be set when AppArmor type is Localhost")


def _check_sysctls(sysctls: list[dict[str, Any]], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-028 and 029."""
    seen: set[str] = set()
    for at, sysctl in enumerate(sysctls):
        where, name = f"{path}[{at}].name", sysctl.get("name") or ""
        if not name:
            check.required("POD-028", where)
        elif len(name) > _SYSCTL_LENGTH or not _sysctl_pattern().fullmatch(name):
            detail = f"must have at most {_SYSCTL_LENGTH} characters and match regex ^{_SYSCTL}$"
            check.invalid("POD-028", where, name, detail)
        elif name in seen:
            check.duplicate("POD-028", where, name)
        seen.add(name)
        plain = name.replace("/", ".")
        if spec.get("hostNetwork") and plain.startswith("net."):
            check.invalid("POD-029", where, name, "may not be specified when 'hostNetwork' is true")
        ipc = plain.startswith(("kernel.shm", "kernel.msg", "fs.mqueue.")) or plain == "kernel.sem"
        if spec.get("hostIPC") and ipc:
            check.invalid("POD-029", where, name, "may not be specified when 'hostIPC' is true")
