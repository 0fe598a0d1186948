"""The types that a field of a spec may have, parsed from the annotation as it is written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mlkube.workloads.spec import Spec

STRING = "string"
INTEGER = "integer"
NUMBER = "number"
BOOLEAN = "boolean"
QUANTITY = "quantity"
INT_OR_STRING = "int-or-string"
ANYTHING = "anything"
CHOICE = "choice"
LIST = "list"
MAP = "map"
SPEC = "spec"
KUBERNETES = "kubernetes"

_SCALARS = {
    "str": STRING,
    "int": INTEGER,
    "float": NUMBER,
    "bool": BOOLEAN,
    "Quantity": QUANTITY,
    "IntOrString": INT_OR_STRING,
    "Json": ANYTHING,
}


class FieldType:
    """A type: its form, and what that form needs; a spec type may be imported only when it is asked for.

    `item` is the type of a list's elements or a map's values, `choices` the texts of a choice, `spec` the
    class of a nested spec, `definition` a Kubernetes definition's name (`io.k8s.api.core.v1.Toleration`).
    """

    __slots__ = ("_spec", "choices", "definition", "form", "home", "item")

    def __init__(
        self,
        form: str,
        *,
        item: FieldType | None = None,
        choices: tuple[str, ...] = (),
        spec: type[Spec] | None = None,
        home: tuple[str, str] = ("", ""),
        definition: str = "",
    ) -> None:
        self.form = form
        self.item = item
        self.choices = choices
        self._spec = spec
        self.home = home if spec is None else (spec.__module__, spec.__name__)
        self.definition = definition

    @property
    def spec(self) -> type[Spec] | None:
        """The class of a nested spec; its home is the module and the name that it is imported by."""
        if self._spec is None and self.home[0]:
            import importlib  # noqa: PLC0415  few specs are imported late

            self._spec = getattr(importlib.import_module(self.home[0]), self.home[1])
        return self._spec

    def __str__(self) -> str:
        """Return the type as `mlkube explain` prints it: `[]Model`, `map[string]string`, `Quantity`."""
        if self.form == LIST:
            return f"[]{self.item}"
        if self.form == MAP:
            return f"map[string]{self.item}"
        if self.form == SPEC:
            return self.home[1]
        if self.form == KUBERNETES:
            return self.definition.rpartition(".")[2]
        return {QUANTITY: "Quantity", INT_OR_STRING: "IntOrString", CHOICE: STRING}.get(self.form, self.form)

    @property
    def article(self) -> str:
        """What a value of this type is called in a message."""
        if self.form == CHOICE:
            return f"one of {', '.join(self.choices)}"
        if self.form == LIST:
            return "a list"
        if self.form in {MAP, SPEC, KUBERNETES}:
            return "a mapping"
        return _ARTICLES.get(self.form, f"a {self.form}")


_ARTICLES = {
    INTEGER: "an integer",
    BOOLEAN: "true or false",
    QUANTITY: "a quantity such as 500m, 2 or 4Gi",
    INT_OR_STRING: "an integer or a string",
}


def parse_annotation(annotation: str, names: Mapping[str, Any]) -> FieldType:
    """Return the type that an annotation means; `names` are those of the module where it stands.

    Known are the scalars above, `Literal[...]` of texts, `Sequence[...]`, `Mapping[str, ...]`, spec types,
    and Kubernetes types as `core_v1.Toleration`. `| None` says that the field may be left out. A module that
    holds `SPECS_BY_MODULE` imports the spec types in there only where a description has such a field.

    Raises:
        TypeError: anything else.

    """
    parts = [part for part in _split(annotation, "|") if part != "None"]
    if set(parts) == {"int", "str"}:
        return FieldType(INT_OR_STRING)
    if len(parts) != 1:
        raise TypeError(f"a field has one type, not {annotation!r}")
    return _parse(parts[0], names)


def _parse(text: str, names: Mapping[str, Any]) -> FieldType:
    name, bracket, inner = text.partition("[")
    if not bracket:
        if name in _SCALARS:
            return FieldType(_SCALARS[name])
        module, point, kind = name.partition(".")
        if point:
            group, _, version = module.rpartition("_")
            package = "apimachinery.pkg.apis" if group == "meta" else "api"
            return FieldType(KUBERNETES, definition=f"io.k8s.{package}.{group}.{version}.{kind}")
        spec = names.get(name)
        late = names.get("SPECS_BY_MODULE", {}).get(name, "")
        if not isinstance(spec, type) and not late:
            raise TypeError(f"unknown type {name!r}")
        return FieldType(SPEC, spec=spec, home=(late, name))
    inside = _split(inner[:-1], ",")
    if name == "Literal":
        return FieldType(CHOICE, choices=tuple(choice.strip("\"'") for choice in inside))
    if name == "Sequence":
        return FieldType(LIST, item=parse_annotation(inside[0], names))
    if name == "Mapping":
        return FieldType(MAP, item=parse_annotation(inside[1], names))
    raise TypeError(f"unknown type {text!r}")


def _split(text: str, separator: str) -> list[str]:
    """Return the parts of a text between separators that stand outside of brackets and quotes."""
    parts, depth, start, quote = [], 0, 0, ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[]":
            depth += 1 if char == "[" else -1
        elif char == separator and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return parts
