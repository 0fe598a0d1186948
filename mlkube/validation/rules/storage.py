"""PersistentVolume, PersistentVolumeClaim, StorageClass: PV-*, PVC-*, SC-*, WARN-015."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.validation import formats
from mlkube.validation.rules.mounts import check_no_up
from mlkube.validation.rules.pod_scheduling import check_node_selector
from mlkube.validation.rules.selectors import check_selector
from mlkube.validation.rules.volume_sources import REQUIRED_FIELDS, check_host_path, check_nfs
from mlkube.validation.rules.volumes import check_driver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
_POLICIES = ("Delete", "Recycle", "Retain")
_VOLUME_MODES = ("Block", "Filesystem")
_CLASS_POLICIES = ("Delete", "Retain")
_BINDING = ("Immediate", "WaitForFirstConsumer")
_NANO = 10**9
_PARAMETERS, _PARAMETER_BYTES = 512, 262144
_LAST_LUN = 255
_ATTRIBUTES_SINCE = 34
_BETA_CLASS = "volume.beta.kubernetes.io/storage-class"
_NOT_SOURCES = frozenset(
    (
        "capacity",
        "accessModes",
        "claimRef",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "mountOptions",
        "volumeMode",
        "nodeAffinity",
        "volumeAttributesClassName",
    )
)
_SECRET_REFS = (
    "controllerPublishSecretRef",
    "nodeStageSecretRef",
    "nodePublishSecretRef",
    "controllerExpandSecretRef",
    "nodeExpandSecretRef",
)


def _check_modes(
    spec: dict[str, Any], path: str, check: Check, rules: tuple[str, str, str], detail: str
) -> None:
    modes = spec.get("accessModes") or []
    if not modes:
        check.required(rules[0], f"{path}.accessModes", detail)
    for at, mode in enumerate(modes):
        if mode not in _MODES:
            check.unsupported(rules[1], f"{path}.accessModes", mode, _MODES, at=f"{path}.accessModes[{at}]")
    if "ReadWriteOncePod" in modes and len(set(modes)) > 1:
        text = "may not use ReadWriteOncePod with other access modes"
        check.forbidden(rules[2], f"{path}.accessModes", text)


def _warn_of_fraction(amount: str | float, path: str, check: Check) -> None:
    if (nanos(amount) or 0) % _NANO:
        check.warn("WARN-015", path, f'fractional byte value "{amount}" is invalid, must be an integer')


def check_claim_spec(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check the spec of a claim at `path`: PVC-001 to 011."""
    detail = "at least 1 access mode is required"
    _check_modes(spec, path, check, ("PVC-001", "PVC-002", "PVC-003"), detail)
    if (selector := spec.get("selector")) is not None:
        check_selector(selector, f"{path}.selector", check)
    _check_size(spec.get("resources") or {}, f"{path}.resources", check)
    name = spec.get("storageClassName")
    if name:
        check.invalid_each("PVC-006", f"{path}.storageClassName", name, formats.subdomain(name))
    mode = spec.get("volumeMode")
    if mode is not None and mode not in _VOLUME_MODES:
        check.unsupported("PVC-007", f"{path}.volumeMode", mode, _VOLUME_MODES)
    if spec.get("dataSource") is not None or spec.get("dataSourceRef") is not None:
        _check_sources(spec, path, check)
    attributes = spec.get("volumeAttributesClassName")
    if attributes and check.minor >= _ATTRIBUTES_SINCE:
        where = f"{path}.volumeAttributesClassName"
        check.invalid_each("PVC-011", where, attributes, formats.subdomain(attributes))


def _check_size(resources: dict[str, Any], path: str, check: Check) -> None:
    """Check PVC-004 and 005."""
    where, requests = f"{path}[storage]", resources.get("requests") or {}
    if "storage" not in requests:
        check.required("PVC-004", where, at=f"{path}.requests")
    elif (nanos(requests["storage"]) or 0) <= 0:
        amount = str(requests["storage"])
        check.invalid("PVC-005", where, amount, "must be greater than zero", at=f"{path}.requests.storage")
    for field in ("requests", "limits"):
        amounts = resources.get(field) or {}
        if "storage" in amounts:
            _warn_of_fraction(amounts["storage"], f"{path}.{field}[storage]", check)


