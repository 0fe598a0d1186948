"""Volume mounts and devices of a container: CTR-031 to 036."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check
    from mlkube.validation.rules.containers import Pod

_PROPAGATION = ("Bidirectional", "HostToContainer", "None")
_RECURSIVE = ("Disabled", "Enabled", "IfPossible")
_NOT_ABSOLUTE = "must be a relative path"
_UP = "must not contain '..'"


def check_mounts(container: dict[str, Any], path: str, pod: Pod, check: Check) -> None:
    """Check `volumeMounts` and `volumeDevices`."""
    devices = {device.get("name") or "" for device in container.get("volumeDevices") or ()}
    device_paths = {device.get("devicePath") or "" for device in container.get("volumeDevices") or ()}
    paths: set[str] = set()
    for at, mount in enumerate(container.get("volumeMounts") or ()):
        _check_mount(mount, f"{path}.volumeMounts[{at}]", paths, pod, check)
        where = f"{path}.volumeMounts[{at}]"
        name, target = mount.get("name") or "", mount.get("mountPath") or ""
        if name in devices:
            check.invalid("CTR-036", f"{where}.name", name, "must not already exist in volumeDevices")
        if target in device_paths:
            check.invalid(
                "CTR-036", f"{where}.mountPath", target, "must not already exist as a path in volumeDevices"
            )
        _check_options(mount, container, path, where, check)
    if devices:
        _check_devices(container, path, pod, check)


def _check_mount(mount: dict[str, Any], where: str, paths: set[str], pod: Pod, check: Check) -> None:
    name, target = mount.get("name") or "", mount.get("mountPath") or ""
    if not name:
        check.required("CTR-031", f"{where}.name")
    if name not in pod.volumes and name not in pod.claims:
        from mlkube.core.suggest import suggest  # noqa: PLC0415  only a finding needs it

        near = suggest(name, [each for each in (*pod.volumes, *pod.claims) if each]) if name else ""
        check.not_found("CTR-031", f"{where}.name", name, hint=f'did you mean "{near}"?' if near else "")
    if not target:
        check.required("CTR-032", f"{where}.mountPath")
    if target in paths:
        check.invalid("CTR-032", f"{where}.mountPath", target, "must be unique")
    paths.add(target)


def _check_options(
    mount: dict[str, Any], container: dict[str, Any], path: str, where: str, check: Check
) -> None:
    """Check CTR-033 to 035; the server's paths lack the index."""
    base = f"{path}.volumeMounts"
    sub_path, expression = mount.get("subPath") or "", mount.get("subPathExpr") or ""
    if sub_path:
        check_local_path("CTR-033", sub_path, f"{base}.subPath", check, at=f"{where}.subPath")
    if expression:
        if sub_path:
            detail = "subPathExpr and subPath are mutually exclusive"
            check.invalid("CTR-033", f"{where}.subPathExpr", expression, detail)
        check_local_path("CTR-033", expression, f"{base}.subPathExpr", check, at=f"{where}.subPathExpr")
    propagation = mount.get("mountPropagation")
    if propagation is not None:
        at = f"{where}.mountPropagation"
        privileged = (container.get("securityContext") or {}).get("privileged")
        if propagation not in _PROPAGATION:
            check.unsupported("CTR-034", f"{base}.mountPropagation", propagation, _PROPAGATION, at=at)
        elif propagation == "Bidirectional" and not privileged:
            detail = "Bidirectional mount propagation is available only to privileged containers"
            check.forbidden("CTR-034", f"{base}.mountPropagation", detail, at=at)
    recursive = mount.get("recursiveReadOnly")
    if recursive is not None:
        _check_recursive(mount, recursive, f"{base}.recursiveReadOnly", f"{where}.recursiveReadOnly", check)


def _check_recursive(mount: dict[str, Any], recursive: str, path: str, at: str, check: Check) -> None:
    if recursive not in _RECURSIVE:
        check.unsupported("CTR-035", path, recursive, _RECURSIVE, at=at)
    elif recursive != "Disabled":
        if not mount.get("readOnly"):
            check.forbidden("CTR-035", path, "may only be specified when readOnly is true", at=at)
        if mount.get("mountPropagation") not in {None, "None"}:
            check.forbidden(
                "CTR-035", path, "may only be specified when mountPropagation is None or not specified", at=at
            )


def check_local_path(rule: str, value: str, path: str, check: Check, *, at: str = "") -> None:
    """Check that a path stays below where it is used: relative, without `..`."""
    if value.startswith("/"):
        check.invalid(rule, path, value, _NOT_ABSOLUTE, at=at)
    check_no_up(rule, value, path, check, at=at)


def check_no_up(rule: str, value: str, path: str, check: Check, *, at: str = "") -> None:
    """Check that a path has no step `..`."""
    if ".." in value and ".." in value.split("/"):
        check.invalid(rule, path, value, _UP, at=at)


def _check_devices(container: dict[str, Any], path: str, pod: Pod, check: Check) -> None:
    """Check `volumeDevices`: CTR-036."""
    names: set[str] = set()
    paths: set[str] = set()
    mounted = {mount.get("name") or "" for mount in container.get("volumeMounts") or ()}
    for at, device in enumerate(container.get("volumeDevices") or ()):
        where = f"{path}.volumeDevices[{at}]"
        name, target = device.get("name") or "", device.get("devicePath") or ""
        if not name:
            check.required("CTR-036", f"{where}.name")
        if name in names:
            check.invalid("CTR-036", f"{where}.name", name, "must be unique")
        volume = pod.volumes.get(name)
        if volume is None and name not in pod.claims:
            check.not_found("CTR-036", f"{where}.name", name)
        elif (
            volume is not None
            and name not in pod.claims
            and not (volume.get("persistentVolumeClaim") is not None or volume.get("ephemeral") is not None)
        ):
            detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
            check.invalid("CTR-036", f"{where}.name", name, detail)
        if not target:
            check.required("CTR-036", f"{where}.devicePath")
        if target in paths:
            check.invalid("CTR-036", f"{where}.devicePath", target, "must be unique")
        check_no_up("CTR-036", target, f"{where}.devicePath", check)
        if name in mounted:
            check.invalid("CTR-036", f"{where}.name", name, "must not already exist in volumeMounts")
        names.add(name)
        paths.add(target)
