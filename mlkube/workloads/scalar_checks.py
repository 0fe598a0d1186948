"""Checks of single values: type, range, pattern, quantity."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.field_types import (
    ANYTHING,
    BOOLEAN,
    CHOICE,
    INT_OR_STRING,
    INTEGER,
    NUMBER,
    QUANTITY,
    STRING,
)
from mlkube.workloads.spec import DNS_LABEL, LABEL_VALUE, OBJECT_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.workloads.faults import Path
    from mlkube.workloads.field_types import FieldType
    from mlkube.workloads.spec import Field

# The server keeps most numbers in 32 bits; a field for more says so by its maximum.
_LARGEST = 2**31 - 1
_INFINITE = float("inf")

_LABEL_KEY = rf"({OBJECT_NAME}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{{0,61}}[A-Za-z0-9])?"

_FORMS = {
    OBJECT_NAME: "names of objects have lower-case letters, digits, `-` and `.`",
    DNS_LABEL: "such names have at most 63 lower-case letters, digits and `-`",
    LABEL_VALUE: "values of labels have at most 63 letters, digits, `-`, `_` and `.`",
}

_NAMES = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", dict: "a mapping"}


def described(value: object) -> str:
    """Return what a value is, as messages call it."""
    if value is None:
        return "null"
    for kind in (bool, int, float, str, dict):
        if isinstance(value, kind):
            return _NAMES[kind]
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def wrong_type(value: Any, expected: FieldType, path: Path, field: Field | None = None) -> Fault:  # noqa: ANN401  anything may stand there
    """Return the fault of a value that has another type than its field, whose own hint comes first."""
    hint = "" if field is None else field.hint
    if expected.form == STRING and isinstance(value, bool | int | float):
        hint = "put it in quotes"
    return Fault(path, f"must be {expected.article}, is {described(value)}", hint)


def check_scalar(value: Any, expected: FieldType, field: Field | None, path: Path) -> Fault | None:  # noqa: ANN401, PLR0911  one return for each form
    """Return what is wrong with a single value, None where nothing is."""
    form = expected.form
    if form == ANYTHING:
        return None
    if form == CHOICE:
        return _check_choice(value, expected, path)
    if not _has_form(value, form):
        return wrong_type(value, expected, path)
    if form == QUANTITY:
        from mlkube.core.quantity import nanos  # noqa: PLC0415  few fields are quantities

        amount = nanos(value)
        if amount is None:
            hint = "write it as 500m, 2 or 4Gi"
            return Fault(path, f"{value!r} is no quantity", hint)
        if amount < 0:
            return Fault(path, f"{value!r} is negative")
        return None
    return None if field is None else _check_range(value, form, field, path)


def _has_form(value: object, form: str) -> bool:
    if form == STRING:
        return isinstance(value, str)
    if form == BOOLEAN:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if form == INTEGER:
        return isinstance(value, int)
    if form == NUMBER:
        return isinstance(value, int | float)
    return (
        isinstance(value, int | str) or (form == QUANTITY and isinstance(value, float))
        if form
        in {
            QUANTITY,
            INT_OR_STRING,
        }
        else False
    )


def _check_choice(value: object, expected: FieldType, path: Path) -> Fault | None:
    if isinstance(value, str) and value in expected.choices:
        return None
    if not isinstance(value, str):
        return Fault(path, f"must be {expected.article}, is {described(value)}")
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(value, expected.choices)
    hint = f'did you mean "{near}"?' if near else ""
    return Fault(path, f'is "{value}", but must be {expected.article}', hint)


def check_key(key: str, field: Field | None, path: Path) -> Fault | None:
    """Return what is wrong with a key of labels, None where nothing is."""
    if field is None or field.pattern != LABEL_VALUE:
        return None
    import re  # noqa: PLC0415  few fields are labels

    if re.fullmatch(_LABEL_KEY, key):
        return None
    return Fault(path, f'"{key}" is no key of labels', "write it as team or example.com/team")


def _check_range(value: Any, form: str, field: Field, path: Path) -> Fault | None:  # noqa: ANN401  a scalar
    unit = f" {field.unit}" if field.unit else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        most = _LARGEST if field.maximum is None and form == INTEGER else field.maximum
        if not -_INFINITE < value < _INFINITE:
            return Fault(path, f"is {value}, but must be a number that ends", field.hint)
        if field.minimum is not None and value < field.minimum:
            return Fault(path, f"is {value}, but must be at least {_number(field.minimum)}{unit}", field.hint)
        if most is not None and value > most:
            return Fault(path, f"is {value}, but must be at most {_number(most)}{unit}", field.hint)
    if field.pattern and isinstance(value, str):
        import re  # noqa: PLC0415  few fields have a pattern

        if not re.fullmatch(field.pattern, value):
            hint = field.hint or _FORMS.get(field.pattern, "")
            return Fault(path, f'"{value}" does not have the form {field.pattern}', hint)
    return None


def _number(bound: float) -> str:
    """Return a bound with all its digits."""
    return str(bound) if isinstance(bound, int) else f"{bound:g}"
