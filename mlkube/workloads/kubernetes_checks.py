"""Fragments of Kubernetes objects inside specs: unknown fields and wrong types, by Kubernetes' own schema."""

from __future__ import annotations

from mlkube.schema import DEFAULT_VERSION, load_schema
from mlkube.workloads.faults import Fault
from mlkube.workloads.scalar_checks import described

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import JsonObject
    from mlkube.schema.node import Node
    from mlkube.workloads.faults import Path
    from mlkube.workloads.field_types import FieldType

_DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "a string"),
    "integer": ((int,), "an integer"),
    "number": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
}


def is_directive(key: str) -> bool:
    """Tell whether a key of a patch says how to merge rather than what."""
    return key.startswith(_DIRECTIVES)


def check_fragment(
    value: Any,  # noqa: ANN401  anything may stand there
    expected: FieldType,
    path: Path,
    faults: list[Fault],
    *,
    patch: bool = False,
) -> None:
    """Add what is wrong with a fragment: unknown fields, wrong types; what it lacks, unless it is a patch."""
    node = load_schema(DEFAULT_VERSION).node({"$ref": expected.definition})
    if node is None:
        raise LookupError(f"Kubernetes {DEFAULT_VERSION} has no {expected.definition}")
    _check(value, node, path, faults, patch=patch)


def _check(value: Any, node: Node, path: Path, faults: list[Fault], *, patch: bool) -> None:  # noqa: ANN401
    raw = node.raw
    if value is None:
        if not patch:
            faults.append(Fault(path, "is null", "leave it out"))
    elif raw.get("type") == "object" or "properties" in raw:
        if isinstance(value, dict):
            _check_object(value, node, path, faults, patch=patch)
        else:
            faults.append(Fault(path, f"must be a mapping, is {described(value)}"))
    elif raw.get("type") == "array":
        element = node.element()
        if not isinstance(value, list | tuple):
            faults.append(Fault(path, f"must be a list, is {described(value)}"))
        elif element is not None:
            for at, each in enumerate(value):
                _check(each, element, (*path, at), faults, patch=patch)
    else:
        _check_single(value, raw, path, faults)


def _check_single(value: Any, raw: JsonObject, path: Path, faults: list[Fault]) -> None:  # noqa: ANN401
    kind = raw.get("type")
    if raw.get("format") == "quantity":
        _check_quantity(value, path, faults)
    elif raw.get("x-kubernetes-int-or-string"):
        if isinstance(value, bool) or not isinstance(value, int | str):
            faults.append(Fault(path, f"must be an integer or a string, is {described(value)}"))
    elif isinstance(kind, str) and kind in _TYPES:
        types, article = _TYPES[kind]
        if not isinstance(value, types) or (isinstance(value, bool) and kind != "boolean"):
            hint = "put it in quotes" if kind == "string" and isinstance(value, int | float) else ""
            faults.append(Fault(path, f"must be {article}, is {described(value)}", hint))


def _check_object(value: dict[str, Any], node: Node, path: Path, faults: list[Fault], *, patch: bool) -> None:
    properties = node.raw.get("properties")
    known = properties if isinstance(properties, dict) else {}
    for key, each in value.items():
        if patch and isinstance(key, str) and is_directive(key):
            continue
        child = node.child(key) if isinstance(key, str) else None
        if child is not None:
            _check(each, child, (*path, key), faults, patch=patch)
        elif known or not isinstance(key, str):
            faults.append(unknown_field((*path, str(key)), known))
    required = node.raw.get("required")
    if not patch and isinstance(required, list):
        faults.extend(
            Fault((*path, key), "missing") for key in required if isinstance(key, str) and key not in value
        )


def unknown_field(path: Path, known: Any) -> Fault:  # noqa: ANN401  an iterable of names
    """Return the fault of a key that no field has."""
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(str(path[-1]), known)
    return Fault(path, f'unknown field "{path[-1]}"', f'did you mean "{near}"?' if near else "")


def _check_quantity(value: Any, path: Path, faults: list[Fault]) -> None:  # noqa: ANN401
    from mlkube.core.quantity import nanos  # noqa: PLC0415  few fields are quantities

    if isinstance(value, bool) or not isinstance(value, int | float | str):
        faults.append(Fault(path, f"must be a quantity such as 500m, 2 or 4Gi, is {described(value)}"))
    elif nanos(value) is None:
        faults.append(Fault(path, f"{value!r} is no quantity", "write it as 500m, 2 or 4Gi"))
