"""Explains workload kinds and their fields, as `kubectl explain` does for Kubernetes' own."""

from __future__ import annotations

from mlkube.errors import MlkubeError
from mlkube.workloads.catalogue import API_VERSION, KINDS, load_kind
from mlkube.workloads.field_types import CHOICE, KUBERNETES, LIST, MAP, SPEC
from mlkube.workloads.spec import MISSING
from mlkube.workloads.workload import METADATA
from mlkube.workloads.writing import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.core.json import JsonObject
    from mlkube.workloads.field_types import FieldType
    from mlkube.workloads.spec import Field, Spec

_WIDTH = 80


class Explained:
    """A field of a workload kind, or the kind itself: what `mlkube explain` prints.

    `path` is as it was asked for (`TFServing.spec.autoscaling`), `type` reads `Autoscaling`, `fields` are
    those below it, as plain data.
    """

    __slots__ = ("description", "details", "fields", "kind", "path", "type")

    def __init__(
        self,
        kind: str,
        path: str,
        type_name: str,
        description: str,
        details: JsonObject,
        fields: list[JsonObject],
    ) -> None:
        self.kind = kind
        self.path = path
        self.type = type_name
        self.description = description
        self.details = details
        self.fields = fields

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "apiVersion": API_VERSION,
            "path": self.path,
            "type": self.type,
            "description": self.description,
            **self.details,
            "fields": [*self.fields],
        }

    def to_text(self) -> str:
        """Return it as lines for people."""
        lines = [f"KIND:     {self.kind}", f"VERSION:  {API_VERSION}", ""]
        if self.path.count("."):
            lines += [f"FIELD:    {self.path.rpartition('.')[2]} <{self.type}>", ""]
        lines.append("DESCRIPTION:")
        lines += _wrapped(self.description, "    ")
        lines += [f"    {line}" for line in _detail_lines(self.details)]
        if self.fields:
            lines += ["", "FIELDS:"]
            for field in self.fields:
                lines += _field_lines(field, "  ")
        return "\n".join(lines) + "\n"


def explain(path: str, *, recursive: bool = False) -> Explained:
    """Return what is known of a kind or a field: `TFServing`, `TFServing.spec.autoscaling`.

    Raises:
        MlkubeError: there is no such kind or field.

    """
    kind, *steps = path.split(".")
    named = {each.lower(): each for each in KINDS}.get(kind.lower())
    if named is None:
        raise _unknown(f'no workload kind "{kind}"', kind, sorted(KINDS))
    workload = load_kind(named)
    if steps and steps[0] not in {"spec", "metadata"}:
        raise _unknown(f'{named} has no field "{steps[0]}"', steps[0], ["metadata", "spec"])
    if not steps:
        own = _fields_of(workload, lambda name: name not in METADATA, recursive=recursive)
        return Explained(named, named, named, _first(workload), {}, own)
    here = {
        field.key: field
        for field in workload.spec_fields.values()
        if (field.name in METADATA) == (steps[0] == "metadata")
    }
    if len(steps) == 1:
        listed = [_described(field, recursive=recursive) for field in here.values()]
        return Explained(named, path, "Object", f"The {steps[0]} of a {named}.", {}, listed)
    return _follow(named, path, here, steps[1:], recursive=recursive)


def _follow(kind: str, path: str, here: dict[str, Field], steps: list[str], *, recursive: bool) -> Explained:
    for at, step in enumerate(steps):
        name = step.partition("[")[0]
        field = here.get(name)
        if field is None:
            raise _unknown(
                f'there is no field "{name}" in {".".join([kind, *path.split(".")[1 : at + 2]])}', name, here
            )
        inner = _inner(field.type)
        if at == len(steps) - 1:
            below = _below(field.type, recursive=recursive)
            details = {key: value for key, value in _described(field).items() if key not in _SAID}
            description = field.doc if inner.spec is None else f"{field.doc}\n{_first(inner.spec)}"
            return Explained(kind, path, str(field.type), description, details, below)
        if inner.spec is None:
            reason = f"{name} is {field.type.article}: `kubectl explain` knows Kubernetes' own types"
            raise MlkubeError(reason if inner.form == KUBERNETES else f"{name} has no fields")
        here = {each.key: each for each in inner.spec.spec_fields.values()}
    raise MlkubeError(f"nothing is known of {path}")


