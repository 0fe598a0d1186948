"""What makes two ids the same object to kustomize: effective namespaces, former ids, indexes over them."""

from __future__ import annotations

from mlkube.core.resource import CLUSTER, split_api_version
from mlkube.schema.kinds import is_cluster_scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from mlkube.core.resource import Resource

    # group, version, kind, effective namespace, name
    Key: TypeAlias = tuple[str, str, str, str, str]

_DEFAULT = "default"


def effective_namespace(api_version: str, kind: str, namespace: str) -> str:
    """Return the namespace that ids compare by: `CLUSTER` for cluster-scoped kinds, `default` for none."""
    if namespace == CLUSTER or is_cluster_scoped(api_version, kind):
        return CLUSTER
    return namespace or _DEFAULT


def own_namespace(resource: Resource) -> str:
    """Return the effective namespace of an object."""
    if resource.cluster_scoped:
        return CLUSTER
    return effective_namespace(resource.api_version, resource.kind, resource.namespace)


def current_key(resource: Resource) -> Key:
    """Return the identity that the resource has now."""
    api_version, kind = resource.api_version, resource.kind
    group, version = split_api_version(api_version)
    return group, version, kind, own_namespace(resource), resource.name


def former_keys(resource: Resource) -> list[Key]:
    """Return the earlier identities, oldest first; group and version are those of now, as in kustomize."""
    if not resource.former:
        return []
    api_version = resource.api_version
    group, version = split_api_version(api_version)
    return [
        (group, version, kind, effective_namespace(api_version, kind, namespace), name)
        for namespace, name, kind in resource.former
    ]


def all_keys(resource: Resource) -> list[Key]:
    """Return every identity the resource has had, oldest first, the current one last."""
    return [*former_keys(resource), current_key(resource)]


def remember_id(resource: Resource) -> Resource:
    """Return the resource with its current identity appended to the former ones, before a step changes it."""
    former = (own_namespace(resource), resource.name, resource.kind)
    return resource.replace(former=(*resource.former, former))


def index_by_current_id(resources: Iterable[Resource]) -> dict[Key, list[int]]:
    """Return for each current identity the indices of the resources that have it, ascending."""
    index: dict[Key, list[int]] = {}
    for position, resource in enumerate(resources):
        index.setdefault(current_key(resource), []).append(position)
    return index


def index_by_any_id(resources: Sequence[Resource]) -> dict[Key, list[int]]:
    """Return for each identity the indices of the resources that have or once had it, ascending."""
    index: dict[Key, list[int]] = {}
    for position, resource in enumerate(resources):
        if not resource.former:
            index.setdefault(current_key(resource), []).append(position)
            continue
        for key in all_keys(resource):
            positions = index.setdefault(key, [])
            if not positions or positions[-1] != position:
                positions.append(position)
    return index
