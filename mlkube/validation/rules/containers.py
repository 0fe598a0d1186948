"""Containers of a pod: CTR-001 to 036, 048 to 051, 063 to 066, WARN-001 and 002."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.container_env import check_env, check_env_from
from mlkube.validation.rules.container_resources import check_container_resources
from mlkube.validation.rules.mounts import check_mounts
from mlkube.validation.rules.pod_security import check_container_security
from mlkube.validation.rules.probes import check_lifecycle, check_probes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

PULL_POLICIES = ("Always", "IfNotPresent", "Never")
PROTOCOLS = ("SCTP", "TCP", "UDP")
_MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
_RESTART_RULES = 35
_NO_LIFECYCLE = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
_CONTAINER_RESTARTS = ("Always", "Never", "OnFailure")
_DEFAULT_GRACE = 30


class Pod:
    """What the containers of one pod are held against."""

    __slots__ = ("claims", "grace", "in_template", "names", "path", "spec", "volumes")

    def __init__(
        self,
        spec: dict[str, Any],
        path: str,
        volumes: dict[str, dict[str, Any]],
        *,
        in_template: bool,
        claims: frozenset[str],
    ) -> None:
        self.spec = spec
        self.path = path
        self.in_template = in_template
        self.claims = claims
        self.volumes = volumes
        grace = spec.get("terminationGracePeriodSeconds")
        self.grace = _DEFAULT_GRACE if grace is None else grace
        self.names: set[str] = set()


def check_containers(
    spec: dict[str, Any],
    path: str,
    check: Check,
    volumes: dict[str, dict[str, Any]],
    *,
    in_template: bool,
    claims: frozenset[str] = frozenset(),
) -> None:
    """Check all containers of a pod spec at `path`; `volumes` are those that can be mounted."""
    pod = Pod(spec, path, volumes, in_template=in_template, claims=claims)
    containers = spec.get("containers") or ()
    if not containers:
        check.required("POD-001", f"{path}.containers")
    for at, container in enumerate(containers):
        _check(container, f"{path}.containers[{at}]", pod, check)
        _check_restart(container, f"{path}.containers[{at}]", check)
    _check_host_ports(containers, f"{path}.containers", check)
    init = spec.get("initContainers") or ()
    for at, container in enumerate(init):
        where = f"{path}.initContainers[{at}]"
        _check(container, where, pod, check, init=True)
        _check_init(container, where, check)
        _check_host_ports((container,), where, check)
    if len(containers) + len(init) > 1:
        _warn_of_port_names(spec, path, check)


def _check(container: dict[str, Any], path: str, pod: Pod, check: Check, *, init: bool = False) -> None:
    """Check one container: CTR-001 to 007 and what it holds."""
    _check_name(container.get("name") or "", path, pod, check)
    _check_image(container, path, pod, check)
    policy = container.get("terminationMessagePolicy")
    if policy and policy not in _MESSAGE_POLICIES:
        check.unsupported("CTR-007", f"{path}.terminationMessagePolicy", policy, _MESSAGE_POLICIES)
    if ports := container.get("ports"):
        _check_ports(ports, path, pod, check)
    if env := container.get("env"):
        check_env(env, path, check)
    if env_from := container.get("envFrom"):
        check_env_from(env_from, path, check)
    if container.get("volumeMounts") or container.get("volumeDevices"):
        check_mounts(container, path, pod, check)
    if not init or container.get("restartPolicy") == "Always":
        check_probes(container, path, pod.grace, check)
        if lifecycle := container.get("lifecycle"):
            check_lifecycle(lifecycle, path, pod, check)
    if (resources := container.get("resources")) or container.get("resizePolicy"):
        check_container_resources(resources or {}, container, path, pod, check)
    if security := container.get("securityContext"):
        check_container_security(security, f"{path}.securityContext", pod.spec, check)


def _check_name(name: str, path: str, pod: Pod, check: Check) -> None:
    if not name:
        check.required("CTR-001", f"{path}.name")
        return
    check.invalid_each("CTR-002", f"{path}.name", name, formats.label(name))
    if name in pod.names:
        check.duplicate("CTR-003", f"{path}.name", name)
    pod.names.add(name)


def _check_image(container: dict[str, Any], path: str, pod: Pod, check: Check) -> None:
    image = container.get("image") or ""
    if not image:
        check.required("CTR-004", f"{path}.image")
    elif not pod.in_template and image != image.strip():
        check.invalid("CTR-005", f"{path}.image", image, "must not have leading or trailing whitespace")
    policy = container.get("imagePullPolicy")
    if policy and policy not in PULL_POLICIES:
        check.unsupported("CTR-006", f"{path}.imagePullPolicy", policy, PULL_POLICIES)


def _check_restart(container: dict[str, Any], path: str, check: Check) -> None:
    """Check the restart policy of a container that is no init container: CTR-050."""
    policy = container.get("restartPolicy")
    if policy is None:
        if container.get("restartPolicyRules") and check.minor >= _RESTART_RULES:
            check.required(
                "CTR-050", f"{path}.restartPolicy", "must specify restartPolicy when restart rules are used"
            )
    elif check.minor < _RESTART_RULES:
        check.forbidden("CTR-050", f"{path}.restartPolicy", "may not be set for non-init containers")
    elif policy not in _CONTAINER_RESTARTS:
        check.unsupported("CTR-050", f"{path}.restartPolicy", policy, _CONTAINER_RESTARTS)


def _check_init(container: dict[str, Any], path: str, check: Check) -> None:
    """Check what only init containers must not have: CTR-049 and 051."""
    policy = container.get("restartPolicy")
    if policy is not None and policy != "Always":
        if check.minor < _RESTART_RULES:
            check.unsupported("CTR-051", f"{path}.restartPolicy", policy, ("Always",))
        elif policy not in _CONTAINER_RESTARTS:
            check.unsupported("CTR-051", f"{path}.restartPolicy", policy, _CONTAINER_RESTARTS)
    if policy == "Always":
        return
    for field in _NO_LIFECYCLE:
        if container.get(field) is not None:
            check.forbidden(
                "CTR-049",
                f"{path}.{field}",
                "may not be set for init containers without restartPolicy=Always",
            )


def _check_ports(ports: list[dict[str, Any]], path: str, pod: Pod, check: Check) -> None:
    """Check the ports of a container: CTR-008 to 016, POD-035."""
    names: set[str] = set()
    pairs: dict[tuple[int, str], int] = {}
    host_network = bool(pod.spec.get("hostNetwork"))
    for at, port in enumerate(ports):
        where = f"{path}.ports[{at}]"
        number = port.get("containerPort") or 0
        if not number:
            check.required("CTR-009", f"{where}.containerPort")
        else:
            check.invalid_each("CTR-008", f"{where}.containerPort", number, formats.port_number(number))
        host = port.get("hostPort") or 0
        if host:
            check.invalid_each("CTR-010", f"{where}.hostPort", host, formats.port_number(host))
        if host_network and host and host != number:
            detail = "must match `containerPort` when `hostNetwork` is true"
            check.invalid("POD-035", f"{where}.hostPort", host, detail)
        protocol = port.get("protocol") or "TCP"
        if protocol not in PROTOCOLS:
            check.unsupported("CTR-011", f"{where}.protocol", protocol, PROTOCOLS)
        if name := port.get("name"):
            _check_port_name(name, where, names, check)
        first = pairs.setdefault((number, protocol), at)
        if first != at:
            check.warn("WARN-002", where, f"duplicate port definition with {path}.ports[{first}]")


_PORT_NAME_RULES = (
    ("must be no more", "CTR-012"),
    ("must contain only", "CTR-013"),
    ("must contain at", "CTR-014"),
)


def _check_port_name(name: str, where: str, names: set[str], check: Check) -> None:
    problems = formats.port_name(name)
    for problem in problems:
        rule = next((rule for start, rule in _PORT_NAME_RULES if problem.startswith(start)), "CTR-015")
        check.invalid(rule, f"{where}.name", name, problem)
    if not problems:
        if name in names:
            check.duplicate("CTR-016", f"{where}.name", name)
        names.add(name)


def _check_host_ports(containers: Any, path: str, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check that no two ports of a pod want the same port of the host: CTR-017."""
    taken: set[str] = set()
    for at, container in enumerate(containers):
        for index, port in enumerate(container.get("ports") or ()):
            number = port.get("hostPort") or 0
            if not number:
                continue
            key = f"{port.get('protocol') or 'TCP'}/{port.get('hostIP') or ''}/{number}"
            if key in taken:
                where = f"{path}[{at}]" if path.endswith(".containers") else path
                check.duplicate("CTR-017", f"{where}.ports[{index}].hostPort", key)
            taken.add(key)


def _warn_of_port_names(spec: dict[str, Any], path: str, check: Check) -> None:
    """Warn of a port name that two containers have: WARN-002."""
    first: dict[str, str] = {}
    for field in ("initContainers", "containers"):
        for at, container in enumerate(spec.get(field) or ()):
            for index, port in enumerate(container.get("ports") or ()):
                name = port.get("name")
                where = f"{path}.{field}[{at}].ports[{index}]"
                if not name:
                    continue
                if name in first and not where.startswith(first[name].rpartition(".ports")[0] + ".ports"):
                    check.warn(
                        "WARN-002",
                        where,
                        f'duplicate port name "{name}" with {first[name]}, services and probes that select ports by '  # noqa: E501 the server's words
                        f"name will use {first[name]}",
                    )
                first.setdefault(name, where)
