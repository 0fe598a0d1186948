"""What the constructor of a spec does with its arguments: checks them, freezes them, sets them."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.field_types import KUBERNETES, LIST, MAP, SPEC
from mlkube.workloads.scalar_checks import check_key, check_scalar, described, wrong_type
from mlkube.workloads.spec import MISSING, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.workloads.faults import Path
    from mlkube.workloads.field_types import FieldType
    from mlkube.workloads.spec import Field


def construct(spec: Spec, values: dict[str, Any]) -> list[Fault]:
    """Set every field of a new spec, and return what is wrong with the values.

    Paths begin with the Python name of an argument.
    """
    faults: list[Fault] = []
    fields = type(spec).spec_fields
    for name, field in fields.items():
        value = values.get(name, field.default)
        if value is MISSING or (value is None and field.default is None):
            value = None
        elif name in values:
            value = _accept(value, field.type, field, (name,), faults)
        object.__setattr__(spec, name, value)
    faults.extend(_unknown(name, fields, type(spec)) for name in values if name not in fields)
    return faults


def _unknown(name: str, fields: dict[str, Field], spec_type: type[Spec]) -> Fault:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(name, fields)
    hint = f'did you mean "{near}"?' if near else f"`mlkube explain {spec_type.__name__}` lists the fields"
    return Fault((name,), f'unknown field "{name}"', hint)


def _accept(value: Any, expected: FieldType, field: Field | None, path: Path, faults: list[Fault]) -> Any:  # noqa: ANN401, PLR0911  one return for each form
    form = expected.form
    if form == SPEC:
        if expected.spec is not None and not isinstance(value, expected.spec):
            name = expected.spec.__name__
            hint = (field.hint if field is not None else "") or f"write {name}(...)"
            faults.append(Fault(path, f"must be a {name}, is {described(value)}", hint))
        return value
    if form == LIST:
        if not isinstance(value, list | tuple):
            faults.append(wrong_type(value, expected, path))
            return ()
        item = _item(expected)
        return tuple(_accept(each, item, field, (*path, at), faults) for at, each in enumerate(value))
    if form == MAP:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            faults.append(wrong_type(value, expected, path))
            return {}
        item = _item(expected)
        faults.extend(fault for key in value if (fault := check_key(key, field, (*path, key))) is not None)
        return {key: _accept(each, item, field, (*path, key), faults) for key, each in value.items()}
    if form == KUBERNETES:
        from mlkube.workloads.kubernetes_checks import check_fragment  # noqa: PLC0415  few specs hold fragments

        check_fragment(value, expected, path, faults)
        return copied(value)
    fault = check_scalar(value, expected, field, path)
    if fault is not None:
        faults.append(fault)
    return copied(value)


def copied(value: Any) -> Any:  # noqa: ANN401  JSON
    """Return plain data that shares nothing with what the caller may change later."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [copied(each) for each in value]
    return value


def _item(expected: FieldType) -> FieldType:
    if expected.item is None:
        raise TypeError(f"{expected} has no items")
    return expected.item
