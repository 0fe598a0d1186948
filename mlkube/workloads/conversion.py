"""Converts descriptions between their two forms: YAML and Python."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.errors import MlkubeError, raise_all
from mlkube.workloads.catalogue import API_VERSION, KINDS, load_kind
from mlkube.workloads.python_file import read_python
from mlkube.workloads.python_text import python_source
from mlkube.workloads.reading import Reader
from mlkube.workloads.spec import Spec, SpecError
from mlkube.yamlio import dump_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlkube.core.json import JsonObject
    from mlkube.errors import Place


def to_python(
    resources: Iterable[Resource], place: Callable[[Resource, tuple[str | int, ...]], Place]
) -> str:
    """Return Python source that defines the same workloads; other objects become mappings.

    `place` gives the place of a field of one of them.

    Raises:
        SpecError: unknown fields and wrong types, all of them.

    """
    values: list[Spec | JsonObject] = []
    errors: list[MlkubeError] = []
    for resource in resources:
        body = resource.body
        if body.get("apiVersion") != API_VERSION or resource.kind not in KINDS:
            values.append(body)
            continue
        reader = Reader(patch=True)
        values.append(reader.workload(load_kind(resource.kind), body))
        errors.extend(
            SpecError(
                fault.reason,
                place=place(resource, fault.path).within(resource=str(resource), field=fault.field),
                hint=fault.hint,
            )
            for fault in reader.faults
        )
    raise_all(errors)
    return python_source(values)


def to_yaml(data: bytes, file: str) -> str:
    """Run a Python file and return what it defines as YAML.

    Raises:
        MlkubeError: as `read_python`.

    """
    return dump_all(resource.body for resource in read_python(data, file))
