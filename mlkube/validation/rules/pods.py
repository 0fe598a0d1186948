"""Pods and pod templates: POD-001 to 023, 035, 036, 057 to 065, WARN-005, 007, 008, 012."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.metadata import check_annotations
from mlkube.validation.rules.containers import check_containers
from mlkube.validation.rules.pod_resources import check_pod_resources
from mlkube.validation.rules.pod_scheduling import check_scheduling
from mlkube.validation.rules.pod_security import check_pod_security
from mlkube.validation.rules.selectors import check_labels
from mlkube.validation.rules.volumes import check_tokens, check_volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

RESTART_POLICIES = ("Always", "OnFailure", "Never")
_DNS_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_PREEMPTION = ("PreemptLowerPriority", "Never")
_SYSTEMS = ("linux", "windows")
_MOST_SECONDS = 2147483647
_NAMESERVERS, _SEARCHES, _SEARCH_LENGTH = 3, 32, 2048
_RELAXED_SEARCHES = 33
_HOSTNAME_OVERRIDE = 64
_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP = ("seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/")
_SUBDOMAINS = (
    ("serviceAccountName", "POD-010"),
    ("nodeName", "POD-011"),
    ("priorityClassName", "POD-012"),
    ("runtimeClassName", "POD-013"),
)
_LABELS = (("hostname", "POD-014"), ("subdomain", "POD-015"))


def check_pod(pod: dict[str, Any], check: Check) -> None:
    """Check a Pod."""
    spec = pod.get("spec") or {}
    annotations = (pod.get("metadata") or {}).get("annotations")
    if annotations:
        _check_annotations(annotations, "metadata.annotations", spec, check)
    check_pod_spec(spec, "spec", check, in_template=False)
    check_tokens(spec, "spec", check)
    if spec.get("ephemeralContainers"):
        check.forbidden("POD-061", "spec.ephemeralContainers", "cannot be set on create")


def check_pod_template_object(template: dict[str, Any], check: Check) -> None:
    """Check a PodTemplate."""
    check_template(template.get("template") or {}, "template", check)


def check_template(
    template: dict[str, Any],
    path: str,
    check: Check,
    *,
    claims: frozenset[str] = frozenset(),
) -> None:
    """Check a pod template at `path`; the server's paths of its labels lack `metadata`."""
    metadata = template.get("metadata") or {}
    if labels := metadata.get("labels"):
        found = len(check.findings)
        check_labels(labels, f"{path}.labels", check, "POD-064")
        _move(check, found, f"{path}.labels", f"{path}.metadata.labels")
    if annotations := metadata.get("annotations"):
        found = len(check.findings)
        check_annotations(annotations, f"{path}.annotations", check)
        _move(check, found, f"{path}.annotations", f"{path}.metadata.annotations")
        for finding in check.findings[found:]:
            finding.rule = "POD-064"
        _check_annotations(annotations, f"{path}.annotations", template.get("spec") or {}, check)
    spec = template.get("spec") or {}
    check_pod_spec(spec, f"{path}.spec", check, in_template=True, claims=claims)
    if spec.get("ephemeralContainers"):
        detail = "ephemeral containers not allowed in pod template"
        check.forbidden("POD-061", f"{path}.spec.ephemeralContainers", detail)


def _move(check: Check, first: int, said: str, written: str) -> None:
    """Point the findings from an index on at the place that the manifest has."""
    for finding in check.findings[first:]:
        finding.at = written + (finding.at or finding.path).removeprefix(said)


def _check_annotations(annotations: dict[str, str], path: str, spec: dict[str, Any], check: Check) -> None:
    """Check annotations that speak of the pod: POD-063, 065, WARN-012."""
    for key, value in annotations.items():
        at = f"{path.replace('template.annotations', 'template.metadata.annotations')}[{key}]"
        if key == _DELETION_COST:
            digits = value.removeprefix("-")
            leading = len(digits) > 1 and digits.startswith("0")
            if (
                not digits.isdecimal()
                or leading
                or value.startswith("+")
                or not -(2**31) <= int(value) < 2**31
            ):
                check.invalid("POD-063", f"{path}[{key}]", value, "must be a 32bit integer", at=at)
        elif key.startswith(_APPARMOR):
            name = key.removeprefix(_APPARMOR)
            every = [
                each.get("name")
                for field in ("initContainers", "containers", "ephemeralContainers")
                for each in spec.get(field) or ()
            ]
            if name not in every:
                check.invalid("POD-065", f"{path}[{key}]", name, "container not found", at=at)
            check.warn(
                "WARN-012",
                f"{path}[{key}]",
                'deprecated since v1.30; use the "appArmorProfile" field instead',
                at=at,
            )
        elif key.startswith(_SECCOMP):
            text = 'non-functional in v1.27+; use the "seccompProfile" field instead'
            check.warn("WARN-012", f"{path}[{key}]", text, at=at)


