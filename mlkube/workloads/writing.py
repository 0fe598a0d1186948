"""From specs to plain data: the description as it stands in YAML."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.spec import Spec
from mlkube.workloads.workload import API_VERSION, METADATA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import JsonObject
    from mlkube.workloads.workload import Workload


def to_body(workload: Workload) -> JsonObject:
    """Return a workload as a description: apiVersion, kind, metadata, spec."""
    fields = to_json(workload)
    metadata = {key: fields.pop(key) for key in METADATA if key in fields}
    return {"apiVersion": API_VERSION, "kind": type(workload).__name__, "metadata": metadata, "spec": fields}


def to_json(spec: Spec) -> dict[str, Any]:
    """Return the fields of a spec that differ from their default, by their names in YAML."""
    return {field.key: plain(getattr(spec, field.name)) for field in spec.given()}


def plain(value: Any) -> Any:  # noqa: ANN401  what a field holds
    """Return a field's value as JSON."""
    if isinstance(value, Spec):
        return to_json(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return copied(value)