_SAID = ("name", "type", "description", "fields")


def kinds() -> list[JsonObject]:
    """Return every workload kind with its first sentence."""
    return [{"kind": name, "description": _first(load_kind(name))} for name in sorted(KINDS)]


def _unknown(reason: str, word: str, known: Any) -> MlkubeError:  # noqa: ANN401  an iterable of names
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(word, known)
    return MlkubeError(reason, hint=f'did you mean "{near}"?' if near else f"known are {', '.join(known)}")


def _first(spec: type[Spec]) -> str:
    return (spec.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")


def _fields_of(
    spec: type[Spec],
    wanted: Any = None,  # noqa: ANN401  a predicate
    *,
    recursive: bool,
    above: tuple[type[Spec], ...] = (),
) -> list[JsonObject]:
    return [
        _described(field, recursive=recursive, above=(*above, spec))
        for field in spec.spec_fields.values()
        if wanted is None or wanted(field.name)
    ]


def _below(expected: FieldType, *, recursive: bool, above: tuple[type[Spec], ...] = ()) -> list[JsonObject]:
    """Return the fields of a type; none of one that stands above itself, as routes do in routes."""
    spec = _inner(expected).spec
    return [] if spec is None or spec in above else _fields_of(spec, recursive=recursive, above=above)


def _inner(expected: FieldType) -> FieldType:
    while expected.form in {LIST, MAP} and expected.item is not None:
        expected = expected.item
    return expected


def _described(field: Field, *, recursive: bool = False, above: tuple[type[Spec], ...] = ()) -> JsonObject:
    """Return a field as plain data."""
    result: JsonObject = {"name": field.key, "type": str(field.type), "description": field.doc}
    if field.required:
        result["required"] = True
    default = field.default
    if default is not MISSING and default is not None and default not in ((), {}):
        shown = plain(default)
        if shown != {}:
            result["default"] = shown
    choices = _inner(field.type).choices if _inner(field.type).form == CHOICE else ()
    optional: dict[str, Any] = {
        "choices": [*choices],
        "unit": field.unit,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "pattern": field.pattern,
        "mergeKeys": [*field.keys],
    }
    result.update({key: value for key, value in optional.items() if value not in (None, "", [])})
    if recursive and _inner(field.type).form == SPEC:
        result["fields"] = [*_below(field.type, recursive=True, above=above)]
    return result


def _field_lines(field: JsonObject, indent: str) -> Iterator[str]:
    required = " -required-" if field.get("required") else ""
    yield f"{indent}{field['name']}\t<{field['type']}>{required}"
    yield from _wrapped(str(field["description"]), f"{indent}  ")
    for line in _detail_lines(
        {key: value for key, value in field.items() if key not in (*_SAID, "required")}
    ):
        yield f"{indent}  {line}"
    yield ""
    below = field.get("fields")
    for each in below if isinstance(below, list) else ():
        if isinstance(each, dict):
            yield from _field_lines(each, f"{indent}    ")


def _detail_lines(details: JsonObject) -> Iterator[str]:
    for key, value in details.items():
        if key == "required":
            yield "required"
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        yield f"{_LABELS.get(key, key)}: {shown}"


_LABELS = {"choices": "one of", "mergeKeys": "elements merge by"}


def _wrapped(text: str, indent: str) -> list[str]:
    import textwrap  # noqa: PLC0415  only this command wraps

    return [
        line
        for part in text.split("\n")
        for line in textwrap.wrap(part, _WIDTH, initial_indent=indent, subsequent_indent=indent)
    ]