def check_pod_spec(
    spec: dict[str, Any],
    path: str,
    check: Check,
    *,
    in_template: bool,
    claims: frozenset[str] = frozenset(),
) -> None:
    """Check a pod spec at `path`; `claims` are names of volumes that a StatefulSet adds."""
    volumes = check_volumes(spec, path, check, in_template=in_template) if spec.get("volumes") else {}
    check_containers(spec, path, check, volumes, in_template=in_template, claims=claims)
    _check_policies(spec, path, check)
    if spec.get("dnsConfig") or spec.get("dnsPolicy"):
        _check_dns(spec, path, check)
    _check_names(spec, path, check)
    check_scheduling(spec, path, check)
    if security := spec.get("securityContext"):
        check_pod_security(security, spec, path, check)
    if aliases := spec.get("hostAliases"):
        _check_aliases(aliases, f"{path}.hostAliases", check)
    if spec.get("imagePullSecrets"):
        _warn_of_secrets(spec["imagePullSecrets"], f"{path}.imagePullSecrets", check)
    if spec.get("os") is not None or spec.get("hostUsers") is False or spec.get("shareProcessNamespace"):
        _check_system(spec, path, check)
    check_pod_resources(spec, path, check)
    _check_gates(spec, path, check)
    if spec.get("hostnameOverride") is not None:
        _check_override(spec, path, check)


def _check_policies(spec: dict[str, Any], path: str, check: Check) -> None:
    policy = spec.get("restartPolicy") or "Always"
    if policy not in RESTART_POLICIES:
        check.unsupported("POD-002", f"{path}.restartPolicy", policy, RESTART_POLICIES)
    preemption = spec.get("preemptionPolicy")
    if preemption is not None and preemption not in _PREEMPTION:
        check.unsupported("POD-017", f"{path}.preemptionPolicy", preemption, _PREEMPTION)
    seconds = spec.get("activeDeadlineSeconds")
    if seconds is not None:
        check.invalid_each(
            "POD-016", f"{path}.activeDeadlineSeconds", seconds, formats.in_range(seconds, 1, _MOST_SECONDS)
        )
    grace = spec.get("terminationGracePeriodSeconds")
    if grace is not None and grace < 0:
        text = "must be >= 0; negative values are invalid and will be treated as 1"
        check.warn("WARN-005", f"{path}.terminationGracePeriodSeconds", text)


