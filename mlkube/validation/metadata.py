"""The metadata of every kind: names, labels, annotations, owners, finalizers (META-001 to 025, WARN-003)."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.selectors import check_labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlkube.validation.check import Check

_ANNOTATIONS_LIMIT = 262144
_MANAGER_LIMIT = 128
_SUBRESOURCE_LIMIT = 256
_CRON_JOB_NAME = 52
_RELAXED_SERVICE_NAMES = 36
_LABEL_KINDS = frozenset(("v1 Namespace", "apps/v1 StatefulSet"))
_PATH_GROUPS = ("rbac.authorization.k8s.io/", "policy/")
_PATH_KINDS = frozenset(("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "PodDisruptionBudget"))
_POD_NAMES = frozenset(("apps/v1 Deployment", "apps/v1 ReplicaSet", "batch/v1 Job", "batch/v1 CronJob"))
# Objects that are questions, and kinds whose names have forms of their own.
_ANY_NAME = frozenset(
    (
        "authentication.k8s.io/v1 TokenReview",
        "authentication.k8s.io/v1 SelfSubjectReview",
        "authorization.k8s.io/v1 SubjectAccessReview",
        "authorization.k8s.io/v1 SelfSubjectAccessReview",
        "authorization.k8s.io/v1 SelfSubjectRulesReview",
        "authorization.k8s.io/v1 LocalSubjectAccessReview",
    )
)


def check_metadata(
    metadata: dict[str, Any], api_version: str, kind: str, check: Check, *, cluster_scoped: bool
) -> None:
    """Check an object's metadata."""
    key = f"{api_version} {kind}"
    if key not in _ANY_NAME:
        _check_name(metadata, key, api_version, kind, check)
    namespace = metadata.get("namespace")
    if namespace:
        if cluster_scoped:
            hint = "leave it out: the kind stands outside of namespaces, and the server drops it"
            check.warn("META-010", "metadata.namespace", "not allowed on this type", hint=hint)
        else:
            check.invalid_each("META-009", "metadata.namespace", namespace, formats.label(namespace))
    if labels := metadata.get("labels"):
        check_labels(labels, "metadata.labels", check)
    if annotations := metadata.get("annotations"):
        check_annotations(annotations, "metadata.annotations", check)
    if len(metadata) > 2:  # noqa: PLR2004  most objects have a name and a namespace or labels
        _check_rest(metadata, check)


def _check_name(metadata: dict[str, Any], key: str, api_version: str, kind: str, check: Check) -> None:
    name, generate = metadata.get("name"), metadata.get("generateName")
    problems_of, rules = _name_form(key, api_version, kind, check.minor)
    if generate:
        masked = generate[:-1] + "a" if generate.endswith("-") else generate
        check.invalid_each("META-008", "metadata.generateName", generate, problems_of(masked))
    if not name:
        if not generate and key != "v1 LimitRange":  # the server gives one a name of its own
            check.required("META-001", "metadata.name", "name or generateName is required")
        return
    problems = problems_of(name)
    if not problems and len(name) > _CRON_JOB_NAME and key == "batch/v1 CronJob":
        check.invalid("CJ-008", "metadata.name", name, formats.too_long(_CRON_JOB_NAME))
    for problem in problems:
        check.invalid(_name_rule(problem, rules), "metadata.name", name, problem)
    if problems_of is not formats.path_segment:
        check.invalid_each("META-007", "metadata.name", name, formats.path_segment(name))
    if key in _POD_NAMES and not problems and formats.label(name):
        listed = " ".join(formats.label(name))
        check.warn(
            "WARN-003",
            "metadata.name",
            "this is used in Pod names and hostnames, which can result in surprising behavior; "
            f"a DNS label is recommended: [{listed}]",
        )


def _name_form(
    key: str, api_version: str, kind: str, minor: int
) -> tuple[Callable[[str], Sequence[str]], str]:
    """Return the form that a kind's name has, and the rule to name where it has not."""
    if kind in _PATH_KINDS and api_version.startswith(_PATH_GROUPS):
        return formats.path_segment, "META-007"
    if key in _LABEL_KINDS:
        return formats.label, "META-004"
    if key == "v1 Service":
        return (
            (formats.label, "META-004")
            if minor >= _RELAXED_SERVICE_NAMES
            else (formats.label_1035, "META-006")
        )
    return formats.subdomain, "META-002"


