"""What a render needs of its cluster: all collectors over all objects, equal needs as one requirement."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import Place
from mlkube.planning.pod_sets import pod_sets
from mlkube.planning.requirements.brought import Brought
from mlkube.planning.requirements.custom_references import custom_references
from mlkube.planning.requirements.definitions import definition_need
from mlkube.planning.requirements.kind_references import kind_references
from mlkube.planning.requirements.kubernetes_version import ServedKinds, version_needs
from mlkube.planning.requirements.metrics_apis import metrics_needs
from mlkube.planning.requirements.node_needs import other_needs, pod_needs
from mlkube.planning.requirements.references import references
from mlkube.planning.requirements.requirement import (
    PROVISIONER,
    TRAFFIC_PLUGIN,
    Need,
    Requirement,
    Requirements,
)
from mlkube.planning.requirements.systems import system_of_device_class, system_of_kind, system_of_plugin
from mlkube.planning.requirements.walk import mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.references import Reference
    from mlkube.planning.requirements.walk import Steps, Walked

    Locate: TypeAlias = Callable[[Resource, Steps], Place]
    Found: TypeAlias = tuple[Resource, Requirement, Steps]

# Namespaces that every cluster has.
_OWN_NAMESPACES = frozenset(("", "default", "kube-node-lease", "kube-public", "kube-system"))
_NO_PROVISIONER = "kubernetes.io/no-provisioner"


def requires(resources: Iterable[Resource], *, locate: Locate | None = None) -> Requirements:
    """Return what objects need of their cluster and do not bring themselves.

    `locate` returns the place of a field of an object (a path of keys and indices); without it places hold
    the file that defines the object.
    """
    every = list(resources)
    place = locate or _file_of
    rows: dict[tuple[str, ...], Requirement] = {}
    for resource, requirement, steps in _found(every):
        row = rows.setdefault(requirement.key, requirement)
        row.amount = max(row.amount, requirement.amount)
        field = format_path(steps)
        row.needs.append(Need(str(resource), resource.namespace, field, place(resource, steps)))
    return Requirements(rows.values())


def _found(resources: list[Resource]) -> Iterator[Found]:
    brought, served = Brought(resources), ServedKinds()
    for resource in resources:
        walked = mappings(resource.body)
        for requirement, steps in (
            *version_needs(resource, walked, served),
            *_of_kind(resource, served, brought),
            *_of_names(resource, walked, brought),
            *(each for each in metrics_needs(resource) if not brought.has_api(each[0].name)),
            *other_needs(resource),
        ):
            yield resource, requirement, steps
    for pods in pod_sets(resources):
        for requirement, steps in pod_needs(pods, brought):
            yield pods.owner, requirement, steps


def _of_kind(
    resource: Resource, served: ServedKinds, brought: Brought
) -> Iterator[tuple[Requirement, Steps]]:
    definition = definition_need(resource, served, brought)
    if definition is not None:
        yield definition, ()
    space = resource.namespace
    if space not in _OWN_NAMESPACES and not brought.has_namespace(space):
        yield Requirement("Namespace", space), ("metadata", "namespace")


def _of_names(resource: Resource, walked: Walked, brought: Brought) -> Iterator[tuple[Requirement, Steps]]:
    for reference in (
        *references(resource, walked),
        *kind_references(resource, walked),
        *custom_references(resource),
    ):
        if (reference.name or reference.text) and not brought.has(reference):
            yield _of_reference(reference), reference.steps
    provisioner = resource.body.get("provisioner")
    if resource.kind == "StorageClass" and provisioner and provisioner != _NO_PROVISIONER:
        yield Requirement(PROVISIONER, str(provisioner)), ("provisioner",)


def _of_reference(reference: Reference) -> Requirement:
    by = system_of_kind(reference.group, reference.kind) if reference.group else None
    if reference.kind == "DeviceClass":
        by = system_of_device_class(reference.name)
    elif reference.kind == TRAFFIC_PLUGIN:
        by = system_of_plugin(reference.name)
    return Requirement(
        reference.kind,
        reference.name,
        namespace=reference.namespace if reference.name else "",
        group=reference.group,
        text=reference.text,
        by=by,
    )


def _file_of(resource: Resource, steps: Steps) -> Place:
    file = resource.sources[0].file if resource.sources else ""
    return Place(file, resource=str(resource), field=format_path(steps))