def _check_names(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-009 to 015."""
    if selector := spec.get("nodeSelector"):
        check_labels(selector, f"{path}.nodeSelector", check, "POD-009")
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    for field, rule in _SUBDOMAINS:
        value = account if field == "serviceAccountName" else spec.get(field)
        if value or (value == "" and field == "runtimeClassName"):
            check.invalid_each(rule, f"{path}.{field}", value, formats.subdomain(value))
    for field, rule in _LABELS:
        if value := spec.get(field):
            check.invalid_each(rule, f"{path}.{field}", value, formats.label(value))


def _check_dns(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-003 to 008."""
    policy = spec.get("dnsPolicy") or "ClusterFirst"
    config = spec.get("dnsConfig")
    if policy not in _DNS_POLICIES:
        check.unsupported("POD-003", f"{path}.dnsPolicy", policy, _DNS_POLICIES)
    where = f"{path}.dnsConfig"
    if policy == "None":
        if config is None:
            check.required("POD-004", where, "must provide `dnsConfig` when `dnsPolicy` is None")
            return
        if not config.get("nameservers"):
            detail = "must provide at least one DNS nameserver when `dnsPolicy` is None"
            check.required("POD-005", f"{where}.nameservers", detail)
    if not config:
        return
    servers = config.get("nameservers") or []
    if len(servers) > _NAMESERVERS:
        detail = f"must not have more than {_NAMESERVERS} nameservers"
        check.invalid("POD-006", f"{where}.nameservers", servers, detail)
    for at, server in enumerate(servers):
        check.invalid_each("POD-006", f"{where}.nameservers[{at}]", server, formats.ip_address(server))
    _check_searches(config.get("searches") or [], f"{where}.searches", check)
    for at, option in enumerate(config.get("options") or ()):
        if not option.get("name"):
            check.required("POD-008", f"{where}.options[{at}]", "must not be empty")


def _check_searches(searches: list[str], path: str, check: Check) -> None:
    if len(searches) > _SEARCHES:
        check.invalid("POD-007", path, searches, f"must not have more than {_SEARCHES} search paths")
    if len(" ".join(searches)) > _SEARCH_LENGTH:
        detail = "must not have more than 2048 characters (including spaces) in the search list"
        check.invalid("POD-007", path, searches, detail)
    for at, search in enumerate(searches):
        relaxed = check.minor >= _RELAXED_SEARCHES
        if relaxed and search == ".":
            continue
        name = search.removesuffix(".")
        problems = formats.subdomain(name.replace("_", "a") if relaxed else name)
        check.invalid_each("POD-007", f"{path}[{at}]", search, problems)


def _check_aliases(aliases: list[dict[str, Any]], path: str, check: Check) -> None:
    """Check POD-018 and 019, WARN-008."""
    seen: set[str] = set()
    for at, alias in enumerate(aliases):
        address = alias.get("ip") or ""
        check.invalid_each("POD-018", f"{path}[{at}].ip", address, formats.ip_address(address))
        for index, name in enumerate(alias.get("hostnames") or ()):
            check.invalid_each("POD-019", f"{path}[{at}].hostnames[{index}]", name, formats.subdomain(name))
        if address in seen:
            check.warn("WARN-008", f"{path}[{at}].ip", f'duplicate ip "{address}"')
        seen.add(address)


def _warn_of_secrets(secrets: list[dict[str, Any]], path: str, check: Check) -> None:
    """Warn of pull secrets without a name, or named twice: WARN-007."""
    seen: set[str] = set()
    for at, secret in enumerate(secrets):
        name = secret.get("name") or ""
        if not name:
            check.warn("WARN-007", f"{path}[{at}].name", 'invalid empty name ""')
        elif name in seen:
            check.warn("WARN-007", f"{path}[{at}].name", f'duplicate name "{name}"')
        seen.add(name)


def _check_system(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-023, 027, 036."""
    system = spec.get("os")
    if system is not None:
        name = system.get("name") or ""
        if not name:
            check.required("POD-023", f"{path}.os.name")
        elif name not in _SYSTEMS:
            check.unsupported("POD-023", f"{path}.os", name, _SYSTEMS)
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        where = f"{path}.securityContext.shareProcessNamespace"
        detail = "ShareProcessNamespace and HostPID cannot both be enabled"
        check.invalid("POD-027", where, True, detail, at=f"{path}.shareProcessNamespace")  # noqa: FBT003  the value
    if spec.get("hostUsers") is False:
        for field, said in (("hostPID", "HostPID"), ("hostIPC", "HostIPC"), ("hostNetwork", "hostNetwork")):
            if spec.get(field):
                check.forbidden(
                    "POD-036", f"{path}.{said}", "when `hostUsers` is false", at=f"{path}.{field}"
                )
        for at, container in enumerate(spec.get("containers") or ()):
            if container.get("volumeDevices"):
                where = f"{path}.containers[{at}].volumeDevices"
                check.forbidden("POD-036", where, "when `hostUsers` is false")


def _check_gates(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-021 and 022."""
    for at, gate in enumerate(spec.get("readinessGates") or ()):
        kind = gate.get("conditionType") or ""
        where = f"{path}.readinessGates[{at}].conditionType"
        check.invalid_each("POD-021", where, kind, formats.qualified_name(kind))
    seen: set[str] = set()
    for at, gate in enumerate(spec.get("schedulingGates") or ()):
        name = gate.get("name") or ""
        where = f"{path}.schedulingGates[{at}]"
        check.invalid_each("POD-022", where, name, formats.qualified_name(name))
        if name in seen:
            check.duplicate("POD-022", where, name)
        seen.add(name)


def _check_override(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check POD-060."""
    name, where = spec["hostnameOverride"], f"{path}.hostnameOverride"
    if len(name) > _HOSTNAME_OVERRIDE:
        check.too_long("POD-060", where, _HOSTNAME_OVERRIDE)
    check.invalid_each("POD-060", where, name, formats.subdomain(name))
    if spec.get("setHostnameAsFQDN"):
        check.forbidden("POD-060", where, "may not be specified when setHostnameAsFQDN is true")
    if spec.get("hostNetwork"):
        check.forbidden("POD-060", where, "may not be specified when hostNetwork is true")


KINDS = {"Pod": check_pod, "PodTemplate": check_pod_template_object}
