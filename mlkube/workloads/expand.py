"""From settled descriptions to the objects that stand in their place: checked, typed, built."""

from __future__ import annotations

from mlkube.core.description import DescribedSource, Expansion
from mlkube.core.resource import CLUSTER, Resource, Source
from mlkube.errors import MlkubeError, raise_all
from mlkube.k8s.custom import CLUSTER_KINDS
from mlkube.workloads.catalogue import load_kind
from mlkube.workloads.faults import Refusal
from mlkube.workloads.objects import Context
from mlkube.workloads.places import also_written_at, written_at
from mlkube.workloads.reading import Reader
from mlkube.workloads.references import configuration
from mlkube.workloads.spec import SpecError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.description import Description
    from mlkube.errors import Place
    from mlkube.workloads.faults import Fault
    from mlkube.workloads.objects import Objects
    from mlkube.workloads.workload import Workload


_HASHED_BY_DATA = ("ConfigMap", "Secret")


def expand(descriptions: Iterable[Description]) -> dict[tuple[object, ...], Expansion]:
    """Return what each description builds, by the key of its inclusion.

    Raises:
        SpecError: unknown fields, wrong types, what is missing, contradictions; of all descriptions.

    """
    result: dict[tuple[object, ...], Expansion] = {}
    errors: list[MlkubeError] = []
    for description in descriptions:
        try:
            result[description.key] = expand_one(description)
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)
    return result


def expand_one(description: Description) -> Expansion:
    """Return what one description builds.

    Raises:
        SpecError: as `expand`.

    """
    workload = typed(description)
    try:
        objects = workload.objects(Context(description))
    except Refusal as refusal:
        raise_all(_placed(description, refusal.faults))
        raise
    source = None if description.source is None else DescribedSource(description.source, description)
    resources = [_resource(objects, at, source) for at in range(len(objects.bodies))]
    return Expansion(str(description), resources, configuration(objects.bodies))


def typed(description: Description) -> Workload:
    """Return the typed workload that a description is.

    Raises:
        SpecError: as `expand`.

    """
    kind = load_kind(description.kind)
    _check_texts(description, kind)
    reader = Reader()
    workload = reader.workload(kind, description.body)
    raise_all(_placed(description, reader.faults))
    raise_all(_placed(description, workload.faults()))
    return workload


def _check_texts(description: Description, kind: type[Workload]) -> None:
    """Refuse unknown fields and wrong types in each text that wrote to a description."""
    errors: list[MlkubeError] = []
    subject = f"{description.kind}/{description.name}"
    for writing in description.writings:
        reader = Reader(patch=True)
        reader.workload(kind, writing.body)
        for fault in reader.faults:
            place = writing.place(fault.path)
            if place is not None:
                errors.append(_error(fault, place.within(resource=subject, field=fault.field)))
    raise_all(errors)


def _placed(description: Description, faults: Iterable[Fault]) -> list[MlkubeError]:
    errors: list[MlkubeError] = []
    for fault in faults:
        place, own = written_at(description, fault.path), also_written_at(description, fault.path)
        other = None if fault.other is None else also_written_at(description, fault.other)
        if other is not None and own is None:
            # What contradicts is a default: the field that somebody wrote is the place to look at.
            place = other.within(resource=place.resource, field=place.field)
        error = _error(fault, place)
        if other is not None and own is not None:
            error.reason += f" ({other.field} is at {other})"
        errors.append(error)
    return errors


def _error(fault: Fault, place: Place) -> SpecError:
    return SpecError(fault.reason, place=place, hint=fault.hint)


def _resource(objects: Objects, at: int, source: Source | None) -> Resource:
    resource = Resource(objects.bodies[at], () if source is None else (source,))
    resource.cluster_scoped = (resource.api_version, resource.kind) in CLUSTER_KINDS
    known_as = objects.known_as.get(at, resource.name)
    if known_as != resource.name:
        resource.former = ((CLUSTER, known_as, resource.kind),)
    if at in objects.hashed:
        in_data = resource.kind in _HASHED_BY_DATA
        resource.needs_hash, resource.hash_at_end = in_data, not in_data
    return resource