def _check_sources(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check PVC-009 and 010; the server copies the one source that is set to the other field."""
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if reference is not None and reference.get("namespace"):
        reference = None  # dropped: CrossNamespaceVolumeDataSource is off
    if reference is None and source is not None and not _is_known_source(source):
        return  # the server drops it without a word
    if source is not None:
        _check_source(source, f"{path}.dataSource", check)
        _check_source(
            source if reference is None else reference,
            f"{path}.dataSourceRef",
            check,
            written="" if reference else f"{path}.dataSource",
        )
    elif reference is not None:
        _check_source(reference, f"{path}.dataSource", check, written=f"{path}.dataSourceRef")
        _check_source(reference, f"{path}.dataSourceRef", check)
    if source is None or reference is None:
        return
    if any((source.get(key) or "") != (reference.get(key) or "") for key in ("apiGroup", "kind", "name")):
        check.invalid("PVC-010", path, {}, "must match dataSourceRef")


def _check_source(source: dict[str, Any], path: str, check: Check, *, written: str = "") -> None:
    """Check PVC-009 at a path; the manifest has it at `written` where that is another one."""
    at = written or path
    for key in ("name", "kind"):
        if not source.get(key):
            check.required("PVC-009", f"{path}.{key}", at=f"{at}.{key}")
    group, kind = source.get("apiGroup") or "", source.get("kind") or ""
    if group:
        check.invalid_each(
            "PVC-009", f"{path}.apiGroup", group, formats.subdomain(group), at=f"{at}.apiGroup"
        )
    elif kind != "PersistentVolumeClaim":
        detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup"
        check.invalid("PVC-009", path, kind, detail, at=at)


def _is_known_source(source: dict[str, Any]) -> bool:
    """Tell whether a dataSource is a claim or a VolumeSnapshot, the only ones that the field may name."""
    group, kind = source.get("apiGroup") or "", source.get("kind") or ""
    return (group, kind) in {("", "PersistentVolumeClaim"), ("snapshot.storage.k8s.io", "VolumeSnapshot")}


def check_claim(claim: dict[str, Any], check: Check) -> None:
    """Check a PersistentVolumeClaim."""
    _warn_of_annotation(claim, check)
    check_claim_spec(claim.get("spec") or {}, "spec", check)


def _warn_of_annotation(obj: dict[str, Any], check: Check) -> None:
    annotations = (obj.get("metadata") or {}).get("annotations") or {}
    if _BETA_CLASS in annotations:
        text = 'deprecated since v1.8; use "storageClassName" attribute instead'
        check.warn("WARN-015", f"metadata.annotations[{_BETA_CLASS}]", text)


def check_volume(volume: dict[str, Any], check: Check) -> None:
    """Check a PersistentVolume: PV-001 to 015."""
    _warn_of_annotation(volume, check)
    spec = volume.get("spec") or {}
    _check_modes(spec, "spec", check, ("PV-001", "PV-001", "PV-002"), "")
    _check_capacity(spec.get("capacity") or {}, check)
    policy = spec.get("persistentVolumeReclaimPolicy")
    if policy and policy not in _POLICIES:
        check.unsupported("PV-005", "spec.persistentVolumeReclaimPolicy", policy, _POLICIES)
    if policy == "Recycle":
        text = "The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."  # noqa: E501 the server's words
        check.warn("WARN-015", "spec.persistentVolumeReclaimPolicy", text)
    affinity = spec.get("nodeAffinity")
    if affinity is not None:
        _check_affinity(affinity, check)
    _check_volume_source(spec, check)
    name = spec.get("storageClassName")
    if name:
        check.invalid_each("PV-013", "spec.storageClassName", name, formats.subdomain(name))
    mode = spec.get("volumeMode")
    if mode is not None and mode not in _VOLUME_MODES:
        check.unsupported("PV-014", "spec.volumeMode", mode, _VOLUME_MODES)
    attributes = spec.get("volumeAttributesClassName")
    if attributes is not None and check.minor >= _ATTRIBUTES_SINCE:
        _check_attributes(attributes, spec, check)


def _check_attributes(name: str, spec: dict[str, Any], check: Check) -> None:
    """Check PV-015."""
    where = "spec.volumeAttributesClassName"
    if not name:
        check.required("PV-015", where, "an empty string is disallowed")
    else:
        check.invalid_each("PV-015", where, name, formats.subdomain(name))
    if spec.get("csi") is None:
        check.required("PV-015", "spec.csi", "has to be specified when using volumeAttributesClassName")


def _check_capacity(capacity: dict[str, Any], check: Check) -> None:
    """Check PV-003 and 004."""
    if not capacity:
        check.required("PV-003", "spec.capacity")
        return
    if "storage" not in capacity or len(capacity) > 1:
        check.unsupported("PV-003", "spec.capacity", capacity, ("storage",))
    for name, amount in capacity.items():
        where = f"spec.capacity[{name}]"
        value = nanos(amount) or 0
        if value <= 0:
            check.invalid("PV-004", where, str(amount), "must be greater than zero")
        elif name == "storage":
            _warn_of_fraction(amount, where, check)


def _check_affinity(affinity: dict[str, Any], check: Check) -> None:
    """Check PV-009."""
    required = affinity.get("required")
    if required is None:
        detail = "must specify required node constraints"
        check.required("PV-009", "spec.nodeAffinity.required", detail)
    else:
        check_node_selector(required, "spec.nodeAffinity.required", check)


def _check_volume_source(spec: dict[str, Any], check: Check) -> None:
    """Check PV-006 to 012."""
    sources = [field for field in spec if field not in _NOT_SOURCES]
    for field in sources[1:]:
        check.forbidden("PV-006", f"spec.{field}", "may not specify more than 1 volume type")
    if not sources:
        check.required("PV-006", "spec", "must specify a volume type")
        return
    kind, source = sources[0], spec[sources[0]]
    where = f"spec.{kind}"
    if kind == "hostPath":
        _check_host_path(source, spec, check)
    elif kind == "nfs":
        check_nfs(source, where, check, "PV-011")
    elif kind == "local":
        _check_local(source, spec, check)
    elif kind == "csi":
        _check_csi(source, check)
    elif kind == "fc":
        _check_fibre_channel(source, where, check)
    else:
        for field in _required_fields(kind):
            if not source.get(field):
                check.required("PV-006", f"{where}.{field}")


def _check_host_path(source: dict[str, Any], spec: dict[str, Any], check: Check) -> None:
    """Check PV-010."""
    check_host_path(source, "spec.hostPath", check, "PV-010", "PV-010")
    if spec.get("persistentVolumeReclaimPolicy") == "Recycle" and _is_root(source.get("path") or ""):
        detail = "may not be 'recycle' for a hostPath mount of '/'"
        check.forbidden("PV-010", "spec.persistentVolumeReclaimPolicy", detail)


def _is_root(path: str) -> bool:
    """Tell whether a path is / however it is written; one with `..` is refused anyway."""
    return path.startswith("/") and not path.replace(".", "").strip("/")


def _check_fibre_channel(source: dict[str, Any], path: str, check: Check) -> None:
    names, lun = source.get("targetWWNs") or [], source.get("lun")
    if not names and not source.get("wwids"):
        detail = "must specify either targetWWNs or wwids, but not both"
        check.required("PV-006", f"{path}.targetWWNs", detail, at=path)
    if names and source.get("wwids"):
        detail = "targetWWNs and wwids can not be specified simultaneously"
        check.invalid("PV-006", f"{path}.targetWWNs", names, detail)
    if not names:
        return
    if lun is None:
        check.required("PV-006", f"{path}.lun", "lun is required if targetWWNs is specified")
    else:
        check.invalid_each("PV-006", f"{path}.lun", lun, formats.in_range(lun, 0, _LAST_LUN))


def _required_fields(kind: str) -> tuple[str, ...]:
    if kind == "azureFile":
        return ("secretName", "shareName")
    return REQUIRED_FIELDS.get(kind, ())


def _check_local(source: dict[str, Any], spec: dict[str, Any], check: Check) -> None:
    """Check PV-007 and 008."""
    target = source.get("path") or ""
    if not target:
        check.required("PV-008", "spec.local.path")
    else:
        check_no_up("PV-008", target, "spec.local.path", check)
    if spec.get("nodeAffinity") is None:
        check.required("PV-007", "spec.nodeAffinity", "Local volume requires node affinity")


def _check_csi(source: dict[str, Any], check: Check) -> None:
    """Check PV-012."""
    check_driver(source.get("driver") or "", "spec.csi.driver", check, "PV-012")
    if not source.get("volumeHandle"):
        check.required("PV-012", "spec.csi.volumeHandle")
    for field in _SECRET_REFS:
        reference = source.get(field)
        if reference is not None:
            for key in ("name", "namespace"):
                if not reference.get(key):
                    check.required("PV-012", f"spec.csi.{field}.{key}")


def check_storage_class(storage: dict[str, Any], check: Check) -> None:
    """Check a StorageClass: SC-001 to 005."""
    provisioner = storage.get("provisioner") or ""
    if not provisioner:
        check.required("SC-001", "provisioner")
    else:
        check.invalid_each("SC-001", "provisioner", provisioner, formats.qualified_name(provisioner.lower()))
    _check_parameters(storage.get("parameters") or {}, check)
    policy = storage.get("reclaimPolicy")
    if policy and policy not in _CLASS_POLICIES:
        check.unsupported("SC-003", "reclaimPolicy", policy, _CLASS_POLICIES)
    mode = storage.get("volumeBindingMode")
    if mode is not None and mode not in _BINDING:
        check.unsupported("SC-004", "volumeBindingMode", mode, _BINDING)
    _check_topologies(storage.get("allowedTopologies") or (), check)


def _check_parameters(parameters: dict[str, str], check: Check) -> None:
    if len(parameters) > _PARAMETERS:
        check.too_long("SC-002", "parameters", _PARAMETERS)
        return
    size = 0
    for key, value in parameters.items():
        if not key:
            check.invalid("SC-002", "parameters", key, "field can not be empty.")
        size += len(key.encode()) + len(value.encode())
    if size > _PARAMETER_BYTES:
        check.too_long("SC-002", "parameters", _PARAMETER_BYTES)


def _check_topologies(topologies: Any, check: Check) -> None:  # noqa: ANN401  any sequence
    """Check SC-005."""
    terms: list[dict[str, frozenset[str]]] = []
    for at, topology in enumerate(topologies):
        where = f"allowedTopologies[{at}].matchLabelExpressions"
        term: dict[str, frozenset[str]] = {}
        for index, expression in enumerate(topology.get("matchLabelExpressions") or ()):
            _check_topology(expression, f"{where}[{index}]", term, check)
        if not term or term in terms:
            check.duplicate("SC-005", where, "")
        terms.append(term)


def _check_topology(
    expression: dict[str, Any], path: str, term: dict[str, frozenset[str]], check: Check
) -> None:
    key, values = expression.get("key") or "", expression.get("values") or []
    if not values:
        check.required("SC-005", f"{path}.values")
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value in seen:
            check.duplicate("SC-005", f"{path}.values[{at}]", value)
        seen.add(value)
    check.invalid_each("SC-005", f"{path}.key", key, formats.qualified_name(key))
    if key in term:
        check.duplicate("SC-005", f"{path}.key", key)
    term[key] = frozenset(values)


KINDS = {
    "PersistentVolume": check_volume,
    "PersistentVolumeClaim": check_claim,
    "StorageClass": check_storage_class,
}
