"""What a spec type is: keyword-only, immutable, slotted, its fields described where they are declared.

A class costs here what a slotted class costs; type checkers see a frozen, keyword-only dataclass (PEP 681).
"""

from __future__ import annotations

import sys

from mlkube.errors import MlkubeError, raise_all
from mlkube.workloads.call_site import CallSite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Self, TypeVar, dataclass_transform

    from mlkube.workloads.field_types import FieldType

    S = TypeVar("S", bound="Spec")
else:

    def dataclass_transform(**_: object) -> object:
        """Stand in for the decorator of typing, which only type checkers need."""
        return lambda decorated: decorated


# Forms of names, as the API server asks for them.
OBJECT_NAME = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
DNS_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
LABEL_VALUE = r"(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?"


class SpecError(MlkubeError):
    """A description with an unknown field, a wrong type, a value out of range, or a contradiction."""


class _Missing:
    __slots__ = ()

    def __repr__(self) -> str:
        return "(required)"


MISSING: Any = _Missing()


class Field:
    """One field of a spec type: what `explain` prints, what reading checks, what merging goes by.

    `name` is the Python name, `key` the one in YAML, `annotation` the type as it is written. `keys` tell the
    elements of a list apart (`name`). `unit` is empty where the value carries its own or has none. `minimum`
    and `maximum` are inclusive. `pattern` is a regular expression for the whole text, `hint` what to say to
    whoever breaks it. A field without a default is required.
    """

    __slots__ = (
        "annotation",
        "default",
        "doc",
        "hint",
        "key",
        "keys",
        "maximum",
        "minimum",
        "module",
        "name",
        "parsed",
        "pattern",
        "unit",
    )

    def __init__(self) -> None:
        self.name = ""
        self.key = ""
        self.annotation = ""
        self.module = ""
        self.default: Any = MISSING
        self.doc = ""
        self.unit = ""
        self.minimum: float | None = None
        self.maximum: float | None = None
        self.pattern = ""
        self.hint = ""
        self.keys: tuple[str, ...] = ()
        self.parsed: FieldType | None = None

    @property
    def required(self) -> bool:
        """Whether a settled spec must have it."""
        return self.default is MISSING

    @property
    def type(self) -> FieldType:
        """The type that the annotation means, parsed when it is first asked for."""
        if self.parsed is None:
            from mlkube.workloads.field_types import parse_annotation  # noqa: PLC0415  a class alone needs no types

            self.parsed = parse_annotation(self.annotation, sys.modules[self.module].__dict__)
        return self.parsed


def field(  # noqa: PLR0913  what a field may say
    *,
    default: Any = MISSING,  # noqa: ANN401  of the field's own type
    doc: str,
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    pattern: str = "",
    hint: str = "",
    keys: tuple[str, ...] = (),
    key: str = "",
) -> Any:  # noqa: ANN401  type checkers take it for the field's default
    """Describe a field of a spec type; see `Field`.

    `key` is its name in YAML where that is no plain camel case: `certSANs`. A Python name has one everywhere.
    """
    described = Field()
    described.key = key
    described.default = default
    described.doc = doc
    described.unit = unit
    described.minimum = minimum
    described.maximum = maximum
    described.pattern = pattern
    described.hint = hint
    described.keys = keys
    return described


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class SpecType(type):
    """Makes a slotted class of annotated fields."""

    spec_fields: dict[str, Field]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> SpecType:
        """Return the class; its fields are those of its bases, then its own, in the order of writing."""
        fields: dict[str, Field] = {}
        for base in bases:
            fields.update(getattr(base, "spec_fields", {}))
        slots = []
        for key, annotation in namespace.get("__annotations__", {}).items():
            if key.startswith("_") or annotation.startswith("ClassVar"):
                continue
            described = namespace.pop(key, MISSING)
            if not isinstance(described, Field):
                raise TypeError(f"{name}.{key}: describe it with field(doc=...)")
            described.name = key
            if described.key:
                _CAMEL[key] = described.key
            described.key = camel(key)
            described.annotation = annotation
            described.module = namespace["__module__"]
            if key not in fields:
                slots.append(key)
            fields[key] = described
        namespace.setdefault("__slots__", tuple(slots))
        made = super().__new__(cls, name, bases, namespace)
        made.spec_fields = fields
        return made


class Spec(metaclass=SpecType):
    """A frozen value with the fields that its class declares.

    Sequences are kept as tuples, mappings as copies. Two specs are equal where type and fields are.

    Raises:
        SpecError: an unknown field, or a value of the wrong type or out of range; all of them, each at its
            argument of the call. What is required and what contradicts is judged when objects are built.

    """

    __slots__ = ("_site",)

    def __init__(self, **values: Any) -> None:  # noqa: ANN401  checked below
        from mlkube.workloads.construction import construct  # noqa: PLC0415  importing a type needs no checks

        faults = construct(self, values)
        frame = sys._getframe(1)  # noqa: SLF001  errors name the call
        if frame.f_code is Spec.replace.__code__ and frame.f_back is not None:
            frame = frame.f_back  # whoever changes a spec writes the new one
        site = CallSite(frame)
        object.__setattr__(self, "_site", site)
        if faults:
            name = type(self).__name__
            raise_all(
                [
                    SpecError(fault.reason, place=site.place(fault.path, name), hint=fault.hint)
                    for fault in faults
                ]
            )

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; use replace({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).spec_fields
        )

    def __hash__(self) -> int:
        return hash((type(self), repr(self)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in self.given())
        return f"{type(self).__name__}({fields})"

    @property
    def site(self) -> CallSite | None:
        """The call that made it; None for one that was read from YAML."""
        found: CallSite | None = getattr(self, "_site", None)
        return found

    def given(self) -> Iterator[Field]:
        """Yield the fields that differ from their default; a required one that is missing is not given."""
        for name, described in type(self).spec_fields.items():
            value = getattr(self, name)
            if value is None and described.required:
                continue
            if value is not described.default and value != described.default:
                yield described

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401  checked as in the constructor
        """Return a copy with the given fields changed.

        Raises:
            SpecError: as the constructor.

        """
        values = {field.name: getattr(self, field.name) for field in self.given()}
        return type(self)(**{**values, **changes})


def make(spec_type: type[S], values: dict[str, Any]) -> S:
    """Return a spec of values that have been checked already, defaults filled in; for readers only."""
    made = spec_type.__new__(spec_type)
    for name, described in spec_type.spec_fields.items():
        value = values.get(name, described.default)
        object.__setattr__(made, name, None if value is MISSING else value)
    object.__setattr__(made, "_site", None)
    return made


_CAMEL: dict[str, str] = {}


def camel(name: str) -> str:
    """Return a Python name as it is spelt in YAML: `min_replicas` is `minReplicas`, `from_` is `from`."""
    known = _CAMEL.get(name)
    if known is None:
        first, *rest = name.strip("_").split("_")
        known = _CAMEL[name] = first + "".join(part.capitalize() for part in rest)
    return known
