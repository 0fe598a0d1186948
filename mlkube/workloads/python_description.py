"""Workloads that Python code made, as descriptions: each field's place is the argument of its call."""

from __future__ import annotations

from mlkube.core.description import Description, PlacedSource, Writing
from mlkube.errors import Place
from mlkube.workloads.spec import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.description import Path
    from mlkube.workloads.workload import Workload


def described(workload: Workload) -> Description:
    """Return a workload as the settled description of a tree that holds nothing else."""
    body = workload.to_body()
    place = place_in(workload)
    source = PlacedSource(place(()).file, 0, place)
    writings = [Writing(body, place)]
    return Description((), body, source=source, namespace=workload.namespace or "", writings=writings)


def place_in(workload: Workload) -> Callable[[Path], Place]:
    """Return what gives the place of a field, named as in YAML, in the Python code that wrote it."""

    def place(path: Path) -> Place:
        if path and path[0] in {"metadata", "spec"}:
            path = path[1:]
        return _place(workload, path)

    return place


def _place(spec: Spec, path: Path) -> Place:
    """Follow the path through nested specs, each of which knows its own call."""
    names: list[str | int] = []
    value: object = spec
    fields = {field.key: field for field in type(spec).spec_fields.values()}
    for at, step in enumerate(path):
        if at == 0:
            field = fields.get(str(step))
            if field is None:
                break
            names.append(field.name)
            value = getattr(spec, field.name)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
            names.append(step)
        elif isinstance(value, dict) and step in value:
            names.append(step)
            value = value[step]
        else:
            names.append(step)
            value = None
        if isinstance(value, Spec) and value is not spec and at + 1 < len(path):
            return _place(value, path[at + 1 :])
    site = spec.site
    return site.place(names) if site is not None else Place()
