"""Decoding as the API server decodes: unknown fields, types, widths of integers, quantities, times, base64.

A value that fits its shape, as nearly all do, is only looked at. Any other is walked again, with its path; what
cannot be decoded is left out of the result, so that rules meet only values of the right type.
"""  # noqa: E501 the server's words

from __future__ import annotations

from mlkube.validation.scalars_of_go import base64_problem, quantity_problem, time_problem
from mlkube.validation.shapes import (
    ANY,
    ARRAY,
    BOOLEAN,
    BYTES,
    INT32,
    INT_OR_STRING,
    INTEGER,
    MAP,
    NUMBER,
    OBJECT,
    QUANTITY,
    STRING,
    TIME,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.validation.check import Check
    from mlkube.validation.shapes import Shape

    Steps = tuple["str | int", ...]

_GO = {
    STRING: "string",
    BOOLEAN: "bool",
    NUMBER: "float64",
    BYTES: "[]uint8",
    MAP: "map",
    OBJECT: "object",
    ARRAY: "slice",
    TIME: "time",
}
_UNSET = object()


def fits(value: Json, shape: Shape) -> bool:  # noqa: C901, PLR0911 one case after the other
    """Tell whether a value decodes as it stands: no unknown field, no null, every type right."""
    code = shape.code
    if code == STRING:
        return type(value) is str
    if code == OBJECT:
        if type(value) is not dict:
            return False
        fields = shape.fields
        for key, each in value.items():
            child = fields.get(key)
            if child is None:
                return False
            if child.code == STRING:
                if type(each) is not str:
                    return False
            elif not fits(each, child):
                return False
        return True
    if code == ARRAY:
        below = shape.below
        return type(value) is list and all(fits(each, below) for each in value)  # type: ignore[arg-type]
    if code == MAP:
        below = shape.below
        return type(value) is dict and all(fits(each, below) for each in value.values())  # type: ignore[arg-type]
    return _fits_scalar(value, shape, code)


def _fits_scalar(value: Json, shape: Shape, code: int) -> bool:  # noqa: PLR0911  one answer a type
    """Tell whether a scalar decodes; numbers that remember how they were written are numbers too."""
    if code == ANY:
        return True
    if code == BOOLEAN:
        return isinstance(value, bool)
    if isinstance(value, bool) or value is None:
        return False
    if code == INTEGER:
        return isinstance(value, int) and -shape.limit <= value < shape.limit
    if code == INT_OR_STRING:
        return isinstance(value, str) or (isinstance(value, int) and -INT32 <= value < INT32)
    if code == QUANTITY:
        return isinstance(value, str | int | float) and not quantity_problem(value)
    if code == NUMBER:
        return isinstance(value, int | float)
    if not isinstance(value, str):
        return False
    if code == BYTES:
        return not base64_problem(value)
    return code != TIME or not time_problem(value)


class Decoder:
    """Walks what does not fit; `broken` are the paths where nothing could be decoded."""

    __slots__ = ("_check", "broken")

    def __init__(self, check: Check) -> None:
        self._check = check
        self.broken: list[Steps] = []

    def decode(self, value: Json, shape: Shape, path: Steps) -> Any:  # noqa: ANN401, PLR0911 one case after the other
        """Return the value as the server holds it after decoding, `_UNSET` where it could not be."""
        code = shape.code
        if code == ANY:
            return value
        if code == OBJECT:
            return (
                self._object(value, shape, path) if type(value) is dict else self._wrong(value, shape, path)
            )
        if code == MAP:
            return self._map(value, shape, path) if type(value) is dict else self._wrong(value, shape, path)
        if code == BYTES and type(value) is list and all(_is_byte(each) for each in value):
            return _encoded(value)
        if code == ARRAY:
            return self._array(value, shape, path) if type(value) is list else self._wrong(value, shape, path)
        if _fits_scalar(value, shape, code):
            return value
        if code in {INTEGER, INT_OR_STRING} and type(value) is float and value.is_integer():
            whole = int(value)
            limit = INT32 if code == INT_OR_STRING else shape.limit
            if -limit <= whole < limit:
                return whole
        return self._wrong(value, shape, path)

    def _object(self, value: dict[str, Json], shape: Shape, path: Steps) -> dict[str, Any]:
        fields = shape.fields
        result: dict[str, Any] = {}
        for key, each in value.items():
            child = fields.get(key)
            if child is None:
                self._unknown((*path, key), fields)
            elif each is not None:
                decoded = self.decode(each, child, (*path, key))
                if decoded is not _UNSET:
                    result[key] = decoded
        return result

    def _map(self, value: dict[str, Json], shape: Shape, path: Steps) -> dict[str, Any]:
        below = shape.below
        result: dict[str, Any] = {}
        for key, each in value.items():
            decoded = _zero(below) if each is None else self.decode(each, below, (*path, key))  # type: ignore[arg-type]
            if decoded is not _UNSET:
                result[key] = decoded
        return result

    def _array(self, value: list[Json], shape: Shape, path: Steps) -> list[Any]:
        below = shape.below
        result = []
        for at, each in enumerate(value):
            decoded = _zero(below) if each is None else self.decode(each, below, (*path, at))  # type: ignore[arg-type]
            result.append(_zero(below) if decoded is _UNSET else decoded)  # type: ignore[arg-type]  # as above
        return result

    def _unknown(self, path: Steps, fields: dict[str, Shape]) -> None:
        from mlkube.core.suggest import suggest  # noqa: PLC0415  only a finding needs it

        where, near = server_path(path), suggest(str(path[-1]), fields)
        hint = f'did you mean "{near}"?' if near else ""
        self._check.error("DEC-001", where, f'strict decoding error: unknown field "{where}"', hint=hint)

    def _wrong(self, value: Json, shape: Shape, path: Steps) -> object:
        """Report a value that cannot be decoded."""
        self.broken.append(path)
        rule, reason, hint = _refusal(value, shape, path)
        self._check.error(rule, server_path(path), reason, hint=hint)
        return _UNSET


def _refusal(value: Json, shape: Shape, path: Steps) -> tuple[str, str, str]:  # noqa: PLR0911 one case after the other
    """Return rule, message and hint for a value of the wrong type."""
    code = shape.code
    if code == QUANTITY:
        return (*quantity_refusal(value), "write it as 500m, 2 or 4Gi")
    if code == BYTES and isinstance(value, str):
        return "DEC-009", base64_problem(value), "encode it, or write it under stringData as it is"
    if code == TIME and isinstance(value, str):
        return "DEC-010", time_problem(value), "write it as 2006-01-02T15:04:05Z"
    if code == INTEGER or (code == INT_OR_STRING and isinstance(value, int | float)):
        width = "int32" if code == INT_OR_STRING or shape.limit == INT32 else "int64"
        if isinstance(value, int | float) and not isinstance(value, bool):
            return "DEC-004", f"json: cannot unmarshal number {value} into Go value of type {width}", ""
        rule = "DEC-005" if code == INT_OR_STRING else "DEC-003"
        hint = "write it without quotes" if isinstance(value, str) and value.lstrip("-").isdecimal() else ""
        return rule, f"json: cannot unmarshal {_json_type(value)} into Go value of type {width}", hint
    if code == INT_OR_STRING:
        return "DEC-005", f"json: cannot unmarshal {_json_type(value)} into Go value of type int32", ""
    rule, hint = "DEC-003", ""
    if code == STRING and not isinstance(value, dict | list):
        rule = "DEC-012" if isinstance(path[-1], int) or path[-1] == "value" else "DEC-011"
        hint = "write it in quotes"
    return rule, f"json: cannot unmarshal {_json_type(value)} into Go value of type {_GO[code]}", hint


def quantity_refusal(value: Json) -> tuple[str, str]:
    """Return rule and message for what is no quantity."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return quantity_problem(value)  # type: ignore[return-value]  # it has one
    return (
        "DEC-006",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    )


def _is_byte(value: Json) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 256)  # noqa: PLR2004


def _encoded(value: list[Json]) -> str:
    """Return bytes that stand as a list of numbers, which Go takes too, in base64."""
    from binascii import b2a_base64  # noqa: PLC0415  hardly anybody writes so

    return b2a_base64(bytes(each or 0 for each in value), newline=False).decode()  # type: ignore[misc]  # as just asked


def _json_type(value: Json) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    return "array" if isinstance(value, list) else "object"


def _zero(shape: Shape) -> Any:  # noqa: ANN401  any JSON
    """Return what null stands for inside of a list or a map."""
    code = shape.code
    if code in {OBJECT, MAP}:
        return {}
    if code == ARRAY:
        return []
    return {
        STRING: "",
        BYTES: "",
        INTEGER: 0,
        NUMBER: 0,
        BOOLEAN: False,
        QUANTITY: "0",
        INT_OR_STRING: 0,
    }.get(code)


def server_path(path: Steps) -> str:
    """Return a path as strict decoding spells it: dots between keys, whatever they hold."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def missing_fields(value: Json, shape: Shape, path: Steps, check: Check) -> None:  # noqa: C901  a walk
    """Report fields that a schema requires; for kinds that have no rules of their own to say so."""
    if shape.code == OBJECT and isinstance(value, dict):
        fields = shape.fields
        for name in shape.required:
            if name not in value and name != "status":
                check.required("SCH-001", server_path((*path, name)))
        for name, each in value.items():
            if name in fields and isinstance(each, dict | list):
                missing_fields(each, fields[name], (*path, name), check)
    elif shape.code in {ARRAY, MAP} and shape.below is not None:
        entries: list[tuple[int | str, Json]] = []
        if isinstance(value, list):
            entries = list(enumerate(value))
        elif isinstance(value, dict):
            entries = list(value.items())
        for key, each in entries:
            if isinstance(each, dict | list):
                missing_fields(each, shape.below, (*path, key), check)
