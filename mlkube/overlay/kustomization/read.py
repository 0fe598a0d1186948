"""Reading a kustomization as strictly as kustomize does: plain data in, checked plain data and faults out."""

from __future__ import annotations

from mlkube.overlay.kustomization.fields import (
    ADVICE,
    BOOLEAN,
    INTEGER,
    KUSTOMIZATION,
    OBJECT,
    STRING,
    STRING_MAP,
    TEXT,
    TEXT_MAP,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.kustomization.fields import Fields, FieldType

    Path: TypeAlias = "tuple[str | int, ...]"

_MAX_INTEGER = 2**63
_MAPS = {STRING_MAP: STRING, TEXT_MAP: TEXT}


class Fault:
    """What is wrong at a path of the file: the reason, and what to do where that is known."""

    __slots__ = ("hint", "path", "reason", "unknown")

    def __init__(self, path: Path, reason: str, hint: str = "", *, unknown: bool = False) -> None:
        self.path = path
        self.reason = reason
        self.hint = hint
        self.unknown = unknown  # the last step of the path is a field that does not exist


def read_value(value: Json, kind: FieldType, path: Path, faults: list[Fault]) -> Json:
    """Return the value as kustomize understands it: fields spelled as in the table, nulls gone.

    Field names are found as Go's encoding/json finds them: upper and lower case count as equal. A null leaves
    out a field, and is empty as an item of a list or a map. What does not fit its type goes to `faults`.
    """
    if value is None:
        return _empty(kind)
    if isinstance(kind, list):
        if isinstance(value, list):
            item = kind[0]
            return [read_value(entry, item, (*path, index), faults) for index, entry in enumerate(value)]
    elif isinstance(kind, dict):
        if isinstance(value, dict):
            return _read_fields(value, kind, path, faults)
    elif kind in _MAPS and isinstance(value, dict):
        item = _MAPS[kind]
        return {key: read_value(entry, item, (*path, key), faults) for key, entry in value.items()}
    elif _fits(value, kind):
        return int(value) if kind is INTEGER and isinstance(value, float) else value
    faults.append(Fault(path, f"must be {_named(kind)}, is {_name_of(value)}", _advice(value, kind, path)))
    return None


def _read_fields(value: JsonObject, fields: Fields, path: Path, faults: list[Fault]) -> JsonObject:
    result: JsonObject = {}
    spelled: dict[str, str] = {}
    for key, entry in value.items():
        name = key if key in fields else field_name(key, fields)
        if not name:
            faults.append(_unknown(key, fields, path))
        elif entry is not None:
            read = read_value(entry, fields[name], (*path, key), faults)
            if name in spelled:
                read = _joined(result[name], read) if spelled[name] < key else _joined(read, result[name])
            spelled[name] = key
            result[name] = read
    return result


def _joined(first: Json, second: Json) -> Json:
    """Return what encoding/json makes of one field in two spellings, in the order of their bytes."""
    return {**first, **second} if isinstance(first, dict) and isinstance(second, dict) else second


def field_name(key: str, fields: Fields) -> str:
    """Return the field that encoding/json takes the key for, empty where there is none."""
    folded = _fold(key)
    for name in fields:
        if _fold(name) == folded:
            return name
    return ""


def _fold(key: str) -> str:
    return key.lower().replace("\u017f", "s")  # the long s; the Kelvin sign is lowered to k


def _unknown(key: str, fields: Fields, path: Path) -> Fault:
    from mlkube.core.suggest import suggest  # noqa: PLC0415 - only an error needs it

    outermost = str(path[0]) if path else key
    hint = ADVICE.get((outermost, key), "")
    if not hint:
        near = suggest(key, fields)
        hint = f"did you mean `{near}`?" if near else _elsewhere(key, fields)
    return Fault((*path, key), f'unknown field "{key}"', hint, unknown=True)


def _elsewhere(key: str, fields: Fields) -> str:
    if fields is not KUSTOMIZATION and key in KUSTOMIZATION:
        return f"`{key}` is a field of the kustomization itself"
    return f"one of {', '.join(f'`{name}`' for name in fields)}" if fields is not KUSTOMIZATION else ""


def _empty(kind: FieldType) -> Json:
    if isinstance(kind, list):
        return []
    if isinstance(kind, dict) or kind in {STRING_MAP, TEXT_MAP, OBJECT}:
        return {}
    return "" if kind in {STRING, TEXT} else 0 if kind is INTEGER else False


def _fits(value: Json, kind: str) -> bool:
    if kind is STRING:
        return isinstance(value, str)
    if kind is BOOLEAN:
        return isinstance(value, bool)
    if kind is TEXT:
        return not isinstance(value, dict | list)
    return _is_integer(value) if kind is INTEGER else kind is OBJECT and isinstance(value, dict)


def _is_integer(value: Json) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, float):
        return value.is_integer() and abs(value) < _MAX_INTEGER
    return isinstance(value, int) and -_MAX_INTEGER <= value < _MAX_INTEGER


def _named(kind: FieldType) -> str:
    if isinstance(kind, list):
        return f"a list of {_PLURALS.get(kind[0], 'strings') if isinstance(kind[0], str) else 'mappings'}"
    if isinstance(kind, dict) or kind is OBJECT:
        return "a mapping"
    if kind is TEXT:
        return "a string"
    if kind is TEXT_MAP:
        return f"a {STRING_MAP}"
    return f"an {kind}" if kind is INTEGER else f"a {kind}"


_PLURALS = {STRING: "strings"}


def _name_of(value: Json) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return f"the number {value}"
    return "a string" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"


def _advice(value: Json, kind: FieldType, path: Path) -> str:
    if kind is STRING and isinstance(value, bool | int | float):
        return "quote it"
    if isinstance(kind, list) and isinstance(value, str):
        return "write it as a list, each item after `- `"
    if isinstance(kind, dict) and isinstance(value, str) and path[:1] == ("patches",) and "\n" not in value:
        return f"write `path: {value}`"
    if (kind is INTEGER or kind is BOOLEAN) and isinstance(value, str):
        return "write it without quotes"
    return ""
