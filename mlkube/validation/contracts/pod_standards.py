"""Pods against the Pod Security Standard that their Namespace enforces: ML-052.

What a user namespace of the pod itself (`hostUsers: false`) makes up for is let pass.
Source: kubernetes.io/docs/concepts/security/pod-security-standards; kubernetes/kubernetes,
staging/src/k8s.io/pod-security-admission/policy.
"""

from __future__ import annotations

from mlkube.validation.contracts.amounts import is_whole
from mlkube.validation.contracts.judged import items, mapping, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

    Violation: TypeAlias = tuple[str, str]

_ENFORCE = "pod-security.kubernetes.io/enforce"
_CONTAINERS = ("initContainers", "containers")
_CAPABILITIES = frozenset(
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ]
)
_SELINUX = frozenset(["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"])
_SYSCTLS = frozenset(
    [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    ]
)
_VOLUMES = frozenset(
    [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ]
)


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if not is_whole(party):
        return
    namespace = objects.find("Namespace", "default", party.namespace)
    level = namespace.labels.get(_ENFORCE) if namespace is not None else None
    if level not in ("baseline", "restricted"):
        return
    violations = list(_baseline(party))
    if level == "restricted" and mapping(party.pod.get("os")).get("name") != "windows":
        violations += _restricted(party)
    for path, reason in violations:
        text = f"{reason}, and Namespace/{party.namespace} enforces {level}: its pods are refused"
        objects.error("ML-052", party, path, text)


def _baseline(party: Party) -> Iterator[Violation]:
    """Yield what no pod of the baseline standard has."""
    pod, path = party.pod, party.pod_path
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(key):
            yield f"{path}.{key}", f"the pod has {key}"
    context = mapping(pod.get("securityContext"))
    yield from _baseline_context("the pod", context, f"{path}.securityContext")
    for at, sysctl in enumerate(items(context.get("sysctls"))):
        if str(sysctl.get("name")) not in _SYSCTLS:
            where = f"{path}.securityContext.sysctls[{at}].name"
            yield where, f"the pod sets the kernel parameter {sysctl.get('name')}"
    for at, volume in enumerate(items(pod.get("volumes"))):
        if "hostPath" in volume:
            yield f"{path}.volumes[{at}].hostPath", f"volume {volume.get('name')} is a hostPath"
    for container, where in _containers(party):
        yield from _baseline_container(container, where, own_users=pod.get("hostUsers") is False)


def _baseline_container(container: dict[str, Any], path: str, *, own_users: bool) -> Iterator[Violation]:
    name, context = container.get("name"), mapping(container.get("securityContext"))
    where = f"{path}.securityContext"
    yield from _baseline_context(f"container {name}", context, where)
    if context.get("privileged"):
        yield f"{where}.privileged", f"container {name} is privileged"
    if context.get("procMount", "Default") != "Default" and not own_users:
        yield f"{where}.procMount", f"container {name} has another procMount than Default"
    for added in strings(mapping(context.get("capabilities")).get("add")):
        if added not in _CAPABILITIES:
            yield f"{where}.capabilities.add", f"container {name} adds the capability {added}"
    for at, port in enumerate(items(container.get("ports"))):
        if port.get("hostPort"):
            yield f"{path}.ports[{at}].hostPort", f"container {name} has a hostPort"


def _baseline_context(subject: str, context: dict[str, Any], path: str) -> Iterator[Violation]:
    """Yield what the security context of a pod and of a container may say alike."""
    if mapping(context.get("windowsOptions")).get("hostProcess"):
        yield f"{path}.windowsOptions.hostProcess", f"{subject} is a process of the host"
    if mapping(context.get("seccompProfile")).get("type") == "Unconfined":
        yield f"{path}.seccompProfile.type", f"{subject} has no seccomp profile"
    if mapping(context.get("appArmorProfile")).get("type") == "Unconfined":
        yield f"{path}.appArmorProfile.type", f"{subject} has no AppArmor profile"
    selinux = mapping(context.get("seLinuxOptions"))
    if str(selinux.get("type", "")) not in _SELINUX or selinux.get("user") or selinux.get("role"):
        yield f"{path}.seLinuxOptions", f"{subject} sets SELinux options of its own"


def _restricted(party: Party) -> Iterator[Violation]:
    """Yield what the restricted standard asks for beside the baseline."""
    pod, path = party.pod, party.pod_path
    context = mapping(pod.get("securityContext"))
    own_users = pod.get("hostUsers") is False
    for at, volume in enumerate(items(pod.get("volumes"))):
        kinds = set(volume) - {"name"}
        if not kinds & _VOLUMES and "hostPath" not in kinds:
            kind = next(iter(sorted(kinds)), "emptyDir")
            if kinds:
                yield f"{path}.volumes[{at}].{kind}", f"volume {volume.get('name')} is of kind {kind}"
    if context.get("runAsUser") == 0 and not own_users:
        yield f"{path}.securityContext.runAsUser", "the pod runs as root"
    for container, where in _containers(party):
        yield from _restricted_container(container, f"{where}.securityContext", context, own_users=own_users)


def _restricted_container(
    container: dict[str, Any], path: str, of_pod: dict[str, Any], *, own_users: bool
) -> Iterator[Violation]:
    name, context = container.get("name"), mapping(container.get("securityContext"))
    if context.get("allowPrivilegeEscalation") is not False:
        yield path, f"container {name} does not set allowPrivilegeEscalation: false"
    capabilities = mapping(context.get("capabilities"))
    if "ALL" not in strings(capabilities.get("drop")):
        yield path, f"container {name} does not drop ALL capabilities"
    for added in strings(capabilities.get("add")):
        if added in _CAPABILITIES - {"NET_BIND_SERVICE"}:
            yield f"{path}.capabilities.add", f"container {name} adds the capability {added}"
    if not own_users and context.get("runAsNonRoot", of_pod.get("runAsNonRoot")) is not True:
        yield path, f"container {name} has no runAsNonRoot: true"
    if not own_users and context.get("runAsUser") == 0:
        yield f"{path}.runAsUser", f"container {name} runs as root"
    profile = mapping(context.get("seccompProfile")) or mapping(of_pod.get("seccompProfile"))
    if not profile.get("type"):
        yield path, f"container {name} names no seccomp profile"


def _containers(party: Party) -> Iterator[tuple[dict[str, Any], str]]:
    for field in _CONTAINERS:
        for at, container in enumerate(items(party.pod.get(field))):
            yield container, f"{party.pod_path}.{field}[{at}]"