def _name_rule(problem: str, rule: str) -> str:
    if problem.startswith("must be no more"):
        return "META-003"
    return "META-005" if problem == "must not contain dots" else rule


def check_annotations(annotations: dict[str, str], path: str, check: Check) -> None:
    """Check the keys of annotations and the size of all of them: META-017 and 018."""
    size = 0
    for key, value in annotations.items():
        size += len(key) + len(value)
        for problem in formats.qualified_name(key.lower()):
            check.invalid("META-017", path, key, problem, at=f"{path}[{key}]")
    if size * 4 > _ANNOTATIONS_LIMIT:
        size = sum(len(key.encode()) + len(value.encode()) for key, value in annotations.items())
        if size > _ANNOTATIONS_LIMIT:
            check.too_long("META-018", path, _ANNOTATIONS_LIMIT)


def _check_rest(metadata: dict[str, Any], check: Check) -> None:
    if owners := metadata.get("ownerReferences"):
        _check_owners(owners, check)
    if finalizers := metadata.get("finalizers"):
        for finalizer in finalizers:
            check.invalid_each(
                "META-022", "metadata.finalizers", finalizer, formats.qualified_name(finalizer)
            )
        if "orphan" in finalizers and "foregroundDeletion" in finalizers:
            detail = "finalizer orphan and foregroundDeletion cannot be both set"
            check.invalid("META-023", "metadata.finalizers", finalizers, detail)
    generation = metadata.get("generation")
    if generation is not None and generation < 0:
        check.invalid("META-025", "metadata.generation", generation, "must be greater than or equal to 0")
    for at, entry in enumerate(metadata.get("managedFields") or ()):
        _check_managed(entry, f"metadata.managedFields[{at}]", check)


def _check_owners(owners: list[dict[str, Any]], check: Check) -> None:
    path = "metadata.ownerReferences"
    controllers = []
    for at, owner in enumerate(owners):
        where = f"{path}[{at}]"
        _, _, version = (owner.get("apiVersion") or "").rpartition("/")
        if not version:
            check.invalid("META-019", f"{path}.apiVersion", version, "version must not be empty", at=where)
        for field in ("kind", "name", "uid"):
            if not owner.get(field):
                check.invalid("META-019", f"{path}.{field}", "", "must not be empty", at=where)
        if owner.get("apiVersion") == "v1" and owner.get("kind") == "Event":
            check.invalid(
                "META-021", path, owner, "/v1, Kind=Event is disallowed from being an owner", at=where
            )
        if owner.get("controller"):
            controllers.append(f"{owner.get('kind')}/{owner.get('name')}")
    if len(controllers) > 1:
        detail = (
            'Only one reference can have Controller set to true. Found "true" in references for '
            f"{controllers[0]} and {controllers[1]}"
        )
        check.invalid("META-020", path, owners, detail)


def _check_managed(entry: dict[str, Any], where: str, check: Check) -> None:
    operation, kind = entry.get("operation") or "", entry.get("fieldsType") or ""
    if operation not in {"Apply", "Update"}:
        check.invalid("META-024", f"{where}.operation", operation, "must be `Apply` or `Update`")
    if kind and kind != "FieldsV1":
        check.invalid("META-024", f"{where}.fieldsType", kind, "must be `FieldsV1`")
    manager, subresource = entry.get("manager") or "", entry.get("subresource") or ""
    if len(manager.encode()) > _MANAGER_LIMIT:
        check.too_long("META-024", f"{where}.manager", _MANAGER_LIMIT)
    for at, char in enumerate(manager):
        if not char.isprintable():
            check.invalid(
                "META-024", f"{where}.manager", manager, f"should only contain printable characters (at {at})"
            )
            break
    if len(subresource.encode()) > _SUBRESOURCE_LIMIT:
        check.too_long("META-024", f"{where}.subresource", _SUBRESOURCE_LIMIT)
