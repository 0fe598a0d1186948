"""From YAML to specs: shape and types of one text, and the typed value of a settled description."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.field_types import KUBERNETES, LIST, MAP, SPEC
from mlkube.workloads.kubernetes_checks import check_fragment, is_directive, unknown_field
from mlkube.workloads.scalar_checks import check_key, check_scalar, described, wrong_type
from mlkube.workloads.spec import Spec, make
from mlkube.workloads.workload import METADATA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.field_types import FieldType
    from mlkube.workloads.spec import Field

    S = TypeVar("S", bound=Spec)


_PARTS = ("apiVersion", "kind", "metadata", "spec")


class Reader:
    """Reads JSON as specs and collects what is wrong; `patch` allows parts, nulls and merge directives."""

    __slots__ = ("faults", "patch")

    def __init__(self, *, patch: bool = False) -> None:
        self.faults: list[Fault] = []
        self.patch = patch

    def spec(self, spec_type: type[S], value: Any, path: Path) -> S:  # noqa: ANN401  anything may stand there
        """Return the spec that a mapping is; what it lacks is a fault unless this is a patch."""
        return make(spec_type, self._values(by_key(spec_type), value, path))

    def _values(self, fields: dict[str, Field], value: JsonObject, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, each in value.items():
            if self.patch and isinstance(key, str) and is_directive(key):
                continue
            field = fields.get(key)
            if field is None:
                self.faults.append(unknown_field((*path, str(key)), fields))
            elif each is not None:
                values[field.name] = self.value(each, field.type, field, (*path, key))
        if not self.patch:
            self.faults.extend(
                Fault((*path, field.key), "missing", _purpose(field))
                for field in fields.values()
                if field.required and field.name not in values
            )
        return values

    def workload(self, kind: type[S], body: JsonObject) -> S:
        """Return the workload that a description is: metadata and spec in one value."""
        fields = by_key(kind)
        values: dict[str, Any] = {}
        for part in ("metadata", "spec"):
            fields_here = {
                key: field for key, field in fields.items() if (key in METADATA) == (part == "metadata")
            }
            here = body.get(part)
            if here is None:
                here = {}
            if isinstance(here, dict):
                values.update(self._values(fields_here, here, (part,)))
            else:
                self.faults.append(Fault((part,), f"must be a mapping, is {described(here)}"))
        for key in body:
            if key not in _PARTS and not (self.patch and is_directive(key)):
                self.faults.append(unknown_field((key,), _PARTS))
        return make(kind, values)

    def value(self, value: Any, expected: FieldType, field: Field | None, path: Path) -> Any:  # noqa: ANN401, PLR0911  one return for each form
        """Return a value as the field keeps it; None where it is wrong."""
        form = expected.form
        if form == SPEC and expected.spec is not None:
            if isinstance(value, dict):
                return self.spec(expected.spec, value, path)
            self.faults.append(wrong_type(value, expected, path, field))
            return None
        if form == LIST and expected.item is not None:
            return self._list(value, expected, field, path)
        if form == MAP and expected.item is not None:
            return self._map(value, expected, field, path)
        if form == KUBERNETES:
            check_fragment(value, expected, path, self.faults, patch=self.patch)
            return value
        fault = check_scalar(value, expected, field, path)
        if fault is not None:
            self.faults.append(fault)
            return None
        return value

    def _map(self, value: Any, expected: FieldType, field: Field | None, path: Path) -> dict[str, Any]:  # noqa: ANN401
        if not isinstance(value, dict) or expected.item is None:
            self.faults.append(wrong_type(value, expected, path))
            return {}
        result = {}
        for key, each in value.items():
            if self.patch and (each is None or is_directive(key)):
                continue
            fault = check_key(key, field, (*path, key))
            if fault is not None:
                self.faults.append(fault)
            result[key] = self.value(each, expected.item, field, (*path, key))
        return result

    def _list(self, value: Any, expected: FieldType, field: Field | None, path: Path) -> tuple[Any, ...]:  # noqa: ANN401
        if not isinstance(value, list) or expected.item is None:
            self.faults.append(wrong_type(value, expected, path))
            return ()
        result = []
        for at, each in enumerate(value):
            if self.patch and isinstance(each, dict) and each.keys() == {"$patch"}:
                continue
            result.append(self.value(each, expected.item, field, (*path, at)))
        if field is not None and field.keys and not self.patch:
            self._refuse_twins(value, field.keys, path)
        return tuple(result)

    def _refuse_twins(self, items: list[Any], keys: tuple[str, ...], path: Path) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                continue
            given = {key: str(item[key]) for key in keys if item.get(key) is not None}
            if not given:
                continue
            identity = tuple(str(item.get(key)) for key in keys)
            if identity in seen:
                first = (*path, seen[identity], keys[0])
                reason = f"another element has the same {' and '.join(given)}, {', '.join(given.values())}"
                self.faults.append(Fault((*path, at, keys[0]), reason, other=first))
            else:
                seen[identity] = at


def by_key(spec_type: type[Spec]) -> dict[str, Field]:
    """Return the fields of a spec type by their names in YAML."""
    return {field.key: field for field in spec_type.spec_fields.values()}


def _purpose(field: Field) -> str:
    return field.doc.partition(". ")[0].rstrip(".")
