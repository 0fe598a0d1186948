"""The Python source of TypedDicts for JSON Schemas: one module's text from the types that it holds."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Schema = dict[str, Any]

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}

# A field of one of these names would hide the type in the annotations that follow it in its class.
_USED_IN_ANNOTATIONS = frozenset({"bool", "float", "int", "list", "str"})


class Module:
    """One module of TypedDicts, written type by type.

    `refer` tells what a `$ref` means: the module and the name of a TypedDict, or the schema of a definition
    that is none (a time, a quantity).
    """

    def __init__(self, name: str, title: str, refer: Callable[[str], tuple[str, str] | Schema]) -> None:
        """Begin a module, whose docstring says `title`."""
        self._name = name
        self._title = title
        self._refer = refer
        self._types: dict[str, tuple[Schema, str]] = {}
        self._used: set[str] = set()

    def add(self, name: str, schema: Schema, *, about: str) -> None:
        """Add a type, and the objects inside of it that have a title.

        Raises:
            SystemExit: another type has the name, or an object inside has none.

        """
        known = self._types.setdefault(name, (schema, about))
        if known[0] is not schema and known[0] != schema:
            raise SystemExit(f"{self._name}: two types are named {name}")
        for inner in _objects(schema):
            title = inner.get("title")
            if title is None:
                raise SystemExit(
                    f"{self._name}.{name}: an object without a title: {list(inner['properties'])}"
                )
            if title not in self._types:
                self.add(title, inner, about=f"{title} of {about.rpartition(' of ')[2]}")

    def text(self) -> str:
        """Return the module's text."""
        types = "\n\n\n".join(self._type(name, *self._types[name]) for name in sorted(self._types))
        names = [name for name in ("Literal", "Required", "TypedDict") if name in self._used]
        checked = []
        if "Mapping" in self._used:
            checked.append("    from collections.abc import Mapping\n")
        if "Json" in self._used:
            checked.append("    from mlkube.core.json import Json")
        if modules := sorted(name for name in self._used if name.islower()):
            checked.append(f"    from mlkube.k8s import {', '.join(modules)}")
        guarded = "\n".join(checked).rstrip("\n")
        return (
            f'"""{self._title}; written by tools/generate_k8s.py."""\n\n'
            "from __future__ import annotations\n\n"
            f"from typing import {', '.join(('TYPE_CHECKING', *names) if checked else names)}\n\n"
            + (f"if TYPE_CHECKING:\n{guarded}\n\n" if checked else "")
            + f"\n{types}\n"
        )

    def _type(self, name: str, schema: Schema, about: str) -> str:
        self._used.add("TypedDict")
        required = schema.get("required", ())
        fields = {
            field: self._required(self._annotation(inner)) if field in required else self._annotation(inner)
            for field, inner in schema["properties"].items()
        }
        if all(_is_plain(field) for field in fields):
            lines = [f"    {field}: {annotation}" for field, annotation in fields.items()]
            return f'class {name}(TypedDict, total=False):\n    """{about}."""\n\n' + "\n".join(lines)
        lines = [
            f'        "{field}": "{_single_quoted(annotation)}",' for field, annotation in fields.items()
        ]
        arguments = [f'    "{name}",', "    {", *lines, "    },", "    total=False,"]
        return "\n".join((f"{name} = TypedDict(", *arguments, ")", f'"""{about}."""'))

    def _required(self, annotation: str) -> str:
        self._used.add("Required")
        return f"Required[{annotation}]"

    def _annotation(self, schema: Schema) -> str:  # noqa: PLR0911  a table of forms reads best as returns
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        if schema.get("x-kubernetes-int-or-string"):
            return "int | str"
        if schema.get("format") == "quantity":
            return "str | int | float"
        if "enum" in schema:
            self._used.add("Literal")
            return f"Literal[{', '.join(_literal(value) for value in schema['enum'])}]"
        form = schema.get("type")
        if form in _SCALARS:
            return _SCALARS[form]
        if form == "array":
            return f"list[{self._annotation(schema['items'])}]"
        if "properties" in schema:
            return str(schema["title"])
        if form == "object":
            self._used.add("Mapping")
            return f"Mapping[str, {self._annotation(schema.get('additionalProperties', {}))}]"
        self._used.add("Json")
        return "Json"

    def _reference(self, reference: str) -> str:
        found = self._refer(reference)
        if isinstance(found, dict):
            return self._annotation(found)
        module, name = found
        if module == self._name:
            return name
        self._used.add(module)
        return f"{module}.{name}"


def _objects(schema: Schema) -> list[Schema]:
    """Return the objects with fields that stand directly in a schema's fields, elements and values."""
    found = []
    for field in schema.get("properties", {}).values():
        inner = field
        while isinstance(deeper := inner.get("items", inner.get("additionalProperties")), dict):
            inner = deeper
        if "properties" in inner:
            found.append(inner)
    return found


def _is_plain(field: str) -> bool:
    return field.isidentifier() and not keyword.iskeyword(field) and field not in _USED_IN_ANNOTATIONS


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _single_quoted(annotation: str) -> str:
    return annotation.replace('"', "'")
