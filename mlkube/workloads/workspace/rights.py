"""Builds rights: Roles and RoleBindings of people, accounts of jobs with what their programs may do."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.workspace.roles import engineer_rules, operated_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workspace.access import JobAccount, People
    from mlkube.workloads.workspace.workload import Workspace

_GROUP = "rbac.authorization.k8s.io"
_API_VERSION = f"{_GROUP}/v1"


def rights(workload: Workspace, context: Context) -> Iterator[JsonObject]:
    """Yield the objects that say who may do what."""
    yield from _people(workload, context)
    for account in workload.accounts:
        yield from _account(workload, context, account)
    if workload.default_account is not None:
        yield _default_account(workload, context)


def _people(workload: Workspace, context: Context) -> Iterator[JsonObject]:
    """Yield the bindings of people; view, edit and admin share what is added for the operators' resources."""
    access, name = workload.access, context.name
    for role, people in (("view", access.view), ("edit", access.edit), ("admin", access.admin)):
        if people is not None:
            yield _binding(workload, context, f"{name}-{role}", "ClusterRole", role, _subjects(people))
    for own, write, sharers in (
        (f"{name}-ml-view", False, (access.view,)),
        (f"{name}-ml-edit", True, (access.edit, access.admin)),
    ):
        subjects = [subject for people in sharers if people is not None for subject in _subjects(people)]
        if subjects:
            yield _role(workload, context, own, operated_rules(write=write))
            yield _binding(workload, context, own, "Role", own, subjects)
    if access.engineer is not None:
        own = f"{name}-engineer"
        further = [copied(rule) for rule in access.engineer.rules]
        rules = [*engineer_rules(into_pods=access.engineer.exec), *further]
        yield _role(workload, context, own, rules)
        yield _binding(workload, context, own, "Role", own, _subjects(access.engineer))


def _subjects(people: People) -> list[Json]:
    return [
        {"apiGroup": _GROUP, "kind": kind, "name": name}
        for kind, names in (("Group", people.groups), ("User", people.users))
        for name in names
    ]


def _account(workload: Workspace, context: Context, account: JobAccount) -> Iterator[JsonObject]:
    body = _service_account(workload, context, account.name, mount_token=account.mounts_token)
    annotations = {**workload.annotations, **account.all_annotations(workload.platform)}
    if annotations:
        described = metadata(workload, context, account.name, "access")
        body["metadata"] = {**described, "annotations": {**annotations}}
    yield body
    if account.rules:
        yield _role(workload, context, account.name, [copied(rule) for rule in account.rules])
        subject: JsonObject = {
            "kind": "ServiceAccount",
            "name": account.name,
            "namespace": context.own_namespace,
        }
        yield _binding(workload, context, account.name, "Role", account.name, [subject])


def _default_account(workload: Workspace, context: Context) -> JsonObject:
    """Return the account of pods that name none.

    Raises:
        Refusal: a prefix or suffix would make another account of it, which no pod ever gets.

    """
    final = context.final("default")
    if final != "default":
        reason = f"a prefix or suffix makes {final} of it, and pods that name no account go on with default"
        hint = "name an account of accounts in the pods instead, or leave prefix and suffix out"
        raise Refusal([Fault(("spec", "defaultAccount"), reason, hint)])
    mounts = workload.default_account is not None and workload.default_account.mount_token
    return _service_account(workload, context, "default", mount_token=mounts)


def _service_account(workload: Workspace, context: Context, name: str, *, mount_token: bool) -> JsonObject:
    body: JsonObject = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": metadata(workload, context, name, "access"),
        "automountServiceAccountToken": mount_token,
    }
    if workload.image_pull_secrets:
        body["imagePullSecrets"] = [copied(each) for each in workload.image_pull_secrets]
    return body


def _role(workload: Workspace, context: Context, name: str, rules: list[Json]) -> JsonObject:
    return {
        "apiVersion": _API_VERSION,
        "kind": "Role",
        "metadata": metadata(workload, context, name, "access"),
        "rules": rules,
    }


def _binding(
    workload: Workspace, context: Context, name: str, kind: str, role: str, subjects: list[Json]
) -> JsonObject:
    return {
        "apiVersion": _API_VERSION,
        "kind": "RoleBinding",
        "metadata": metadata(workload, context, name, "access"),
        "roleRef": {"apiGroup": _GROUP, "kind": kind, "name": role},
        "subjects": subjects,
    }
